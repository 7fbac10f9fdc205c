package accounts_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts/border"
	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

// TestErrorsRevealNothing plants recognisable values everywhere that something is sent, has a hostile server send all of
// them back in every place, and looks for them in the text of every error, here and behind the border.
func TestErrorsRevealNothing(t *testing.T) {
	t.Parallel()
	for name, handler := range zohotest.Hostile(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zohotest.CheckTexts(t, failures(t, zohotest.NewServer(t, handler)))
		})
	}
	t.Run("refused here", func(t *testing.T) {
		t.Parallel()
		s := zohotest.NewServer(t, zohotest.Answer(200, grantReply))
		d := door(s.Transport())
		bad := zohotest.Person + "\n" + zohotest.Digits
		_, e1 := d.Refresh(t.Context(), testClient(zoho.ServerBased), bad)
		_, e2 := d.Exchange(t.Context(), testClient(zoho.MobileBased), redirectURI, zohotest.Code, bad)
		zohotest.CheckTexts(t, []error{e1, e2, d.Revoke(t.Context(), testClient(zoho.ServerBased), bad)})
	})
}

// failures makes every call, directly and through the border, and returns their errors.
func failures(t *testing.T, s *zohotest.Server) []error {
	t.Helper()
	direct := accounts.Door{Transport: s.Transport(), Now: time.Now}
	crossing := border.Caller{Ask: func(ctx context.Context, question json.RawMessage) (json.RawMessage, error) {
		return border.Serve(ctx, direct, question)
	}}
	oc := testClient(zoho.MobileBased)
	oc.Secret = zohotest.Secret
	var errs []error
	for _, calls := range []border.Accounts{direct, crossing} {
		_, exchange := calls.Exchange(t.Context(), oc, redirectURI, zohotest.Code, "verifier")
		_, refresh := calls.Refresh(t.Context(), oc, zohotest.Refresh)
		errs = append(errs, exchange, refresh, calls.Revoke(t.Context(), oc, zohotest.Refresh))
	}
	return errs
}
