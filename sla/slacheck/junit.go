package main

import (
	"encoding/xml"
	"io"
	"strings"
)

// The types of this file are the JUnit report that systems of continuous integration read.
type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

// A junitSuite is a scenario file.
type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

// A junitCase is a scenario, or a file that has problems.
type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// printJUnit prints runs as a JUnit report.
func printJUnit(w io.Writer, runs []scenarioRun) error {
	var report junitReport
	for i := range runs {
		r := &runs[i]
		if n := len(report.Suites); n == 0 || report.Suites[n-1].Name != r.file {
			report.Suites = append(report.Suites, junitSuite{Name: r.file})
		}
		suite := &report.Suites[len(report.Suites)-1]
		c := junitCase{Name: r.name(), Class: r.file, File: r.file}
		suite.Tests++
		report.Tests++
		if r.failed() {
			details := printable(r.details())
			first, _, _ := strings.Cut(details, "\n")
			problem := &junitProblem{first, details}
			if len(r.problems) > 0 {
				c.Error = problem
				suite.Errors++
				report.Errors++
			} else {
				c.Failure = problem
				suite.Failures++
				report.Failures++
			}
		}
		suite.Cases = append(suite.Cases, c)
	}
	text, err := xml.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}
