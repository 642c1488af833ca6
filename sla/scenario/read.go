package scenario

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
	"github.com/punctualgo/punctual/sla"
)

// A document is a scenario file while it is read. First its form is read; what depends on
// the zone or on the configuration, which may come later in the file, is resolved and
// checked then.
type document struct {
	data     []byte
	r        *strict.Reader
	problems strict.Problems // other than those of the reader

	config instantText // the path, if it is one; place is set if there is a config
	inline string      // the configuration itself
	zone   instantText

	file *File
	bad  map[*Scenario]bool // what is read of it is not enough to evaluate it
}

func newDocument(data []byte) *document {
	return &document{
		data: data,
		r:    strict.NewReader(data),
		file: &File{data: bytes.Clone(data), wall: wall{time.UTC}},
		bad:  make(map[*Scenario]bool),
	}
}

// add reports a problem with the value at a place.
func (d *document) add(at place, format string, args ...any) {
	d.problems.AddError("", &problem.Error{Line: d.line(at), Path: at.path, Err: fmt.Errorf(format, args...)})
}

// addAll reports the problems of the value at a place. Their paths and lines are relative
// to it.
func (d *document) addAll(at place, err error) {
	list, more := strict.List(err)
	for _, e := range list {
		d.problems.AddError("", &problem.Error{Line: d.line(at) + max(e.Line-1, 0), Path: strict.Join(at.path, e.Path), Err: e.Err})
	}
	d.problems.More(more)
}

func (d *document) line(at place) int { return lineOf(d.data, at.start) }

func lineOf(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte("\n")) }

// next returns the place of the next value, which read reads.
func (d *document) next(read func()) place {
	d.r.IsNull() // skip white space
	p := place{path: d.r.Path(), start: len(d.data) - d.r.Left()}
	read()
	p.end = len(d.data) - d.r.Left()
	return p
}

// begins reports whether the value at a place begins with a byte, which tells its kind.
func (d *document) begins(at place, c byte) bool {
	return at.start < len(d.data) && d.data[at.start] == c
}

// text reads a text, and where it stands.
func (d *document) text() (t instantText) {
	t.place = d.next(func() { t.text = d.r.Text() })
	return t
}

var (
	fileFields     = []string{"config", "zone", "scenarios"}
	scenarioFields = []string{"name", "why", "issue", "story"}
	issueFields    = []string{"id", "created_by", "attributes", "created_at", "events"}
	eventFields    = []string{"message", "set", "note", "custom", "cancel"}
	besideFields   = []string{"by", "team", "channel", "id", "needs_reply"} // an event
	stepFields     = slices.Concat([]string{"at", "why"}, eventFields, besideFields, []string{"expect", "happened", "next_check"})
	parties        = []string{string(sla.Customer), string(sla.Agent), string(sla.Bot), string(sla.ThirdParty)}
)

// read reads the form of the file.
func (d *document) read() {
	r := d.r
	whole := d.next(func() {
		r.Object(fileFields, func(name string) {
			switch name {
			case "config":
				switch {
				case r.IsText():
					if d.config = d.text(); d.config.text == "" {
						r.Fail("is empty; it is the path of a configuration, relative to this file")
					}
				case r.IsObject():
					d.config.place = d.next(func() { d.inline, _ = r.Raw() })
				default:
					d.config.place = d.next(func() { r.Refuse("the path of a configuration, or a configuration itself") })
				}
			case "zone":
				d.zone = d.text()
			case "scenarios":
				at := d.next(func() {
					r.List(func(int) { d.readScenario() })
				})
				if len(d.file.Scenarios) == 0 && d.begins(at, '[') {
					d.add(at, "is empty; a file tells at least one scenario")
				}
			}
		})
	})
	if !r.Broken() && d.begins(whole, '{') && !d.has(whole, "scenarios") {
		d.add(place{path: "scenarios", start: whole.start}, "is required: a list of scenarios")
	}
}

// has reports whether the object at a place has a field.
func (d *document) has(object place, field string) bool {
	path := strict.Key(object.path, field)
	r := strict.NewReader(d.data[object.start:object.end])
	found := false
	r.Map(func(name string) {
		found = found || strict.Key(object.path, name) == path
		r.Skip()
	})
	return found
}

