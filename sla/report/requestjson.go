package report

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A document is a request of any kind.
type document interface {
	fields() []string
	read(r *strict.Reader, field string)
	check(v *strict.Problems, engine *sla.Engine)
}

// checked returns the problems of a request.
func checked(d document, engine *sla.Engine) error {
	var v strict.Problems
	d.check(&v, engine)
	return v.Err()
}

// decode reads a request. Without an engine, what has to do with a configuration is not
// checked.
func decode(data []byte, q document, engine *sla.Engine) error {
	d := strict.Document{
		Fields: q.fields(), Hint: hint, Read: q.read,
		Check: func(v *strict.Problems) { q.check(v, engine) },
	}
	return d.Decode(data)
}

// hint says what to do about fields of other kinds of requests.
func hint(name, value string) string {
	switch name {
	case "held":
		return "a request for held time has no by, unit, denominator, near and goal"
	case "targets":
		return "a request for targets has nothing but by, denominator, zone and which records count"
	case "by", "unit", "denominator", "near", "goal", "worst":
		return "this kind of request does not take it"
	}
	return ""
}

// ParseRequest reads a request, and checks it against the configuration of an engine. It is
// strict, and reports every problem; each is a [*problem.Error] with its path and line.
func ParseRequest(data []byte, engine *sla.Engine) (q Request, err error) {
	err = decode(data, &q, engine)
	return q, err
}

// UnmarshalJSON implements [json.Unmarshaler]. It is strict, and reports every problem but
// those that have to do with a configuration: see [ParseRequest].
func (q *Request) UnmarshalJSON(data []byte) error {
	*q = Request{}
	return decode(data, q, nil)
}

var (
	selectionFields = []string{"metrics", "where", "on", "from", "until", "zone"}
	requestFields   = append([]string{"by", "unit", "denominator", "near", "goal", "worst"}, selectionFields...)
)

func (q *Request) fields() []string { return requestFields }

func (q *Request) read(r *strict.Reader, field string) {
	switch field {
	case "by":
		q.By = r.Texts()
	case "unit":
		q.Unit = Unit(r.Given())
	case "denominator":
		q.Denominator = Denominator(r.Given())
	case "near":
		q.Near = r.Given()
	case "goal":
		q.Goal = r.Given()
	case "worst":
		q.Worst = r.Int()
	default:
		q.Selection.read(r, field)
	}
}

func (s *Selection) read(r *strict.Reader, field string) {
	switch field {
	case "metrics":
		s.Metrics = r.Texts()
	case "where":
		raw, start := r.Raw()
		s.Where = new(policy.Condition)
		if err := s.Where.UnmarshalJSON([]byte(raw)); err != nil {
			r.FailError(start, err)
		}
	case "on":
		s.On = Instant(r.Given())
	case "from":
		s.From = r.Bound()
	case "until":
		s.Until = r.Bound()
	case "zone":
		s.Zone = readZone(r)
	}
}

// readZone reads the name of a time zone.
func readZone(r *strict.Reader) *time.Location {
	name := r.Given()
	zone, err := LoadZone(name)
	if name != "" && err != nil {
		r.Fail("%w", err)
	}
	return zone
}

// LoadZone returns the time zone of an IANA name. It refuses "Local", which is another on
// every machine.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, errors.New("unknown time zone " + strict.Quote(name) + `; write "UTC", or an IANA name such as "Europe/Berlin"`)
	}
	return zone, nil
}

// MarshalJSON implements [json.Marshaler].
func (q Request) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		By []string `json:"by,omitzero"`
		selectionDocument
		Unit        Unit        `json:"unit,omitempty"`
		Denominator Denominator `json:"denominator,omitempty"`
		Near        string      `json:"near,omitempty"`
		Goal        string      `json:"goal,omitempty"`
		Worst       int         `json:"worst,omitempty"`
	}{q.By, q.Selection.document(), q.Unit, q.Denominator, q.Near, q.Goal, q.Worst})
}

// A selectionDocument is the JSON form of a selection.
type selectionDocument struct {
	Metrics []string          `json:"metrics,omitzero"`
	Where   *policy.Condition `json:"where,omitzero"`
	On      Instant           `json:"on,omitempty"`
	From    time.Time         `json:"from,omitzero"`
	Until   time.Time         `json:"until,omitzero"`
	Zone    string            `json:"zone,omitempty"`
}

func (s *Selection) document() selectionDocument {
	d := selectionDocument{s.Metrics, s.Where, s.On, s.From.UTC(), s.Until.UTC(), ""}
	if s.Zone != nil {
		d.Zone = s.Zone.String()
	}
	return d
}
