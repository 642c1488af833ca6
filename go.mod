module github.com/punctualgo/punctual

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/rickar/cal/v2 v2.1.27
	pgregory.net/rapid v1.3.0
)
