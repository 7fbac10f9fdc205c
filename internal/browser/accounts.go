//go:build js && wasm

package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/browser/fetch"
	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts/border"
)

// Zoho is the way to Zoho's servers as [app.Zoho]: calls to the CRM go over
// fetch from here, those of the sign-in are made by the accounts module.
type Zoho struct{ border.Caller }

var _ app.Zoho = Zoho{}

// NewZoho returns the way to Zoho's servers.
func NewZoho() Zoho { return Zoho{border.Caller{Ask: askAccounts}} }

// Client implements [app.Zoho].
func (Zoho) Client(apiDomain string, tokens zoho.TokenSource, gate zoho.Gate) (*zoho.Client, error) {
	return zoho.NewClient(zoho.Config{Transport: fetch.Transport{}, APIDomain: apiDomain, Tokens: tokens, Gate: gate})
}

// askAccounts puts a question to the accounts module, a WebAssembly module of
// its own that the worker wakes for it; see extension/background.
func askAccounts(ctx context.Context, question json.RawMessage) (json.RawMessage, error) {
	answer, err := host.AskModule(ctx, "callAccounts", question)
	if err != nil {
		return nil, fmt.Errorf("browser: accounts module: %w", err)
	}
	return answer, nil
}
