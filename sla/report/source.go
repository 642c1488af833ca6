package report

import (
	"time"

	"github.com/punctualgo/punctual/sla"
)

// A source makes the records that an accumulator counts.
type source struct {
	recorder *sla.Recorder // nil if there is none
	selector selector
	asOf     time.Time
}

// newSource returns the source of a selection of records, with the fields of some dimensions,
// and in whose time they ran by a field, if that is not empty.
func newSource(engine *sla.Engine, s Selection, asOf time.Time, dimensions []dimension, held string) (source, error) {
	var fields fieldSet
	for i := range dimensions {
		fields.place(&dimensions[i])
	}
	selector, err := newSelector(s, engine, &fields)
	if err != nil {
		return source{}, err
	}
	recorder, err := engine.Recorder(sla.RecorderOptions{Fields: fields.names, Held: held})
	return source{recorder, selector, asOf}, err
}

// records evaluates an issue.
func (s *source) records(issue *sla.Issue) ([]sla.Record, error) {
	if s.recorder == nil {
		return nil, ErrUnbound
	}
	return s.recorder.RecordsAt(*issue, s.asOf)
}

// selected returns those of an issue's records that count. It fails if they are in too many
// groups.
func (s *source) selected(issue *sla.Issue, records []sla.Record, groups func(*subject) int) ([]*sla.Record, error) {
	if s.recorder == nil {
		return nil, ErrUnbound
	}
	var list []*sla.Record
	var total tally
	for i := range records {
		about := &subject{issue, &records[i], s.selector.Zone}
		ok, err := s.selector.selects(about)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if err := total.add(groups(about)); err != nil {
			return nil, err
		}
		list = append(list, &records[i])
	}
	return list, nil
}

// parseDimensions returns the dimensions of names that were checked.
func parseDimensions(names []string) []dimension {
	dimensions := make([]dimension, len(names))
	for i, name := range names {
		dimensions[i], _ = parseDimension(name)
	}
	return dimensions
}
