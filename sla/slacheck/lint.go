package main

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy/lint"
)

const lintUsage = "slacheck lint [-format FORMAT] [-strict] [-disable RULE,…] [-as-of TIME] CONFIG.json…\n"

// lintFiles prints what is wrong, or likely so, with configurations.
func lintFiles(args []string, env environment) error {
	c := newCommand(lintUsage)
	format := c.String("format", "text", "print in this `format`: text, json, github (annotations of GitHub Actions) or sarif")
	failOnWarnings := c.Bool("strict", false, "exit with status 1 also if there is a warning")
	disable := c.String("disable", "", "leave out the findings of these `rules`, separated by commas:\n"+ruleNames())
	asOf := c.String("as-of", "now", "the present, for rules that depend on it: an `instant` in RFC 3339, or \"now\"")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	formats := []string{"text", "json", "github", "sarif"}
	if !slices.Contains(formats, *format) {
		return usageError("-format: " + strict.Quote(*format) + " is none of text, json, github and sarif" + strict.DidYouMean(*format, formats))
	}
	options, err := lintOptions(*disable, *asOf, env)
	if err != nil {
		return err
	}
	found := []lint.Finding{}
	texts := make(map[string][]byte) // by file
	for _, file := range c.Args() {
		data, err := readFile(file, env.stdin)
		if err != nil {
			return err
		}
		texts[file] = data
		for _, f := range lint.CheckText(data, options) {
			f.File = file
			if what := f.What; f.Level == lint.Error {
				f.What = convert(file, what)
				if f.Path == "scenarios" {
					f.What = strings.TrimPrefix(convert(file, f.Path+": "+what), f.Path+": ")
				}
				if hint, ok := strings.CutPrefix(f.What, what+"; "); ok && strings.HasSuffix(otherFormat, f.Mend) {
					f.What, f.Mend = what, hint // it says more than the mend there is, if any
				}
			}
			found = append(found, f)
		}
	}
	switch *format {
	case "json":
		err = printJSON(env.stdout, found)
	case "github":
		err = printAnnotations(env.stdout, found)
	case "sarif":
		err = printJSON(env.stdout, newSARIF(found))
	default:
		err = printFindings(env, found, texts)
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(found, func(f lint.Finding) bool {
		return f.Level == lint.Error || f.Level == lint.Warning && *failOnWarnings
	}) {
		return errReported
	}
	return nil
}

// ruleNames lists the names of all rules for the help.
func ruleNames() string {
	var b strings.Builder
	width := 0
	for _, r := range lint.Rules() {
		if width+len(r.Name) > 72 {
			b.WriteByte('\n')
			width = 0
		}
		width += len(r.Name) + 1
		b.WriteString(r.Name + " ")
	}
	return strings.TrimSpace(b.String())
}

// lintOptions returns the options of -disable and -as-of.
func lintOptions(disable, asOf string, env environment) (options lint.Options, err error) {
	var known []string
	for _, r := range lint.Rules() {
		known = append(known, r.Name)
	}
	for name := range strings.SplitSeq(disable, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case !slices.Contains(known, name):
			return options, usageError("-disable: unknown rule " + strict.Quote(name) + cmp.Or(strict.DidYouMean(name, known), "; \"slacheck help lint\" lists all rules"))
		default:
			options.Disable = append(options.Disable, name)
		}
	}
	if asOf == "now" {
		options.AsOf = env.present.Now()
		return options, nil
	}
	options.AsOf, err = parseInstant(asOf, ` or "now"`)
	return options, err
}

// printFindings prints a line for each finding: file:line: level: rule: path: what; mend. On a
// terminal, the line of the file follows.
func printFindings(env environment, found []lint.Finding, texts map[string][]byte) error {
	out := bufio.NewWriter(env.stdout)
	excerpters := make(map[string]*excerpter) // by file
	for _, f := range found {
		out.WriteString(f.File)
		if f.Line > 0 {
			fmt.Fprintf(out, ":%d", f.Line)
		}
		fmt.Fprintf(out, ": %s: %s: %s\n", f.Level, f.Rule, message(f))
		if env.terminal && excerpters[f.File] == nil {
			excerpters[f.File] = newExcerpter(texts[f.File])
		}
		excerpters[f.File].print(out, f.Line, f.Path)
	}
	return out.Flush()
}

// message returns what a finding says: path: what; mend.
func message(f lint.Finding) string {
	var b strings.Builder
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.What)
	if f.Mend != "" {
		b.WriteString("; " + f.Mend)
	}
	return b.String()
}
