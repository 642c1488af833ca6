package alert

import (
	"fmt"
	htmltemplate "html/template"
	"io"
	"strings"
	texttemplate "text/template"
	"time"
)

// Templates make the texts of messages from a [View]. A host may replace any of them;
// the texts of a View are safe for the medium, so that templates need not escape them.
type Templates struct {
	Slack   *texttemplate.Template // in Slack's mrkdwn
	Subject *texttemplate.Template
	Text    *texttemplate.Template
	HTML    *htmltemplate.Template
}

// A Renderer writes the content of messages. The zero value is usable.
type Renderer struct {
	// From is who e-mail is from, an address. It is required for e-mail.
	From string

	// Domain is that of the IDs of e-mail; that of From if empty.
	Domain string

	// Zone is where instants are told; UTC if nil.
	Zone *time.Location

	// Templates replace those of [DefaultTemplates] that they have.
	Templates Templates
}

func (r *Renderer) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

const slackText = `{{define "line"}}{{if .URL}}<{{.URL}}|{{.Issue}}>{{else}}*{{.Issue}}*{{end}}{{with .Title}} {{.}}{{end}}{{end -}}
{{with .Mentions}}{{.}} {{end}}*{{.Headline}}*
{{if .Digest}}{{range .Digest}}• {{template "line" .}}: {{.Headline}}{{with .Left}}, {{.}}{{end}}
{{end}}{{with .More}}and {{.}} more{{end}}{{else}}{{template "line" .}}
{{with .Left}}{{.}}{{end}}{{with .Due}} (due {{.}}){{end}}{{end}}`

const subjectText = `{{.Headline}}{{if not .Digest}}: {{.Issue}}{{with .Title}} {{.}}{{end}}{{end}}`

const plainText = `{{.Headline}}

{{if .Digest}}{{range .Digest}}{{.Issue}}{{with .Title}} {{.}}{{end}}: {{.Headline}}{{with .Left}}, {{.}}{{end}}{{with .URL}}
  {{.}}{{end}}
{{end}}{{with .More}}and {{.}} more
{{end}}{{else}}Issue:   {{.Issue}}{{with .Title}} {{.}}{{end}}
{{with .Left}}Status:  {{.}}
{{end}}{{with .Due}}Due:     {{.}}
{{end}}{{with .Target}}Target:  {{.}}
{{end}}Policy:  {{.Policy}}
Step:    {{.Step}}, {{.At}}
{{with .URL}}
{{.}}
{{end}}{{end}}`

const htmlText = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{{.Headline}}</title></head>
<body style="font: 15px/1.4 sans-serif; color: #1a1a1a; background: #ffffff">
<p style="font-size: 18px; font-weight: bold; border-left: 4px solid {{if .Urgent}}#b00020{{else}}#b35c00{{end}}; padding-left: 10px">{{.Headline}}</p>
{{if .Digest}}<ul>{{range .Digest}}
<li>{{if .URL}}<a href="{{.URL}}">{{.Issue}}</a>{{else}}<b>{{.Issue}}</b>{{end}} {{.Title}}: {{.Headline}}{{with .Left}}, {{.}}{{end}}</li>{{end}}
</ul>{{with .More}}<p>and {{.}} more</p>{{end}}{{else}}<p>{{if .URL}}<a href="{{.URL}}">{{.Issue}}</a>{{else}}<b>{{.Issue}}</b>{{end}} {{.Title}}</p>
<table style="border-collapse: collapse">{{with .Left}}
<tr><td style="padding-right: 16px; color: #555555">Status</td><td>{{.}}</td></tr>{{end}}{{with .Due}}
<tr><td style="padding-right: 16px; color: #555555">Due</td><td>{{.}}</td></tr>{{end}}{{with .Target}}
<tr><td style="padding-right: 16px; color: #555555">Target</td><td>{{.}}</td></tr>{{end}}
<tr><td style="padding-right: 16px; color: #555555">Policy</td><td>{{.Policy}}</td></tr>
<tr><td style="padding-right: 16px; color: #555555">Step</td><td>{{.Step}}, {{.At}}</td></tr>
</table>{{end}}
</body></html>
`

// DefaultTemplates returns the templates that a [Renderer] uses where it has none of
// its own: a place to begin with one's own.
func DefaultTemplates() Templates {
	return Templates{
		Slack:   texttemplate.Must(texttemplate.New("slack").Parse(slackText)),
		Subject: texttemplate.Must(texttemplate.New("subject").Parse(subjectText)),
		Text:    texttemplate.Must(texttemplate.New("text").Parse(plainText)),
		HTML:    htmltemplate.Must(htmltemplate.New("html").Parse(htmlText)),
	}
}

var defaults = DefaultTemplates()

// templates returns those of r, and the default ones in place of what it has not.
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

// execute returns what a template makes of a view.
func execute(t interface{ Execute(io.Writer, any) error }, v View) (string, error) {
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		return "", fmt.Errorf("alert: %s: %w", v.ID, err)
	}
	return b.String(), nil
}