// require reports fields that the object at a place does not have.
func (d *document) require(object place, field, what string) {
	if d.r.Broken() || !d.begins(object, '{') || d.has(object, field) {
		return
	}
	d.add(place{path: strict.Key(object.path, field), start: object.start}, "is required: %s", what)
}

func (d *document) readScenario() {
	r := d.r
	s := &Scenario{file: d.file}
	d.file.Scenarios = append(d.file.Scenarios, s)
	id := false
	var first place
	whole := d.next(func() {
		r.Object(scenarioFields, func(name string) {
			switch name {
			case "name":
				s.Name = r.Given()
				if err := strict.CheckName(s.Name); s.Name != "" && err != nil {
					r.Fail("%w", err)
					s.Name = "" // so that it is not reported as the ID as well
				}
			case "why":
				s.Why = r.Text()
			case "issue":
				d.next(func() { id = d.readIssue(s) })
			case "story":
				first = d.next(func() {
					r.List(func(i int) { d.readStep(s, i) })
				})
				if len(s.story) == 0 && !r.Broken() && d.begins(first, '[') {
					d.add(first, "is empty; its first step is the creation of the issue")
				}
			}
		})
	})
	d.require(whole, "name", "what the scenario is about")
	d.require(whole, "story", "a list of steps, of which the first is the creation of the issue")
	if !id {
		s.Issue.ID = s.Name
	}
}

// readIssue reads how the issue of a scenario is created. It reports whether it has an ID.
func (d *document) readIssue(s *Scenario) (id bool) {
	r := d.r
	r.Object(issueFields, func(name string) {
		switch name {
		case "id":
			id = true
			s.Issue.ID = r.Text()
		case "created_by":
			s.Issue.CreatedBy = d.readParty()
		case "attributes":
			s.Issue.Attributes = strict.ReadAttributes(d.r, false)
		case "created_at":
			r.Fail("does not belong here: the issue is created at the first step of the story")
			r.Skip()
		case "events":
			r.Fail("do not belong here: what happens to the issue is told in the steps of the story")
			r.Skip()
		}
	})
	return id
}

func (d *document) readParty() sla.Party {
	if !d.r.IsText() {
		d.r.Refuse("a text")
		return ""
	}
	party := d.r.Word(parties)
	if !slices.Contains(parties, party) && !d.r.Broken() {
		d.r.Fail("unknown party %s%s; it is customer, agent, bot or third_party", strict.Quote(party), strict.DidYouMean(party, parties))
		return ""
	}
	return sla.Party(party)
}

// eventHint says how to mend an unknown field of a step.
func eventHint(name, value string) string {
	if len(name) <= strict.MaxFieldName && len(value) <= strict.MaxFieldName && strict.CheckField(name) == nil {
		return fmt.Sprintf(`an attribute is set by "set": {%q: %s}`, name, value)
	}
	return "what happens in a step is a message, set, note, custom or cancel"
}

