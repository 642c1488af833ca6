package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// ErrOther is returned for an accumulator that cannot be merged: it was made for another
// configuration, instant or request.
var ErrOther = errors.New("report: the accumulator was made for another configuration, instant or request")

// ErrUnbound is returned where issues are added to an accumulator that was not made by New,
// but read. One that was made by New may merge it, and go on.
var ErrUnbound = errors.New("report: the accumulator has no engine")

// An origin is what an accumulator was made for.
type origin struct {
	kind     string // of the request
	config   string // the fingerprint of the configuration
	asOf     time.Time
	request  document // with its defaults written out
	policies []string // in order of precedence
}

func newOrigin(kind string, engine *sla.Engine, request document, asOf time.Time) (origin, error) {
	if !businesshours.InRange(asOf) {
		return origin{}, businesshours.ErrOutOfRange
	}
	return origin{kind, engine.Fingerprint(), asOf.UTC(), request, engine.Policies()}, nil
}

// document returns the JSON form of o without its end, so that more fields can follow.
func (o *origin) document() ([]byte, error) {
	text, err := json.Marshal(struct {
		Version  int       `json:"version"`
		Kind     string    `json:"kind"`
		Config   string    `json:"config"`
		AsOf     time.Time `json:"as_of"`
		Request  document  `json:"request"`
		Policies []string  `json:"policies"`
	}{version, o.kind, o.config, o.asOf, o.request, o.policies})
	if err != nil {
		return nil, err
	}
	return text[:len(text)-1], nil
}

// version is that of the JSON form of accumulators.
const version = 1

// fingerprint returns a text that two origins have in common only if accumulators that were
// made for them may be merged.
func (o *origin) fingerprint() string {
	text, err := o.document()
	if err != nil { // of a condition with a value of the caller's own, which New has refused
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// sameAs returns ErrOther if o and other differ.
func (o *origin) sameAs(other *origin) error {
	if o.request == nil || other.request == nil || o.fingerprint() != other.fingerprint() {
		return ErrOther
	}
	return nil
}

var originFields = []string{"version", "kind", "config", "as_of", "request", "policies"}

// read reads a field of the JSON form. It reports false for other fields.
func (o *origin) read(r *strict.Reader, field string) bool {
	switch field {
	case "version":
		if n := r.Int(); n != version {
			r.Fail("version %d is not %d, which this version of the library writes", n, version)
		}
	case "kind":
		if kind := r.Text(); kind != o.kind {
			r.Fail("is of kind %s, not %s", strict.Quote(kind), o.kind)
		}
	case "config":
		o.config = r.Given()
	case "as_of":
		o.asOf = r.Time()
	case "request":
		raw, start := r.Raw()
		err := json.Unmarshal([]byte(raw), o.request)
		if err != nil {
			r.FailError(start, err)
		}
	case "policies":
		o.policies = r.Texts()
	default:
		return false
	}
	return true
}

// KindOf returns which kind of accumulator a JSON document is: "report", "held" or
// "targets", or another that package report does not make.
func KindOf(data []byte) (string, error) {
	var doc struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return "", err
	}
	if doc.Kind == "" {
		return "", errors.New("report: not an accumulator")
	}
	return doc.Kind, nil
}

// isComplete reports whether an origin that was read says all that it must.
func (o *origin) isComplete() bool {
	return o.config != "" && !o.asOf.IsZero() && !slices.Contains(o.policies, "")
}
