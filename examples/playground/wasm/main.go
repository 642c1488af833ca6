//go:build js && wasm

// Wasm is the playground's answers as WebAssembly: it sets punctualAnswer, a function of
// JavaScript from the name of a question and a request in JSON to an answer in JSON.
package main

import (
	"syscall/js"
	_ "time/tzdata" // a browser has no zone data that Go could read

	"github.com/punctualgo/punctual/examples/playground/answers"
)

func main() {
	s := answers.NewSession()
	js.Global().Set("punctualAnswer", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return string(s.Answer(args[0].String(), []byte(args[1].String())))
	}))
	select {}
}
