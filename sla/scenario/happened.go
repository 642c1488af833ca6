package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// A happenedWant is what is expected to have happened since the last step that says so.
type happenedWant struct {
	place
	lists []*lineList // one, or one for each metric that is named
}

// A lineList is the lines of what is expected, of all clocks or of those of a metric.
type lineList struct {
	place
	lines []*lineWant
	named bool     // of the clocks that name says, else of all
	name  string   // as written
	key   clockKey // of name
}

// A lineWant is a line of what is expected, such as "first_response escalated warn at +1h".
type lineWant struct {
	instantText // the whole line; the instant is that behind " at "
	deed
	timed bool   // there is an instant
	about string // the line up to " at "
}

// A deed is what happened to a clock.
type deed struct {
	key    clockKey
	verb   verb
	step   string
	repeat int
}

type verb string

const (
	escalated verb = "escalated"
	breached  verb = "breached"
	wasMet    verb = "met"
	wasMissed verb = "missed"
	cancelled verb = "cancelled"
)

var verbs = []string{string(escalated), string(breached), string(wasMet), string(wasMissed), string(cancelled)}

const (
	atMark     = " at "
	repeatMark = " repeat "
)

// readHappened reads a list of lines, or an object from metrics to such lists.
func (d *document) readHappened() *happenedWant {
	r := d.r
	h := &happenedWant{}
	h.place = d.next(func() {
		switch {
		case r.IsList():
			h.lists = append(h.lists, d.readLines())
		case r.IsObject():
			r.Map(func(metric string) {
				list := d.readLines()
				list.named, list.name = true, metric
				h.lists = append(h.lists, list)
			})
		default:
			r.Refuse("a list of lines, or an object from metrics to lists of lines")
		}
	})
	return h
}

func (d *document) readLines() *lineList {
	list := new(lineList)
	list.place = d.next(func() {
		d.r.List(func(int) {
			line := new(lineWant)
			line.place = d.next(func() { line.text = d.r.Given() })
			list.lines = append(list.lines, line)
		})
	})
	return list
}

// checkLines reads the texts of lines, and reports what is wrong with them.
func (d *document) checkLines(n *names, st *step, list *lineList) {
	var err error
	if list.named {
		if list.key, err = n.key(list.name); err != nil {
			d.add(list.place, "%w", err)
		}
	}
	for _, line := range list.lines {
		if line.text == "" {
			continue // reported
		}
		rest := line.text
		if list.named {
			line.key = list.key
			rest, err = line.cutCycle(rest)
		} else {
			rest, err = line.cutKey(n, rest)
		}
		if err == nil {
			err = d.readDeed(n, st, line, rest)
		}
		if err != nil {
			d.add(line.place, "%w", err)
		}
	}
}

// cutKey cuts the name of a clock off the beginning of a line.
func (l *lineWant) cutKey(n *names, text string) (rest string, err error) {
	name, rest, _ := strings.Cut(text, " ")
	if n != nil && n.each {
		longest := ""
		for _, p := range n.policies { // which may have spaces
			if strings.HasPrefix(text, p+"/") && len(p) > len(longest) {
				longest = p
			}
		}
		if longest != "" {
			metric, after, _ := strings.Cut(text[len(longest)+1:], " ")
			name, rest = longest+"/"+metric, after
		}
	} else if n == nil {
		for _, v := range verbs {
			if before, after, ok := strings.Cut(text, " "+v); ok && strings.Contains(before, "/") {
				name, rest = before, v+after
			}
		}
	}
	if slices.Contains(verbs, name) {
		return "", fmt.Errorf("%s does not begin with a metric, as in \"first_response %s\"", strict.Quote(text), name)
	}
	l.key, err = n.key(name)
	l.key.cycle = max(l.key.cycle, 1)
	return rest, err
}

