//go:build js && wasm

// Command peer is the smallest Go program that can answer a worker's message.
// The bench measures the core's start against its start.
package main

import "syscall/js"

func main() {
	answer := js.FuncOf(func(js.Value, []js.Value) any { return "{}" })
	js.Global().Call("registerPeer", answer)
	select {}
}
