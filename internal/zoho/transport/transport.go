// Package transport is the port through which the calls to Zoho leave the program: one request out, one complete reply
// back. The browser's fetch and Go's net/http each stand behind it, so that the core, which starts at every alarm, does
// not carry an HTTP stack that the browser has already.
//
// Package overhttp is the port over net/http, package fetch below internal/browser that over fetch. Both are held to
// this contract by package transporttest.
package transport

import (
	"context"
	"errors"
)

// MaxBody bounds the body of a reply, in bytes. A full page of Zoho's 2,000 rows stays below 2 MB.
const MaxBody = 8 << 20

// ErrTooLarge means that the body of a reply is larger than [MaxBody]. The reply's status and header come with it.
var ErrTooLarge = errors.New("transport: reply is larger than is read")

// Request is one request.
type Request struct {
	Method string
	// URL is the whole address, with its query.
	URL string
	// Header holds one value for each name.
	Header map[string]string
	// Body is the body, nil for none.
	Body []byte
}

// Response is one reply.
type Response struct {
	// Status is the HTTP status. It is 0 for a redirect where the browser keeps its status to itself.
	Status int
	// Header holds the values by their names in lower case; several values of one name are joined by ", ".
	Header map[string]string
	// Body is the whole body, at most [MaxBody] bytes. That of a redirect is not read.
	Body []byte
}

// Transport sends requests. Implementations are safe for concurrent use and keep this contract:
//
//   - A redirect is never followed. It is a reply like any other, with status 300 to 399 or 0, because a token must not
//     travel to where a redirect points.
//   - No cookie is sent and none is kept; no reply comes from a cache.
//   - A reply is returned only when its body has arrived completely. One that breaks off is an error and never a shorter
//     body.
//   - The end of the context ends the connection itself, before and within the reply.
//   - An error matches context.DeadlineExceeded or context.Canceled if the context ended, and ErrTooLarge if the body
//     was too large. Any other error is a fault of the network. Once a status is known it comes with the error, too.
//
// The text of an error may name the address, and so must not be shown or logged.
type Transport interface {
	RoundTrip(ctx context.Context, r Request) (Response, error)
}

// IsRedirect reports whether a reply is a redirect; 0 is how fetch shows one that it did not follow. See
// https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect.
func (r Response) IsRedirect() bool {
	return r.Status == 0 || r.Status >= 300 && r.Status < 400
}
