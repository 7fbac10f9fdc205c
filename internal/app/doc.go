// Package app holds what Chatkeep does, one file per use case:
//
//	connect.go   sign in to Zoho, sign out
//	refresh.go   read the WhatsApp page, show the open chat
//	lookup.go    ask Zoho who a number is, and decide
//	create.go    create a contact, and settle what became of it
//	link.go      link by choice, pause, resume
//	cycle.go     one backup cycle: collect.go reads, save.go writes
//	card.go, view.go   what the faces show
//
// It knows no HTTP and no JavaScript. Everything it needs from outside comes
// through the interfaces in ports.go.
//
// The worker may be stopped at any instruction. So nothing that is needed later
// lives in memory only, and every use case can be started again from what is
// stored: intents are written before effects, confirmations after them.
package app