func (d *document) readStep(s *Scenario, index int) {
	r := d.r
	st := &step{event: -1}
	s.story = append(s.story, st)
	var e sla.Event
	events := make(map[string]place)
	beside := make(map[string]place)
	var order []string // of events
	whole := d.next(func() {
		r.ObjectHint(stepFields, eventHint, func(name string) {
			at := d.next(func() {})
			if slices.Contains(eventFields, name) {
				events[name] = at
				order = append(order, name)
			} else if slices.Contains(besideFields, name) {
				beside[name] = at
			}
			switch name {
			case "at":
				st.at = d.text()
			case "why":
				r.Text()
			case "message":
				e.Type, e.From = sla.Message, d.readParty()
				if e.From == "" {
					d.bad[s] = true
				}
			case "set":
				e.Type, e.Set = sla.Update, strict.ReadAttributes(d.r, true)
			case "note":
				e.Type = sla.Note
				if !r.IsBool() {
					r.Refuse("true")
				} else if !r.Bool() && !r.Broken() {
					r.Fail("must be true; leave it out where there is no note")
				}
			case "custom":
				e.Type, e.Name = sla.Custom, r.Given()
				if e.Name == "" {
					d.bad[s] = true
				}
			case "cancel":
				e.Type, e.Reason = sla.Cancel, r.Text()
			case "by":
				e.By = r.Text()
			case "team":
				e.Team = r.Text()
			case "channel":
				e.Channel = r.Text()
			case "id":
				e.ID = r.Text()
			case "needs_reply":
				e.NoReply = !r.Bool()
			case "expect":
				r.Map(func(key string) { st.clocks = append(st.clocks, d.readClock(key)) })
			case "happened":
				st.happened = d.readHappened()
			case "next_check":
				st.next = &fieldWant{name: name}
				d.readInstant(st.next)
			}
		})
	})
	st.place = whole
	d.require(whole, "at", `when the step is, such as "Fri 2026-05-22 16:30" or "+20m"`)
	if r.Broken() {
		return
	}
	for i, name := range order {
		switch {
		case index == 0:
			d.add(events[name], "does not belong into the first step, which is the creation; put it into the next step, at \"+0s\"")
		case i > 0:
			d.add(events[name], "there is a %s already, and a step has one event; put this into a step of its own, at \"+0s\"", order[0])
		}
	}
	for _, name := range besideFields {
		at, given := beside[name]
		switch {
		case !given:
		case len(order) == 0:
			d.add(at, "belongs beside an event, and the step has none: a message, set, note, custom or cancel")
		case name == "needs_reply" && (e.Type != sla.Message || e.From != sla.Customer && e.From != ""):
			d.add(at, "belongs beside a customer's message only")
			e.NoReply = false // it is reported
		}
	}
	if len(order) > 0 {
		st.event = len(s.Issue.Events)
		s.Issue.Events = append(s.Issue.Events, e)
	}
}

// readInstant reads an instant, or null, that is expected.
func (d *document) readInstant(f *fieldWant) {
	f.instant.place = d.next(func() {
		switch {
		case d.r.IsNull():
			d.r.Null()
		case d.r.IsText():
			f.instant.text = d.r.Given()
		default:
			d.r.Refuse("an instant, or null for none")
		}
	})
	f.place = f.instant.place
}

// resolve finds out the instants of steps and of what is expected.
func (d *document) resolve() {
	if d.zone.path != "" && d.zone.text == "" && d.begins(d.zone.place, '"') {
		d.add(d.zone.place, `is empty; it is the name of a zone, such as "America/New_York"`)
	}
	if d.zone.text != "" {
		zone, err := zoneOf(d.zone.text)
		if err != nil {
			d.add(d.zone.place, "%w", err)
			for _, s := range d.file.Scenarios {
				d.bad[s] = true
			}
			return
		}
		d.file.wall.zone = zone
	}
	for _, s := range d.file.Scenarios {
		d.resolveStory(s)
	}
}

func (d *document) resolveStory(s *Scenario) {
	d.bad[s] = d.bad[s] || len(s.story) == 0
	var before, last time.Time // the step before, and the last one that is known
	for i, st := range s.story {
		if st.at.text == "" && d.begins(st.at.place, '"') {
			d.add(st.at.place, "is empty; write when the step is")
		}
		d.resolveInstant(&st.at, before, i == 0)
		before = st.at.time
		switch {
		case before.IsZero():
			d.bad[s] = true
		case before.Before(last):
			d.add(st.at.place, "is before the step before it, which is at %s; put the steps into the order of time", d.file.wall.format(last))
			d.bad[s] = true
		default:
			last = before
		}
		if i == 0 {
			s.Issue.CreatedAt = before.UTC()
		}
		if st.event >= 0 {
			s.Issue.Events[st.event].At = before.UTC()
		}
		for _, c := range st.clocks {
			for _, f := range c.fields {
				d.resolveInstant(&f.instant, before, false)
			}
		}
		if st.next != nil {
			d.resolveInstant(&st.next.instant, before, false)
		}
	}
}

// resolveInstant finds out the instant of a text, if there is one. Base is zero if it is not
// known, as what is wrong with it is reported, or if there is no step before.
func (d *document) resolveInstant(t *instantText, base time.Time, first bool) {
	if t.text == "" {
		return
	}
	var err error
	if t.time, t.form, err = d.file.wall.parseFrom(t.text, base, first); err != nil {
		d.add(t.place, "%w", err)
	}
}