// cutCycle cuts the number of a cycle, such as "#2", off the beginning of a line, if it has
// one.
func (l *lineWant) cutCycle(text string) (rest string, err error) {
	number, rest, ok := strings.Cut(strings.TrimPrefix(text, "#"), " ")
	if !ok || text[0] != '#' {
		return text, nil
	}
	cycle, err := strconv.Atoi(number)
	if err != nil || cycle < 1 || l.key.cycle > 0 && l.key.cycle != cycle {
		return "", fmt.Errorf("%s: %s is not a cycle of that clock", strict.Quote(text), strict.Quote("#"+number))
	}
	l.key.cycle = cycle
	return rest, nil
}

// readDeed reads what a line says about a clock: "escalated STEP", "escalated STEP repeat N",
// or another verb, and " at INSTANT" behind it.
func (d *document) readDeed(n *names, st *step, l *lineWant, text string) error {
	word, rest, _ := strings.Cut(text, " ")
	l.verb = verb(word)
	if !slices.Contains(verbs, word) {
		if strings.HasPrefix(text, "at ") || text == "" {
			return fmt.Errorf("%s does not say what happened: a clock escalated STEP, breached, met, missed or cancelled", strict.Quote(l.text))
		}
		return unknownWord("verb", word, verbs)
	}
	about, when, timed := strings.Cut(" "+rest, atMark)
	if l.verb == escalated {
		if rest == "" {
			return fmt.Errorf("%s names no step: write \"escalated STEP\"", strict.Quote(l.text))
		}
		if l.cutStep(n, rest) {
			timed = false // all of it is the step
		} else {
			i := strings.LastIndex(rest, atMark)
			if timed = i >= 0; timed {
				rest, when = rest[:i], rest[i+len(atMark):]
			}
			if !l.cutStep(n, rest) && n != nil {
				if before, number, ok := strings.Cut(rest, repeatMark); ok {
					if slices.Contains(n.steps, before) {
						return fmt.Errorf("%s: behind %q comes a number, from 1, and not %s", strict.Quote(l.text), repeatMark, strict.Quote(number))
					}
					rest = before
				}
				return strict.UnknownName("step", rest, n.steps)
			}
		}
	} else if about != "" && about != " " {
		return fmt.Errorf("%s: behind %q nothing follows but \" at \" and an instant", strict.Quote(l.text), word)
	}
	l.about = l.text
	if !timed {
		return nil
	}
	l.timed = true
	l.about = strings.TrimSuffix(l.text, atMark+when)
	var err error
	l.time, l.form, err = d.file.wall.parseFrom(when, st.at.time, false)
	return err
}

// cutStep takes a text for a step, or a step and a repeat, and reports whether there is such
// a step.
func (l *lineWant) cutStep(n *names, text string) bool {
	if n == nil && !strings.Contains(text, atMark) || n != nil && slices.Contains(n.steps, text) {
		l.step, l.repeat = text, 0
		return true
	}
	i := strings.LastIndex(text, repeatMark)
	if i < 0 {
		return false
	}
	number := text[i+len(repeatMark):]
	repeat, err := strconv.Atoi(number)
	if err != nil || repeat < 1 || strconv.Itoa(repeat) != number || n != nil && !slices.Contains(n.steps, text[:i]) {
		return false
	}
	l.step, l.repeat = text[:i], repeat
	return true
}

// deedOf returns what a transition tells, or false if it is of a kind that scenarios do not
// tell.
func (f *File) deedOf(t *sla.Transition) (a deed, ok bool) {
	a.key = clockKey{metric: t.Metric, cycle: t.Cycle}
	if f.each {
		a.key.policy = t.Policy
	}
	switch t.Kind {
	case sla.KindEscalated:
		a.verb, a.step, a.repeat = escalated, t.Step, t.Repeat
	case sla.KindBreached:
		a.verb = breached
	case sla.KindStopped:
		a.verb = wasMissed
		if t.Met {
			a.verb = wasMet
		}
	case sla.KindCancelled:
		a.verb = cancelled
	default:
		return a, false
	}
	return a, true
}

// String returns the line of a, without an instant.
func (a *deed) String() string {
	text := a.key.metric
	if a.key.policy != "" {
		text = a.key.policy + "/" + text
	}
	if a.key.cycle > 1 {
		text += "#" + strconv.Itoa(a.key.cycle)
	}
	return text + " " + a.words()
}

