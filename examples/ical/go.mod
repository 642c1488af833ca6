module github.com/punctualgo/punctual/examples/ical

go 1.26.0

require (
	github.com/emersion/go-ical v0.0.0-20250329121855-f41e73efc392
	github.com/punctualgo/punctual v0.0.0
	github.com/teambition/rrule-go v1.8.2
)

require github.com/rickar/cal/v2 v2.1.27 // indirect

replace github.com/punctualgo/punctual => ../..
