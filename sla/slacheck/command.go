package main

import (
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
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A command is one of slacheck's, with its flags.
type command struct {
	*flag.FlagSet
	usage        string  // a line, and what there is to add
	config, when *string // if it takes issues
}

func newCommand(usage string) command {
	c := command{FlagSet: flag.NewFlagSet("", flag.ContinueOnError), usage: usage}
	c.SetOutput(io.Discard) // run says what is wrong
	return c
}

// takesIssues gives c the flags of commands that evaluate issues.
func (c *command) takesIssues() {
	c.config = c.String("config", "", "the `file` with the configuration, JSON")
	c.when = c.String("as-of", "now", "the `instant` as of which to do so: RFC 3339, \"created\" for each issue's creation, or \"now\"")
}

// parse reads the arguments, of which at least one is a file. Asked for help, it gives it
// and returns flag.ErrHelp.
func (c *command) parse(args []string, stdout io.Writer) error {
	err := c.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(stdout, "usage: %s", c.usage)
		c.SetOutput(stdout)
		c.PrintDefaults()
		return err
	}
	name := strings.Fields(c.usage)[1]
	switch {
	case err != nil:
		return usageError(err.Error())
	case c.config != nil && *c.config == "":
		return usageError(name + " needs -config")
	case c.NArg() == 0:
		return usageError(name + " needs a file; \"-\" is standard input")
	}
	ended := len(args) > c.NArg() && args[len(args)-c.NArg()-1] == "--" // no flags follow
	for _, file := range c.Args() {
		if strings.HasPrefix(file, "-") && file != "-" && !ended {
			return usageError(file + " is behind a file; flags come ahead of all files")
		}
	}
	return nil
}

// engine reads the configuration, and as of when issues are evaluated: a zero instant is
// each one's creation.
func (c *command) engine(present clock.Source) (*sla.Engine, time.Time, error) {
	at, err := instant(*c.when, present)
	if err != nil {
		return nil, at, err
	}
	engine, err := readConfig(*c.config)
	return engine, at, err
}

// instant returns what -as-of names; zero is each issue's creation.
func instant(asOf string, present clock.Source) (at time.Time, err error) {
	switch asOf {
	case "now":
		return present.Now(), nil
	case "created":
		return time.Time{}, nil
	}
	if at, err = strict.ParseTime(asOf); err == nil && !businesshours.InRange(at) {
		err = usageError("-as-of: " + asOf + " is not from 1900-01-01 to 2190-01-01")
	} else if err != nil {
		err = usageError("-as-of: " + err.Error() + ", \"created\" or \"now\"")
	}
	return at, err
}

// readConfig compiles the configuration in a file.
func readConfig(file string) (*sla.Engine, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cfg, err := policy.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s:\n%w", file, err)
	}
	return sla.New(cfg, sla.Options{})
}
