package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxSlackText is how many characters a section may have.
const maxSlackText = 3000

// Slack returns a message as JSON for an incoming webhook of Slack's, in Block Kit:
// a section with what the template makes, a line of context, and a plain text for
// notifications. What customers have written cannot mention anybody or make a link.
func (r *Renderer) Slack(a Alert) ([]byte, error) {
	v := a.view(r.zone(), slackMedium)
	var mentions []string
	for _, to := range a.Recipients {
		if isSlackID(to.Slack) {
			prefix := "<@"
			if to.Slack[0] == 'S' {
				prefix = "<!subteam^"
			}
			mentions = append(mentions, prefix+to.Slack+">")
		} else if to.Name != "" {
			mentions = append(mentions, slackEscapes.Replace(cut(printable(to.Name), 100)))
		}
	}
	v.Mentions = strings.Join(mentions, " ")
	text, err := execute(r.templates().Slack, v)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > maxSlackText {
		text = cutSlack(text, maxSlackText)
	}
	type textObject struct {
		Type     string `json:"type"`
		Text     string `json:"text"`
		Verbatim bool   `json:"verbatim,omitempty"` // no names or addresses are looked for in it
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
		message.Blocks = append(message.Blocks, block{Type: "context", Elements: []textObject{{"mrkdwn", context, true}}})
	}
	err = e.Encode(message)
	return bytes.TrimSpace(out.Bytes()), err
}

// cutSlack cuts a text, but not within an escape or a link.
func cutSlack(text string, most int) string {
	text = string([]rune(text)[:most-1])
	if i := strings.LastIndexByte(text, '&'); i >= 0 && !strings.Contains(text[i:], ";") {
		text = text[:i]
	}
	if i := strings.LastIndexByte(text, '<'); i >= 0 && !strings.Contains(text[i:], ">") {
		text = text[:i]
	}
	return text + "…"
}

var slackEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slackMedium makes texts of others such that Slack finds no mention or link in them.
var slackMedium = medium{text: slackEscapes.Replace, url: slackEscapes.Replace}
