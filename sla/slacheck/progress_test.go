package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
)

func TestProgressShowsHowFarItIs(t *testing.T) {
	manual := clock.NewManual(present)
	var errs bytes.Buffer
	p := newProgress(environment{stderr: &errs, present: manual}, nil)
	for range 1000 {
		p.add()
	}
	p.end()
	if errs.Len() > 0 {
		t.Errorf("a pipe gets %q", errs.String())
	}
	p.show, p.size = showOn(&errs), 400
	p.read.Store(100)
	manual.Set(present.Add(2 * time.Second))
	for range 24 {
		p.add()
	}
	p.end()
	if want := "1024 issues, 25% of the files, 512 a second\r\x1b[K"; !strings.HasSuffix(errs.String(), want) {
		t.Errorf("%q, want %q", errs.String(), want)
	}
}

// Progress shows every so often, and without a share of the files if their size is not known.
func TestProgressOfUnknownSize(t *testing.T) {
	manual := clock.NewManual(present)
	var errs bytes.Buffer
	p := newProgress(environment{stderr: &errs, present: manual}, nil)
	p.show = showOn(&errs)
	for _, tt := range []struct {
		after time.Duration
		want  string
	}{{progressEvery - 1, ""}, {progressEvery, "\r\x1b[K512 issues, "}, {progressEvery, ""}, {2 * progressEvery, "\r\x1b[K1024 issues, "}} {
		errs.Reset()
		manual.Set(present.Add(tt.after))
		for range 256 {
			p.add()
		}
		if got := errs.String(); !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") || strings.Contains(got, "%") {
			t.Errorf("after %v: %q, want %q", tt.after, got, tt.want)
		}
	}
}

func TestTerminalsAreDevices(t *testing.T) {
	for file, want := range map[string]bool{os.DevNull: true, writeFile(t, "a", nil): false} {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := isTerminal(f); got != want {
			t.Errorf("%s: %t", file, got)
		}
		if f.Close(); isTerminal(f) {
			t.Errorf("%s is a terminal, although it is closed", file)
		}
	}
}

func TestSizeIsNotKnownOfStandardInput(t *testing.T) {
	file := writeFile(t, "a", []byte("12345"))
	if n := sizeOf([]string{file, file}); n != 10 {
		t.Errorf("%d bytes", n)
	}
	for _, files := range [][]string{{file, "-"}, {file, "absent"}, nil} {
		if n := sizeOf(files); n != 0 {
			t.Errorf("%q: %d bytes", files, n)
		}
	}
}
