package accounts

import (
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// Door is the whole way to Zoho in one program: the calls of this package and the clients of package zoho, over one
// transport and by one clock. It is safe for concurrent use.
type Door struct {
	// Transport makes the connections.
	Transport transport.Transport
	// Now is the time from which an access token's life is counted.
	Now func() time.Time
}

// Client returns a client for the calls to one organisation; see [zoho.NewClient].
func (d Door) Client(apiDomain string, tokens zoho.TokenSource, gate zoho.Gate) (*zoho.Client, error) {
	return zoho.NewClient(zoho.Config{Transport: d.Transport, APIDomain: apiDomain, Tokens: tokens, Gate: gate})
}
