package pipeline

import (
	"encoding/json"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.Combiner3[*total, Part, Part](&combineFn{})
	beam.RegisterCoder(reflect.TypeFor[*total](), encodeTotal, decodeTotal)
}

// combine joins parts into one. There is one for no parts, too.
func combine(s beam.Scope, job Job, parts beam.PCollection) (beam.PCollection, error) {
	newSum, err := job.compile()
	if err != nil {
		return beam.PCollection{}, err
	}
	empty, err := newSum()
	if err != nil {
		return beam.PCollection{}, err
	}
	text, err := empty.MarshalJSON()
	if err != nil {
		return beam.PCollection{}, err
	}
	s = s.Scope("combine")
	return beam.Combine(s, &combineFn{}, beam.Flatten(s, parts, beam.Create(s, Part{Sum: text}))), nil
}

// combineFn joins sums. They say what they were made for, so that it needs no configuration.
type combineFn struct{}

// A total is a sum of parts. Its sum is nil as long as there is none.
type total struct {
	issues, bad int64
	sum         sum
}

func (f *combineFn) CreateAccumulator() *total { return new(total) }

func (f *combineFn) AddInput(t *total, p Part) (*total, error) {
	read, err := readSum(p.Sum)
	if err != nil {
		return nil, err
	}
	return f.MergeAccumulators(t, &total{p.Issues, p.Bad, read})
}

func (f *combineFn) MergeAccumulators(a, b *total) (*total, error) {
	a.issues += b.issues
	a.bad += b.bad
	switch {
	case a.sum == nil:
		a.sum = b.sum
	case b.sum != nil:
		return a, a.sum.merge(b.sum)
	}
	return a, nil
}

func (f *combineFn) ExtractOutput(t *total) (Part, error) {
	text, err := t.sum.MarshalJSON()
	return Part{t.issues, t.bad, text}, err
}

// encodeTotal and decodeTotal are the form in which totals travel between workers.
func encodeTotal(t *total) ([]byte, error) {
	p := Part{Issues: t.issues, Bad: t.bad}
	if t.sum != nil {
		var err error
		if p.Sum, err = t.sum.MarshalJSON(); err != nil {
			return nil, err
		}
	}
	return json.Marshal(p)
}

func decodeTotal(data []byte) (*total, error) {
	var p Part
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	t := &total{issues: p.Issues, bad: p.Bad}
	var err error
	if p.Sum != nil {
		t.sum, err = readSum(p.Sum)
	}
	return t, err
}
