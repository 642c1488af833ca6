package whatif

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// A Request says which issues a [Backtest] judges, and how its reports are made. The zero
// value takes all issues, and reports their total.
type Request struct {
	// Where is a condition on an issue. It sees the fields as they are after the creation alone,
	// so that it selects the same issues for both configurations; computed fields are those of
	// the current one.
	Where *policy.Condition

	// From and Until bound the creation of issues, to [From, Until). A zero time is no bound.
	From, Until time.Time

	// Metrics are those that are reported, and whose flips and alerts count; nil means all. One
	// of them may be known to one configuration alone.
	Metrics []string

	// By, Unit, Denominator, Near, Goal and Zone are those of both reports; see
	// [report.Request].
	By          []string
	Unit        report.Unit
	Denominator report.Denominator
	Near, Goal  string
	Zone        *time.Location
}

// reported returns the request of both reports.
func (q *Request) reported() report.Request {
	return report.Request{
		Selection: report.Selection{Zone: q.Zone},
		By:        q.By, Unit: q.Unit, Denominator: q.Denominator, Near: q.Near, Goal: q.Goal,
	}
}

// Check reports every problem of a request for two configurations; each is a [*problem.Error]
// with its path.
func (q *Request) Check(current, proposed *sla.Engine) error {
	var v strict.Problems
	q.check(&v, current, proposed)
	return v.Err()
}

func (q *Request) check(v *strict.Problems, current, proposed *sla.Engine) {
	reported := q.reported()
	v.AddError("", reported.Check(current))
	if q.Metrics != nil && len(q.Metrics) == 0 {
		v.Add("metrics", "is empty; leave it out for all")
	}
	if current == nil || proposed == nil {
		return
	}
	known := slices.Concat(current.Metrics(), proposed.Metrics())
	for i, name := range q.Metrics {
		if !slices.Contains(known, name) {
			v.Add(strict.Index("metrics", i), "%w", strict.UnknownName("metric", name, known))
		}
	}
	if q.Where != nil {
		if _, err := current.Matcher(q.Where, checkField); err != nil {
			v.AddError("where", err)
		}
	}
}

// checkField refuses dimensions that are not fields of an issue. A field is what may have an
// @start.
func checkField(name string) error {
	start := report.Request{By: []string{name + "@start"}}
	if start.Check(nil) == nil {
		return nil
	}
	if err := strict.CheckField(name); err != nil {
		return err
	}
	return fmt.Errorf("%s is of a record: issues are selected by their fields, as they are after the creation", strict.Quote(name))
}

// ParseRequest reads a request, and checks it against two configurations. It is strict, and
// reports every problem; each is a [*problem.Error] with its path and line.
func ParseRequest(data []byte, current, proposed *sla.Engine) (q Request, err error) {
	err = q.decode(data, current, proposed)
	return q, err
}

// UnmarshalJSON implements [json.Unmarshaler]. It is strict, and reports every problem but
// those that have to do with a configuration: see [ParseRequest].
func (q *Request) UnmarshalJSON(data []byte) error { return q.decode(data, nil, nil) }

var requestFields = []string{"by", "metrics", "where", "from", "until", "unit", "denominator", "zone", "near", "goal"}

func (q *Request) decode(data []byte, current, proposed *sla.Engine) error {
	*q = Request{}
	d := strict.Document{
		Fields: requestFields, Hint: hint, Read: q.read,
		Check: func(v *strict.Problems) { q.check(v, current, proposed) },
	}
	return d.Decode(data)
}

// hint says what to do about fields of other kinds of requests.
func hint(name, value string) string {
	switch name {
	case "on":
		return "from and until of a backtest are about the creation of issues"
	case "held", "targets":
		return "this is a request of another kind"
	}
	return ""
}

func (q *Request) read(r *strict.Reader, field string) {
	switch field {
	case "by":
		q.By = r.Texts()
	case "metrics":
		q.Metrics = r.Texts()
	case "where":
		raw, start := r.Raw()
		q.Where = new(policy.Condition)
		if err := q.Where.UnmarshalJSON([]byte(raw)); err != nil {
			r.FailError(start, err)
		}
	case "from":
		q.From = r.Bound()
	case "until":
		q.Until = r.Bound()
	case "unit":
		q.Unit = report.Unit(r.Given())
	case "denominator":
		q.Denominator = report.Denominator(r.Given())
	case "zone":
		name := r.Given()
		zone, err := report.LoadZone(name)
		if name != "" && err != nil {
			r.Fail("%w", err)
		}
		q.Zone = zone
	case "near":
		q.Near = r.Given()
	case "goal":
		q.Goal = r.Given()
	}
}

// MarshalJSON implements [json.Marshaler].
func (q Request) MarshalJSON() ([]byte, error) {
	zone := ""
	if q.Zone != nil {
		zone = q.Zone.String()
	}
	return json.Marshal(struct {
		By          []string           `json:"by,omitzero"`
		Metrics     []string           `json:"metrics,omitzero"`
		Where       *policy.Condition  `json:"where,omitzero"`
		From        time.Time          `json:"from,omitzero"`
		Until       time.Time          `json:"until,omitzero"`
		Unit        report.Unit        `json:"unit,omitempty"`
		Denominator report.Denominator `json:"denominator,omitempty"`
		Zone        string             `json:"zone,omitempty"`
		Near        string             `json:"near,omitempty"`
		Goal        string             `json:"goal,omitempty"`
	}{q.By, q.Metrics, q.Where, q.From.UTC(), q.Until.UTC(), q.Unit, q.Denominator, zone, q.Near, q.Goal})
}

var errOther = errors.New("whatif: the backtest was made for other configurations, another instant or another request")
