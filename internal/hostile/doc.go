// Package hostile measures what the worst inputs cost that the other packages accept. It has
// tests only. They hold the limits in docs/limits.md, and write the figures there:
//
//	PUNCTUAL_HOSTILE=1 go test ./internal/hostile    # checks that the limits hold, and that the page is true
//	PUNCTUAL_HOSTILE=1 go test -v ./internal/hostile # prints what each operation costs for each input
//	go test ./internal/hostile -update               # writes the figures into docs/limits.md anew
package hostile
