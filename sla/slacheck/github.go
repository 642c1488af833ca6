package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/punctualgo/punctual/policy/lint"
)

// printAnnotations prints findings as commands of a GitHub workflow, which shows them at
// their lines.
func printAnnotations(w io.Writer, found []lint.Finding) error {
	out := bufio.NewWriter(w)
	for _, f := range found {
		command := string(f.Level)
		if f.Level == lint.Info {
			command = "notice"
		}
		fmt.Fprintf(out, "::%s file=%s", command, escapeProperty.Replace(f.File))
		if f.Line > 0 {
			fmt.Fprintf(out, ",line=%d", f.Line)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", escapeProperty.Replace(f.Rule), escapeData.Replace(message(f)))
	}
	return out.Flush()
}

// Escapes of workflow commands.
var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
