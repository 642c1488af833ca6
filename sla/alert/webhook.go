package alert

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// webhookVersion is that of the form of a webhook's body.
const webhookVersion = 1

// Webhook returns the body of a request for an alert, as JSON:
//
//	{
//	  "version": 1,
//	  "type": "sla.alert",
//	  "text": "First response breached: ISS-42",
//	  "alert": {"id", "at", "type", "channel", "issue", "transition", "clock", "policy", "action",
//	            "recipients", "digest", "target", "nth"}
//	}
//
// where alert is the JSON of the [Alert]: transition and clock in the form of an
// sla.Result, instants in RFC 3339 in UTC, durations as Go writes them ("1h30m0s"); target
// and nth are the transition's Target and Nth, which its own form does not have. What
// there is not is left out. Fields may be added in one version, and readers should
// ignore those that they do not know.
func (r *Renderer) Webhook(a Alert) ([]byte, error) {
	v := a.view(r.zone(), asIs)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Version int    `json:"version"`
		Type    string `json:"type"`
		Text    string `json:"text"`
		Alert   Alert  `json:"alert"`
	}{webhookVersion, "sla.alert", v.summary(), a})
	if err != nil {
		return nil, fmt.Errorf("alert: %s: %w", a.ID, err)
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// Headers of a signed request, as Standard Webhooks has them (standardwebhooks.com),
// for whose receivers there are libraries in most languages.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
)

// Sign returns the headers that prove to a receiver that a body is from who has the
// secret, and when it was sent: the HMAC-SHA256 of the ID, the time in Unix seconds and
// the body, separated by dots. The ID is that of the alert, and the same when it is
// tried again; the time is that of the attempt.
func Sign(id string, body []byte, secret []byte, at time.Time) map[string]string {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	return map[string]string{
		HeaderID:        id,
		HeaderTimestamp: timestamp,
		HeaderSignature: "v1," + base64.StdEncoding.EncodeToString(signature(id, timestamp, body, secret)),
	}
}

func signature(id, timestamp string, body, secret []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(id + "." + timestamp + "."))
	h.Write(body)
	return h.Sum(nil)
}

// ErrSignature is returned for a request that is not signed with the secret, or was
// signed too long ago.
var ErrSignature = errors.New("alert: the signature does not hold")

// Verify is for receivers: it checks the headers that [Sign] made of a body, and that
// it was sent at most so long before now, or after it. Get returns a header by its
// name, as http.Header.Get does.
func Verify(get func(name string) string, body []byte, secret []byte, now time.Time, tolerance time.Duration) error {
	timestamp := get(HeaderTimestamp)
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: no timestamp", ErrSignature)
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return fmt.Errorf("%w: it is of another time", ErrSignature)
	}
	want := signature(get(HeaderID), timestamp, body, secret)
	for s := range strings.FieldsSeq(get(HeaderSignature)) { // several, while a secret is replaced
		text, ok := strings.CutPrefix(s, "v1,")
		got, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(got, want) {
			return nil
		}
	}
	return ErrSignature
}