// words returns the line of a without the name of the clock.
func (a *deed) words() string {
	text := string(a.verb)
	if a.step != "" {
		text += " " + a.step
	}
	if a.repeat > 0 {
		text += repeatMark + strconv.Itoa(a.repeat)
	}
	return text
}

// A happening is what has happened, and when.
type happening struct {
	deed
	at time.Time
}

// tells reports whether l is about h, but for the instant.
func (l *lineWant) tells(h *happening) bool {
	return l.key.of(h.key.policy, h.key.metric, h.key.cycle) && l.verb == h.verb && l.step == h.step && l.repeat == h.repeat
}

// is reports whether l tells what h is.
func (l *lineWant) is(h *happening) bool {
	return l.tells(h) && (!l.timed || l.time.Equal(h.at))
}

// among returns those of what has happened that the list looks at.
func (list *lineList) among(all []happening) (some []happening) {
	for _, h := range all {
		if !list.named || list.key.of(h.key.policy, h.key.metric, h.key.cycle) {
			some = append(some, h)
		}
	}
	return some
}

// firstDifference returns the index of the first line that is not what happened, or -1 if
// there is none.
func (list *lineList) firstDifference(got []happening) int {
	for i := range max(len(got), len(list.lines)) {
		if i >= len(got) || i >= len(list.lines) || !list.lines[i].is(&got[i]) {
			return i
		}
	}
	return -1
}

// write writes a line of h, as the list has lines.
func (list *lineList) write(h *happening) string {
	if !list.named {
		return h.String()
	}
	if h.key.cycle > 1 && list.key.cycle == 0 && slices.ContainsFunc(list.lines, func(l *lineWant) bool { return strings.HasPrefix(l.text, "#") }) {
		return "#" + strconv.Itoa(h.key.cycle) + " " + h.words()
	}
	return h.words()
}

// spell writes the list of what happened as JSON. Lines that were there stay as they are, with
// the instants that came; others have an instant if any line had one. Space between lines
// stays.
func (list *lineList) spell(w wall, data []byte, got []happening, base time.Time, usual form) []byte {
	var timed *form
	for _, l := range list.lines {
		if l.timed {
			timed = cmp.Or(timed, &l.form)
		}
	}
	if timed != nil && timed.kind == noForm {
		timed = &usual
	}
	var texts []string
	from := 0 // lines before it are taken
	for i := range got {
		h := &got[i]
		k := slices.IndexFunc(list.lines[from:], func(l *lineWant) bool { return l.tells(h) })
		switch {
		case k < 0 && timed == nil:
			texts = append(texts, list.quote(list.write(h)))
			continue
		case k < 0:
			texts = append(texts, list.quote(list.write(h)+atMark+w.spell(h.at, *timed, base)))
			continue
		}
		line := list.lines[from+k]
		from += k + 1
		if line.is(h) {
			texts = append(texts, string(data[line.start:line.end]))
		} else {
			texts = append(texts, list.quote(line.about+atMark+w.spell(h.at, line.form, base)))
		}
	}
	return list.layOut(data, texts)
}

func (list *lineList) quote(text string) string { return string(strict.AppendText(nil, text)) }

// layOut joins the texts of lines to a list, with the space that the file has between lines.
func (list *lineList) layOut(data []byte, texts []string) []byte {
	if len(texts) == 0 {
		return []byte("[]")
	}
	n := len(list.lines)
	if n == 0 {
		return []byte("[" + strings.Join(texts, ", ") + "]")
	}
	lead := string(data[list.start+1 : list.lines[0].start])
	trail := string(data[list.lines[n-1].end : list.end-1])
	between := ", "
	if strings.Contains(lead, "\n") {
		between = "," + lead
	}
	b := []byte("[" + lead)
	for i, text := range texts {
		if i > 0 {
			if i < n {
				between = string(data[list.lines[i-1].end:list.lines[i].start])
			}
			b = append(b, between...)
		}
		b = append(b, text...)
	}
	return append(append(b, trail...), ']')
}
