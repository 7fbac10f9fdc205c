package zoho

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

const (
	// DefaultTimeout bounds one request with its reply. It is below the 30 seconds after which Chrome ends an extension's
	// service worker whose fetch has not been answered,
	// see https://developer.chrome.com/docs/extensions/develop/concepts/service-workers/lifecycle.
	DefaultTimeout = 25 * time.Second
	// maxReply bounds the body of a reply, in bytes. A full page of 2,000 rows stays below 2 MB.
	maxReply = 8 << 20
	// maxNesting bounds how deeply a reply may be nested, because it is checked by a recursive reader. Zoho's go to about 8.
	maxNesting = 200
)

// reply is a complete answer: its body is "" or a valid JSON object.
type reply struct {
	status int
	header http.Header
	body   gjson.Result
	raw    []byte
}

// plainClient returns a copy of hc that neither follows redirects nor keeps cookies.
func plainClient(hc *http.Client) *http.Client {
	c := &http.Client{}
	if hc != nil {
		c.Transport = hc.Transport
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

// roundTrip sends one request and reads its whole reply within timeout. Every error is a *TransportError, except that
// statuses 429 and 5xx give an *APIError even if their body is not Zoho's: gateways in front of the API answer so too.
//
// The caller's Go code is the only judge of redirects: none is followed, because nothing that Zoho documents for these
// calls redirects, and a token must not travel to where a redirect points.
func roundTrip(ctx context.Context, hc *http.Client, timeout time.Duration, op Op, req *http.Request) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req = req.WithContext(ctx)
	setFetchOptions(req.Header)

	resp, err := hc.Do(req)
	if err != nil {
		return reply{}, &TransportError{Op: op, Kind: transportKind(ctx, err)}
	}
	var readErr error
	defer func() { closeBody(resp.Body, readErr) }()
	r := reply{status: resp.StatusCode, header: resp.Header}
	if r.status == 0 || r.status >= 300 && r.status < 400 {
		return r, &TransportError{Op: op, Kind: ErrNotZoho, HTTP: r.status}
	}

	// In the browser the context guards only the wait for the headers, so the end of the context closes the body, and a
	// body closed in this way looks complete.
	unguard := context.AfterFunc(ctx, func() { resp.Body.Close() })
	r.raw, readErr = io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if !unguard() || readErr != nil {
		return reply{}, &TransportError{Op: op, Kind: transportKind(ctx, readErr), HTTP: resp.StatusCode}
	}
	if len(r.raw) > maxReply {
		return r, &TransportError{Op: op, Kind: ErrBadReply, HTTP: r.status}
	}
	if len(r.raw) == 0 && r.status < 400 {
		return r, nil
	}
	if nesting(r.raw) <= maxNesting && gjson.ValidBytes(r.raw) {
		r.body = gjson.ParseBytes(r.raw)
	}
	if !r.body.IsObject() {
		r.body = gjson.Result{}
		return r, notJSON(op, r)
	}
	return r, nil
}

// transportKind sorts an error of net/http into the few kinds that a caller can act upon. In the browser nothing more
// is known: every failed fetch has the same text.
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
func notJSON(op Op, r reply) error {
	if r.status == http.StatusTooManyRequests || r.status >= 500 {
		return &APIError{HTTP: r.status, Op: op}
	}
	media, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err == nil && strings.HasSuffix(media, "json") {
		return &TransportError{Op: op, Kind: ErrBadReply, HTTP: r.status}
	}
	return &TransportError{Op: op, Kind: ErrNotZoho, HTTP: r.status}
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
