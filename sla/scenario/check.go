package scenario

import (
	"errors"
	"regexp"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
)

// check reports names that the configuration does not have, and what is wrong with lines of
// what happened.
func (d *document) check(n *names) {
	for _, s := range d.file.Scenarios {
		for _, st := range s.story {
			for _, c := range st.clocks {
				d.checkClock(n, c)
			}
			if st.happened != nil {
				for _, list := range st.happened.lists {
					d.checkLines(n, st, list)
				}
			}
		}
	}
}

func (d *document) checkClock(n *names, c *clockWant) {
	var err error
	if c.key, err = n.key(c.name); err != nil {
		d.add(c.place, "%w", err)
	}
	if n == nil {
		return
	}
	for _, f := range c.fields {
		text, _ := f.value.(string)
		if text == "" {
			continue
		}
		switch f.name {
		case "policy":
			err = refuse("policy", text, n.policies)
		case "schedule":
			err = refuse("schedule", text, n.schedules)
		default:
			continue
		}
		if err != nil {
			d.add(f.place, "%w", err)
		}
	}
}

// checkIssues reports what is wrong with the issues, as the engine finds it.
func (d *document) checkIssues() {
	for i, s := range d.file.Scenarios {
		if d.bad[s] {
			continue
		}
		_, err := d.file.engine.EvaluateAt(s.Issue, s.story[len(s.story)-1].at.time)
		if err == nil {
			continue
		}
		problems, more := strict.List(err)
		var paths []string
		for j, e := range problems {
			problems[j] = &problem.Error{Path: d.issuePath(strict.Index("scenarios", i), s, e.Path), Err: inStory(s, e.Err)}
			paths = append(paths, problems[j].Path)
		}
		lines := strict.Lines(d.data, paths)
		for _, e := range problems {
			around := e.Path
			for around != "" && lines[around] == 0 {
				around = strict.Parent(around)
			}
			e.Line = lines[around]
			d.problems.AddError("", e)
		}
		d.problems.More(more)
	}
}

var eventIndex = regexp.MustCompile(`events\[(\d+)\]`)

// inStory returns an error that speaks of steps where err speaks of events.
func inStory(s *Scenario, err error) error {
	text := err.Error()
	told := eventIndex.ReplaceAllStringFunc(text, func(event string) string {
		for j, st := range s.story {
			if event == strict.Index("events", st.event) {
				return strict.Index("story", j)
			}
		}
		return event
	})
	if told == text {
		return err
	}
	return errors.New(told)
}

// issuePath returns where the file has what an issue has at a path.
func (d *document) issuePath(scenario string, s *Scenario, path string) string {
	for k := range s.Issue.Events {
		event := strict.Index("events", k)
		if path != event && !strict.Under(path, event) {
			continue
		}
		story := strict.Key(scenario, "story")
		for j, st := range s.story {
			if st.event != k {
				continue
			}
			rest := strings.TrimPrefix(strings.TrimPrefix(path, event), ".")
			names := map[string]string{"from": "message", "name": "custom", "reason": "cancel"}
			if name, ok := names[rest]; ok {
				rest = name
			}
			return strict.Join(strict.Index(story, j), rest)
		}
	}
	if path == "" || path == "events" {
		return strict.Join(scenario, strings.Replace(path, "events", "story", 1))
	}
	return strict.Join(scenario, strict.Join("issue", path))
}
