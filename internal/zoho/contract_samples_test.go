package zoho_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

// sample is a reply as a page of Zoho's shows it, with values of our own. The texts of messages are not Zoho's and mean
// nothing.
type sample struct {
	// Case says what happened.
	Case string
	// Page is the page of www.zoho.com/crm/developer/docs/api that shows it.
	Page   string
	Status int
	// Body is null for a reply without one.
	Body json.RawMessage
}

func samples(t *testing.T) []sample {
	t.Helper()
	raw, err := os.ReadFile("testdata/replies.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	if err := json.Unmarshal(raw, &all); err != nil || len(all) == 0 {
		t.Fatalf("%d samples, %v", len(all), err)
	}
	return all
}

// TestStandInAnswersAsDocumented brings the stand-in into each of the cases: its status, its codes, and the members of
// its details are those of the page.
func TestStandInAnswersAsDocumented(t *testing.T) {
	t.Parallel()
	situations := situations()
	for _, s := range samples(t) {
		t.Run(s.Case, func(t *testing.T) {
			t.Parallel()
			ask := situations[s.Case]
			if ask == nil {
				t.Fatal("the stand-in is not brought into this case")
			}
			status, body := ask(newSampled(t))
			if status != s.Status {
				t.Errorf("status %d, want %d; body %s", status, s.Status, body)
			}
			if string(s.Body) == "null" {
				if len(body) > 0 {
					t.Errorf("body %s, want none", body)
				}
				return
			}
			var want, got any
			if err := errors.Join(json.Unmarshal(s.Body, &want), json.Unmarshal(body, &got)); err != nil {
				t.Fatalf("%v: %s", err, body)
			}
			for _, difference := range differences("$", want, got, false) {
				t.Error(difference)
			}
		})
	}
}

// differences compares a reply with its sample: the same kinds of values in the same places; the same members in
// details and info, and at least those of the sample elsewhere; the same codes, and of errors the same details but for
// what is an organisation's own.
func differences(path string, want, got any, exact bool) []string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %T, want an object", path, got)}
		}
		var all []string
		names := slices.Sorted(maps.Keys(w))
		if strict := exact || strings.HasSuffix(path, ".details") || strings.HasSuffix(path, ".info") || path == "$"; strict && !slices.Equal(names, slices.Sorted(maps.Keys(g))) {
			all = append(all, fmt.Sprintf("%s has the members %q, want %q", path, slices.Sorted(maps.Keys(g)), names))
		}
		for _, name := range names {
			failed := exact || w["status"] == "error" && name == "details"
			if _, sent := g[name]; !sent {
				all = append(all, fmt.Sprintf("%s has no %s", path, name))
			} else {
				all = append(all, differences(path+"."+name, w[name], g[name], failed)...)
			}
		}
		return all
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []string{fmt.Sprintf("%s is %v, want %d items", path, got, len(w))}
		}
		var all []string
		for i := range w {
			all = append(all, differences(fmt.Sprintf("%s[%d]", path, i), w[i], g[i], exact)...)
		}
		return all
	}
	name := path[strings.LastIndexByte(path, '.')+1:]
	own := slices.Contains([]string{"id", "name", "zuid"}, name)
	fixed := slices.Contains([]string{"code", "status", "error", "token_type", "expires_in", "api_domain", "sort_by", "sort_order", "more_records"}, name)
	switch {
	case want != nil && got != nil && fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got):
		return []string{fmt.Sprintf("%s is %T, want %T", path, got, want)}
	case (exact && !own || fixed) && want != got:
		return []string{fmt.Sprintf("%s is %v, want %v", path, got, want)}
	}
	return nil
}

