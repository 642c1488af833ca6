package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/migrate"
	"github.com/punctualgo/punctual/sla/scenario"
)

const importUsage = "slacheck import -from PRODUCT [-schedules FILE] [-scenarios OUT] FILE\n"

// converters convert the documents of other products.
var converters = map[string]func(policies, schedules []byte) (*policy.Config, []migrate.Note, error){
	"zendesk":   migrate.Zendesk,
	"freshdesk": migrate.Freshdesk,
	"chatwoot":  migrate.Chatwoot,
	"zammad":    migrate.Zammad,
}

// importFile converts the policies of another product.
func importFile(args []string, env environment) error {
	c := newCommand(importUsage)
	products := slices.Sorted(maps.Keys(converters))
	from := c.String("from", "", "convert the JSON of the API of this `product`: "+strings.Join(products, ", "))
	schedules := c.String("schedules", "", "read the business hours from this `file`: schedules of Zendesk, business hours of Freshdesk, inboxes of Chatwoot, calendars of Zammad")
	scenarios := c.String("scenarios", "", "write what the configuration promises into this scenario `file`")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	convert, ok := converters[*from]
	switch {
	case *from == "":
		return usageError("import needs -from: " + strings.Join(products, ", "))
	case !ok:
		return usageError("-from: unknown product " + strict.Quote(*from) + strict.DidYouMean(*from, products))
	case c.NArg() > 1:
		return usageError("import takes one file")
	case c.Arg(0) == "-" && *schedules == "-":
		return usageError("only one of the files can be standard input")
	}
	files := map[string]string{migrate.Policies: c.Arg(0), migrate.Schedules: *schedules}
	data, err := readFile(c.Arg(0), env.stdin)
	if err != nil {
		return err
	}
	var hours []byte
	if *schedules != "" {
		if hours, err = readFile(*schedules, env.stdin); err != nil {
			return err
		}
	}
	cfg, notes, err := convert(data, hours)
	for _, n := range notes {
		fmt.Fprint(env.stderr, files[n.Document], ": ")
		if n.Path != "" {
			fmt.Fprint(env.stderr, n.Path, ": ")
		}
		fmt.Fprint(env.stderr, n.What)
		if n.Mend != "" {
			fmt.Fprint(env.stderr, "; ", n.Mend)
		}
		fmt.Fprintln(env.stderr)
	}
	if err != nil {
		return err
	}
	if *scenarios != "" {
		text, err := scenario.Of(cfg)
		if err != nil {
			return err
		}
		if err := os.WriteFile(*scenarios, text, 0o666); err != nil {
			return err
		}
	}
	compact, err := compactJSON(cfg)
	if err != nil {
		return err
	}
	text, err := canonical("", compact)
	if err != nil {
		return err
	}
	_, err = env.stdout.Write(text)
	return err
}
