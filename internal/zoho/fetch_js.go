//go:build js && wasm

package zoho

import (
	"io"
	"net/http"
)

// setFetchOptions tells the browser's fetch, which net/http uses here, not to follow redirects and to attach no cookies
// of Zoho's web application. net/http reads these keys as options and does not send them as headers; a RoundTripper that
// does not end in fetch must drop them. A redirect then arrives as a reply with status 0.
// See https://pkg.go.dev/net/http#Transport and https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect.
func setFetchOptions(h http.Header) {
	h.Set("js.fetch:redirect", "manual")
	h.Set("js.fetch:credentials", "omit")
}

// closeBody closes a reply's body unless reading it failed with readErr. A failed stream holds nothing any more, and
// cancelling it, which is what Close does here, would end in a rejected promise that nobody handles.
func closeBody(body io.Closer, readErr error) {
	if readErr == nil {
		body.Close()
	}
}
