// Package host is what every WebAssembly module of Chatkeep needs of
// JavaScript: promises in both directions, JSON, the one exported function, and
// that of another module.
//
// Rules:
//
//   - A callback from JavaScript never blocks; it starts a goroutine and
//     returns a promise at once.
//   - Every such goroutine recovers: a fault becomes a rejected promise.
//   - Every function handed to JavaScript is released when it has served.
package host
