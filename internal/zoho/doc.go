// Package zoho is a client for the part of Zoho CRM's REST API, version 8, and of Zoho's OAuth service that Chatkeep
// needs. It compiles natively and to js/wasm and keeps no state of its own: tokens come from a [TokenSource], permission
// to spend credits from a [Gate], and everything else from the arguments.
//
// # Model
//
// A [DataCentre] names the hosts of one of Zoho's regions; no other host is ever contacted. An [OAuthClient] is the
// registration a user made in that data centre's API console, and turns a consent or a pasted code into a [Grant]. A
// [Client] makes the calls, one service per resource: Users, Org, Modules, Fields, Layouts, COQL, Search, Contacts, Leads,
// Deals, Notes and Composite. What a call costs and which scopes it needs is told by its [Op]; [Checks] finds out what a
// new sign-in can do.
//
// # Reads and writes
//
// A read either returns what was asked for or an error. A write returns one [WriteResult] for every item sent, whatever
// happened: Zoho has no idempotency key, so what the caller must know is not whether the call went well but whether each
// item is [Done], surely [NotDone], or [Unknown] because the reply was lost. Unknown items must be looked for before they
// are sent again. A write's error is non-nil only if the call as a whole failed; single refusals are in the results.
//
// # Errors
//
// Errors are matched with [errors.Is] against the sentinels of errors.go, and opened with [errors.As] as [*APIError],
// [*TransportError] or [*OAuthError]. Their texts name the operation, the HTTP status and Zoho's code and nothing else:
// no address, token, name, number or text of a reply ever appears in them.
//
// # Ids and times
//
// Record ids are strings of digits above what a JavaScript number can hold, and stay strings. Times are parsed with the
// offset that Zoho sends, which is that of the signed-in user.
package zoho
