package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/problem"
	"github.com/punctualgo/punctual/sla"
)

// An Error is one problem of a scenario file: its path, its line, and what is wrong. All
// packages report problems as this type.
type Error = problem.Error

// Options say how a file is read. The zero value is for a file with a configuration in it.
type Options struct {
	// Config is the configuration that the scenarios are run under. If it is not nil, it
	// takes precedence over the one that the file names or has.
	Config *policy.Config

	// ReadConfig returns the text of the configuration that a file names by its path, which
	// is relative to the file. If it is nil, [Parse] refuses a file that names one.
	// [ReadFile] sets it.
	ReadConfig func(path string) ([]byte, error)
}

// A File is a scenario file that was read without a problem, with the configuration that
// its scenarios are run under. It is immutable and safe for concurrent use.
type File struct {
	// Scenarios are in the order of the file.
	Scenarios []*Scenario

	data   []byte
	wall   wall
	each   bool // every policy has clocks of its own
	engine *sla.Engine
}

// A Scenario is the story of an issue, with what is expected of its clocks on the way.
type Scenario struct {
	Name string
	Why  string // for readers

	// Issue has the events of all steps.
	Issue sla.Issue

	file  *File
	story []*step
}

// A step is one moment of a story.
type step struct {
	place
	at    instantText
	event int // its index among the events of the issue, or -1

	clocks   []*clockWant
	happened *happenedWant
	next     *fieldWant
}

// A place is where a value stands in a file: its path, and its bytes.
type place struct {
	path       string
	start, end int
}

// An instantText is an instant as a file spells it.
type instantText struct {
	place
	text string
	form form
	time time.Time // zero for null, and if the text is no instant
}

// Parse reads a scenario file. It reports every problem (up to 100): of the form, of the
// instants, of names that the configuration does not have, and of the issue. Each is an
// [*Error] with its path and line.
func Parse(data []byte, options Options) (*File, error) {
	d := newDocument(data)
	d.read()
	form := d.r.Close()
	if d.r.Broken() {
		return nil, form
	}
	d.problems.AddError("", form)
	d.resolve()
	cfg, err := d.configuration(options)
	if err != nil {
		return nil, err
	}
	var known *names
	if cfg != nil {
		known = namesOf(cfg)
	}
	d.check(known)
	if cfg != nil {
		d.file.each = known.each
		if d.file.engine, err = sla.New(cfg, sla.Options{}); err != nil {
			return nil, fmt.Errorf("scenario: the configuration given: %w", err)
		}
		d.checkIssues()
	}
	d.problems.Sort()
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	return d.file, nil
}

// ReadFile reads a scenario file from a file system, and the configuration that it names
// by its path.
func ReadFile(fsys fs.FS, name string, options Options) (*File, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	if options.ReadConfig == nil {
		options.ReadConfig = func(config string) ([]byte, error) {
			return fs.ReadFile(fsys, path.Join(path.Dir(name), config))
		}
	}
	return Parse(data, options)
}

// configuration returns the configuration to run the scenarios under: that of the host, or
// else that of the file. It returns nil if there is none that is valid, which it reports.
// An error is about the host's.
func (d *document) configuration(options Options) (*policy.Config, error) {
	where := d.config.place
	var own *policy.Config
	if d.inline != "" { // also if the host gives one: it is part of the document
		cfg, err := policy.Parse([]byte(d.inline))
		if err != nil {
			d.addAll(where, err)
		}
		own = cfg
	}
	named := d.config.text
	if strings.HasPrefix(named, "/") {
		d.add(where, "%s: a path is relative to the scenario file, as in \"config.json\" or \"../config.json\"", strict.Quote(named))
		named = ""
	}
	switch {
	case options.Config != nil:
		return options.Config, options.Config.Validate()
	case d.inline != "" || where.path != "" && named == "":
		return own, nil
	case named == "":
		d.add(place{path: "config"}, "is required, as no other configuration is given: the path of one, relative to this file, or the configuration itself")
		return nil, nil
	case options.ReadConfig == nil:
		d.add(where, "%s is a path, and there are no files to look it up in: write the configuration itself here", strict.Quote(named))
		return nil, nil
	}
	data, err := options.ReadConfig(named)
	if err != nil {
		d.add(where, "%w", err)
		return nil, nil
	}
	cfg, err := policy.Parse(data)
	if err != nil {
		problems, more := strict.List(err)
		for _, e := range problems {
			d.add(where, "%s: %w", named, e)
		}
		d.problems.More(more)
		return nil, nil
	}
	return cfg, nil
}

// zoneOf returns the zone of a name, which is checked as that of a schedule.
func zoneOf(name string) (*time.Location, error) {
	set, err := businesshours.Compile([]businesshours.Schedule{{Name: "zone", TimeZone: name, Always: true}})
	if err == nil {
		calendar, _ := set.Calendar("zone")
		return calendar.Location(), nil
	}
	if e, ok := errors.AsType[*problem.Error](err); ok {
		err = e.Err
	}
	return nil, err
}

// IsConfig reports whether a JSON document is a configuration and no scenario file: an
// object with policies and without scenarios. Those who run all files of a directory leave
// such files out. A file that is neither is theirs to refuse, as [Parse] does.
func IsConfig(data []byte) bool {
	r := strict.NewReader(data)
	if !r.IsObject() {
		return false
	}
	policies, scenarios := false, false
	r.Map(func(name string) {
		policies = policies || name == "policies"
		scenarios = scenarios || name == "scenarios"
		r.Skip()
	})
	return policies && !scenarios
}
