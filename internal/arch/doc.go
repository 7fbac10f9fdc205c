// Package arch holds the borders between Chatkeep's packages. It has no code
// of its own: its tests read the imports of every Go file in the module, for
// every platform, and the dependencies of the programs that are shipped.
//
//   - Only the programs in wasm/ and package browser know JavaScript.
//   - phone, whatsapp, match, transcript, health and the planner of backup are
//     pure: no clock, no chance, no input or output.
//   - app knows no HTTP and no JavaScript, zoho no HTTP: it sends through
//     zoho/transport, and only zoho/accounts knows oauth2.
//   - zoho knows nothing of WhatsApp, whatsapp nothing of Zoho.
//   - The stand-ins fakezoho and fakewhatsapp serve tests and scripts alone.
//   - The core carries neither the metadata of telephone numbers nor Go's HTTP
//     stack; the programs that do carry one of them each.
package arch
