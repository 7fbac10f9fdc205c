package fakezoho

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

// without returns a rig whose user's profile is changed.
func without(t *testing.T, change func(*Profile)) *rig {
	t.Helper()
	r := newRig(t)
	if err := r.s.ChangeProfile(r.w.Org.ID, "Standard", change); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPermissionsOfTheProfile(t *testing.T) {
	t.Parallel()
	for permission, calls := range map[string][][2]string{
		"Crm_Implied_View_Contacts":   {{"GET", "/Contacts/1"}, {"GET", "/Contacts/search?word=aa"}, {"GET", "/Contacts/1/Notes?fields=id"}, {"GET", "/Contacts/1/Deals?fields=id"}, {"coql", "select id from Contacts where id is not null"}},
		"Crm_Implied_View_Leads":      {{"GET", "/Leads/1"}, {"coql", "select id from Leads where id is not null"}},
		"Crm_Implied_View_Deals":      {{"GET", "/Contacts/1/Deals?fields=id"}},
		"Crm_Implied_Create_Contacts": {{"POST", "/Contacts"}},
		"Crm_Implied_Edit_Contacts":   {{"PUT", "/Contacts"}},
		"Crm_Implied_View_Notes":      {{"GET", "/Notes/1"}, {"GET", "/Contacts/1/Notes?fields=id"}},
		"Crm_Implied_Create_Notes":    {{"POST", "/Notes"}},
		"Crm_Implied_Edit_Notes":      {{"PUT", "/Notes"}},
		PermissionAPI:                 {{"GET", "/org"}, {"POST", "/Notes"}},
	} {
		r := without(t, func(p *Profile) { p.Lacks = []string{permission} })
		for _, c := range calls {
			var a answer
			switch {
			case c[0] == "coql":
				a = r.coql(c[1])
			case c[0] == "GET":
				a = r.api(c[0], c[1], nil)
			default:
				a = r.api(c[0], c[1], data(map[string]any{}))
			}
			named, _ := a.details()["permissions"].([]any)
			if a.status != 403 || a.code() != "NO_PERMISSION" || len(named) != 1 || named[0] != permission {
				t.Errorf("%s without %s: %d %s", c[1], permission, a.status, a.raw)
			}
		}
		if r.s.CreditsUsed() != 0 {
			t.Errorf("without %s: refused calls cost credits", permission)
		}
	}
}

func TestHiddenModule(t *testing.T) {
	t.Parallel()
	r := without(t, func(p *Profile) { p.HiddenModules = []string{"Leads"} })
	for _, a := range []answer{
		r.api(http.MethodGet, "/Leads/"+r.w.Leads["Frank Prospect"], nil), r.api(http.MethodGet, "/settings/fields?module=Leads", nil),
		r.api(http.MethodGet, "/settings/layouts?module=Leads", nil), r.api(http.MethodPost, "/Leads", data(map[string]any{"Last_Name": "X"})),
		r.coql("select id from Leads where id is not null"), r.api(http.MethodGet, "/Leads/search?word=aa", nil),
	} {
		expect(t, a, 400, "INVALID_MODULE")
	}
	lead := noteFor(r.w.Leads["Frank Prospect"], "t", "c")
	lead["Parent_Id"].(map[string]any)["module"] = map[string]any{"api_name": "Leads"}
	expect(t, r.api(http.MethodPost, "/Notes", data(lead)), 400, "INVALID_DATA")
	var names []string
	for _, m := range r.api(http.MethodGet, "/settings/modules", nil).doc["modules"].([]any) {
		names = append(names, m.(map[string]any)["api_name"].(string))
	}
	if !slices.Equal(names, []string{"Contacts", "Accounts", "Deals", "Notes"}) {
		t.Errorf("modules %v", names)
	}
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada(), nil), 200, "")
}

