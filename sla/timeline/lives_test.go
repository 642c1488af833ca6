package timeline_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/timeline"
)

// lives returns the eleven real lives of testdata/lives.
func lives(t testing.TB) (list []story) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("../../testdata/lives", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	cfg, err := policy.Parse(read("config.json"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(read("issues.jsonl"))) {
		s := story{Config: *cfg, AsOf: time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)}
		if err := json.Unmarshal([]byte(line), &s.Issue); err != nil {
			t.Fatal(err)
		}
		s.ID = s.Issue.ID
		list = append(list, s)
	}
	if len(list) != 11 {
		t.Fatalf("%d lives", len(list))
	}
	return list
}

// readable are the pictures of lives that testdata has as they are. The others are compressed.
var readable = []string{"HD-1009552-960", "HD-1004859-400"}

// Somebody has looked at the pictures in testdata/lives, of a page's and of a phone's width. After a
// change, look again.
func TestPicturesOfLivesMatchTestdata(t *testing.T) {
	for _, s := range lives(t) {
		for _, width := range []int{960, 400} {
			name := fmt.Sprint(s.ID, "-", width)
			got := s.draw(t, timeline.Options{Width: width})
			file := filepath.Join("testdata", "lives", name+".svg")
			if !slices.Contains(readable, name) {
				file += ".gz"
			}
			checkGolden(t, file, got)
		}
	}
}

// writeGolden writes a file, compressed if its name says so.
func writeGolden(t *testing.T, file string, data []byte) {
	t.Helper()
	if strings.HasSuffix(file, ".gz") {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		data = b.Bytes()
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// readGolden reads a file, compressed if its name says so.
func readGolden(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(file, ".gz") {
		return data
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	data, err = io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
