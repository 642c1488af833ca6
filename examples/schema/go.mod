module github.com/punctualgo/punctual/examples/schema

go 1.26.0

require (
	github.com/punctualgo/punctual v0.0.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	pgregory.net/rapid v1.3.0
)

require (
	github.com/rickar/cal/v2 v2.1.27 // indirect
	golang.org/x/text v0.14.0 // indirect
)

replace github.com/punctualgo/punctual => ../..