func TestHiddenField(t *testing.T) {
	t.Parallel()
	r := without(t, func(p *Profile) { p.HiddenFields = []string{"Contacts.Phone", "Contacts.Email"} })
	for _, f := range r.api(http.MethodGet, "/settings/fields?module=Contacts", nil).doc["fields"].([]any) {
		if name := f.(map[string]any)["api_name"]; name == "Phone" {
			t.Error("the field is in the metadata")
		}
	}
	ada := r.api(http.MethodGet, "/Contacts/"+r.ada(), nil).items()[0]
	if _, there := ada["Phone"]; there || ada["Last_Name"] != "Example" {
		t.Errorf("record %v", ada)
	}
	expect(t, r.coql("select Phone from Contacts where id is not null"), 400, "INVALID_QUERY")
	expect(t, r.coql("select id from Contacts where Phone is not null"), 400, "INVALID_QUERY")
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/search?phone=555-0132", nil))
	made := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "New", "Phone": "+14155550199"}))
	expect(t, made, 201, "SUCCESS")
	if stored, _ := r.s.Record(made.details()["id"].(string)); stored.Fields["Phone"] != nil {
		t.Error("a hidden field was written")
	}
}

func TestOwnProfile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	p := must(r.s.AddProfile(Profile{OrgID: r.w.Org.ID, Name: "Sales", Lacks: []string{"Crm_Implied_Create_Contacts"}}))
	u := must(r.s.AddUser(User{OrgID: r.w.Org.ID, Last: "Seller", Email: "s@b.test", Profile: "Sales"}))
	c := must(r.s.AddClient(Client{Type: SelfClient, UserID: u.ID, Secrets: map[string]string{"us": ""}}))
	r.w.SelfClient = c
	r.token = r.tokenFor(allScopes()...)
	user := r.api(http.MethodGet, "/users?type=CurrentUser", nil).doc["users"].([]any)[0].(map[string]any)
	if got := user["profile"].(map[string]any); got["id"] != p.ID || got["name"] != "Sales" {
		t.Errorf("profile %v", got)
	}
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X"})), 403, "NO_PERMISSION")
	for name, err := range map[string]error{
		"taken":      second(r.s.AddProfile(Profile{OrgID: r.w.Org.ID, Name: "Sales"})),
		"no name":    second(r.s.AddProfile(Profile{OrgID: r.w.Org.ID})),
		"org":        second(r.s.AddProfile(Profile{Name: "X"})),
		"permission": second(r.s.AddProfile(Profile{OrgID: r.w.Org.ID, Name: "X", Lacks: []string{"Nope"}})),
		"module":     second(r.s.AddProfile(Profile{OrgID: r.w.Org.ID, Name: "X", HiddenModules: []string{"Nope"}})),
		"field":      second(r.s.AddProfile(Profile{OrgID: r.w.Org.ID, Name: "X", HiddenFields: []string{"Contacts.Nope"}})),
		"user":       second(r.s.AddUser(User{OrgID: r.w.Org.ID, Last: "A", Email: "x@b.test", Profile: "Nope"})),
		"change":     r.s.ChangeProfile(r.w.Org.ID, "Nope", func(*Profile) {}),
		"change to":  r.s.ChangeProfile(r.w.Org.ID, "Sales", func(p *Profile) { p.HiddenModules = []string{"Nope"} }),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDeactivatedUser(t *testing.T) {
	t.Parallel()
	for form, want := range map[DeactivatedUser]struct {
		status              int
		code, refresh, user string
	}{
		DeactivatedTokensDie:    {401, "INVALID_TOKEN", "invalid_code", ""},
		DeactivatedForbidden:    {403, "NO_PERMISSION", "", ""},
		DeactivatedUnauthorized: {401, "INVALID_TOKEN", "", ""},
		DeactivatedStatus:       {403, "NO_PERMISSION", "", "inactive"},
		DeactivatedOwnCode:      {403, "USER_DEACTIVATED", "inactive_user", ""},
	} {
		r := newRig(t, withSwitches(Switches{DeactivatedUser: form}))
		refresh := refreshGrant(r.w.SelfClient, "us", r.selfGrant("ZohoCRM.org.READ")["refresh_token"].(string))
		if err := r.s.SetActive(r.w.User.ID, false); err != nil {
			t.Fatal(err)
		}
		expect(t, r.api(http.MethodGet, "/org", nil), want.status, want.code)
		if _, doc := r.form(usToken, refresh); doc["error"] != want.refresh && (doc["error"] != nil || want.refresh != "") {
			t.Errorf("%q: refresh %v", form, doc)
		}
		if users, ok := r.api(http.MethodGet, "/users?type=CurrentUser", nil).doc["users"].([]any); ok != (want.user != "") ||
			ok && users[0].(map[string]any)["status"] != want.user {
			t.Errorf("%q: users %v", form, users)
		}
		if page := r.openConsent(usAccounts, authQuery(r.w.Client.ID)); page.status != 400 {
			t.Errorf("%q: consent page %d", form, page.status)
		}
		if err := r.s.SetActive(r.w.User.ID, true); err != nil {
			t.Fatal(err)
		}
		expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	}
}

func TestExpiredOrg(t *testing.T) {
	t.Parallel()
	for form, want := range map[ExpiredOrg]struct {
		status int
		code   string
	}{
		ExpiredForbidden: {403, "NO_PERMISSION"}, ExpiredUnauthorized: {400, "AUTHORIZATION_FAILED"},
		ExpiredOwnCode: {400, "LICENSE_EXPIRED"}, ExpiredReadOnly: {200, ""},
	} {
		r := newRig(t, withSwitches(Switches{ExpiredOrg: form}))
		if err := r.s.SetExpired(r.w.Org.ID, true); err != nil {
			t.Fatal(err)
		}
		read := r.api(http.MethodGet, "/org", nil)
		expect(t, read, want.status, want.code)
		if want.status == 200 {
			if end := licenceEnd(t, read); end.After(r.clock.now()) {
				t.Errorf("the licence that has ended goes until %v", end)
			}
			want.status, want.code = 403, "NO_PERMISSION"
		}
		expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X"})), want.status, want.code)
		if err := r.s.SetExpired(r.w.Org.ID, false); err != nil {
			t.Fatal(err)
		}
		if end := licenceEnd(t, r.api(http.MethodGet, "/org", nil)); !end.After(r.clock.now()) {
			t.Errorf("the renewed licence goes until %v", end)
		}
	}
}

// licenceEnd is when the licence of an organisation ends, as GET /org has it.
func licenceEnd(t *testing.T, a answer) time.Time {
	t.Helper()
	org := a.doc["org"].([]any)[0].(map[string]any)
	end, err := time.Parse(time.RFC3339, org["license_details"].(map[string]any)["paid_expiry"].(string))
	if err != nil {
		t.Fatal(err)
	}
	return end
}

func TestModuleRights(t *testing.T) {
	t.Parallel()
	for form, want := range map[ModuleRights]bool{RightsOfUser: false, RightsOfModule: true} {
		r := newRig(t, withSwitches(Switches{ModuleRights: form}))
		lack := func(p *Profile) {
			p.Lacks, p.HiddenModules = []string{"Crm_Implied_Create_Contacts"}, []string{"Leads"}
		}
		if err := r.s.ChangeProfile(r.w.Org.ID, "Standard", lack); err != nil {
			t.Fatal(err)
		}
		for _, m := range r.api(http.MethodGet, "/settings/modules", nil).doc["modules"].([]any) {
			m := m.(map[string]any)
			if m["api_name"] == "Leads" || m["api_name"] == "Contacts" && m["creatable"] != want || m["api_name"] == "Deals" && m["creatable"] != true {
				t.Errorf("%q: %v", form, m)
			}
		}
		expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X"})), 403, "NO_PERMISSION")
	}

}
