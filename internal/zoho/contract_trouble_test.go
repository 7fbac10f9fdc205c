package zoho_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// TestSignInTroubleAgainstStandIn: each way in which a sign-in goes wrong has its own error.
func TestSignInTroubleAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		right := selfClient(t, s.world.SelfClient, "us")
		code := func() string {
			t.Helper()
			code, err := s.server.SelfClientCode(right.ID, zoho.Scopes(), 3*time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
		used := code()
		if _, err := s.door.Exchange(t.Context(), right, "", used, ""); err != nil {
			t.Fatal(err)
		}
		expired := code()
		s.clock.Advance(3 * time.Minute)
		eu, _ := zoho.DataCentreByCode("eu")
		for name, tt := range map[string]struct {
			change func(*zoho.OAuthClient)
			code   string
			want   error
		}{
			"wrong client id":   {func(c *zoho.OAuthClient) { c.ID = "1000.NOPE" }, code(), zoho.ErrInvalidClient},
			"wrong data centre": {func(c *zoho.OAuthClient) { c.DC = eu }, code(), zoho.ErrInvalidClient},
			"wrong secret":      {func(c *zoho.OAuthClient) { c.Secret = "0000" }, code(), zoho.ErrInvalidSecret},
			"code used":         {func(*zoho.OAuthClient) {}, used, zoho.ErrInvalidCode},
			"code expired":      {func(*zoho.OAuthClient) {}, expired, zoho.ErrInvalidCode},
			"code mistyped":     {func(*zoho.OAuthClient) {}, "1000.abc.def", zoho.ErrInvalidCode},
		} {
			oc := right
			tt.change(&oc)
			if _, err := s.door.Exchange(t.Context(), oc, "", tt.code, ""); !errors.Is(err, tt.want) {
				t.Errorf("%s: error = %v, want %v", name, err, tt.want)
			}
		}
		for kind, want := range map[fakezoho.FaultKind]error{
			fakezoho.FaultPortal: zoho.ErrNotZoho, fakezoho.FaultTooMany: zoho.ErrTokenThrottled, fakezoho.FaultBadGateway: zoho.ErrServer,
			fakezoho.FaultReplyLost: zoho.ErrNetwork, fakezoho.FaultCutBody: zoho.ErrNetwork,
		} {
			s.server.Inject(fakezoho.Fault{Op: fakezoho.OpToken, Kind: kind})
			if _, err := s.door.Exchange(t.Context(), right, "", code(), ""); !errors.Is(err, want) {
				t.Errorf("%s: error = %v, want %v", kind, err, want)
			}
		}
	})
}

// TestUnticksAgainstStandIn signs in with one scope left out at a time; the checks name it, or what it may be.
func TestUnticksAgainstStandIn(t *testing.T) {
	t.Parallel()
	failing := map[string][]zoho.CheckName{
		"ZohoCRM.users.READ":            {zoho.CheckUser, zoho.CheckNotes},
		"ZohoCRM.org.READ":              {zoho.CheckOrg},
		"ZohoCRM.settings.fields.READ":  {zoho.CheckContactFields, zoho.CheckLeadFields},
		"ZohoCRM.coql.READ":             {zoho.CheckQuery},
		"ZohoCRM.modules.leads.READ":    {zoho.CheckQuery},
		"ZohoCRM.modules.contacts.READ": {zoho.CheckSearch},
		"ZohoSearch.securesearch.READ":  {zoho.CheckSearch},
		"ZohoCRM.modules.notes.READ":    {zoho.CheckNotes},
		"ZohoCRM.settings.modules.READ": {zoho.CheckCreateContacts, zoho.CheckCreateLeads, zoho.CheckWriteNotes},
		"ZohoCRM.modules.notes.CREATE":  {zoho.CheckWriteNotes},
		"ZohoCRM.modules.notes.UPDATE":  {zoho.CheckWriteNotes},
	}
	for _, missing := range zoho.Scopes() {
		t.Run(missing, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, fakezoho.Switches{})
			c := s.signIn(t, scopesWithout(missing)...)
			named, before := false, len(s.server.Notes())
			for _, r := range zoho.Checks(t.Context(), c, s.clock.Now()) {
				if (r.State != zoho.CheckOK) != slices.Contains(failing[missing], r.Name) {
					t.Errorf("%s: %s, %v", r.Name, r.State, r.Err)
				}
				if r.State == zoho.CheckNoScope {
					named = named || slices.Contains(r.Scopes, missing)
				}
			}
			if named != (failing[missing] != nil) {
				t.Errorf("named %v", named)
			}
			if notes := s.server.Notes(); len(notes) != before {
				t.Errorf("%d notes, %d before", len(notes), before)
			}
		})
	}
}

func TestChecksAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c := s.signIn(t, zoho.Scopes()...)
		s.server.ResetCalls()
		before := s.server.CreditsUsed()
		for _, r := range zoho.Checks(t.Context(), c, s.clock.Now()) {
			if r.State != zoho.CheckOK {
				t.Errorf("%s: %s, %v", r.Name, r.State, r.Err)
			}
		}
		if got := s.server.CreditsUsed() - before; got != 10 {
			t.Errorf("%d credits", got)
		}
		checks := func(change func(*fakezoho.Profile)) map[zoho.CheckName]zoho.CheckResult {
			t.Helper()
			if err := s.server.ChangeProfile(s.world.Org.ID, "Standard", change); err != nil {
				t.Fatal(err)
			}
			results := map[zoho.CheckName]zoho.CheckResult{}
			for _, r := range zoho.Checks(t.Context(), c, s.clock.Now()) {
				results[r.Name] = r
			}
			return results
		}
		off := checks(func(p *fakezoho.Profile) { p.Lacks = []string{fakezoho.PermissionAPI} })
		if r := off[zoho.CheckUser]; r.State != zoho.CheckNoPermission || !errors.Is(r.Err, zoho.ErrAPIAccess) || !slices.Equal(r.Permissions, []string{fakezoho.PermissionAPI}) {
			t.Errorf("API access: %+v", r)
		}
		if r := off[zoho.CheckNotes]; r.State != zoho.CheckSkipped || !errors.Is(r.Err, zoho.ErrAPIAccess) {
			t.Errorf("after API access: %+v", r)
		}
		rights := checks(func(p *fakezoho.Profile) { p.Lacks = []string{"Crm_Implied_View_Contacts", "Crm_Implied_View_Notes"} })
		for name, want := range map[zoho.CheckName][]string{zoho.CheckSearch: {"Crm_Implied_View_Contacts"}, zoho.CheckNotes: {"Crm_Implied_View_Notes"}, zoho.CheckQuery: nil} {
			if r := rights[name]; !slices.Equal(r.Permissions, want) || (r.State == zoho.CheckNoPermission) != (want != nil) {
				t.Errorf("rights, %s: %+v", name, r)
			}
		}
		hidden := checks(func(p *fakezoho.Profile) { p.Lacks, p.HiddenModules = nil, []string{"Leads"} })
		if r := hidden[zoho.CheckCreateLeads]; r.State != zoho.CheckNoPermission || !errors.Is(r.Err, zoho.ErrInvalidModule) {
			t.Errorf("hidden module, creating: %+v", r)
		}
		barred := checks(func(p *fakezoho.Profile) {
			p.HiddenModules, p.Lacks = nil, []string{"Crm_Implied_Create_Contacts", "Crm_Implied_Edit_Notes"}
		})
		// If Zoho tells only what a module gives at most, creating shows at the first write; writing notes is tried.
		want := map[fakezoho.ModuleRights]zoho.CheckState{fakezoho.RightsOfUser: zoho.CheckNoPermission, fakezoho.RightsOfModule: zoho.CheckOK}[s.switches.ModuleRights]
		if got := barred[zoho.CheckCreateContacts].State; got != want || barred[zoho.CheckWriteNotes].State != zoho.CheckNoPermission || barred[zoho.CheckCreateLeads].State != zoho.CheckOK {
			t.Errorf("may not create contacts: %v, want %s", barred, want)
		}
		if r := hidden[zoho.CheckLeadFields]; r.State != zoho.CheckNoPermission || !errors.Is(r.Err, zoho.ErrInvalidModule) || hidden[zoho.CheckQuery].State != zoho.CheckOK {
			t.Errorf("hidden module: %+v, query %+v", r, hidden[zoho.CheckQuery])
		}
	})
}

