package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/punctualgo/punctual/internal/slackid"
)

// maxSlackText is the number of characters that Slack allows in a section.
const maxSlackText = 3000

// Slack returns the message of an alert as JSON for an incoming webhook of Slack. It has a
// section with the text of the template, a line of context, and a plain text for
// notifications. Text that customers wrote cannot mention anybody or make a link.
//
// The message is within the limits of Slack: two blocks, and a section of 3,000 characters. A
// digest has at most [MaxLines] lines, and fewer if they are long, and says how many more there
// are. A message is at most 64 KiB. The only errors are those of a template of the host, and
// [ErrTooLong] if that writes too much.
func (r *Renderer) Slack(a Alert) ([]byte, error) {
	v := r.view(&a, slackMedium)
	v.Mentions = mentions(a.Recipients)
	text, err := r.slackText(v)
	if err != nil {
		return nil, err
	}
	type textObject struct {
		Type     string `json:"type"`
		Text     string `json:"text"`
		Verbatim bool   `json:"verbatim,omitempty"` // Slack turns no names or addresses in it into links
	}
	type block struct {
		Type     string       `json:"type"`
		Text     *textObject  `json:"text,omitempty"`
		Elements []textObject `json:"elements,omitempty"`
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	message := struct {
		Text   string  `json:"text"`
		Blocks []block `json:"blocks"`
	}{v.summary(), []block{{Type: "section", Text: &textObject{"mrkdwn", text, true}}}}
	if len(v.Digest) == 0 {
		context := fmt.Sprintf("%s · %s · %s", v.Policy, v.Step, v.At)
		if v.Replaces != "" {
			context += " · " + v.Replaces
		}
		message.Blocks = append(message.Blocks, block{Type: "context", Elements: []textObject{{"mrkdwn", context, true}}})
	}
	err = e.Encode(message)
	return bytes.TrimSpace(out.Bytes()), err
}

// slackText returns the text of a section. It leaves out lines at the end of a digest until
// the text fits.
func (r *Renderer) slackText(v View) (string, error) {
	for {
		text, err := execute(r.templates().Slack, v)
		if err != nil {
			return "", err
		}
		text = strings.TrimSpace(text)
		if last := len(v.Digest) - 1; last > 0 && slackLength(text) > maxSlackText {
			v.Digest, v.More = v.Digest[:last], v.More+1
			continue
		}
		return cutSlack(text, maxSlackText), nil
	}
}

// maxMentions is the number of people a message mentions. It leaves room for the text.
const maxMentions = 10

// mentions returns text that mentions people and groups. It names those that have no ID in
// Slack, without mentioning them.
func mentions(list []Recipient) string {
	var texts []string
	for i, to := range list {
		if i == maxMentions {
			texts = append(texts, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		switch {
		case slackid.Valid(to.Slack) && to.Slack[0] == 'S':
			texts = append(texts, "<!subteam^"+to.Slack+">")
		case slackid.Valid(to.Slack):
			texts = append(texts, "<@"+to.Slack+">")
		case to.Name != "":
			texts = append(texts, slackEscapes.Replace(line(to.Name, MaxName)))
		}
	}
	return strings.Join(texts, " ")
}

// slackLength returns the length of a text as JavaScript counts it, where an emoji is two
// characters. It is never less than what Slack counts.
func slackLength(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// cutSlack shortens a text, if it is too long, and does not cut through an escape or a link.
func cutSlack(text string, most int) string {
	if slackLength(text) <= most {
		return text
	}
	n, end := 0, 0
	var before clusters
	for i, r := range text {
		if n >= most {
			break
		}
		if before.begin(r) {
			end = i
		}
		n += utf16.RuneLen(r)
	}
	text = text[:end]
	if i := strings.LastIndexByte(text, '&'); i >= 0 && len(text)-i < len("&quot;") && !strings.Contains(text[i:], ";") {
		text = text[:i]
	}
	if i := strings.LastIndexByte(text, '<'); i >= 0 && !strings.Contains(text[i:], ">") {
		text = text[:i]
	}
	return text + "…"
}

var slackEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slackMedium escapes text, so that Slack finds no mention or link in it.
var slackMedium = medium{text: slackEscapes.Replace, url: slackURL}

// slackURL escapes a link. One that becomes too long is left out, as a section has no room for it.
func slackURL(s string) string {
	if s = slackEscapes.Replace(s); len(s) > maxURL {
		return ""
	}
	return s
}
