package migrate

// The documents that notes and errors are about.
const (
	Policies  = "policies"  // the SLA policies
	Schedules = "schedules" // the schedules, business hours, calendars or inboxes
)

// A Note is one thing that a configuration does not promise as its source did.
type Note struct {
	Document string `json:"document"` // Policies or Schedules
	Path     string `json:"path"`     // in that document, such as "sla_policies[0].filter.all[1]"
	What     string `json:"what"`     // what is not carried over, or how it differs
	Mend     string `json:"mend"`     // what to do about it
}

// String returns the note on one line.
func (n Note) String() string {
	text := n.Document
	if n.Path != "" {
		text += ": " + n.Path
	}
	text += ": " + n.What
	if n.Mend != "" {
		text += "; " + n.Mend
	}
	return text
}
