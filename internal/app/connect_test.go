package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// begin starts a web sign-in and returns the address of the consent page.
func (s *stage) begin(change ...func(*contract.BeginSignIn)) string {
	s.t.Helper()
	in := contract.BeginSignIn{
		DataCentre: "us", ClientType: contract.ClientServer, ClientID: s.world.Client.ID,
		ClientSecret: s.world.Client.Secrets["us"], RedirectURL: redirectURL, Linking: contract.LinkAsk,
	}
	for _, f := range change {
		f(&in)
	}
	reply, _ := s.ask(contract.KindOptionsBegin, in)
	if reply.Error != nil {
		s.t.Fatalf("begin: %+v", *reply.Error)
	}
	var started contract.SignInStarted
	if err := json.Unmarshal(reply.OK, &started); err != nil {
		s.t.Fatal(err)
	}
	return started.AuthURL
}

var ticketPattern = regexp.MustCompile(`name="ticket" value="([^"]+)"`)

// consent decides on the consent page and returns where Zoho redirects to.
func (s *stage) consent(page, decision string) string {
	s.t.Helper()
	browser := http.Client{Transport: s.http, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	shown, err := browser.Get(page)
	if err != nil {
		s.t.Fatal(err)
	}
	defer shown.Body.Close()
	html, err := io.ReadAll(shown.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	ticket := ticketPattern.FindSubmatch(html)
	if ticket == nil {
		s.t.Fatalf("no consent page, status %d", shown.StatusCode)
	}
	path, _, _ := strings.Cut(page, "?")
	answered, err := browser.PostForm(path, url.Values{"ticket": {string(ticket[1])}, "decision": {decision}})
	if err != nil {
		s.t.Fatal(err)
	}
	defer answered.Body.Close()
	return answered.Header.Get("Location")
}

func TestWebSignIn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	back := s.consent(s.begin(), "accept")
	// The worker that began it is gone by the time consent is given.
	s.wake()
	s.do(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: back})
	view := s.view()
	if view.Zoho.State != contract.ZohoConnected || view.Zoho.User != "Olive Perator" || view.Zoho.Org != "Example Trading" ||
		view.Zoho.Region != "US" || view.Settings.Linking != contract.LinkAsk || view.Backup.State != contract.BackupIdle {
		t.Fatalf("view %+v", view)
	}
	if _, waits := stored[any](s, s.local, "signin"); waits {
		t.Error("the finished sign-in is still kept")
	}
	s.refused(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: back}, contract.CodeConflict, contract.ProblemSignInExpired)
}

func TestWebSignInRefusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		back    func(*stage) string
		code    contract.Code
		problem contract.ProblemCode
	}{
		"consent refused": {func(s *stage) string { return s.consent(s.begin(), "reject") }, contract.CodeInvalid, contract.ProblemConsentRefused},
		"another state": {func(s *stage) string {
			back := s.consent(s.begin(), "accept")
			s.begin()
			return back
		}, contract.CodeInvalid, contract.ProblemSignInMismatch},
		"came too late": {func(s *stage) string {
			back := s.consent(s.begin(), "accept")
			s.clock.advance(31 * time.Minute)
			return back
		}, contract.CodeConflict, contract.ProblemSignInExpired},
		"code expired": {func(s *stage) string {
			back := s.consent(s.begin(), "accept")
			s.clock.advance(5 * time.Minute)
			return back
		}, contract.CodeInvalid, contract.ProblemCodeUsed},
		"wrong secret": {func(s *stage) string {
			return s.consent(s.begin(func(in *contract.BeginSignIn) { in.ClientSecret = "0000" }), "accept")
		}, contract.CodeInvalid, contract.ProblemClientSecret},
		"another data centre": {func(s *stage) string {
			back := s.consent(s.begin(), "accept")
			return strings.Replace(strings.Replace(back, "accounts.zoho.com", "accounts.zoho.eu", 1), "location=us", "location=eu", 1)
		}, contract.CodeInvalid, contract.ProblemSignInElsewhere},
		"none of Zoho's servers": {func(s *stage) string {
			return strings.Replace(s.consent(s.begin(), "accept"), "accounts.zoho.com", "accounts.zoho.example", 1)
		}, contract.CodeInvalid, contract.ProblemSignInMismatch},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			back := tt.back(s)
			s.refused(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: back}, tt.code, tt.problem)
			if state := s.view().Zoho.State; state != contract.ZohoNotConnected {
				t.Errorf("state %q after a refused sign-in", state)
			}
			// The next try is not in the way of the first.
			s.do(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: s.consent(s.begin(), "accept")})
		})
	}
}

