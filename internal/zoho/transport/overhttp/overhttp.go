// Package overhttp is the way to Zoho over Go's net/http, for programs and tests on this machine.
package overhttp

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// Transport is a [transport.Transport] over an [http.Client].
type Transport struct{ http *http.Client }

var _ transport.Transport = Transport{}

// New returns a transport that makes its connections with hc's Transport; nil means http.DefaultTransport. Nothing else
// of hc is used, neither its cookies nor its own timeout.
func New(hc *http.Client) Transport {
	own := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if hc != nil {
		own.Transport = hc.Transport
	}
	return Transport{own}
}

// RoundTrip implements [transport.Transport].
func (t Transport) RoundTrip(ctx context.Context, r transport.Request) (transport.Response, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, body)
	if err != nil {
		return transport.Response{}, err
	}
	for name, value := range r.Header {
		req.Header.Set(name, value)
	}
	resp, err := t.http.Do(req)
	if err != nil {
		return transport.Response{}, err
	}
	defer resp.Body.Close()
	reply := transport.Response{Status: resp.StatusCode, Header: make(map[string]string, len(resp.Header))}
	for name, values := range resp.Header {
		reply.Header[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	if reply.IsRedirect() {
		return reply, nil
	}
	content, err := io.ReadAll(io.LimitReader(resp.Body, transport.MaxBody+1))
	if err != nil {
		return reply, err
	}
	if len(content) > transport.MaxBody {
		return reply, transport.ErrTooLarge
	}
	reply.Body = content
	return reply, nil
}
