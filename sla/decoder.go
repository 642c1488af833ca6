package sla

import (
	"bytes"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Decoder decodes issues from JSON one after the other, as strictly as [Issue.UnmarshalJSON],
// and uses its memory again. Together with [Engine.EvaluateInto] it is for servers and batches
// that evaluate many issues. The zero value is ready to use. A Decoder is not safe for
// concurrent use: give each goroutine one of its own.
type Decoder struct {
	// Field, if not empty, is a field that documents may have around the issue. Of an object
	// with that field, its value is the issue, and other fields are ignored. So a decoder with
	// the field "issue" reads {"issue": {"id": "ISS-1", …}, "source": "export"} as well as
	// {"id": "ISS-1", …}.
	Field string

	reader strict.Reader
	memory issueMemory
	issue  Issue
}

// Decode decodes an issue. The issue, its events and the maps of attributes belong to the
// decoder, and are valid until the next call of Decode. Texts and lists of texts are valid
// forever, and data is not kept. The problems of an error are as of [Issue.UnmarshalJSON]; their
// paths begin at the issue.
func (d *Decoder) Decode(data []byte) (*Issue, error) {
	if d.Field != "" && bytes.Contains(data, []byte(`"`+d.Field+`"`)) { // quick to rule out
		if found, err := d.decodeField(data); found {
			return d.decoded(err)
		}
	}
	r := d.restart(data)
	d.issue.read(r, &d.memory)
	return d.decoded(r.Close())
}

// decodeField decodes an issue that is in d.Field. It reports whether the document has that
// field.
func (d *Decoder) decodeField(data []byte) (found bool, err error) {
	r := d.restart(data)
	for f := r.Entries(); f.Next(); {
		if f.Name != d.Field {
			r.Skip()
			continue
		}
		found = true
		r.Apart(func() { d.issue.read(r, &d.memory) })
	}
	return found, r.Close()
}

// restart makes the reader and the memory ready for a document.
func (d *Decoder) restart(data []byte) *strict.Reader {
	d.issue = Issue{}
	d.memory.reuse()
	d.reader.Reset(data)
	return &d.reader
}

// decoded returns the issue that was read, unless there were problems.
func (d *Decoder) decoded(err error) (*Issue, error) {
	if d.issue.Events != nil {
		d.memory.list = d.issue.Events // it may have grown
	}
	if err != nil {
		return nil, err
	}
	return &d.issue, nil
}

// Larger maps are not used again. A map never shrinks, and clearing a large one and walking
// through it takes long, however little is in it.
const (
	largestAttributes = 64
	largestSet        = 8
)

// An issueMemory is memory for issues that are decoded one after the other. A nil one gives new
// memory.
type issueMemory struct {
	list []Event
	head map[string]any   // the attributes at creation
	sets []map[string]any // of updates
	used int              // how many of sets the current issue has
}

// reuse takes back the memory of the current issue. It keeps nothing that customers wrote.
func (m *issueMemory) reuse() {
	clear(m.list)
	m.list = m.list[:0]
	m.head = emptied(m.head, largestAttributes)
	for i, set := range m.sets[:m.used] {
		m.sets[i] = emptied(set, largestSet)
	}
	m.used = 0
}

// emptied returns an empty map: m itself, unless that is larger than most.
func emptied(m map[string]any, most int) map[string]any {
	if m == nil || len(m) > most {
		return make(map[string]any)
	}
	clear(m)
	return m
}

// attributes returns an empty map for attributes at creation.
func (m *issueMemory) attributes() map[string]any {
	if m == nil {
		return make(map[string]any)
	}
	return m.head
}

// events returns an empty list of events, which has room for some.
func (m *issueMemory) events(room int) []Event {
	if m == nil || cap(m.list) == 0 {
		return make([]Event, 0, room)
	}
	return m.list
}

// set returns an empty map for what an update sets.
func (m *issueMemory) set() map[string]any {
	if m == nil {
		return make(map[string]any)
	}
	if m.used == len(m.sets) {
		m.sets = append(m.sets, make(map[string]any))
	}
	m.used++
	return m.sets[m.used-1]
}
