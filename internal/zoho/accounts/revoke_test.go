package accounts_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestRevokeTriesBothAddresses(t *testing.T) {
	t.Parallel()
	const oneAddress, other = "/oauth/v2/revoke/token", "/oauth/v2/token/revoke"
	for _, works := range []string{oneAddress, other, "neither"} {
		t.Run(works, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == works {
					zohotest.Answer(200, `{"status":"success"}`)(w, r)
					return
				}
				zohotest.Answer(200, `{"error":"invalid_code"}`)(w, r)
			})
			err := door(s.Transport()).Revoke(t.Context(), testClient(zoho.ServerBased), "1000.cccc.dddd")
			all := s.All()
			if works == "neither" {
				if !errors.Is(err, zoho.ErrInvalidCode) || len(all) != 2 {
					t.Fatalf("error = %v after %d requests", err, len(all))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if all[0].Path != oneAddress || all[0].Body != "token=1000.cccc.dddd&token_type=refresh_token" {
				t.Errorf("first request = %+v", all[0])
			}
			if user, pass, ok := (&http.Request{Header: all[0].Header}).BasicAuth(); !ok || user != "1000.CLIENT" || pass != "secret0123" {
				t.Error("the first request lacks the client's credentials")
			}
			if last := all[len(all)-1]; last.Path != works || works == other && last.Query != "token=1000.cccc.dddd" {
				t.Errorf("last request = %+v", last)
			}
		})
	}
}
