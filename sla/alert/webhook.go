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

// webhookVersion is the version of the body of a webhook.
const webhookVersion = 1

// Webhook returns the body of a webhook request for an alert, as JSON:
//
//	{
//	  "version": 1,
//	  "type": "sla.alert",
//	  "text": "First response breached: ISS-42",
//	  "alert": {"id", "at", "type", "channel", "issue", "transition", "clock", "policy_name", "action",
//	            "as_of", "zone", "recipients", "stands_for", "digest", "target", "nth"}
//	}
//
// The alert is the JSON of the [Alert]. Its transition and clock have the form they have in
// an sla.Result; target and nth are TargetSeq and Nth of the transition, which that form
// lacks. Instants are RFC 3339 in UTC. Durations are as Go writes them, such as "1h30m0s".
// Absent values are omitted. A version may gain fields, so readers should ignore fields
// that they do not know.
func (r *Renderer) Webhook(a Alert) ([]byte, error) {
	v := r.view(&a, asIs)
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

// Headers of a signed request, as defined by Standard Webhooks (standardwebhooks.com).
// Most languages have libraries that verify them.
const (
	HeaderID        = "webhook-id"
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
)

// Sign returns the headers that prove to a receiver that the sender of a body has the
// secret, and when it sent the body. The signature is the HMAC-SHA256 of the ID, the time in
// Unix seconds and the body, separated by dots. Use the ID of the alert, which is the
// same for every attempt, and the time of the attempt.
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

// ErrBadSignature is returned for a request that is not signed with the secret, or whose
// timestamp is too far from the present.
var ErrBadSignature = errors.New("alert: bad signature")

// Verify reports, as a nil error, that the headers of a request are those that [Sign] returns
// for its body and secret, and that its timestamp is within tolerance of now. It is for
// receivers of webhooks. Get returns a header by name, as http.Header.Get does.
func Verify(get func(name string) string, body []byte, secret []byte, now time.Time, tolerance time.Duration) error {
	timestamp := get(HeaderTimestamp)
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: no timestamp", ErrBadSignature)
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return fmt.Errorf("%w: the timestamp is too old, or in the future", ErrBadSignature)
	}
	want := signature(get(HeaderID), timestamp, body, secret)
	for s := range strings.FieldsSeq(get(HeaderSignature)) { // several, while a secret is replaced
		text, ok := strings.CutPrefix(s, "v1,")
		got, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(got, want) {
			return nil
		}
	}
	return ErrBadSignature
}
