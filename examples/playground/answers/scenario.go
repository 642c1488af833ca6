package answers

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/scenario"
)

// scenario answers with a scenario file that tells the story of an issue and expects its
// clocks to stand as they do. The file has the configuration in it, which is that of the engine.
func (s *Session) scenario(q struct {
	issueQuestion
	Config string `json:"config"`
}) (any, error) {
	engine, issue, err := s.read(&q.issueQuestion)
	if err != nil {
		return nil, err
	}
	records, err := recordsOf(engine, issue, q.AsOf)
	if err != nil {
		return nil, err
	}
	w := scenarioWriter{zone: time.UTC, each: engine.MatchesEach()}
	if zone, err := q.location(); err != nil {
		return nil, err
	} else if zone != nil {
		w.zone = zone
	}
	file := scenarioFile{Config: json.RawMessage(q.Config), Zone: w.zone.String()}
	file.Scenarios = []scenarioStory{{
		Name:  cmp.Or(issue.ID, "a story from the playground"),
		Issue: scenarioIssue{issue.ID, issue.CreatedBy, issue.Attributes},
		Story: w.story(issue, records, q.AsOf),
	}}
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return nil, err
	}
	return string(text), runsGreen(text)
}

// runsGreen runs a scenario file, which must pass.
func runsGreen(text []byte) error {
	file, err := scenario.Parse(text, scenario.Options{})
	if err != nil {
		return err
	}
	failures, err := file.Run()
	if err == nil && len(failures) > 0 {
		err = errors.New("the scenario file does not pass: " + failures[0].String())
	}
	return err
}

type scenarioFile struct {
	Config    json.RawMessage `json:"config"`
	Zone      string          `json:"zone"`
	Scenarios []scenarioStory `json:"scenarios"`
}

type scenarioStory struct {
	Name  string         `json:"name"`
	Issue scenarioIssue  `json:"issue"`
	Story []scenarioStep `json:"story"`
}

type scenarioIssue struct {
	ID         string         `json:"id,omitempty"`
	CreatedBy  sla.Party      `json:"created_by,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`
}

type scenarioStep struct {
	At         string                         `json:"at"`
	ID         string                         `json:"id,omitempty"`
	By         string                         `json:"by,omitempty"`
	Team       string                         `json:"team,omitempty"`
	Channel    string                         `json:"channel,omitempty"`
	Message    sla.Party                      `json:"message,omitempty"`
	NeedsReply *bool                          `json:"needs_reply,omitempty"`
	Set        map[string]any                 `json:"set,omitempty"`
	Note       bool                           `json:"note,omitempty"`
	Custom     string                         `json:"custom,omitempty"`
	Cancel     *string                        `json:"cancel,omitempty"`
	Expect     map[string]scenarioExpectation `json:"expect,omitempty"`
}

type scenarioExpectation struct {
	Outcome  sla.Outcome `json:"outcome"`
	Policy   string      `json:"policy,omitempty"`
	Target   string      `json:"target,omitempty"`
	Due      string      `json:"due,omitempty"`
	Breached string      `json:"breached_at,omitempty"`
}

// A scenarioWriter writes steps with instants in a zone.
type scenarioWriter struct {
	zone *time.Location
	each bool // each policy has clocks of its own
}

func (w *scenarioWriter) instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(w.zone).Format(time.RFC3339Nano)
}

// story returns a step for the creation, for each event until an instant, and for the instant.
func (w *scenarioWriter) story(issue sla.Issue, records []sla.Record, until time.Time) []scenarioStep {
	steps := []scenarioStep{{At: w.instant(issue.CreatedAt)}}
	for _, e := range issue.Events {
		if e.At.After(until) {
			continue
		}
		step := scenarioStep{At: w.instant(e.At), ID: e.ID, By: e.By, Team: e.Team, Channel: e.Channel}
		switch e.Type {
		case sla.Message:
			step.Message = e.From
			if e.NoReply {
				step.NeedsReply = new(false)
			}
		case sla.Update:
			step.Set = e.Set
		case sla.Note:
			step.Note = true
		case sla.Custom:
			step.Custom = e.Name
		case sla.Cancel:
			step.Cancel = new(e.Reason)
		}
		steps = append(steps, step)
	}
	expect := make(map[string]scenarioExpectation)
	for i := range records {
		c := &records[i]
		key := fmt.Sprintf("%s#%d", c.Metric, c.Cycle)
		if w.each {
			key = c.Policy + "/" + key
		}
		expect[key] = scenarioExpectation{
			Outcome: c.Outcome, Policy: c.Policy, Target: c.Target.String(), Due: w.instant(c.DueAt), Breached: w.instant(c.BreachedAt),
		}
	}
	return append(steps, scenarioStep{At: w.instant(until), Expect: expect})
}
