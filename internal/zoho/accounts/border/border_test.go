package border

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// across returns the calls of a, made across the border.
func across(a Accounts) Caller {
	return Caller{Ask: func(ctx context.Context, question json.RawMessage) (json.RawMessage, error) {
		return Serve(ctx, a, question)
	}}
}

// recorder is an Accounts that notes what it was asked and returns what it has.
type recorder struct {
	asked []any
	grant zoho.Grant
	err   error
}

func (r *recorder) AuthURL(_ context.Context, c zoho.OAuthClient, redirectURI, state, verifier string, attach bool) (string, error) {
	r.asked = []any{c, redirectURI, state, verifier, attach}
	return "https://accounts.zoho.eu/?a=b&c=<d>", r.err
}

func (r *recorder) Exchange(_ context.Context, c zoho.OAuthClient, redirectURI, code, verifier string) (zoho.Grant, error) {
	r.asked = []any{c, redirectURI, code, verifier}
	return r.grant, r.err
}

func (r *recorder) Refresh(_ context.Context, c zoho.OAuthClient, refreshToken string) (zoho.AccessToken, error) {
	r.asked = []any{c, refreshToken}
	return r.grant.Access, r.err
}

func (r *recorder) Revoke(_ context.Context, c zoho.OAuthClient, refreshToken string) error {
	r.asked = []any{c, refreshToken}
	return r.err
}

func testClient() zoho.OAuthClient {
	eu, _ := zoho.DataCentreByCode("eu")
	return zoho.OAuthClient{ID: "1000.CLIENT", Secret: "secret", Type: zoho.MobileBased, DC: eu}
}

func TestCallsCross(t *testing.T) {
	t.Parallel()
	r := &recorder{grant: zoho.Grant{RefreshToken: "1000.r", Access: zoho.AccessToken{
		Token: "1000.a", Expiry: time.Date(2026, 11, 22, 11, 0, 0, 123456789, time.UTC), APIDomain: "https://www.zohoapis.eu",
	}}}
	calls, oc, ctx := across(r), testClient(), t.Context()
	forged := oc
	forged.DC.Accounts = "https://evil.example"
	for name, test := range map[string]struct {
		call      func() (any, error)
		want      any
		wantAsked []any
	}{
		"authURL":  {func() (any, error) { return calls.AuthURL(ctx, oc, "https://r", "s", "v", true) }, "https://accounts.zoho.eu/?a=b&c=<d>", []any{oc, "https://r", "s", "v", true}},
		"exchange": {func() (any, error) { return calls.Exchange(ctx, oc, "https://r", "c", "v") }, r.grant, []any{oc, "https://r", "c", "v"}},
		"self":     {func() (any, error) { return calls.Exchange(ctx, oc, "", "c", "") }, r.grant, []any{oc, "", "c", ""}},
		"refresh":  {func() (any, error) { return calls.Refresh(ctx, oc, "1000.r") }, r.grant.Access, []any{oc, "1000.r"}},
		"revoke":   {func() (any, error) { return nil, calls.Revoke(ctx, oc, "1000.r") }, nil, []any{oc, "1000.r"}},
		"a forged data centre stays recognisable": {func() (any, error) { return calls.Refresh(ctx, forged, "1000.r") }, r.grant.Access, []any{forged, "1000.r"}},
	} {
		// One after another, because they share the recorder.
		got, err := test.call()
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, test.want)
		}
		if !reflect.DeepEqual(r.asked, test.wantAsked) {
			t.Errorf("%s: asked %+v, want %+v", name, r.asked, test.wantAsked)
		}
	}
}

// TestErrorsOfCallsCross: each call hands its error back, and no result with it.
func TestErrorsOfCallsCross(t *testing.T) {
	t.Parallel()
	r := &recorder{err: &zoho.OAuthError{Code: "invalid_code", Op: zoho.OpRefreshToken}, grant: zoho.Grant{RefreshToken: "x"}}
	calls, oc, ctx := across(r), testClient(), t.Context()
	page, e1 := calls.AuthURL(ctx, oc, "https://r", "s", "v", false)
	grant, e2 := calls.Exchange(ctx, oc, "https://r", "c", "v")
	access, e3 := calls.Refresh(ctx, oc, "1000.r")
	for _, err := range []error{e1, e2, e3, calls.Revoke(ctx, oc, "1000.r")} {
		if !errors.Is(err, zoho.ErrInvalidCode) {
			t.Errorf("error = %v", err)
		}
	}
	if page != "" || grant != (zoho.Grant{}) || access != (zoho.AccessToken{}) {
		t.Errorf("results %q, %+v, %+v came with errors", page, grant, access)
	}
}

// TestNoAnswer: what is wrong between the two sides must never look like a refusal by Zoho, upon which a refresh token
// is given up.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	errModule := errors.New("module has ended")
	answers := func(text string, err error) Ask {
		return func(context.Context, json.RawMessage) (json.RawMessage, error) { return json.RawMessage(text), err }
	}
	for name, test := range map[string]struct {
		ctx  context.Context
		ask  Ask
		want error
	}{
		"module ended":   {t.Context(), answers("", errModule), zoho.ErrNetwork},
		"caller gave up": {ended, answers("", context.Canceled), context.Canceled},
		"too late":       {late, answers("", context.DeadlineExceeded), zoho.ErrTimeout},
		"no JSON":        {t.Context(), answers("{", nil), errMalformed},
		"empty":          {t.Context(), answers("{}", nil), errMalformed},
		"both":           {t.Context(), answers(`{"ok":{},"error":{}}`, nil), errMalformed},
		"other type":     {t.Context(), answers(`{"ok":7}`, nil), errMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Caller{Ask: test.ask}.Refresh(test.ctx, testClient(), "1000.refresh")
			if !errors.Is(err, test.want) {
				t.Errorf("error = %v, want %v", err, test.want)
			}
			for _, refusal := range []error{zoho.ErrInvalidCode, zoho.ErrInvalidClient, zoho.ErrInvalidSecret, zoho.ErrUnauthorized} {
				if errors.Is(err, refusal) {
					t.Errorf("error %v looks like %v", err, refusal)
				}
			}
		})
	}
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{``, `{`, `7`, `{"op":7}`} {
		if _, err := Serve(t.Context(), &recorder{}, json.RawMessage(raw)); !errors.Is(err, errMalformed) {
			t.Errorf("%s: error = %v", raw, err)
		}
	}
	out, err := Serve(t.Context(), &recorder{}, json.RawMessage(`{"op":"planted"}`))
	if err != nil || !strings.Contains(string(out), "ErrBadRequest") || strings.Contains(string(out), "planted") {
		t.Errorf("unknown call: %s, %v", out, err)
	}
}

// TestUnknownErrorsStaySilent: only errors that package zoho answers for cross with their texts.
func TestUnknownErrorsStaySilent(t *testing.T) {
	t.Parallel()
	_, err := across(&recorder{err: fmt.Errorf("Post %q: boom", "https://accounts.zoho.eu/?token=1000.planted")}).Refresh(t.Context(), testClient(), "r")
	if err == nil || strings.Contains(err.Error(), "planted") {
		t.Errorf("error = %v", err)
	}
}