func TestSelfClientSignIn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change  func(*contract.SelfClientSignIn)
		problem contract.ProblemCode
	}{
		"wrong id":     {func(in *contract.SelfClientSignIn) { in.ClientID = "1000.NOBODY" }, contract.ProblemClientUnknown},
		"wrong secret": {func(in *contract.SelfClientSignIn) { in.ClientSecret = "0000" }, contract.ProblemClientSecret},
		"wrong code":   {func(in *contract.SelfClientSignIn) { in.Code = "1000.abc" }, contract.ProblemCodeUsed},
		"no code":      {func(in *contract.SelfClientSignIn) { in.Code = "  " }, contract.ProblemCodeUsed},
		"no secret":    {func(in *contract.SelfClientSignIn) { in.ClientSecret = "" }, contract.ProblemClientSecret},
		"other centre": {func(in *contract.SelfClientSignIn) { in.DataCentre = "eu" }, contract.ProblemClientUnknown},
		"no centre":    {func(in *contract.SelfClientSignIn) { in.DataCentre = "moon" }, contract.ProblemInternal},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			in := s.selfClient()
			tt.change(&in)
			s.refused(contract.KindOptionsSelfClient, in, contract.CodeInvalid, tt.problem)
			if keys := s.local.Keys(); slices.Contains(keys, "zoho") || slices.Contains(keys, "secrets") {
				t.Errorf("a refused sign-in left %v", keys)
			}
			s.connect()
			if s.view().Zoho.State != contract.ZohoConnected {
				t.Errorf("view %+v", s.view().Zoho)
			}
		})
	}
}

func TestSignInCutShortIsFinishedByTheNextCycle(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpOrgGet, Kind: fakezoho.FaultUnavailable})
	s.refused(contract.KindOptionsSelfClient, s.selfClient(), contract.CodeOffline, contract.ProblemZohoFault)
	s.nextTick()
	if view := s.view(); view.Zoho.State != contract.ZohoConnected || view.Zoho.Org == "" {
		t.Fatalf("view %+v", view.Zoho)
	}
}

func TestScopeMissingIsNamed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scopes := slices.DeleteFunc(zoho.Scopes(), func(scope string) bool { return strings.Contains(scope, "org") })
	s.refused(contract.KindOptionsSelfClient, s.selfClient(scopes...), contract.CodeUnauthenticated, contract.ProblemScope)
	view := s.view()
	if view.Zoho.State != contract.ZohoRefused || !strings.Contains(view.Zoho.Problem.Detail, "org") {
		t.Fatalf("view %+v, problem %+v", view.Zoho, view.Zoho.Problem)
	}
}

func TestDisconnectForgetsSecretsAndKeepsLinks(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	for _, area := range []interface{ Keys() []string }{s.local, s.session} {
		for _, key := range area.Keys() {
			if key == "zoho" || key == "secrets" || key == "signin" || key == "access" || key == "refresh" {
				t.Errorf("%q is still stored", key)
			}
		}
	}
	if revoked := s.zoho.CallsOf(fakezoho.OpRevoke); len(revoked) == 0 {
		t.Error("the sign-in was not revoked")
	}
	if view := s.view(); view.Zoho.State != contract.ZohoNotConnected || view.Backup.State != contract.BackupOff || view.Backup.Linked != 0 {
		t.Errorf("view %+v", view)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "while signed out")
	s.nextTick()
	s.connect()
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "while signed out")
	if view := s.view(); view.Backup.Linked != 1 {
		t.Errorf("%d chats are linked", view.Backup.Linked)
	}
}

