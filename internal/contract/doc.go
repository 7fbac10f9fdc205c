// Package contract holds every message that crosses a border inside the
// extension: from the faces and the bridge to the core, from the core to the
// bridge, and the views the core leaves for the faces to draw.
//
// The Go structs here are the one source. The TypeScript twin,
// extension/shared/contract.ts, is generated from this package by
// scripts/contract, and a test fails when the two differ.
//
// Rules of the border:
//
//   - A request is {v, kind, data}; its answer is {ok} or {error}. Nothing is
//     thrown across contexts.
//   - A kind is named sender/topic.verb. The part before the slash is the only
//     context allowed to send it; see [Sender].
//   - State for people to read is data, not a message: the core writes [View]
//     and [Card] to chrome.storage.session, the faces render them.
//   - Texts for people are codes here; the words are in extension/_locales.
//   - Times named ...At are Unix milliseconds; times named T or ...Until are
//     Unix seconds, as WhatsApp writes them.
package contract
