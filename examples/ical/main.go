// Ical converts holiday feeds in the iCalendar format to the "holidays" of a schedule.
//
//	ical [-from YEAR] [-to YEAR] [-zone NAME] FILE.ics…
//
// It prints a JSON list for the field "holidays", in order, without repeats. The years are
// this one and the next four by default. The zone is that of the schedule, in which the dates
// of events in UTC are read; without it, that of the feed is used, or else UTC.
//
// What is left out goes to standard error, one thing per line. "-" is standard input.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/businesshours"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now()))
}

// run runs the command and returns its exit status: 0, 1 for a file that cannot be read, or
// 2 for wrong arguments.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, now time.Time) int {
	flags := flag.NewFlagSet("ical", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: ical [-from YEAR] [-to YEAR] [-zone NAME] FILE.ics…")
		flags.PrintDefaults()
	}
	from := flags.Int("from", now.Year(), "the first `year` of holidays")
	to := flags.Int("to", now.Year()+4, "the last `year` of holidays")
	zone := flags.String("zone", "", "the `name` of the zone in which dates are read")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	first, last := businesshours.Earliest.Year(), businesshours.Latest.Year()-1
	switch {
	case flags.NArg() == 0:
		flags.Usage()
		return 2
	case *from < first, *to > last, *from > *to:
		fmt.Fprintf(stderr, "ical: -from and -to must be years from %d to %d, in order\n", first, last)
		return 2
	}
	options := options{from: *from, to: *to}
	if *zone != "" {
		var err error
		if options.zone, err = findZone(*zone); err != nil {
			fmt.Fprintf(stderr, "ical: -zone: %v\n", err)
			return 2
		}
	}
	status := 0
	var all []businesshours.Holiday
	for _, name := range flags.Args() {
		data, err := read(name, stdin)
		if err == nil {
			var holidays []businesshours.Holiday
			var problems []string
			holidays, problems, err = convert(data, options)
			for _, problem := range problems {
				fmt.Fprintf(stderr, "%s: %s\n", name, problem)
			}
			all = append(all, holidays...)
		}
		if err != nil {
			fmt.Fprintf(stderr, "%s: %v\n", name, err)
			status = 1
		}
	}
	all = tidy(all)
	if len(all) > businesshours.MaxHolidays {
		fmt.Fprintf(stderr, "ical: there are %d holidays; a schedule has at most %d\n", len(all), businesshours.MaxHolidays)
		return 1
	}
	e := json.NewEncoder(stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(all); err != nil {
		fmt.Fprintf(stderr, "ical: %v\n", err)
		return 1
	}
	return status
}

// read reads a file, up to one byte more than convert accepts.
func read(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(stdin, maxFeed+1))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFeed+1))
}
