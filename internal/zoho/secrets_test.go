package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestErrorsRevealNothing plants recognisable values everywhere that something is sent, has a hostile server send all of
// them back in every place, and looks for them in the text of every error.
func TestErrorsRevealNothing(t *testing.T) {
	t.Parallel()
	const (
		secret  = "s3cr3t-of-client"
		refresh = "1000.refresh-planted"
		code    = "1000.code-planted"
		digits  = "14155550199"
		person  = "Grace Planted"
		text    = "planted words of a chat"
	)
	planted := []string{secret, refresh, code, digits, "5550199", person, "Planted", text, "planted", "1000.", contactID, noteID, "zoho.eu", "zohoapis", "http"}
	echo := func(r *http.Request) string {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return ""
		}
		return strings.Join([]string{r.URL.String(), string(body), fmt.Sprint(r.Header), person, text, code, digits}, " ")
	}
	jsonEcho := func(status int, shape string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			quoted, err := json.Marshal(echo(r))
			if err != nil {
				t.Error(err)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			io.WriteString(w, strings.ReplaceAll(shape, "ECHO", string(quoted)))
		}
	}
	handlers := map[string]http.HandlerFunc{
		"code":    jsonEcho(400, `{"code":ECHO,"details":{"api_name":ECHO,"permissions":[ECHO]},"message":ECHO,"status":"error","error":ECHO}`),
		"message": jsonEcho(400, `{"code":"INVALID_DATA","details":{ECHO:ECHO,"id":ECHO},"message":ECHO,"status":"error","error":"invalid_code","error_description":ECHO,"error_uri":ECHO}`),
		"items":   jsonEcho(207, `{"data":[{"code":"INVALID_DATA","details":{"x":ECHO},"message":ECHO,"status":"error"},{"code":ECHO,"message":ECHO,"status":"error"}]}`),
		"values":  jsonEcho(200, `{"access_token":ECHO,"refresh_token":ECHO,"api_domain":ECHO,"data":[{"id":ECHO}],"users":[{"id":ECHO}],"org":[{"id":ECHO}],"fields":[{"api_name":7,"x":ECHO}]}`),
		"name alone": func(w http.ResponseWriter, r *http.Request) {
			answer(400, `{"code":"`+person+`","error":"`+person+`"}`)(w, r)
		},
		"page":  func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>"+echo(r)) },
		"fault": jsonEcho(500, `{"error":ECHO,"code":ECHO}`),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://x.test/?"+refresh+digits, http.StatusFound)
		},
		"broken": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	for name, handler := range handlers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, handler)
			hc, c := s.client(), newTestClient(t, s.client())
			oc := testOAuthClient(MobileBased)
			oc.Secret = secret
			q, err := PhoneSuffixQuery("Contacts", []string{"Phone"}, nil, digits, 200)
			if err != nil {
				t.Fatal(err)
			}
			var errs []error
			note := func(results []WriteResult, err error) {
				errs = append(errs, err)
				for _, r := range results {
					errs = append(errs, r.Err)
				}
			}
			ctx := t.Context()
			_, e1 := oc.Exchange(ctx, hc, time.Now(), redirectURI, code, "verifier")
			_, e2 := oc.Refresh(ctx, hc, time.Now(), refresh)
			_, e3 := c.COQL.Query(ctx, q)
			_, e4 := c.Search.ByPhone(ctx, "Contacts", "+"+digits)
			_, e5 := c.Contacts.Get(ctx, contactID)
			errs = append(errs, e1, e2, oc.Revoke(ctx, hc, refresh), e3, e4, e5)
			note(c.Contacts.Create(ctx, []NewRecord{{Fields: map[string]string{"Last_Name": person, "Phone": digits}}}))
			note(c.Notes.Create(ctx, []NewNote{{"Contacts", contactID, person, text}, {"Contacts", contactID, person, text}}))
			note(c.Notes.Update(ctx, []NoteUpdate{{noteID, person, text}, {noteID2, person, text}}))
			for _, o := range operations(t) {
				note(o.run(ctx, c))
			}
			checkTexts(t, errs, planted)
		})
	}

	t.Run("refused here", func(t *testing.T) {
		t.Parallel()
		c := newTestClient(t, http.DefaultClient)
		bad := person + "\n" + digits
		_, e1 := PhoneSuffixQuery(bad, []string{bad}, []string{bad}, bad, 200)
		_, e2 := PhoneSuffixQuery("Contacts", []string{bad}, []string{bad}, digits, 200)
		_, e3 := c.Search.ByPhone(t.Context(), "Contacts", bad)
		_, e4 := c.Contacts.Get(t.Context(), bad)
		_, e5 := c.Notes.Create(t.Context(), []NewNote{{"Contacts", bad, bad, bad}})
		_, e6 := c.Contacts.Create(t.Context(), []NewRecord{{Fields: map[string]string{bad: bad}}})
		_, e7 := ParseRedirect(redirectURI+"?state="+code+"&code="+code, "S")
		_, e8 := ParseRedirect(redirectURI+"?state=S&error="+code, "S")
		_, e9 := ParseRedirect("https://%zz/"+code, "S")
		_, e10 := NewClient(Config{APIDomain: "https://" + code})
		_, e11 := newTestClient(t, http.DefaultClient, func(cfg *Config) { cfg.Tokens = badToken{bad} }).Org.Get(t.Context())
		_, e12 := testOAuthClient(ServerBased).Refresh(t.Context(), nil, time.Now(), bad)
		checkTexts(t, []error{e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12}, planted)
	})
}

// badToken is a TokenSource whose token cannot be sent.
type badToken struct{ token string }

func (b badToken) Token(context.Context, string) (AccessToken, error) {
	return AccessToken{Token: b.token}, nil
}

func checkTexts(t *testing.T, errs []error, planted []string) {
	t.Helper()
	some := false
	for _, err := range errs {
		if err == nil {
			continue
		}
		some = true
		for _, shown := range []string{err.Error(), fmt.Sprintf("%v", err), fmt.Sprintf("%+v", err)} {
			for _, p := range planted {
				// The package's own texts are lower-case English with HTTP in capitals.
				if strings.Contains(shown, p) {
					t.Errorf("%q appears in %q", p, shown)
				}
			}
		}
	}
	if !some {
		t.Error("no error to look at")
	}
}
