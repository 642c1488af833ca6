package policy

import (
	"github.com/punctualgo/punctual/internal/strict"
)

// declarations checks the declared fields, and notes their names.
func (v *validator) declarations() {
}

// field checks the name of an attribute that the configuration reads or sets.
func (v *validator) field(path, name string) {
	v.add(path, strict.CheckField(name))
}

// chooser checks the field that a choice is by.
func (v *validator) chooser(path, name string) {
	v.field(path, name)
	if isEventField(name) {
		v.Add(path, "%s is a field of an event; only triggers see it", strict.Quote(name))
	}
}

// until checks the field that a target runs until.
func (v *validator) until(path, name string) {
	v.field(path, name)
	if isEventField(name) {
		v.Add(path, "%s is a field of an event; only triggers see it", strict.Quote(name))
	}
}

// key checks a text by which a value is chosen.
func (v *validator) key(by, text string) error { return strict.CheckText(text) }
