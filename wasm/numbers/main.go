//go:build js && wasm

// Command numbers is the module that reads phone numbers. It holds the
// metadata of every country, which takes longer to unpack than the whole core
// takes to start; so it is a module of its own, woken only when a number must
// be read that has not been read before.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/parse"
)

func main() {
	if err := host.Serve("registerNumbers", read); err != nil {
		fmt.Fprintln(os.Stderr, "chatkeep numbers:", err)
		os.Exit(1)
	}
}

// read takes a list of phone.Text and returns a list of lists of phone.Number.
func read(ctx context.Context, request json.RawMessage) (json.RawMessage, error) {
	var texts []phone.Text
	if err := json.Unmarshal(request, &texts); err != nil {
		return nil, fmt.Errorf("numbers: read: %w", err)
	}
	found, err := parse.Reader{}.Read(ctx, texts)
	if err != nil {
		return nil, fmt.Errorf("numbers: read: %w", err)
	}
	return json.Marshal(found)
}
