package main

import (
	_ "embed"
	"io"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

const completionUsage = "slacheck completion bash|zsh|fish\n"

// Scripts have the names of the commands in place of "COMMANDS".
var (
	//go:embed completion/slacheck.bash
	bashScript string
	//go:embed completion/slacheck.zsh
	zshScript string
	//go:embed completion/slacheck.fish
	fishScript string
)

// completion prints the script that completes the arguments of slacheck in a shell.
func completion(args []string, env environment) error {
	c := newCommand(completionUsage)
	if err := c.parse(args, env.stdout); err != nil {
		return err
	}
	if c.NArg() != 1 {
		return usageError("completion takes the name of a shell: bash, zsh or fish")
	}
	shells := map[string]string{"bash": bashScript, "zsh": zshScript, "fish": fishScript}
	script, ok := shells[c.Arg(0)]
	if !ok {
		return usageError("unknown shell " + strict.Quote(c.Arg(0)) + "; it is bash, zsh or fish")
	}
	_, err := io.WriteString(env.stdout, strings.Replace(script, "COMMANDS", strings.Join(commandNames(), " "), 1))
	return err
}

// commandNames returns the names of all commands.
func commandNames() []string {
	names := []string{"help"}
	for _, s := range subcommands() {
		names = append(names, s.name())
	}
	return names
}
