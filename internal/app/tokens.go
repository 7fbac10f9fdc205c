package app

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// refreshEarly is how long before its end an access token is replaced.
	refreshEarly = 5 * time.Minute
	// refreshPause keeps refreshes apart: Zoho allows ten in ten minutes for
	// one refresh token, from all browsers together.
	refreshPause = time.Minute
	// throttlePause is how long to wait after Zoho refused a refresh as too many.
	throttlePause = 10 * time.Minute
)

// errSignedOut says that Zoho no longer accepts the sign-in.
var errSignedOut = errors.New("Zoho no longer accepts this sign-in")

// tokens hands out access tokens for the stored connection.
type tokens struct{ app *App }

var _ zoho.TokenSource = tokens{}

// Token implements [zoho.TokenSource]. A new token is stored before it is used.
func (t tokens) Token(ctx context.Context, stale string) (zoho.AccessToken, error) {
	a := t.app
	a.tokenMu.Lock()
	defer a.tokenMu.Unlock()

	conn, found, err := a.store.Connection(ctx)
	if err != nil {
		return zoho.AccessToken{}, err
	}
	if !found {
		return zoho.AccessToken{}, errNotConnected
	}
	if conn.State == contract.ZohoSignedOut {
		return zoho.AccessToken{}, errSignedOut
	}
	have, err := a.store.Access(ctx)
	if err != nil {
		return zoho.AccessToken{}, err
	}
	fresh := have.Token != "" && have.Token != stale && a.now().Add(refreshEarly).Before(have.Expiry)
	if fresh {
		return zoho.AccessToken{Token: have.Token, Expiry: have.Expiry, APIDomain: conn.APIDomain}, nil
	}
	return a.renewToken(ctx, conn)
}

func (a *App) renewToken(ctx context.Context, conn store.Connection) (zoho.AccessToken, error) {
	last, err := a.store.LastRefresh(ctx)
	if err != nil {
		return zoho.AccessToken{}, err
	}
	now := a.now()
	if now.Before(last.NotBefore) && !now.Before(last.At) {
		return zoho.AccessToken{}, &waitError{until: last.NotBefore, why: cmp.Or(last.Why, contract.ProblemThrottled)}
	}
	if err := a.store.SaveRefresh(ctx, store.RefreshTry{At: now, NotBefore: now.Add(refreshPause)}); err != nil {
		return zoho.AccessToken{}, err
	}
	secrets, err := a.store.Secrets(ctx)
	if err != nil {
		return zoho.AccessToken{}, err
	}
	client, err := oauthClient(conn.DataCentre, conn.ClientType, conn.ClientID, secrets.ClientSecret)
	if err != nil {
		return zoho.AccessToken{}, err
	}
	token, err := a.zoho.Refresh(ctx, client, secrets.RefreshToken)
	switch {
	case errors.Is(err, zoho.ErrTokenThrottled):
		return zoho.AccessToken{}, a.waitToRefresh(ctx, store.RefreshTry{At: now, NotBefore: now.Add(throttlePause), Why: contract.ProblemThrottled})
	case errors.Is(err, zoho.ErrInvalidCode), errors.Is(err, zoho.ErrInvalidClient), errors.Is(err, zoho.ErrInvalidSecret):
		return zoho.AccessToken{}, errors.Join(errSignedOut, err, a.updateConnection(ctx, func(now *store.Connection) bool {
			now.State = contract.ZohoSignedOut
			now.Problem = &contract.Problem{Code: contract.ProblemSignedOut}
			return true
		}))
	case err != nil:
		// The pause is our own; what is told meanwhile is why it came to it.
		return zoho.AccessToken{}, errors.Join(err, a.store.SaveRefresh(ctx, store.RefreshTry{At: now, NotBefore: now.Add(refreshPause), Why: problemOf(err).Code}))
	}
	return token, a.store.SaveAccess(ctx, store.AccessToken{Token: token.Token, Expiry: token.Expiry})
}

// waitToRefresh stores until when no refresh is tried, and returns that as an error.
func (a *App) waitToRefresh(ctx context.Context, try store.RefreshTry) error {
	if err := a.store.SaveRefresh(ctx, try); err != nil {
		return err
	}
	return &waitError{until: try.NotBefore, why: try.Why}
}

// crm returns a client for the stored connection.
func (a *App) crm(ctx context.Context) (*zoho.Client, store.Connection, error) {
	conn, found, err := a.store.Connection(ctx)
	if err != nil {
		return nil, conn, err
	}
	if !found {
		return nil, conn, errNotConnected
	}
	client, err := a.zoho.Client(conn.APIDomain, tokens{a}, a.gate)
	return client, conn, err
}

func oauthClient(dataCentre, clientType, id, secret string) (zoho.OAuthClient, error) {
	dc, ok := zoho.DataCentreByCode(dataCentre)
	if !ok {
		return zoho.OAuthClient{}, fail(contract.CodeInvalid, contract.ProblemInternal, "unknown data centre")
	}
	return zoho.OAuthClient{ID: id, Secret: secret, Type: zoho.ClientType(clientType), DC: dc}, nil
}