// TestCRMTroubleAgainstStandIn: what can become of an organisation and its fields while nobody looks.
func TestCRMTroubleAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, org := s.signIn(t, allScopes()...), t.Context(), s.world.Org.ID
		phone, err := zoho.PhoneSuffixQuery("Contacts", []string{"Phone"}, nil, "0132", 200)
		if err != nil {
			t.Fatal(err)
		}
		var refused *zoho.APIError
		if err := s.server.ChangeField(org, "Contacts", "Phone", func(f *fakezoho.Field) { f.Encrypted = true }); err != nil {
			t.Fatal(err)
		}
		if _, err := c.COQL.Query(ctx, phone); !errors.Is(err, zoho.ErrField) || !errors.As(err, &refused) || refused.APIName() != "Phone" {
			t.Errorf("encrypted field: %v", err)
		}
		hide := func(p *fakezoho.Profile) { p.HiddenFields = []string{"Contacts.Phone"} }
		if err := s.server.ChangeProfile(org, "Standard", hide); err != nil {
			t.Fatal(err)
		}
		fields, err := c.Fields.List(ctx, "Contacts")
		if err != nil || !errors.Is(phone.Against(fields), zoho.ErrField) {
			t.Errorf("hidden field, by metadata: %v", err)
		}
		if _, err := c.COQL.Query(ctx, phone); !errors.Is(err, zoho.ErrField) {
			t.Errorf("hidden field: %v", err)
		}

		if err := s.server.SetExpired(org, true); err != nil {
			t.Fatal(err)
		}
		results, err := c.Notes.Create(ctx, []zoho.NewNote{{Module: "Contacts", ParentID: s.world.Contacts["Ben Sample"], Title: "t", Content: "c"}})
		if !errors.As(err, &refused) || errors.Is(err, zoho.ErrUnauthorized) || errors.Is(err, zoho.ErrServer) || results[0].Outcome != zoho.NotDone {
			t.Errorf("organisation expired: %+v, %v", results, err)
		}
		err = zoho.WhyRefused(ctx, c, s.clock.Now(), err)
		if want := map[fakezoho.ExpiredOrg]error{
			fakezoho.ExpiredForbidden: zoho.ErrAccountRefused, fakezoho.ExpiredUnauthorized: zoho.ErrAccountRefused,
			fakezoho.ExpiredOwnCode: zoho.ErrLicenceEnded, fakezoho.ExpiredReadOnly: zoho.ErrLicenceEnded,
		}[s.switches.ExpiredOrg]; !errors.Is(err, want) {
			t.Errorf("organisation expired: %v, want %v", err, want)
		}
		if err := s.server.SetExpired(org, false); err != nil {
			t.Fatal(err)
		}

		if err := s.server.SetActive(s.world.User.ID, false); err != nil {
			t.Fatal(err)
		}
		_, err = c.Org.Get(ctx)
		err = zoho.WhyRefused(ctx, c, s.clock.Now(), err)
		if want := map[fakezoho.DeactivatedUser]error{
			fakezoho.DeactivatedTokensDie: zoho.ErrInvalidCode, fakezoho.DeactivatedUnauthorized: zoho.ErrUnauthorized,
			fakezoho.DeactivatedForbidden: zoho.ErrAccountRefused,
			fakezoho.DeactivatedStatus:    zoho.ErrUserInactive, fakezoho.DeactivatedOwnCode: zoho.ErrUserInactive,
		}[s.switches.DeactivatedUser]; !errors.Is(err, want) {
			t.Errorf("user deactivated: %v, want %v", err, want)
		}
		if err := s.server.SetActive(s.world.User.ID, true); err != nil {
			t.Fatal(err)
		}

		// An hour's difference between the clocks costs a refresh and nothing else.
		for _, skew := range []time.Duration{time.Hour, -time.Hour} {
			s.server.SetSkew(skew)
			if _, err := c.Org.Get(ctx); err != nil {
				t.Errorf("clock off by %v: %v", skew, err)
			}
		}
		s.server.SetSkew(0)

		s.server.SetDown(true)
		if _, err := c.Org.Get(ctx); !errors.Is(err, zoho.ErrNetwork) {
			t.Errorf("unreachable: %v", err)
		}
		s.server.SetDown(false)
		s.server.ExpireAccessTokens()
		if _, err := c.Org.Get(ctx); err != nil {
			t.Errorf("tokens expired: %v", err)
		}
		s.server.RevokeAll()
		if _, err := c.Org.Get(ctx); !errors.Is(err, zoho.ErrInvalidCode) {
			t.Errorf("revoked: %v", err)
		}
	})
}

// TestThrottlesAgainstStandIn: used-up credits and too many calls look the same, and the gate hears of both, with what
// is left where Zoho says it.
func TestThrottlesAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		heard := &listener{}
		code, err := s.server.SelfClientCode(s.world.SelfClient.ID, zoho.Scopes(), 3*time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		oc := selfClient(t, s.world.SelfClient, "us")
		grant, err := s.door.Exchange(t.Context(), oc, "", code, "")
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.door.Client(grant.Access.APIDomain, refresher{s.door, oc, grant.RefreshToken, grant.Access}, heard)
		if err != nil {
			t.Fatal(err)
		}
		call := func() error { _, err := c.Org.Get(t.Context()); return err }
		const all = 50_250
		if err := call(); err != nil || heard.remaining != -1 {
			t.Errorf("at first: %d credits remaining, %v", heard.remaining, err)
		}
		if err := s.server.SpendCredits(s.world.Org.ID, all/2); err != nil {
			t.Fatal(err)
		}
		if err := call(); err != nil || heard.remaining != all/2-2 || heard.status != 200 {
			t.Errorf("past half: %d credits remaining, %v", heard.remaining, err)
		}
		if err := s.server.SpendCredits(s.world.Org.ID, heard.remaining); err != nil {
			t.Fatal(err)
		}
		if err := call(); !errors.Is(err, zoho.ErrThrottled) || heard.status != 429 {
			t.Errorf("used up: told %d, %v", heard.status, err)
		}
		s.clock.Advance(24 * time.Hour)
		if err := call(); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}

// listener is a Gate that remembers what it was told last.
type listener struct{ status, remaining int }

func (*listener) Before(context.Context, zoho.Op, int) error { return nil }

func (l *listener) After(_ zoho.Op, _, status, remaining int) {
	l.status, l.remaining = status, remaining
}
