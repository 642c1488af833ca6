package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares text with a file in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s (-want +got; go test -update writes it):\n%s", file, diff)
	}
}

// The help is reviewed as a text: that about all commands, and that of each.
func TestHelp(t *testing.T) {
	var b strings.Builder
	out, _, status := slacheck(t, "", "help")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	b.WriteString(out)
	for _, s := range subcommands() {
		out, errs, status := slacheck(t, "", "help", s.name())
		if status != 0 || errs != "" {
			t.Errorf("help %s: status %d: %s", s.name(), status, errs)
		}
		b.WriteString("\n---- slacheck help " + s.name() + "\n\n" + out)
		same, _, _ := slacheck(t, "", s.name(), "-h")
		if same != out {
			t.Errorf("%s -h differs from help %s", s.name(), s.name())
		}
	}
	golden(t, "help.txt", b.String())
	if out, _, _ := slacheck(t, "", "--help"); !strings.HasPrefix(b.String(), out) {
		t.Error("--help differs from help")
	}
}

func TestHelpReportsProblems(t *testing.T) {
	runUsageTests(t, []usageTest{
		{"an unknown command", "", []string{"help", "lin"}, 2, `unknown command "lin"; did you mean "lint"?`},
		{"two commands", "", []string{"help", "lint", "test"}, 2, "help takes the name of one command"},
		{"a misspelled command", "", []string{"chek"}, 2, `unknown command "chek"; did you mean "check"?`},
		{"how to use a command that was misused", "", []string{"diff"}, 2, "usage: slacheck diff [-issues FILE.jsonl]"},
	})
}

func TestVersion(t *testing.T) {
	runUsageTests(t, []usageTest{
		{"the version", "", []string{"version"}, 0, "slacheck "},
		{"as a flag", "", []string{"--version"}, 0, "slacheck "},
		{"an argument", "", []string{"version", "1"}, 2, "version takes no arguments"},
	})
	info := &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"}}}
	info.Main.Version = "v1.2.3"
	if got, want := versionLine(info), "slacheck v1.2.3, commit 0123456789ab with changes, go"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		out, errs, status := slacheck(t, "", "completion", shell)
		if status != 0 || errs != "" || !strings.Contains(out, " version") || strings.Contains(out, "COMMANDS") {
			t.Errorf("%s: status %d %s\n%s", shell, status, errs, out)
		}
	}
	runUsageTests(t, []usageTest{
		{"no shell", "", []string{"completion"}, 2, "completion takes the name of a shell"},
		{"an unknown shell", "", []string{"completion", "ksh"}, 2, `unknown shell "ksh"`},
	})
}

// Bash completes what it should.
func TestCompletionInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	script, _, _ := slacheck(t, "", "completion", "bash")
	for _, tt := range []struct{ words, want string }{
		{"slacheck l", "lint"},
		{"slacheck help che", "check"},
		{"slacheck schema s", "scenario"},
		{"slacheck lint -format s", "sarif"},
		{"slacheck test -format j", "json junit"},
		{"slacheck diff -format ''", "text json"},
		{"slacheck report -format m", "markdown"},
		{"slacheck lint -s", "-strict"},
		{"slacheck eval -as-of c", "created"},
	} {
		// The flags come from the command's help, which a function stands in for.
		cmd := exec.Command(bash, "--norc", "-c", script+"\nslacheck() { printf '  -strict\\n    \\texit\\n'; }\n"+
			"COMP_WORDS=("+tt.words+"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _slacheck; echo \"${COMPREPLY[*]}\"")
		out, err := cmd.CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != tt.want {
			t.Errorf("%q completes to %q, %v, want %q", tt.words, got, err, tt.want)
		}
	}
}

// The documentation of the command has every command, with its flags.
func TestDocumentation(t *testing.T) {
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range subcommands() {
		if !strings.Contains(string(source), "\n//\t"+s.usage) {
			t.Errorf("main.go does not have %q", s.usage)
		}
	}
}
