package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// tellTale is a connection to a Zoho that says everything it was sent, in
// whatever it answers. It remembers every secret that crosses it.
type tellTale struct {
	http.RoundTripper

	mu      sync.Mutex
	secrets []string
	// mode is how it answers: "" as Zoho does.
	mode string
}

func (x *tellTale) set(mode string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.mode = mode
}

func (x *tellTale) note(values ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, v := range values {
		if v != "" && !slices.Contains(x.secrets, v) {
			x.secrets = append(x.secrets, v)
		}
	}
}

// RoundTrip implements [http.RoundTripper].
func (x *tellTale) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		var err error
		if sent, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
	}
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), "Zoho-oauthtoken ")
	x.note(token)
	form, err := url.ParseQuery(string(sent))
	if err == nil && r.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		x.note(form.Get("client_secret"), form.Get("refresh_token"), form.Get("code"), form.Get("code_verifier"), form.Get("token"))
	}
	x.mu.Lock()
	mode := x.mode
	said := fmt.Sprintf("%s %s %s %s", r.URL, sent, token, strings.Join(x.secrets, " "))
	x.mu.Unlock()
	status, kind, body := 200, "application/json", ""
	quoted := fmt.Sprintf("%q", said)
	switch mode {
	case "refusal":
		status, body = 400, `{"code":"INVALID_DATA","details":{"api_name":"`+token+`","x":`+quoted+`},"message":`+quoted+`,"status":"error"}`
	case "code":
		status, body = 403, `{"code":`+quoted+`,"error":`+quoted+`,"details":{"permissions":[`+quoted+`]},"message":`+quoted+`,"status":"error"}`
	case "fault":
		status, body = 500, `{"code":`+quoted+`,"error":`+quoted+`}`
	case "web page":
		kind, body = "text/html", "<html>"+said
	case "item":
		body = `{"data":[{"code":"INVALID_DATA","details":{"api_name":` + quoted + `},"message":` + quoted + `,"status":"error"}],"error":` + quoted + `}`
	case "connection":
		return nil, fmt.Errorf("dial with %s", said)
	default:
		return x.passed(r)
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {kind}, "Location": {"https://x.test/?" + url.QueryEscape(said)}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}, nil
}

// passed lets Zoho answer, and remembers the tokens it gives out.
func (x *tellTale) passed(r *http.Request) (*http.Response, error) {
	answer, err := x.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var tokens struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if json.Unmarshal(body, &tokens) == nil {
		x.note(tokens.Access, tokens.Refresh)
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// keepers are the keys under which secrets are kept, by area; the browser closes
// both areas to content scripts.
var keepers = map[string][]string{"local": {"secrets", "signin"}, "session": {"access"}}

// TestSecretsAreInTheirPlacesAlone looks for every secret that was ever sent or
// received in all that leaves the core: answers and error texts, what the faces
// draw, the report that can be saved, and what the scripts in WhatsApp Web are
// asked.
func TestSecretsAreInTheirPlacesAlone(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	wire := &tellTale{RoundTripper: s.http}
	s.http = wire
	s.wake()
	var told []string
	s.whatsApp.before = func(q contract.PageQuestion) {
		raw, err := json.Marshal(q)
		if err != nil {
			t.Error(err)
		}
		told = append(told, "page asked: "+string(raw))
	}
	ask := func(kind contract.Kind, data any) contract.Reply {
		reply, _ := s.ask(kind, data)
		raw, err := json.Marshal(reply)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, string(kind)+": "+string(raw))
		for area, memory := range map[string]*store.Memory{"local": s.local, "session": s.session} {
			for _, key := range memory.Keys() {
				if slices.Contains(keepers[area], key) {
					continue
				}
				values, err := memory.Get(t.Context(), key)
				if err != nil {
					t.Fatal(err)
				}
				told = append(told, area+" "+key+": "+string(values[key]))
			}
		}
		return reply
	}
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
	round := func() {
		self := s.selfClient()
		wire.note(self.ClientSecret, self.Code, s.world.Client.Secrets["us"])
		ask(contract.KindOptionsSelfClient, self)
		ask(contract.KindOptionsCheck, contract.Nothing{})
		s.clock.advance(3 * time.Minute)
		s.whatsApp.say(adaJID, s.now(0), false, "more")
		ask(contract.KindAlarmTick, contract.Nothing{})
		s.whatsApp.open(newJID)
		ask(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID})
		ask(contract.KindPanelCreateContact, nora)
		ask(contract.KindOptionsHealth, contract.Nothing{})
		// An hour later the token is renewed.
		s.clock.advance(2 * time.Hour)
		ask(contract.KindPopupSyncNow, contract.Nothing{})
	}
	round()
	for _, mode := range []string{"refusal", "code", "fault", "web page", "item", "connection"} {
		wire.set(mode)
		round()
		ask(contract.KindOptionsDisconnect, contract.Nothing{})
		wire.set("")
		address := s.begin()
		back := s.consent(address, "accept")
		wire.set(mode)
		ask(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: back})
		wire.set("")
		round()
	}
	if len(wire.secrets) < 40 || len(told) < 500 {
		t.Fatalf("%d secrets, %d texts: the test does not try what it should", len(wire.secrets), len(told))
	}
	for _, secret := range wire.secrets {
		for _, text := range told {
			if strings.Contains(text, secret) {
				t.Fatalf("a secret of %d characters stands in %.60s", len(secret), text)
			}
		}
	}
}
