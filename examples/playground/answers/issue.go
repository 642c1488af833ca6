package answers

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// An issueQuestion is about an issue as of an instant.
type issueQuestion struct {
	Engine int       `json:"engine"`
	Issue  document  `json:"issue"`
	AsOf   time.Time `json:"as_of"`
	Zone   string    `json:"zone"`  // of a picture and of a scenario
	Width  int       `json:"width"` // of a picture
}

// read returns the engine and the issue of a question.
func (s *Session) read(q *issueQuestion) (*sla.Engine, sla.Issue, error) {
	var issue sla.Issue
	engine, err := s.engine(q.Engine)
	if err == nil {
		err = issue.UnmarshalJSON(q.Issue)
	}
	return engine, issue, err
}

// location returns the zone of a question, or nil if it has none.
func (q *issueQuestion) location() (*time.Location, error) {
	if q.Zone == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(q.Zone)
	if err != nil {
		return nil, fmt.Errorf("zone: %w", err)
	}
	return zone, nil
}

// evaluate answers with a result.
func (s *Session) evaluate(q issueQuestion) (any, error) {
	engine, issue, err := s.read(&q)
	if err != nil {
		return nil, err
	}
	return engine.EvaluateAt(issue, q.AsOf)
}

type standingAnswer struct {
	Metric   string       `json:"metric"`
	Cycle    int          `json:"cycle"`
	Policy   string       `json:"policy"`
	Standing sla.Standing `json:"standing"`
	Outcome  sla.Outcome  `json:"outcome"`
	Text     string       `json:"text"`
}

// standings answers with how each clock stands, in a word and in a sentence.
func (s *Session) standings(q issueQuestion) (any, error) {
	engine, issue, err := s.read(&q)
	if err != nil {
		return nil, err
	}
	zone, err := q.location()
	if err != nil {
		return nil, err
	}
	return standingsOf(engine, issue, q.AsOf, zone)
}

// standingsOf returns how each clock stands, with instants in a zone, or in UTC if it is nil.
func standingsOf(engine *sla.Engine, issue sla.Issue, now time.Time, zone *time.Location) ([]standingAnswer, error) {
	if zone == nil {
		zone = time.UTC
	}
	records, err := recordsOf(engine, issue, now)
	if err != nil {
		return nil, err
	}
	list := []standingAnswer{}
	for i := range records {
		r := &records[i]
		list = append(list, standingAnswer{r.Metric, r.Cycle, r.Policy, r.Standing(), r.Outcome, r.In(zone)})
	}
	return list, nil
}

// recordsOf returns the clocks of an issue with their outcomes.
func recordsOf(engine *sla.Engine, issue sla.Issue, now time.Time) ([]sla.Record, error) {
	recorder, err := engine.Recorder(sla.RecorderOptions{})
	if err != nil {
		return nil, err
	}
	return recorder.RecordsAt(issue, now)
}

// explain answers with an explanation, and with its words.
func (s *Session) explain(q issueQuestion) (any, error) {
	engine, issue, err := s.read(&q)
	if err != nil {
		return nil, err
	}
	x, err := engine.ExplainAt(issue, q.AsOf)
	if err != nil {
		return nil, err
	}
	return map[string]any{"text": x.String(), "explanation": x}, nil
}

// picture answers with an SVG.
func (s *Session) picture(q issueQuestion) (any, error) {
	engine, issue, err := s.read(&q)
	if err != nil {
		return nil, err
	}
	zone, err := q.location()
	if err != nil {
		return nil, err
	}
	x, err := engine.ExplainAt(issue, q.AsOf)
	if err != nil {
		return nil, err
	}
	return string(timeline.SVG(issue, x, timeline.Options{Zone: zone, Width: q.Width})), nil
}

// view answers with all that a page shows of an issue, at once: the result, the standings, the
// words of the explanation, and the picture.
func (s *Session) view(q issueQuestion) (any, error) {
	engine, issue, err := s.read(&q)
	if err != nil {
		return nil, err
	}
	zone, err := q.location()
	if err != nil {
		return nil, err
	}
	result, err := engine.EvaluateAt(issue, q.AsOf)
	if err != nil {
		return nil, err
	}
	standings, err := standingsOf(engine, issue, q.AsOf, zone)
	if err != nil {
		return nil, err
	}
	x, err := engine.ExplainAt(issue, q.AsOf)
	if err != nil {
		return nil, err
	}
	svg := timeline.SVG(issue, x, timeline.Options{Zone: zone, Width: q.Width})
	return map[string]any{"result": result, "standings": standings, "text": x.String(), "svg": string(svg)}, nil
}
