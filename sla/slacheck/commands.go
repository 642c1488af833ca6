package main

import (
	"fmt"
	"strings"
)

// A subcommand is one of the commands of slacheck.
type subcommand struct {
	usage string // "slacheck", its name, its flags and arguments, and a newline
	run   func(args []string, env environment) error
}

// name returns the name of s.
func (s *subcommand) name() string { return strings.Fields(s.usage)[1] }

// subcommands returns all commands, in the order of the help.
func subcommands() []subcommand {
	return []subcommand{
		{initUsage, initialize},
		{importUsage, importFile},
		{checkUsage, check},
		{lintUsage, lintFiles},
		{testUsage, test},
		{diffUsage, diff},
		{fmtUsage, format},
		{evalUsage, eval},
		{explainUsage, explain},
		{reportUsage, reportIssues},
		{heldUsage, held},
		{targetsUsage, targets},
		{whatifUsage, compareConfigs},
		{mergeUsage, merge},
		{holidaysUsage, holidays},
		{conformUsage, conform},
		{schemaUsage, printSchema},
		{completionUsage, completion},
		{versionUsage, version},
	}
}

// findSubcommand returns the command of a name.
func findSubcommand(name string) (*subcommand, bool) {
	for _, s := range subcommands() {
		if s.name() == name {
			return &s, true
		}
	}
	return nil, false
}

// notes end the help about all commands.
const notes = `
"slacheck help COMMAND" explains the flags of a command. Flags come before files. A file may
be gzipped; "-" is standard input.

Files are JSON, without comments. For YAML or JSON with comments, convert first:
  yq -o=json . config.yaml | slacheck check -
  npx json5 config.jsonc | slacheck check -

Problems and findings are lines of one form: FILE:LINE: PATH: WHAT; HOW TO MEND. On a
terminal, the line of the file follows, with a caret below the value.

exit status:
  0  all is well
  1  what was looked at has problems: findings, failed scenarios, invalid documents
  2  nothing was looked at: wrong arguments, or a file that cannot be read

examples:
  slacheck init -list
  slacheck init -template priority -set zone=Europe/Paris sla
  slacheck import -from zendesk -schedules schedules.json -scenarios promises.json policies.json > config.json
  slacheck check config.json
  slacheck lint -strict -format github config.json
  slacheck test -format junit scenarios > report.xml
  slacheck diff -issues issues.jsonl old.json new.json
  slacheck fmt -l *.json
  slacheck eval -config config.json -as-of 2026-03-09T15:00:00Z issues.jsonl
  slacheck explain -config config.json -svg issue.svg issue.json
  slacheck report -config config.json -by priority,decided.week -goal 95% -format html issues.jsonl > report.html
  slacheck held -config config.json -field assignee issues.jsonl
  slacheck targets -config config.json -by priority -goal 95% issues.jsonl
  slacheck whatif -config config.json -proposed new.json -by priority issues.jsonl
`

// help returns the help about all commands.
func help() string {
	var b strings.Builder
	b.WriteString("Slacheck checks service level agreements and evaluates them.\n\nusage:\n")
	for _, s := range subcommands() {
		fmt.Fprintf(&b, "  %s      %s\n", s.usage, about[s.name()])
	}
	b.WriteString(notes)
	return b.String()
}

// runHelp prints the help about all commands, or about one.
func runHelp(args []string, env environment) error {
	switch len(args) {
	case 0:
		_, err := fmt.Fprint(env.stdout, help())
		return err
	case 1:
		s, ok := findSubcommand(args[0])
		if !ok {
			return unknownCommand(args[0])
		}
		return s.run([]string{"-h"}, env)
	}
	return usageError("help takes the name of one command")
}
