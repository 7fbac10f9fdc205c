package zoho

import (
	"context"
	"net/http"
	"time"
)

// Door ties the calls of this package to one HTTP client and one clock, so that
// its user needs to know neither.
type Door struct {
	// HTTP makes the connections.
	HTTP *http.Client
	// Now is the time from which an access token's life is counted.
	Now func() time.Time
}

// Exchange turns a code into a grant; see [OAuthClient.Exchange].
func (d Door) Exchange(ctx context.Context, c OAuthClient, redirectURI, code, verifier string) (Grant, error) {
	return c.Exchange(ctx, d.HTTP, d.Now(), redirectURI, code, verifier)
}

// Refresh gets another access token; see [OAuthClient.Refresh].
func (d Door) Refresh(ctx context.Context, c OAuthClient, refreshToken string) (AccessToken, error) {
	return c.Refresh(ctx, d.HTTP, d.Now(), refreshToken)
}

// Revoke ends a grant; see [OAuthClient.Revoke].
func (d Door) Revoke(ctx context.Context, c OAuthClient, refreshToken string) error {
	return c.Revoke(ctx, d.HTTP, refreshToken)
}

// Client returns a client for the calls to one organisation; see [NewClient].
func (d Door) Client(apiDomain string, tokens TokenSource, gate Gate) (*Client, error) {
	return NewClient(Config{HTTP: d.HTTP, APIDomain: apiDomain, Tokens: tokens, Gate: gate})
}