func TestDisconnectWithoutNetworkStillForgets(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.zoho.SetDown(true)
	s.refused(contract.KindOptionsDisconnect, contract.Nothing{}, contract.CodeOffline, contract.ProblemUnreachable)
	if _, kept := stored[any](s, s.local, "secrets"); kept {
		t.Error("the secrets are still stored")
	}
}

func TestMalformedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	for name, raw := range map[string]string{
		"not JSON":      `{`,
		"version":       `{"v":2,"kind":"alarm/backup.tick"}`,
		"kind":          `{"v":1,"kind":"bridge/contact.create"}`,
		"member":        `{"v":1,"kind":"panel/chat.link","data":{"chat":"x","module":"Contacts","recordId":"1","more":1}}`,
		"envelope":      `{"v":1,"kind":"alarm/backup.tick","to":"x"}`,
		"redirect":      `{"v":1,"kind":"options/zoho.begin","data":{"dataCentre":"us","clientType":"server","clientId":"a","clientSecret":"b","redirectUrl":"https://evil.example/"}}`,
		"region":        `{"v":1,"kind":"options/settings.save","data":{"linking":"ask","region":"USA","firstBackupDays":3}}`,
		"days":          `{"v":1,"kind":"options/settings.save","data":{"linking":"ask","region":"","firstBackupDays":31}}`,
		"hint's reason": `{"v":1,"kind":"bridge/page.hint","data":{"reason":"write"}}`,
		"too large":     `{"v":1,"kind":"alarm/backup.tick","data":"` + strings.Repeat("x", 70_000) + `"}`,
	} {
		out, err := s.app.Dispatch(t.Context(), json.RawMessage(raw))
		var reply contract.Reply
		if err != nil || json.Unmarshal(out, &reply) != nil || reply.Error == nil || reply.Error.Code != contract.CodeInvalid {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
}

// checks returns the names of the checks that went well, and what is said of the
// others.
func (s *stage) checks() (well []contract.CheckName, ill map[contract.CheckName]contract.Problem) {
	s.t.Helper()
	ill = map[contract.CheckName]contract.Problem{}
	view, want := s.view().Zoho, 10
	if s.view().Settings.AttachMedia {
		want++
	}
	if len(view.Checks) != want || view.CheckedAt == 0 {
		s.t.Fatalf("%d checks at %d", len(view.Checks), view.CheckedAt)
	}
	for _, c := range view.Checks {
		if c.OK {
			well = append(well, c.Name)
		} else {
			ill[c.Name] = *c.Problem
		}
	}
	return well, ill
}

func TestCheckListNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	if _, ill := s.checks(); len(ill) > 0 {
		t.Fatalf("a whole sign-in fails: %+v", ill)
	}
	without := slices.DeleteFunc(slices.Clone(zoho.Scopes()), func(scope string) bool { return scope == "ZohoSearch.securesearch.READ" })
	s.do(contract.KindOptionsSelfClient, s.selfClient(without...))
	well, ill := s.checks()
	want := contract.Problem{Code: contract.ProblemScope, Detail: "ZohoSearch.securesearch.READ"}
	if len(well) != 9 || ill[contract.CheckSearch].Code != want.Code || !strings.Contains(ill[contract.CheckSearch].Detail, want.Detail) {
		t.Errorf("well %v, ill %+v", well, ill)
	}
	s.zoho.SetDown(true)
	s.do(contract.KindOptionsCheck, contract.Nothing{})
	well, ill = s.checks()
	if len(well) != 0 || ill[contract.CheckUser].Code != contract.ProblemUnreachable || s.view().Zoho.State != contract.ZohoUnreachable {
		t.Errorf("down: well %v, ill %+v, state %s", well, ill, s.view().Zoho.State)
	}
	s.zoho.SetDown(false)
	s.connect()
	s.do(contract.KindOptionsCheck, contract.Nothing{})
	if _, ill := s.checks(); len(ill) > 0 || s.view().Zoho.State != contract.ZohoConnected {
		t.Errorf("again: %+v", ill)
	}
}
