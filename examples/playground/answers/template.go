package answers

import (
	"fmt"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/scenario"
)

type parameterAnswer struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Default     string `json:"default"`
}

type templateAnswer struct {
	Name        string            `json:"name"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Parameters  []parameterAnswer `json:"parameters"`
}

// templates answers with all templates.
func (s *Session) templates(struct{}) (any, error) {
	list := []templateAnswer{}
	for _, t := range policy.Templates() {
		a := templateAnswer{t.Name, t.Title, t.Description, []parameterAnswer{}}
		for _, p := range t.Parameters {
			a.Parameters = append(a.Parameters, parameterAnswer{p.Name, p.Description, p.Default})
		}
		list = append(list, a)
	}
	return list, nil
}

// A storyAnswer is the story of an issue that shows what a template is for.
type storyAnswer struct {
	Name  string    `json:"name"`
	Why   string    `json:"why"`
	Issue sla.Issue `json:"issue"`
}

// template answers with the configuration that a template makes, as text, and with stories.
func (s *Session) template(q struct {
	Name   string            `json:"name"`
	Values map[string]string `json:"values"`
}) (any, error) {
	for _, t := range policy.Templates() {
		if t.Name != q.Name {
			continue
		}
		text, err := t.Document(q.Values)
		if err != nil {
			return nil, err
		}
		stories, err := storiesOf(&t, text)
		return map[string]any{"config": string(text), "stories": stories}, err
	}
	return nil, fmt.Errorf("there is no template %q", q.Name)
}

// storiesOf returns the stories of a template.
func storiesOf(t *policy.Template, config []byte) ([]storyAnswer, error) {
	cfg, err := policy.Parse(config)
	if err != nil {
		return nil, err
	}
	file, err := scenario.Parse(t.Scenarios(), scenario.Options{Config: cfg})
	if err != nil {
		return nil, err
	}
	stories := []storyAnswer{}
	for _, s := range file.Scenarios {
		stories = append(stories, storyAnswer{s.Name, s.Why, s.Issue})
	}
	return stories, nil
}
