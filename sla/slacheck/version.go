package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

const versionUsage = "slacheck version\n"

// version prints the version of slacheck and what built it.
func version(args []string, env environment) error {
	c := newCommand(versionUsage)
	if err := c.parse(args, env.stdout); err != nil {
		return err
	}
	if c.NArg() > 0 {
		return usageError("version takes no arguments")
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	_, err := fmt.Fprintln(env.stdout, versionLine(info))
	return err
}

// versionLine returns what version prints.
func versionLine(info *debug.BuildInfo) string {
	number := info.Main.Version
	if number == "" || number == "(devel)" {
		number = "of an unknown version"
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = ", commit " + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	return fmt.Sprintf("slacheck %s%s%s, %s %s/%s", number, commit, changed, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
