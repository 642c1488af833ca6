package main

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/scenario"
)

const initUsage = "slacheck init [-template NAME] [-set NAME=VALUE]… [-list] [DIR]\n"

// The files that init writes.
const (
	initConfig    = "config.json"
	initScenarios = "scenarios.json"
)

// initialize writes a configuration to start from, and scenarios for it.
func initialize(args []string, env environment) error {
	c := newCommand(initUsage)
	templates := policy.Templates()
	name := c.String("template", templates[0].Name, "start from the template of this `name`")
	list := c.Bool("list", false, "list the templates and their parameters instead, or those of the template of -template")
	values := make(map[string]string)
	c.Func("set", "set a parameter of the template, given as `name=value`; may be repeated", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return errors.New("write name=value")
		}
		if _, again := values[name]; again {
			return errors.New(name + " is set twice")
		}
		values[name] = value
		return nil
	})
	if err := c.parse(args, env.stdout); err != nil {
		return err
	}
	if c.NArg() > 1 {
		return usageError("init takes one directory")
	}
	given := false
	c.Visit(func(f *flag.Flag) { given = given || f.Name == "template" })
	if *list && !given {
		return listTemplates(env, templates)
	}
	t, err := findTemplate(templates, *name)
	if err != nil {
		return err
	}
	if *list {
		return listTemplates(env, []policy.Template{*t})
	}
	dir := "."
	if c.NArg() == 1 {
		dir = c.Arg(0)
	}
	config, scenarios, err := startFrom(t, values)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	written, err := writeNew(dir, map[string][]byte{initConfig: config, initScenarios: scenarios})
	if err != nil {
		return err
	}
	note := ""
	if len(values) > 0 {
		note = "What the scenarios expect follows from your values: read it before you rely on it.\n"
	}
	_, err = fmt.Fprintf(env.stdout, "%s: %s.\nWrote %s.\n%sNext: slacheck lint %s && slacheck test %s\n",
		t.Name, strings.TrimSuffix(t.Title, "."), strings.Join(written, " and "), note, written[0], written[1])
	return err
}

// listTemplates prints all templates with their parameters.
func listTemplates(env environment, templates []policy.Template) error {
	var b strings.Builder
	for _, t := range templates {
		fmt.Fprintf(&b, "%s: %s\n", t.Name, t.Title)
		for _, p := range t.Parameters {
			fmt.Fprintf(&b, "  %s=%s  %s\n", p.Name, p.Default, p.Description)
		}
	}
	_, err := fmt.Fprint(env.stdout, b.String())
	return err
}

// findTemplate returns the template of a name.
func findTemplate(templates []policy.Template, name string) (*policy.Template, error) {
	var names []string
	for i := range templates {
		if templates[i].Name == name {
			return &templates[i], nil
		}
		names = append(names, templates[i].Name)
	}
	return nil, usageError("-template: there is no " + strict.Quote(name) + cmp.Or(strict.DidYouMean(name, names), "; \"slacheck init -list\" shows all"))
}

// startFrom returns the configuration of a template and a scenario file for it. With values
// of its own, what the scenarios expect is what comes of them.
func startFrom(t *policy.Template, values map[string]string) (config, scenarios []byte, err error) {
	document, err := t.Document(values)
	if err != nil {
		problems, _ := strict.List(err)
		if len(problems) == 0 {
			return nil, nil, err
		}
		return nil, nil, usageError(fmt.Sprintf("-set: %v", problems[0]))
	}
	if config, err = canonical(initConfig, document); err != nil {
		return nil, nil, err
	}
	scenarios = bytes.Replace(t.Scenarios(), []byte("{\n"), []byte("{\n  \"config\": \""+initConfig+"\",\n"), 1)
	if len(values) == 0 {
		return config, scenarios, nil
	}
	for _, p := range t.Parameters {
		if value, ok := values[p.Name]; ok && p.Name == "zone" { // the stories are told in it, too
			zone := func(s string) []byte { return []byte(`"zone": ` + string(strict.AppendText(nil, s))) }
			scenarios = bytes.Replace(scenarios, zone(p.Default), zone(value), 1)
		}
	}
	f, err := scenario.Parse(scenarios, scenario.Options{ReadConfig: func(string) ([]byte, error) { return config, nil }})
	if err != nil {
		return nil, nil, fmt.Errorf("the scenarios of the template do not fit these values: %w", err)
	}
	scenarios, _, err = f.Update()
	return config, scenarios, err
}

// writeNew writes files into a directory, and returns their paths in order. It writes none if
// one of them exists.
func writeNew(dir string, files map[string][]byte) (paths []string, err error) {
	names := []string{initConfig, initScenarios}
	for _, name := range names {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return nil, usageError(path + " exists; init does not replace files, so give another directory")
		}
		paths = append(paths, path)
	}
	for i, name := range names {
		if err := os.WriteFile(paths[i], files[name], 0o644); err != nil {
			return nil, err
		}
	}
	return paths, nil
}
