package scenario

import (
	"bytes"
	"slices"
)

// Update runs the scenarios of f and returns the text of the file with what came in place
// of what it expects, and what it replaced. Only values that the file names are
// written, each as the file spells it: an instant that was "Tue 2026-05-26 09:30" becomes
// "Tue 2026-05-26 10:00". Everything else stays byte for byte, so that a review sees in the
// diff what has changed. If nothing has, the text is that of the file.
//
// An expected clock that does not exist becomes null. A null for which there is a clock
// becomes an object with its state, which is for the author to complete.
func (f *File) Update() (text []byte, replaced []Failure, err error) {
	if replaced, err = f.Run(); err != nil {
		return nil, nil, err
	}
	edits := make([]edit, len(replaced))
	for i := range replaced {
		edits[i] = replaced[i].edit
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	var b bytes.Buffer
	last := 0
	for _, e := range edits {
		b.Write(f.data[last:e.start])
		b.Write(e.text)
		last = e.end
	}
	b.Write(f.data[last:])
	return b.Bytes(), replaced, nil
}
