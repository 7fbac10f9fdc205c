//go:build !(js && wasm)

package zoho

import (
	"io"
	"net/http"
)

// setFetchOptions does nothing: outside the browser the HTTP client itself decides about redirects and cookies.
func setFetchOptions(http.Header) {}

// closeBody closes a reply's body, whatever the error that reading it ended with.
func closeBody(body io.Closer, _ error) { body.Close() }