// TestClientReadsWhatIsDocumented gives each of the replies to the client.
func TestClientReadsWhatIsDocumented(t *testing.T) {
	t.Parallel()
	readings := readings()
	for _, s := range samples(t) {
		t.Run(s.Case, func(t *testing.T) {
			t.Parallel()
			read := readings[s.Case]
			if read.by == nil {
				t.Fatal("the client is not given this reply")
			}
			body := string(s.Body)
			if body == "null" {
				body = ""
			}
			server := zohotest.NewServer(t, zohotest.Answer(s.Status, body))
			door := accounts.Door{Transport: server.Transport(), Now: time.Now}
			us, _ := zoho.DataCentreByCode("us")
			self := zoho.OAuthClient{ID: "1000.SELF", Secret: "secret", Type: zoho.SelfClient, DC: us}
			client, err := door.Client(us.API, onlyToken{zoho.AccessToken{Token: "1000.t", APIDomain: us.API}}, zoho.NopGate{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := read.by(reader{t, client, door, self})
			if read.refused == nil && err != nil || read.refused != nil && !errors.Is(err, read.refused) {
				t.Errorf("error %v, want %v", err, read.refused)
			}
			if got != read.tells {
				t.Errorf("read %q, want %q", got, read.tells)
			}
		})
	}
}

// onlyToken is a TokenSource that has one token, refused or not.
type onlyToken struct{ token zoho.AccessToken }

func (o onlyToken) Token(context.Context, string) (zoho.AccessToken, error) {
	return o.token, nil
}

// sampled is a stand-in with what the cases are about.
type sampled struct {
	stage
	t           *testing.T
	token       string
	oauth       zoho.OAuthClient
	refresh     string
	ada, ben    string
	note, other string
}

func newSampled(t *testing.T) sampled {
	t.Helper()
	s := sampled{stage: newStage(t, fakezoho.Switches{}), t: t}
	s.oauth = selfClient(t, s.world.SelfClient, "us")
	s.token, s.refresh = s.tokens(allScopes()...)
	s.ada, s.ben = s.world.Contacts[fakezoho.ContactPunctuated], s.world.Contacts["Ben Sample"]
	var err error
	if s.note, err = s.server.AddNote(s.ada, s.world.User.ID, "WhatsApp 2026-11-22", "10:01 Ada: hello"); err != nil {
		t.Fatal(err)
	}
	if s.other, err = s.server.AddForeignNote(s.ben, "Call", "x"); err != nil {
		t.Fatal(err)
	}
	if err := s.server.ChangeField(s.world.Org.ID, "Contacts", "Mobile", func(f *fakezoho.Field) { f.Unique = true }); err != nil {
		t.Fatal(err)
	}
	return s
}

// tokens signs in through the Self Client.
func (s sampled) tokens(scopes ...string) (access, refresh string) {
	s.t.Helper()
	status, body := s.exchange(s.code(scopes...), s.oauth.ID, s.oauth.Secret)
	var grant struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if err := json.Unmarshal(body, &grant); err != nil || grant.Access == "" {
		s.t.Fatalf("%d %s, %v", status, body, err)
	}
	return grant.Access, grant.Refresh
}

func (s sampled) code(scopes ...string) string {
	s.t.Helper()
	code, err := s.server.SelfClientCode(s.world.SelfClient.ID, scopes, 3*time.Minute)
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// exchange redeems a code.
func (s sampled) exchange(code, id, secret string) (int, []byte) {
	s.t.Helper()
	return s.post(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "client_id": {id}, "client_secret": {secret}})
}

// refreshed asks for a new access token.
func (s sampled) refreshed() (int, []byte) {
	s.t.Helper()
	return s.post(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.refresh}, "client_id": {s.oauth.ID}, "client_secret": {s.oauth.Secret}})
}

func (s sampled) post(form url.Values) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.oauth.DC.Accounts+"/oauth/v2/token", strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(req)
}

// call calls the API with the token; without one if it is empty.
func (s sampled) call(method, path, body string) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.oauth.DC.API+"/crm/v8/"+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if s.token != "" {
		req.Header.Set("Authorization", "Zoho-oauthtoken "+s.token)
	}
	return s.send(req)
}

func (s sampled) send(req *http.Request) (int, []byte) {
	s.t.Helper()
	resp, err := s.http.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, body
}
