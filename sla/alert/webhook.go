package alert

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
//
// A body is at most [MaxWebhook] bytes, which is 256 KiB. Of a digest and of the alerts that one
// stands for it lists the first [MaxListed], and of a digest no more than fit. If it leaves
// some out, "omitted" beside "alert" says how many: {"digest": 1134, "stands_for": 900}. The
// texts of issues and recipients are cut as [Planner.Alerts] cuts them. Webhook returns
// [ErrTooLong] if the alert is too long even without its digest, which takes a very long action
// or very many recipients.
func (r *Renderer) Webhook(a Alert) ([]byte, error) {
	v := r.view(&a, asIs)
	text, left, err := a.listed(MaxWebhook - frameSize)
	if err != nil {
		return nil, fmt.Errorf("alert: %s: %w", v.ID, err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err = e.Encode(struct {
		Version int             `json:"version"`
		Type    string          `json:"type"`
		Text    string          `json:"text"`
		Alert   json.RawMessage `json:"alert"`
		Omitted omitted         `json:"omitted,omitzero"`
	}{webhookVersion, "sla.alert", v.summary(), text, left})
	if err != nil {
		return nil, fmt.Errorf("alert: %s: %w", v.ID, err)
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// frameSize is the most bytes of a body that do not belong to the alert.
const frameSize = 4 << 10

// An omitted says how much of an alert a webhook leaves out.
type omitted struct {
	Digest    int `json:"digest,omitempty"`
	StandsFor int `json:"stands_for,omitempty"`
}

// listed returns the JSON of an alert with as much of its digest as fits into so many bytes.
func (a *Alert) listed(room int) (json.RawMessage, omitted, error) {
	short, left := a.bounded()
	text, err := json.Marshal(formOf[part](&short, nil))
	if err != nil {
		return nil, left, err
	}
	if room -= len(text) + len(`,"digest":[]`); room < 0 {
		return nil, left, ErrTooLong
	}
	var digest []json.RawMessage
	for i := range a.Digest[:min(len(a.Digest), MaxListed)] {
		short, _ := a.Digest[i].bounded()
		part, err := json.Marshal(formOf[noAlert](&short, nil))
		if err != nil {
			return nil, left, err
		}
		if room -= len(part) + 1; room < 0 {
			break
		}
		digest = append(digest, part)
	}
	if left.Digest = len(a.Digest) - len(digest); len(digest) > 0 {
		text, err = json.Marshal(formOf(&short, digest))
	}
	return text, left, err
}

// bounded returns an alert with its texts cut and its lists shortened, for a webhook.
func (a *Alert) bounded() (Alert, omitted) {
	short := *a
	short.Issue = a.Issue.bounded()
	n := min(len(a.StandsFor), MaxListed)
	short.StandsFor = a.StandsFor[:n:n]
	short.Recipients = slices.Clone(a.Recipients)
	for i, r := range short.Recipients {
		short.Recipients[i] = r.bounded()
	}
	return short, omitted{StandsFor: len(a.StandsFor) - n}
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
