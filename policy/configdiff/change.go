package configdiff

import "strings"

// A Kind says what kind of thing a [Change] is about.
type Kind string

const (
	KindSetting  Kind = "setting"  // match, on_change, exact_fit or profile
	KindStatus   Kind = "status"   // the category of a status
	KindField    Kind = "field"    // the declaration of a field
	KindMetric   Kind = "metric"   // what starts, stops or pauses a metric
	KindSchedule Kind = "schedule" // the hours of a schedule
	KindPolicy   Kind = "policy"   // a policy, its condition, its period or its place
	KindPromise  Kind = "promise"  // what a policy promises, or its steps
)

// A Change is one difference between two configurations.
type Change struct {
	Kind Kind `json:"kind"`

	// Name is what changes: the ID of a policy, or the name of another thing. It is the new
	// one of what was renamed.
	Name string `json:"name"`

	// Cases and Metric are those of a promise. Metric is empty for what changes for all
	// promises of the policy.
	Cases  []Case `json:"cases,omitempty"`
	Metric string `json:"metric,omitempty"`

	// What is the part that changes, such as "schedule" or "steps". It is empty for the
	// thing itself, such as the time that a promise allows.
	What string `json:"what,omitempty"`

	// Before and After are in words. Before is empty for what is added, and After for what
	// is removed.
	Before string `json:"before"`
	After  string `json:"after"`
}

// String returns the change in a line, such as "enterprise, urgent: first response 1h → 30m".
func (c Change) String() string {
	var b strings.Builder
	if c.Kind != KindPromise {
		b.WriteString(string(c.Kind) + " ")
	}
	b.WriteString(c.Name)
	if len(c.Cases) > 0 {
		b.WriteString(", " + casesText(c.Cases))
	}
	b.WriteString(":")
	for _, part := range []string{words(c.Metric), c.What} {
		if part != "" {
			b.WriteString(" " + part)
		}
	}
	switch {
	case c.Before == "":
		b.WriteString(" added" + detail(c.After))
	case c.After == "":
		b.WriteString(" removed" + detail(c.Before))
	default:
		b.WriteString(" " + c.Before + " → " + c.After)
	}
	return b.String()
}

// detail returns what is said of something that was added or removed.
func detail(text string) string {
	if text == kept {
		return ""
	}
	return ": " + strings.TrimPrefix(text, kept+" ")
}
