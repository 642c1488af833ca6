package main

import (
	"net/url"
	"path/filepath"

	"github.com/punctualgo/punctual/policy/lint"
)

// The types of this file are the parts of SARIF 2.1.0 that tools for code scanning read.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string       `json:"id"`
	ShortDescription sarifMessage `json:"shortDescription"`
	Default          struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
	Logical []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifRegion struct {
	StartLine int `json:"startLine"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
}

// newSARIF returns findings as a SARIF log.
func newSARIF(found []lint.Finding) sarifLog {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	driver := &run.Tool.Driver
	driver.Name = "slacheck"
	driver.InformationURI = "https://github.com/punctualgo/punctual"
	index := make(map[string]int)
	for i, r := range lint.Rules() {
		rule := sarifRule{ID: r.Name, ShortDescription: sarifMessage{r.Doc}}
		rule.Default.Level = sarifLevel(r.Level)
		driver.Rules = append(driver.Rules, rule)
		index[r.Name] = i
	}
	for _, f := range found {
		var at sarifLocation
		at.Physical.Artifact.URI = (&url.URL{Path: filepath.ToSlash(f.File)}).String()
		if f.Line > 0 {
			at.Physical.Region = &sarifRegion{f.Line}
		}
		if f.Path != "" {
			at.Logical = []sarifLogical{{f.Path}}
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Rule, RuleIndex: index[f.Rule], Level: sarifLevel(f.Level),
			Message: sarifMessage{message(f)}, Locations: []sarifLocation{at},
		})
	}
	return sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

// sarifLevel returns a level in the words of SARIF.
func sarifLevel(level lint.Level) string {
	if level == lint.Info {
		return "note"
	}
	return string(level)
}
