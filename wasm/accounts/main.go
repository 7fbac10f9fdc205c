//go:build js && wasm

// Command accounts is the module that signs in to Zoho and renews access
// tokens. It holds package oauth2 and with it Go's HTTP stack, which is larger
// than the whole core; so it is a module of its own, woken only for a sign-in,
// and once an hour for another access token.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/chatkeep/chatkeep/internal/browser/fetch"
	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts/border"
)

func main() {
	door := accounts.Door{Transport: fetch.Transport{}, Now: time.Now}
	err := host.Serve("registerAccounts", func(ctx context.Context, question json.RawMessage) (json.RawMessage, error) {
		return border.Serve(ctx, door, question)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "chatkeep accounts:", err)
		os.Exit(1)
	}
}
