package alert

import (
	"fmt"
	htmltemplate "html/template"
	"io"
	"strings"
	texttemplate "text/template"
	"time"
)

// Templates make the texts of messages from a [View]. A host may replace any of them. They
// need not escape the texts of a View. Each writes at most [MaxTemplate] bytes of a message.
type Templates struct {
	Slack   *texttemplate.Template // in Slack's mrkdwn
	Subject *texttemplate.Template
	Text    *texttemplate.Template
	HTML    *htmltemplate.Template
}

// A Renderer makes messages of alerts. Its output depends on its fields and the alert alone:
// the same alert gives the same bytes whenever it is rendered. The zero value is usable.
type Renderer struct {
	// From is the sender of e-mail, an address. It is required for e-mail.
	From string

	// Domain is the domain in the Message-IDs of e-mail. If empty, it is that of From.
	Domain string

	// Zone is the time zone for the instants in all messages. If nil, each message is in the
	// zone of its alert, [Alert.Zone], and in UTC if that is empty or unknown.
	Zone *time.Location

	// Location returns the time zone of an IANA name. If nil, it is [time.LoadLocation].
	Location func(name string) (*time.Location, error)

	// Templates replace [DefaultTemplates]. Those that are nil are not replaced.
	Templates Templates
}

// zone returns the time zone for the messages of an alert.
func (r *Renderer) zone(a *Alert) *time.Location {
	if r.Zone != nil {
		return r.Zone
	}
	return loadZone(r.Location, a.Zone)
}

// loadZone returns the time zone of a name, or UTC if the name is empty or unknown.
func loadZone(location func(string) (*time.Location, error), name string) *time.Location {
	if location == nil {
		location = time.LoadLocation
	}
	if name != "" {
		if zone, err := location(name); err == nil && zone != nil {
			return zone
		}
	}
	return time.UTC
}

const slackText = `{{define "line"}}{{if .URL}}<{{.URL}}|{{.Issue}}>{{else}}*{{.Issue}}*{{end}}{{with .Title}} {{.}}{{end}}{{end -}}
{{with .Mentions}}{{.}} {{end}}*{{.Headline}}*
{{if .Digest}}{{range .Digest}}• {{template "line" .}}: {{.Headline}}{{with .Status}}, {{.}}{{end}}{{if gt .Count 1}} ({{.Count}} alerts){{end}}
{{end}}{{with .More}}and {{.}} more{{end}}{{else}}{{template "line" .}}
{{with .Status}}{{.}}{{end}}{{with .Due}} ({{if $.Breached}}was {{end}}due {{.}}){{end}}{{end}}`

const subjectText = `{{.Headline}}{{if not .Digest}}: {{.Issue}}{{with .Title}} {{.}}{{end}}{{end}}`

const plainText = `{{.Headline}}

{{if .Digest}}{{range .Digest}}{{.Issue}}{{with .Title}} {{.}}{{end}}: {{.Headline}}{{with .Status}}, {{.}}{{end}}{{if gt .Count 1}} ({{.Count}} alerts){{end}}{{with .URL}}
  {{.}}{{end}}
{{end}}{{with .More}}and {{.}} more
{{end}}{{else}}Issue:   {{.Issue}}{{with .Title}} {{.}}{{end}}
{{with .Status}}Status:  {{.}}
{{end}}{{with .Due}}Due:     {{.}}
{{end}}{{with .Target}}Target:  {{.}}
{{end}}Policy:  {{.Policy}}
Step:    {{.Step}}, {{.At}}{{with .Replaces}}, {{.}}{{end}}
{{with .URL}}
{{.}}
{{end}}{{end}}`

const htmlText = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{{.Headline}}</title></head>
<body style="font: 15px/1.4 sans-serif; color: #1a1a1a; background: #ffffff">
<p style="font-size: 18px; font-weight: bold; border-left: 4px solid {{if .Urgent}}#b00020{{else}}#b35c00{{end}}; padding-left: 10px">{{.Headline}}</p>
{{if .Digest}}<ul>{{range .Digest}}
<li>{{if .URL}}<a href="{{.URL}}">{{.Issue}}</a>{{else}}<b>{{.Issue}}</b>{{end}} {{.Title}}: {{.Headline}}{{with .Status}}, {{.}}{{end}}{{if gt .Count 1}} ({{.Count}} alerts){{end}}</li>{{end}}
</ul>{{with .More}}<p>and {{.}} more</p>{{end}}{{else}}<p>{{if .URL}}<a href="{{.URL}}">{{.Issue}}</a>{{else}}<b>{{.Issue}}</b>{{end}} {{.Title}}</p>
<table style="border-collapse: collapse">{{with .Status}}
<tr><td style="padding-right: 16px; color: #555555">Status</td><td>{{.}}</td></tr>{{end}}{{with .Due}}
<tr><td style="padding-right: 16px; color: #555555">Due</td><td>{{.}}</td></tr>{{end}}{{with .Target}}
<tr><td style="padding-right: 16px; color: #555555">Target</td><td>{{.}}</td></tr>{{end}}
<tr><td style="padding-right: 16px; color: #555555">Policy</td><td>{{.Policy}}</td></tr>
<tr><td style="padding-right: 16px; color: #555555">Step</td><td>{{.Step}}, {{.At}}{{with .Replaces}}, {{.}}{{end}}</td></tr>
</table>{{end}}
</body></html>
`

// DefaultTemplates returns the templates that a [Renderer] uses unless it has its own. Use
// them as a start for your own.
func DefaultTemplates() Templates {
	return Templates{
		Slack:   texttemplate.Must(texttemplate.New("slack").Parse(slackText)),
		Subject: texttemplate.Must(texttemplate.New("subject").Parse(subjectText)),
		Text:    texttemplate.Must(texttemplate.New("text").Parse(plainText)),
		HTML:    htmltemplate.Must(htmltemplate.New("html").Parse(htmlText)),
	}
}

var defaults = DefaultTemplates()

// templates returns the templates of r, and default ones for those that it lacks.
func (r *Renderer) templates() Templates {
	t := r.Templates
	if t.Slack == nil {
		t.Slack = defaults.Slack
	}
	if t.Subject == nil {
		t.Subject = defaults.Subject
	}
	if t.Text == nil {
		t.Text = defaults.Text
	}
	if t.HTML == nil {
		t.HTML = defaults.HTML
	}
	return t
}

// execute returns the text that a template makes of a view, in valid UTF-8.
func execute(t interface{ Execute(io.Writer, any) error }, v View) (string, error) {
	var b output
	if err := t.Execute(&b, v); err != nil {
		return "", fmt.Errorf("alert: %s: %w", v.ID, err)
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD"), nil
}

// An output takes what a template writes, up to MaxTemplate bytes.
type output struct{ strings.Builder }

func (o *output) Write(p []byte) (int, error) {
	if o.Len()+len(p) > MaxTemplate {
		return 0, ErrTooLong
	}
	return o.Builder.Write(p)
}
