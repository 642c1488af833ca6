// Package slackid tells the IDs of Slack from other texts.
package slackid

import "strings"

// Valid reports whether s is the ID of a person or a group in Slack, and not a role:
// a U, W or S, then eight to 31 capital letters and digits, with a digit among them.
func Valid(s string) bool {
	if len(s) < 9 || len(s) > 32 || !strings.ContainsRune("USW", rune(s[0])) || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
}
