package accounts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/oauth2"

	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// guarded returns a context whose HTTP client, as package oauth2 looks it up, is the door's transport behind the checks
// of package zoho.
func (d Door) guarded(ctx context.Context, op zoho.Op) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: guard{d.Transport, op}})
}

// guard is a RoundTripper that returns only complete replies with a JSON object and a status below 500, so that package
// oauth2 cannot mistake a captive portal's page for an answer of Zoho's.
type guard struct {
	transport transport.Transport
	op        zoho.Op
}

// RoundTrip implements [http.RoundTripper].
func (g guard) RoundTrip(req *http.Request) (*http.Response, error) {
	out, err := request(req)
	if err != nil {
		return nil, err
	}
	r, err := zoho.Ask(req.Context(), g.transport, zoho.DefaultTimeout, g.op, out)
	var api *zoho.APIError
	if r.Status == http.StatusTooManyRequests && (err == nil || errors.As(err, &api)) {
		return nil, zoho.NewOAuthError(g.op, zoho.CodeTokenThrottled)
	}
	if err != nil {
		return nil, err
	}
	if r.Status >= 500 {
		return nil, &zoho.APIError{HTTP: r.Status, Op: g.op}
	}
	if !r.Body.IsObject() {
		return nil, badReply(g.op, r.Status)
	}
	return &http.Response{
		Status:     http.StatusText(r.Status),
		StatusCode: r.Status,
		// Package oauth2 reads a JSON reply labelled as plain text as a form.
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(strings.NewReader(r.Body.Raw)),
		ContentLength: int64(len(r.Body.Raw)),
		Request:       req,
	}, nil
}

// request returns a request of package oauth2 in the transport's form.
func request(req *http.Request) (transport.Request, error) {
	out := transport.Request{Method: req.Method, URL: req.URL.String(), Header: map[string]string{}}
	for name := range req.Header {
		out.Header[name] = req.Header.Get(name)
	}
	if req.Body == nil {
		return out, nil
	}
	// A RoundTripper must close its request's body.
	defer req.Body.Close()
	body := &bytes.Buffer{}
	if _, err := body.ReadFrom(req.Body); err != nil {
		return transport.Request{}, err
	}
	out.Body = body.Bytes()
	return out, nil
}

// oauthError turns an error of package oauth2, whose text may quote the whole reply, into one of package zoho.
func oauthError(op zoho.Op, err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		if refused.ErrorCode == "" {
			return badReply(op, refused.Response.StatusCode)
		}
		return zoho.NewOAuthError(op, refused.ErrorCode)
	}
	var refusal *zoho.OAuthError
	if errors.As(err, &refusal) {
		return refusal
	}
	var api *zoho.APIError
	if errors.As(err, &api) {
		return api
	}
	var failed *zoho.TransportError
	if errors.As(err, &failed) {
		return failed
	}
	// What is left are package oauth2's complaints about the form of a reply.
	return badReply(op, http.StatusOK)
}

// badReply returns the error for a reply that is not of the documented form.
func badReply(op zoho.Op, status int) error {
	return &zoho.TransportError{Op: op, Kind: zoho.ErrBadReply, HTTP: status}
}

// badRequest returns the error for an argument outside its documented form. what must not quote the argument.
func badRequest(op zoho.Op, what string) error {
	return fmt.Errorf("%w: %s: %s", zoho.ErrBadRequest, op, what)
}
