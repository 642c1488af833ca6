package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/punctualgo/punctual/sla/report"
)

func init() {
	register.DoFn2x1[context.Context, Part, error](&writeFn{})
	register.DoFn3x1[context.Context, []byte, func(*Bad) bool, error](&writeBadFn{})
	register.DoFn3x1[context.Context, []byte, func(*Flip) bool, error](&writeFlipsFn{})
	register.Iter1[Bad]()
	register.Iter1[Flip]()
}

// The files that a job writes, below its output.
const (
	PartFile    = "part.json"    // the sum, as "slacheck merge" reads it
	ResultFile  = "result.json"  // as "slacheck report -format json" prints it; of a backtest without flips
	PageFile    = "result.html"  // the same as a page
	SummaryFile = "summary.json" // how many issues were added, and how many lines are bad
	BadFile     = "bad.jsonl"    // the bad lines, with file, line and problem; in no order
	FlipsFile   = "flips.jsonl"  // the flips of a backtest, with file and line; in no order
)

// pageTitle is that of the pages of slacheck.
const pageTitle = "Service level report"

// A Summary says what a result is of.
type Summary struct {
	Issues   int64 `json:"issues"`
	BadLines int64 `json:"bad_lines"`
}

// writeFn writes the result of a job.
type writeFn struct{ Output string }

func (f *writeFn) ProcessElement(ctx context.Context, p Part) error {
	files, err := p.files()
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := writeFile(ctx, f.Output+name, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
			return err
		}
	}
	return nil
}

// files returns the files of a result, by name.
func (p *Part) files() (map[string][]byte, error) {
	result, err := p.result()
	if err != nil {
		return nil, err
	}
	text, err := result.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := report.HTML(&page, pageTitle, result); err != nil {
		return nil, err
	}
	summary, err := json.Marshal(Summary{p.Issues, p.Bad})
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return nil, err
	}
	indented.WriteByte('\n')
	return map[string][]byte{
		PartFile: append(p.Sum, '\n'), ResultFile: indented.Bytes(), PageFile: page.Bytes(), SummaryFile: append(summary, '\n'),
	}, nil
}

// result returns what a part tells.
func (p *Part) result() (interface {
	report.Part
	json.Marshaler
}, error) {
	s, err := readSum(p.Sum)
	if err != nil {
		return nil, err
	}
	if b, ok := s.(backtestSum); ok {
		return b.Result(), nil
	}
	return s.(tallySum).Result(), nil
}

// writeBadFn writes the bad lines.
type writeBadFn struct{ File string }

func (f *writeBadFn) ProcessElement(ctx context.Context, _ []byte, next func(*Bad) bool) error {
	return writeFile(ctx, f.File, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		for bad := (Bad{}); next(&bad); bad = (Bad{}) {
			if err := encoder.Encode(bad); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeFlipsFn writes the flips of a backtest.
type writeFlipsFn struct{ File string }

func (f *writeFlipsFn) ProcessElement(ctx context.Context, _ []byte, next func(*Flip) bool) error {
	return writeFile(ctx, f.File, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		for flip := (Flip{}); next(&flip); flip = (Flip{}) {
			err := encoder.Encode(struct {
				File string          `json:"file"`
				Line int             `json:"line"`
				Flip json.RawMessage `json:"flip"`
			}{flip.File, flip.Line, flip.JSON})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// writeFile writes a file, in whatever file system its name is.
func writeFile(ctx context.Context, name string, write func(io.Writer) error) (err error) {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	defer fs.Close()
	w, err := fs.OpenWrite(ctx, name)
	if err != nil {
		return err
	}
	defer func() {
		if e := w.Close(); err == nil {
			err = e
		}
	}()
	return write(w)
}

// write writes everything that comes of a job, below a prefix of names.
func write(s beam.Scope, output string, result, bad, flips beam.PCollection, backtest bool) {
	s = s.Scope("write")
	beam.ParDo0(s, &writeFn{output}, result)
	beam.ParDo0(s, &writeBadFn{output + BadFile}, beam.Impulse(s), beam.SideInput{Input: bad})
	if backtest {
		beam.ParDo0(s, &writeFlipsFn{output + FlipsFile}, beam.Impulse(s), beam.SideInput{Input: flips})
	}
}
