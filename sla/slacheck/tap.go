package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// printTAP prints runs in version 14 of the Test Anything Protocol.
func printTAP(w io.Writer, runs []scenarioRun) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "TAP version 14\n1..%d\n", len(runs))
	for i := range runs {
		r := &runs[i]
		verdict := "ok"
		if r.failed() {
			verdict = "not ok"
		}
		fmt.Fprintf(out, "%s %d - %s\n", verdict, i+1, escapeTAP.Replace(r.file+": "+r.name()))
		if r.failed() {
			details := strings.ReplaceAll(printable(r.details()), "\n", "\n    ")
			fmt.Fprintf(out, "  ---\n  message: |-\n    %s\n  ...\n", details)
		}
	}
	return out.Flush()
}

// escapeTAP escapes what has a meaning in a description.
var escapeTAP = strings.NewReplacer("\\", "\\\\", "#", "\\#", "\n", " ")
