module github.com/punctualgo/punctual/examples/adapters

go 1.26.0

require github.com/punctualgo/punctual v0.0.0

require github.com/rickar/cal/v2 v2.1.27 // indirect

replace github.com/punctualgo/punctual => ../..
