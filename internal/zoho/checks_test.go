package zoho

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

// checkedAt is when the checks are made.
var checkedAt = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// goodChecks are replies with which every check goes well, by path.
func goodChecks() map[string]string {
	fields := `{"fields":[{"api_name":"Last_Name","data_type":"text","visible":true},{"api_name":"Fax_2","data_type":"phone","visible":false},{"api_name":"Mobile","data_type":"phone","visible":true}]}`
	return map[string]string{
		"/crm/v8/users":                    `{"users":[{"id":"` + userID + `"}]}`,
		"/crm/v8/org":                      `{"org":[{"id":"1"}]}`,
		"/crm/v8/settings/fields Contacts": fields,
		"/crm/v8/settings/fields Leads":    fields,
		"/crm/v8/coql":                     ``,
		"/crm/v8/Contacts/search":          `{"data":[{"id":"` + contactID + `"}],"info":{"more_records":true}}`,
		"/crm/v8/Notes/" + userID:          ``,
		"/crm/v8/settings/modules":         modulesReply(true, true, true),
		"/crm/v8/Notes":                    noSuchNote,
	}
}

// noSuchNote is how Zoho refuses a note at a record, or a change of a note, that does not exist.
const noSuchNote = `{"data":[{"code":"INVALID_DATA","details":{"api_name":"id"},"message":"m","status":"error"}]}`

// modulesReply is a list of modules that says which the user may create, and whether notes can be changed.
func modulesReply(contacts, leads, notes bool) string {
	return fmt.Sprintf(`{"modules":[{"api_name":"Leads","viewable":true,"creatable":%t},{"api_name":"Contacts","viewable":true,"creatable":%t},`+
		`{"api_name":"Notes","viewable":true,"creatable":true,"editable":%t}]}`, leads, contacts, notes)
}

