package main

import (
	"cmp"
	"embed"
	"io"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

const schemaUsage = "slacheck schema config|issue|scenario|result|report\n"

// schemas has a JSON Schema for each form of document.
//
//go:embed schema/*.json
var schemas embed.FS

// schemaNames are the documents that have a schema.
var schemaNames = []string{"config", "issue", "scenario", "result", "report"}

// printSchema prints the JSON Schema of a form of document.
func printSchema(args []string, env environment) error {
	c := newCommand(schemaUsage)
	if err := c.parse(args, env.stdout); err != nil {
		return err
	}
	if c.NArg() != 1 {
		return usageError("schema takes the name of one: " + strings.Join(schemaNames, ", "))
	}
	name := c.Arg(0)
	if !slices.Contains(schemaNames, name) {
		return usageError("unknown schema " + strict.Quote(name) + cmp.Or(strict.DidYouMean(name, schemaNames), "; there are "+strings.Join(schemaNames, ", ")))
	}
	text, err := readSchema(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(env.stdout, text)
	return err
}

// readSchema returns the schema of a form of document. It refers to no other file: that of a
// scenario file contains that of a configuration.
func readSchema(name string) (string, error) {
	text, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil || name != "scenario" {
		return string(text), err
	}
	config, err := readSchema("config")
	if err != nil {
		return "", err
	}
	const definitions = "  \"$defs\": {\n"
	config = strings.ReplaceAll(strings.TrimSpace(config), "\n", "\n    ")
	return strings.Replace(string(text), definitions, definitions+"    \"config\": "+config+",\n", 1), nil
}
