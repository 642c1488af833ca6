package main

// about says what each command does, in a line.
var about = map[string]string{
	"init":       "write a configuration to start from, and scenarios for it",
	"import":     "convert the SLA policies of another product",
	"check":      "check a configuration and summarize it",
	"lint":       "find what is wrong with configurations, or likely so",
	"test":       "run scenario files",
	"diff":       "tell what changes from one configuration to another",
	"fmt":        "write configurations in their canonical form",
	"eval":       "evaluate issues",
	"explain":    "explain an issue",
	"report":     "tell how many promises were kept",
	"held":       "tell in whose time clocks ran, such as by assignee or team",
	"targets":    "tell which targets could have been kept",
	"whatif":     "tell how issues would have been judged under another configuration",
	"merge":      "join what report, held, targets and whatif print with -format part",
	"holidays":   "list the holidays of a country or region, or all codes",
	"conform":    "run conformance cases",
	"schema":     "print a JSON Schema for editors and validators",
	"completion": "print a completion script for a shell",
	"version":    "print the version",
}
