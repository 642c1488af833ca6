package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// An environment is what a command reads and writes besides files.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	present        clock.Source
	terminal       bool // problems are shown with their line
}

// A usageError is a problem in the arguments.
type usageError string

func (e usageError) Error() string { return string(e) }

// errReported is the error of a command that has printed what failed.
var errReported = errors.New("failed")

// A command parses the flags and arguments of one command.
type command struct {
	*flag.FlagSet
	usage        string  // printed before the flags
	config, asOf *string // nil if the command evaluates no issues
	together     bool    // -as-of is one instant for all issues
}

func newCommand(usage string) command {
	c := command{FlagSet: flag.NewFlagSet("", flag.ContinueOnError), usage: usage}
	c.SetOutput(io.Discard) // run prints errors
	return c
}

// What -as-of may be, for commands that evaluate issues one by one, and for those that say
// what many tell together.
const (
	asOfInstantOrCreation = "evaluate as of this `instant`: a time in RFC 3339, \"created\" for when each issue was created, or \"now\""
	asOfInstant           = "evaluate as of this `instant`: a time in RFC 3339, or \"now\""
)

// addConfigFlags adds the flags of the commands that evaluate issues.
func (c *command) addConfigFlags(asOf string) {
	c.config = c.String("config", "", "read the configuration from this JSON `file`")
	c.asOf = c.String("as-of", "now", asOf)
	c.together = asOf == asOfInstant
}

// parse parses the arguments. If they ask for help, it prints help and returns
// flag.ErrHelp.
func (c *command) parse(args []string, stdout io.Writer) error {
	err := c.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(stdout, "usage: %s      %s\n", c.usage, about[c.name()])
		c.SetOutput(stdout)
		c.PrintDefaults()
		return err
	}
	if err != nil {
		return usageError(err.Error() + c.meant(err.Error()))
	}
	if c.config != nil && *c.config == "" {
		return usageError(c.name() + " needs -config")
	}
	dashes := len(args) > c.NArg() && args[len(args)-c.NArg()-1] == "--" // no flags follow
	for _, arg := range c.Args() {
		if strings.HasPrefix(arg, "-") && arg != "-" && !dashes {
			return usageError(arg + " must come before " + c.Arg(0))
		}
	}
	return nil
}

// parseFiles parses the arguments, which must include a file.
func (c *command) parseFiles(args []string, stdout io.Writer) error {
	err := c.parse(args, stdout)
	if err == nil && c.NArg() == 0 {
		err = usageError(c.name() + " needs a file; \"-\" is standard input")
	}
	return err
}

// meant suggests a flag for one that there is not, which an error of package flag names.
func (c *command) meant(message string) string {
	given, ok := strings.CutPrefix(message, "flag provided but not defined: -")
	if !ok {
		return ""
	}
	var known []string
	c.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	return strings.Replace(strict.DidYouMean(given, known), "mean \"", "mean \"-", 1)
}

// name returns the name of the command.
func (c *command) name() string { return strings.Fields(c.usage)[1] }

// engine returns the engine of -config, and the instant of -as-of. A zero instant stands
// for when each issue was created.
func (c *command) engine(present clock.Source) (*sla.Engine, time.Time, error) {
	at, err := c.parseAsOf(present)
	if err != nil {
		return nil, at, err
	}
	engine, err := readConfig(*c.config)
	return engine, at, err
}

// parseAsOf returns the instant of -as-of as parseAsOf does, for the command.
func (c *command) parseAsOf(present clock.Source) (time.Time, error) {
	switch {
	case !c.together:
		return parseAsOf(*c.asOf, present)
	case *c.asOf == "created":
		return time.Time{}, usageError(`-as-of: "created" is a different instant for each issue; give one for all`)
	case *c.asOf == "now":
		return present.Now(), nil
	}
	return parseInstant(*c.asOf, ` or "now"`)
}

// parseAsOf returns the instant of -as-of, or the zero time for when each issue was
// created.
func parseAsOf(text string, present clock.Source) (at time.Time, err error) {
	switch text {
	case "now":
		return present.Now(), nil
	case "created":
		return time.Time{}, nil
	}
	return parseInstant(text, `, "created" or "now"`)
}

// parseInstant returns an instant of -as-of. words are what else it may be, for a message.
func parseInstant(text, words string) (at time.Time, err error) {
	at, err = strict.ParseTime(text)
	switch {
	case err != nil:
		if day, dayErr := time.Parse(time.DateOnly, text); dayErr == nil {
			words += "; for the beginning of that day in UTC, write " + day.Format(time.RFC3339)
		}
		return at, usageError("-as-of: " + err.Error() + words)
	case !businesshours.InRange(at):
		return at, usageError("-as-of: " + text + " is not from 1900-01-01 to 2190-01-01")
	}
	return at, nil
}

// readConfig compiles the configuration in a file.
func readConfig(file string) (*sla.Engine, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	engine, err := newEngine(data)
	if err != nil {
		return nil, &documentError{file: file, text: data, err: err}
	}
	return engine, nil
}

// printJSON prints a value as indented JSON.
func printJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
