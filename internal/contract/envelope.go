package contract

import "encoding/json"

// Version is the version of the envelope. A request with another version is
// refused with CodeInvalid.
const Version = 1

// Request is what a context sends to the core.
type Request struct {
	// V is the envelope version, [Version].
	V int `json:"v"`
	// Kind names sender, topic and verb, for example "panel/contact.create".
	Kind Kind `json:"kind"`
	// Data is the kind's own payload, as listed in [Requests].
	Data json.RawMessage `json:"data,omitempty"`
}

// Reply is the answer to a [Request]. Exactly one of OK and Error is set.
type Reply struct {
	OK    json.RawMessage `json:"ok,omitempty"`
	Error *Error          `json:"error,omitempty"`
}

// Error is a failure as it crosses contexts. It never carries a text of a
// chat, a name, a number, a token or a secret.
type Error struct {
	// Code is from the closed set of error codes.
	Code Code `json:"code"`
	// Problem says more, in a form the faces have words for; empty when Code
	// says it all.
	Problem ProblemCode `json:"problem,omitempty"`
	// Detail is a name that the problem speaks of: with ProblemSignInElsewhere the code
	// of the data centre in which the account lives.
	Detail string `json:"detail,omitempty"`
	// RetryAt is when it is worth trying again, Unix milliseconds, 0 when that is
	// not known.
	RetryAt int64 `json:"retryAt,omitempty"`
	// Message is for developers and logs, in English.
	Message string `json:"message"`
}

// Code is the closed set of error codes of a [Reply].
type Code string

// The error codes.
const (
	// CodeUnauthenticated: Zoho is not connected, or the sign-in has ended.
	CodeUnauthenticated Code = "unauthenticated"
	// CodeForbidden: this sender may not send this kind, or Zoho refused for
	// want of a permission.
	CodeForbidden Code = "forbidden"
	// CodeNotFound: the chat or record asked about is not there.
	CodeNotFound Code = "not_found"
	// CodeAmbiguous: a person has to choose first.
	CodeAmbiguous Code = "ambiguous"
	// CodeRateLimited: Zoho asks to wait.
	CodeRateLimited Code = "rate_limited"
	// CodeOffline: the network or Zoho cannot be reached.
	CodeOffline Code = "offline"
	// CodeConflict: the state has changed since the request was made.
	CodeConflict Code = "conflict"
	// CodeInvalid: the request is malformed.
	CodeInvalid Code = "invalid"
	// CodeBusy: the same work is already under way.
	CodeBusy Code = "busy"
	// CodeInternal: a fault of Chatkeep's own.
	CodeInternal Code = "internal"
)

// Sender is a context that may send requests to the core.
type Sender string

// The senders. SenderAlarm and SenderWorker are the worker's own voice and
// never accepted from a message.
const (
	SenderPanel   Sender = "panel"
	SenderPopup   Sender = "popup"
	SenderOptions Sender = "options"
	SenderBridge  Sender = "bridge"
	SenderAlarm   Sender = "alarm"
	SenderWorker  Sender = "worker"
)
