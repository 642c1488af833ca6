package main

import (
	"bytes"
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
