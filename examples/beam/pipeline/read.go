package pipeline

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, fileio.ReadableFile, func(Line), error](&readFn{})
	register.Emitter1[Line]()
}

// A Line is a line of a file.
type Line struct {
	File   string
	Number int // from 1
	Text   []byte
}

// maxLine is the length of the longest line that is read, as in slacheck.
const maxLine = 64 << 20

// read returns the lines that are not empty of all files that match a pattern, gzipped or not.
// A worker reads a whole file, because a gzipped one cannot be split, and evaluates what it reads
// at once: so that lines are neither stored nor sent. For speed, there should be more files than
// workers, and all of about one size.
func read(s beam.Scope, pattern string) beam.PCollection {
	s = s.Scope("read")
	files := fileio.MatchFiles(s, pattern, fileio.MatchEmptyDisallow())
	// Uncompressed: readFn does it, with all members of a file that several were joined into.
	matches := fileio.ReadMatches(s, beam.Reshuffle(s, files), fileio.ReadUncompressed())
	return beam.ParDo(s, &readFn{}, matches)
}

// readFn emits the lines of a file.
type readFn struct{}

func (f *readFn) ProcessElement(ctx context.Context, file fileio.ReadableFile, emit func(Line)) error {
	in, err := file.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	name := file.Metadata.Path
	if err := eachLine(in, func(number int, text []byte) { emit(Line{name, number, text}) }); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// eachLine calls yield with each line that is not empty. Its error is that of the reader, so
// that a file that is cut off fails the job and does not make a smaller one.
func eachLine(in io.Reader, yield func(number int, text []byte)) error {
	buffered := bufio.NewReaderSize(in, 1<<16)
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return err
		}
		buffered = bufio.NewReaderSize(unzipped, 1<<16)
	}
	scanner := bufio.NewScanner(buffered)
	scanner.Buffer(make([]byte, 1<<16), maxLine)
	number := 1
	for ; scanner.Scan(); number++ {
		if text := scanner.Bytes(); len(bytes.TrimSpace(text)) > 0 {
			yield(number, bytes.Clone(text))
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("line %d: %w", number, err)
	}
	return nil
}
