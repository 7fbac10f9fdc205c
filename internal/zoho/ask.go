package zoho

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

const (
	// DefaultTimeout bounds one request with its reply. It is below the 30 seconds after which Chrome ends an extension's
	// service worker whose fetch has not been answered,
	// see https://developer.chrome.com/docs/extensions/develop/concepts/service-workers/lifecycle.
	DefaultTimeout = 25 * time.Second
	// maxNesting bounds how deeply a reply may be nested, because it is checked by a recursive reader. Zoho's go to about 8.
	maxNesting = 200
)

// Reply is a complete answer of Zoho's.
type Reply struct {
	// Status is the HTTP status.
	Status int
	// Header holds the values by their names in lower case.
	Header map[string]string
	// Body is a JSON object, or the zero Result if the reply had no body.
	Body gjson.Result
}

// Ask sends one request and reads its whole reply within timeout. It is what the calls of this package and those of
// package accounts have in common. Every error is a *TransportError, except that statuses 429 and 5xx give an *APIError
// if their body is not Zoho's: gateways in front of the API answer so too. The reply's status and header come with
// the error, unless no reply came or it broke off.
func Ask(ctx context.Context, t transport.Transport, timeout time.Duration, op Op, req transport.Request) (Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	resp, err := t.RoundTrip(ctx, req)
	r := Reply{Status: resp.Status, Header: resp.Header}
	switch {
	case errors.Is(err, transport.ErrTooLarge):
		return r, badReply(op, resp.Status)
	case err != nil:
		return Reply{}, &TransportError{Op: op, Kind: transportKind(ctx, err), HTTP: resp.Status}
	case resp.IsRedirect():
		// Nothing that Zoho documents for these calls redirects.
		return r, &TransportError{Op: op, Kind: ErrNotZoho, HTTP: resp.Status}
	case len(resp.Body) == 0 && r.Status < 400:
		return r, nil
	}
	if nesting(resp.Body) <= maxNesting && gjson.ValidBytes(resp.Body) {
		r.Body = gjson.ParseBytes(resp.Body)
	}
	if !r.Body.IsObject() {
		r.Body = gjson.Result{}
		return r, notJSON(op, r)
	}
	return r, nil
}

// transportKind sorts an error of a transport into the few kinds that a caller can act upon.
func transportKind(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return ErrTimeout
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	}
	return ErrNetwork
}

// notJSON returns the error for a reply whose body is not a JSON object.
func notJSON(op Op, r Reply) error {
	if r.Status == statusTooManyRequests || r.Status >= 500 {
		return &APIError{HTTP: r.Status, Op: op}
	}
	media, _, _ := strings.Cut(r.Header["content-type"], ";")
	if strings.HasSuffix(strings.ToLower(strings.TrimSpace(media)), "json") {
		return badReply(op, r.Status)
	}
	return &TransportError{Op: op, Kind: ErrNotZoho, HTTP: r.Status}
}

// nesting returns how deeply the arrays and objects of a JSON text are nested.
func nesting(text []byte) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
