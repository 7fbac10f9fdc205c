//go:build js && wasm

package main

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"github.com/chatkeep/chatkeep/internal/browser/fetch"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// zohoTransport reaches the stand-in for Zoho in another process by the product's own
// transport: the host that is called is the first piece of the path there. The
// stand-in's clock is set by each call. What a call takes is metered.
type zohoTransport struct {
	// server is the stand-in's address, without a slash at its end.
	server string
	clock  *clock
	meter  *meter
}

// RoundTrip implements [transport.Transport].
func (t zohoTransport) RoundTrip(ctx context.Context, r transport.Request) (transport.Response, error) {
	t.meter.look()
	defer t.meter.zoho.begin()()
	r.URL = t.server + "/" + strings.TrimPrefix(r.URL, "https://")
	header := map[string]string{"Bench-Now": strconv.FormatInt(t.clock.now.UnixMilli(), 10)}
	maps.Copy(header, r.Header)
	r.Header = header
	return fetch.Transport{}.RoundTrip(ctx, r)
}
