// Package border carries the calls of package accounts into another program and back, as JSON: in the browser they are
// made by a WebAssembly module of their own, see there. An error keeps its identity on the way: whatever sentinel of
// package zoho [errors.Is] finds in it on one side, and whatever of that package's error types [errors.As] finds, is
// found on the other.
//
// Questions hold secrets and answers hold tokens, so neither may be logged. The texts of errors hold none.
package border

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Accounts are the calls that cross.
type Accounts interface {
	AuthURL(ctx context.Context, c zoho.OAuthClient, redirectURI, state, verifier string, attach bool) (string, error)
	Exchange(ctx context.Context, c zoho.OAuthClient, redirectURI, code, verifier string) (zoho.Grant, error)
	Refresh(ctx context.Context, c zoho.OAuthClient, refreshToken string) (zoho.AccessToken, error)
	Revoke(ctx context.Context, c zoho.OAuthClient, refreshToken string) error
}

// The calls, as a question names them.
const (
	callAuthURL  = "authURL"
	callExchange = "exchange"
	callRefresh  = "refresh"
	callRevoke   = "revoke"
)

// question is one call.
type question struct {
	Op          string           `json:"op"`
	Client      zoho.OAuthClient `json:"client"`
	RedirectURI string           `json:"redirectURI,omitempty"`
	State       string           `json:"state,omitempty"`
	Code        string           `json:"code,omitempty"`
	Verifier    string           `json:"verifier,omitempty"`
	// Attach asks for attaching files as well.
	Attach bool `json:"attach,omitempty"`
	// Refresh is a refresh token.
	Refresh string `json:"refresh,omitempty"`
}

// answer is what a call returned: its result in ok, or its error.
type answer struct {
	OK    json.RawMessage `json:"ok,omitempty"`
	Error *fault          `json:"error,omitempty"`
}

// Serve answers one question with accounts. It returns an error, which quotes nothing, only if the question cannot be
// read or the answer cannot be written.
func Serve(ctx context.Context, accounts Accounts, raw json.RawMessage) (json.RawMessage, error) {
	var q question
	if err := json.Unmarshal(raw, &q); err != nil {
		return nil, errMalformed
	}
	result, err := call(ctx, accounts, q)
	if err != nil {
		return write(answer{Error: encode(err)})
	}
	ok, err := write(result)
	if err != nil {
		return nil, err
	}
	return write(answer{OK: ok})
}

func call(ctx context.Context, accounts Accounts, q question) (any, error) {
	switch q.Op {
	case callAuthURL:
		return accounts.AuthURL(ctx, q.Client, q.RedirectURI, q.State, q.Verifier, q.Attach)
	case callExchange:
		return accounts.Exchange(ctx, q.Client, q.RedirectURI, q.Code, q.Verifier)
	case callRefresh:
		return accounts.Refresh(ctx, q.Client, q.Refresh)
	case callRevoke:
		return struct{}{}, accounts.Revoke(ctx, q.Client, q.Refresh)
	}
	return nil, fmt.Errorf("%w: accounts: call is not known", zoho.ErrBadRequest)
}

func write(v any) (json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, errMalformed
	}
	return raw, nil
}