func TestChecks(t *testing.T) {
	t.Parallel()
	const (
		noScope = `401 {"code":"OAUTH_SCOPE_MISMATCH","details":{},"status":"error"}`
		hidden  = `400 {"code":"INVALID_MODULE","details":{},"status":"error"}`
		refused = `403 {"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_View_Notes"]},"status":"error"}`
		noAPI   = `403 {"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_Api_Access"]},"status":"error"}`
		bare    = `403 {"code":"NO_PERMISSION","details":{},"status":"error"}`
		expired = `400 {"code":"LICENSE_EXPIRED","details":{},"status":"error"}`
		ended   = `{"org":[{"id":"1","license_details":{"paid":true,"paid_type":"standard","paid_expiry":"2026-11-01T00:00:00Z"}}]}`
		signed  = `401 {"code":"INVALID_TOKEN","details":{},"status":"error"}`
		busy    = `429 {"code":"TOO_MANY_REQUESTS","details":{},"status":"error"}`
		fault   = `500 {"code":"INTERNAL_ERROR","details":{},"status":"error"}`
	)
	const user, org, contacts, leads = "/crm/v8/users", "/crm/v8/org", "/crm/v8/settings/fields Contacts", "/crm/v8/settings/fields Leads"
	const query, search, notes, modules = "/crm/v8/coql", "/crm/v8/Contacts/search", "/crm/v8/Notes/" + userID, "/crm/v8/settings/modules"
	tests := []struct {
		name    string
		change  map[string]string
		want    string // the states of the ten checks: o, s(cope), p(ermission), f(ailed), - (skipped)
		scopes  map[CheckName][]string
		rights  map[CheckName][]string
		credits int
		asks    string // the module the query asks
	}{
		{name: "all well", want: "oooooooooo", credits: 10, asks: "Leads"},
		{name: "notes found under a user's id", change: map[string]string{notes: `{"data":[{"id":"` + userID + `"}]}`}, want: "oooooooooo", credits: 10, asks: "Leads"},
		{name: "search alone", change: map[string]string{search: noScope}, want: "ooooo" + "soooo", credits: 10, asks: "Leads",
			scopes: map[CheckName][]string{CheckSearch: {"ZohoCRM.modules.contacts.READ", "ZohoSearch.securesearch.READ"}}},
		{name: "queries and search", change: map[string]string{search: noScope, query: noScope}, want: "oooossoooo", credits: 10, asks: "Leads",
			scopes: map[CheckName][]string{CheckQuery: {"ZohoCRM.coql.READ", "ZohoCRM.modules.leads.READ"}, CheckSearch: {"ZohoCRM.modules.contacts.READ", "ZohoSearch.securesearch.READ"}}},
		{name: "search while leads are hidden", change: map[string]string{leads: hidden, search: noScope}, want: "ooop" + "osoooo", credits: 10, asks: "Contacts",
			scopes: map[CheckName][]string{CheckSearch: {"ZohoSearch.securesearch.READ"}}, rights: map[CheckName][]string{CheckLeadFields: nil}},
		{name: "fields", change: map[string]string{contacts: noScope, leads: noScope}, want: "ooss" + "oooooo", credits: 10, asks: "Contacts",
			scopes: map[CheckName][]string{CheckContactFields: {"ZohoCRM.settings.fields.READ"}, CheckLeadFields: {"ZohoCRM.settings.fields.READ"}}},
		{name: "notes not visible", change: map[string]string{notes: refused}, want: "oooooopooo", credits: 10, asks: "Leads",
			rights: map[CheckName][]string{CheckNotes: {"Crm_Implied_View_Notes"}}},
		{name: "no phone field", change: map[string]string{contacts: `{"fields":[]}`, leads: `{"fields":[]}`}, want: "oooofooooo", credits: 9},
		{name: "fault in between", change: map[string]string{org: fault}, want: "ofoooooooo", credits: 10, asks: "Leads"},
		{name: "user's scope", change: map[string]string{user: noScope}, want: "soooo" + "ofooo", credits: 7, asks: "Leads",
			scopes: map[CheckName][]string{CheckUser: {"ZohoCRM.users.READ"}}},
		{name: "API access is off", change: map[string]string{user: noAPI}, want: "p---------", credits: 1, rights: map[CheckName][]string{CheckUser: {"Crm_Implied_Api_Access"}}},
		{name: "signed out", change: map[string]string{user: signed}, want: "f---------", credits: 2},
		{name: "throttled on the way", change: map[string]string{contacts: busy}, want: "oof-------", credits: 3},
		{name: "may create nothing", change: map[string]string{modules: modulesReply(false, false, false)}, want: "ooooooo" + "ppp", credits: 8, asks: "Leads"},
		{name: "may not create leads", change: map[string]string{modules: modulesReply(true, false, true)}, want: "ooooooo" + "opo", credits: 10, asks: "Leads"},
		{name: "modules hidden", change: map[string]string{modules: `{"modules":[{"api_name":"Contacts","viewable":false,"creatable":true}]}`}, want: "ooooooo" + "ppo", credits: 10, asks: "Leads"},
		{name: "scope of modules", change: map[string]string{modules: noScope}, want: "ooooooo" + "sss", credits: 8, asks: "Leads",
			scopes: map[CheckName][]string{CheckCreateContacts: {"ZohoCRM.settings.modules.READ"}, CheckCreateLeads: {"ZohoCRM.settings.modules.READ"}, CheckWriteNotes: {"ZohoCRM.settings.modules.READ"}}},
		{name: "scopes of writing notes", change: map[string]string{"/crm/v8/Notes": noScope}, want: "ooooooo" + "oos", credits: 10, asks: "Leads",
			scopes: map[CheckName][]string{CheckWriteNotes: {"ZohoCRM.modules.notes.CREATE", "ZohoCRM.modules.notes.UPDATE"}}},
		{name: "notes refused by the profile", change: map[string]string{"/crm/v8/Notes": refused}, want: "ooooooo" + "oop", credits: 10, asks: "Leads",
			rights: map[CheckName][]string{CheckWriteNotes: {"Crm_Implied_View_Notes"}}},
		{name: "throttled when writing", change: map[string]string{"/crm/v8/Notes": busy}, want: "ooooooo" + "oof", credits: 9, asks: "Leads"},
		{name: "account refused everything", change: map[string]string{user: bare}, want: "f---------", credits: 1},
		{name: "licence ended, by its code", change: map[string]string{user: expired}, want: "f---------", credits: 1},
		{name: "user inactive", change: map[string]string{user: `{"users":[{"id":"` + userID + `","status":"inactive"}]}`}, want: "f---------", credits: 1},
		{name: "licence ended, by its date", change: map[string]string{org: ended, notes: bare, modules: modulesReply(false, true, true)}, want: "oooooof" + "foo", credits: 10, asks: "Leads"},
		{name: "captive portal", change: map[string]string{user: "200 <html>"}, want: "f---------", credits: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			replies := goodChecks()
			for path, reply := range tt.change {
				replies[path] = reply
			}
			s := zohotest.NewServer(t, func(w http.ResponseWriter, r *http.Request) {
				reply, ok := replies[strings.TrimSpace(r.URL.Path+" "+r.URL.Query().Get("module"))]
				switch {
				case !ok:
					t.Errorf("unexpected call of %s", r.URL.Path)
				case reply == "":
					w.WriteHeader(204)
				case reply[0] == '{':
					zohotest.Answer(200, reply)(w, r)
				case strings.HasSuffix(reply, "<html>"):
					io.WriteString(w, "<html>sign in to the hotel's network")
				default:
					status := map[string]int{"4": 400, "5": 500}[reply[:1]] + int(reply[2]-'0') + 10*int(reply[1]-'0')
					zohotest.Answer(status, reply[4:])(w, r)
				}
			})
			log := &gateLog{}
			results := Checks(t.Context(), newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Gate = log }), checkedAt)
			if got := statesOf(results); got != tt.want {
				t.Errorf("states %s, want %s", got, tt.want)
			}
			for _, r := range results {
				if !slices.Equal(r.Scopes, tt.scopes[r.Name]) || !slices.Equal(r.Permissions, tt.rights[r.Name]) {
					t.Errorf("%s: scopes %v, permissions %v", r.Name, r.Scopes, r.Permissions)
				}
				if (r.State == CheckOK) != (r.Err == nil) {
					t.Errorf("%s: %s with error %v", r.Name, r.State, r.Err)
				}
			}
			if len(log.before) != tt.credits {
				t.Errorf("%d calls: %q", len(log.before), log.before)
			}
			asked := ""
			for _, r := range s.All() {
				if r.Path == query {
					_, rest, _ := strings.Cut(r.Body, " from ")
					asked, _, _ = strings.Cut(rest, " ")
				}
			}
			if asked != tt.asks {
				t.Errorf("the query asked %q, want %q", asked, tt.asks)
			}
		})
	}
}

// statesOf writes the states as one letter each.
func statesOf(results []CheckResult) string {
	var all strings.Builder
	for _, r := range results {
		all.WriteString(map[CheckState]string{CheckOK: "o", CheckNoScope: "s", CheckNoPermission: "p", CheckFailed: "f", CheckSkipped: "-"}[r.State])
	}
	return all.String()
}

func TestChecksStopWhenNothingMayBeSent(t *testing.T) {
	t.Parallel()
	errMine := errors.New("not now")
	s := zohotest.NewServer(t, zohotest.Answer(200, `{}`))
	results := Checks(t.Context(), newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Gate = &gateLog{refuse: errMine} }), checkedAt)
	if got := statesOf(results); got != "f---------" || len(s.All()) != 0 {
		t.Errorf("states %s after %d requests", got, len(s.All()))
	}
	for _, r := range results {
		if !errors.Is(r.Err, errMine) {
			t.Errorf("%s: error = %v", r.Name, r.Err)
		}
	}
}
