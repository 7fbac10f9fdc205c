package border

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// errMalformed means that the two sides do not understand each other, which only a fault of this package can cause.
var errMalformed = errors.New("accounts: malformed message")

// Ask carries a question to the other side and returns its answer. Its error means that no answer came.
type Ask func(ctx context.Context, question json.RawMessage) (json.RawMessage, error)

// Caller makes the calls on the other side. If no answer comes, the error matches ErrTimeout or context.Canceled if the
// context ended, and ErrNetwork otherwise: nothing is known then about the sign-in, and least of all that it is over.
type Caller struct{ Ask Ask }

var _ Accounts = Caller{}

// AuthURL implements [Accounts].
func (c Caller) AuthURL(ctx context.Context, client zoho.OAuthClient, redirectURI, state, verifier string, attach bool) (string, error) {
	q := question{Op: callAuthURL, Client: client, RedirectURI: redirectURI, State: state, Verifier: verifier, Attach: attach}
	return ask[string](ctx, c.Ask, zoho.OpBuildAuthURL, q)
}

// Exchange implements [Accounts].
func (c Caller) Exchange(ctx context.Context, client zoho.OAuthClient, redirectURI, code, verifier string) (zoho.Grant, error) {
	q := question{Op: callExchange, Client: client, RedirectURI: redirectURI, Code: code, Verifier: verifier}
	return ask[zoho.Grant](ctx, c.Ask, zoho.OpExchangeCode, q)
}

// Refresh implements [Accounts].
func (c Caller) Refresh(ctx context.Context, client zoho.OAuthClient, refreshToken string) (zoho.AccessToken, error) {
	q := question{Op: callRefresh, Client: client, Refresh: refreshToken}
	return ask[zoho.AccessToken](ctx, c.Ask, zoho.OpRefreshToken, q)
}

// Revoke implements [Accounts].
func (c Caller) Revoke(ctx context.Context, client zoho.OAuthClient, refreshToken string) error {
	q := question{Op: callRevoke, Client: client, Refresh: refreshToken}
	_, err := ask[struct{}](ctx, c.Ask, zoho.OpRevokeToken, q)
	return err
}

// ask puts one question and reads its answer.
func ask[T any](ctx context.Context, put Ask, op zoho.Op, q question) (T, error) {
	var result T
	raw, err := write(q)
	if err != nil {
		return result, err
	}
	reply, err := put(ctx, raw)
	if err != nil {
		return result, fmt.Errorf("%w: %w", &zoho.TransportError{Op: op, Kind: unanswered(ctx)}, err)
	}
	var a answer
	if err := json.Unmarshal(reply, &a); err != nil || (a.OK == nil) == (a.Error == nil) {
		return result, errMalformed
	}
	if a.Error != nil {
		return result, a.Error.decode()
	}
	if err := json.Unmarshal(a.OK, &result); err != nil {
		return result, errMalformed
	}
	return result, nil
}

// unanswered is the kind of the error of a question that no answer came to.
func unanswered(ctx context.Context) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return zoho.ErrTimeout
	case ctx.Err() != nil:
		return context.Canceled
	}
	return zoho.ErrNetwork
}
