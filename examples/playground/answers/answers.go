// Package answers answers questions about service level agreements with JSON on both sides, so
// that a program in another language can ask them: the playground in the browser, and the
// wrapper for JavaScript.
//
//	s := answers.NewSession()
//	s.Answer("compile", `{"config": "…"}`)                        // {"value": 1}
//	s.Answer("evaluate", `{"engine": 1, "issue": {…}, "as_of": …}`) // {"value": {"clocks": …}}
//
// An answer is an object with "value", or with "problems": a list of objects with "what" and,
// where they are known, "path" and "line".
package answers

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/problem"
	"github.com/punctualgo/punctual/sla"
)

// A Session keeps what was compiled, by numbers from 1. It is not safe for concurrent use.
type Session struct {
	engines   map[int]*sla.Engine
	calendars map[int]*businesshours.Calendar
	last      int // number
}

// NewSession returns an empty session.
func NewSession() *Session {
	return &Session{engines: make(map[int]*sla.Engine), calendars: make(map[int]*businesshours.Calendar)}
}

// questions are the functions that answer, by question.
var questions = map[string]func(*Session, json.RawMessage) (any, error){
	"check":     ask((*Session).check),
	"templates": ask((*Session).templates),
	"template":  ask((*Session).template),
	"compile":   ask((*Session).compile),
	"release":   ask((*Session).release),
	"evaluate":  ask((*Session).evaluate),
	"standings": ask((*Session).standings),
	"explain":   ask((*Session).explain),
	"picture":   ask((*Session).picture),
	"scenario":  ask((*Session).scenario),
	"view":      ask((*Session).view),
	"report":    ask((*Session).report),
	"backtest":  ask((*Session).backtest),
	"calendar":  ask((*Session).calendar),
	"hours":     ask((*Session).hours),
}

// ask returns f for requests in JSON.
func ask[Request any](f func(*Session, Request) (any, error)) func(*Session, json.RawMessage) (any, error) {
	return func(s *Session, request json.RawMessage) (any, error) {
		var q Request
		if err := json.Unmarshal(request, &q); err != nil {
			return nil, fmt.Errorf("request: %w", err)
		}
		return f(s, q)
	}
}

// Questions returns the names of all questions, sorted.
func Questions() []string {
	var names []string
	for name := range questions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// A document is JSON within a request: as it is, or as a text, which keeps every digit of its
// numbers on the way through another language.
type document []byte

// UnmarshalJSON implements [json.Unmarshaler].
func (d *document) UnmarshalJSON(data []byte) error {
	if data[0] != '"' {
		*d = slices.Clone(data)
		return nil
	}
	var text string
	err := json.Unmarshal(data, &text)
	*d = document(text)
	return err
}

// A Problem is what is wrong with a document or a question.
type Problem struct {
	What string `json:"what"`
	Path string `json:"path,omitempty"`
	Line int    `json:"line,omitempty"`
}

// Answer answers a question. It never fails: what is wrong is in the answer.
func (s *Session) Answer(question string, request []byte) []byte {
	var answer struct {
		Value    any       `json:"value,omitempty"`
		Problems []Problem `json:"problems,omitempty"`
	}
	f, ok := questions[question]
	if !ok {
		answer.Problems = []Problem{{What: fmt.Sprintf("unknown question %q", question)}}
	} else if value, err := f(s, request); err != nil {
		answer.Problems = problems(err)
	} else {
		answer.Value = value
	}
	text, err := json.Marshal(answer)
	if err != nil { // an answer that is not JSON
		text, _ = json.Marshal(map[string]any{"problems": problems(err)})
	}
	return text
}

// problems lists what an error joins.
func problems(err error) []Problem {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var list []Problem
		for _, err := range joined.Unwrap() {
			list = append(list, problems(err)...)
		}
		return list
	}
	if p, ok := errors.AsType[*problem.Error](err); ok {
		return []Problem{{What: p.Err.Error(), Path: p.Path, Line: p.Line}}
	}
	return []Problem{{What: err.Error()}}
}

// engine returns a compiled configuration.
func (s *Session) engine(number int) (*sla.Engine, error) {
	e := s.engines[number]
	if e == nil {
		return nil, fmt.Errorf("there is no engine %d; it may have been released", number)
	}
	return e, nil
}
