package fakezoho

import (
	"net/http"
	"testing"
	"time"
)

func TestKnownScopes(t *testing.T) {
	t.Parallel()
	for scope, known := range map[string]bool{
		"ZohoCRM.modules.ALL": true, "ZohoCRM.modules.READ": true, "ZohoCRM.modules.contacts.READ": true, "ZohoCRM.modules.Contacts.CREATE": true,
		"ZohoCRM.modules.vendors.READ": true, "ZohoCRM.modules.Sales_Orders.UPDATE": true, "ZohoCRM.modules.custom.ALL": true,
		"ZohoCRM.modules.CustomModule12.DELETE": true, "ZohoCRM.settings.ALL": true, "ZohoCRM.settings.related_lists.READ": true,
		"ZohoCRM.settings.fields.CREATE": true, "ZohoCRM.users.ALL": true, "ZohoCRM.org.READ": true, "ZohoCRM.bulk.READ": true,
		"ZohoCRM.notifications.ALL": true, "ZohoCRM.Files.CREATE": true, "ZohoCRM.send_mail.all.CREATE": true, "ZohoCRM.coql.READ": true,
		"ZohoCRM.composite_requests.CUSTOM": true, "ZohoSearch.securesearch.READ": true, "AaaServer.profile.READ": true, "ZohoFiles.files.ALL": true,

		"": false, "ZohoCRM": false, "ZohoCRM.READ": false, "ZohoCRM.modules": false, "ZohoCRM.modules.contacts": false,
		"ZohoCRM.modules.contacts.read": false, "ZohoCRM.modules.contacts.EVERYTHING": false, "ZohoCRM.modules.contacts.CUSTOM": false,
		"ZohoCRM..READ": false, "ZohoCRM.modules.contacts.READ ": false, "ZohoCRM.modules.contacts.READ ZohoCRM.org.READ": false,
		"ZohoCRM.coql.CREATE": false, "ZohoCRM.composite_requests.ALL": false, "ZohoSearch.securesearch.ALL": false,
		"Nope.modules.READ": false, "zohocrm.modules.READ": false, "ZohoCRM.modules.1.READ": false,
	} {
		if got := (Switches{}).knowsScope(scope); got != known {
			t.Errorf("%q: %v", scope, got)
		}
	}
}

func TestGrantedScopes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		have, need string
		want       bool
	}{
		{"ZohoCRM.modules.Contacts.READ", "ZohoCRM.modules.contacts.READ", true},
		{"ZohoCRM.modules.contacts.ALL", "ZohoCRM.modules.contacts.UPDATE", true},
		{"ZohoCRM.modules.READ", "ZohoCRM.modules.contacts.READ", true},
		{"ZohoCRM.modules.ALL", "ZohoCRM.modules.notes.CREATE", true},
		{"ZohoCRM.settings.ALL", "ZohoCRM.settings.fields.READ", true},
		{"ZohoCRM.modules.contacts.WRITE", "ZohoCRM.modules.contacts.CREATE", true},
		{"ZohoCRM.modules.contacts.WRITE", "ZohoCRM.modules.contacts.UPDATE", true},
		{"ZohoCRM.modules.WRITE", "ZohoCRM.modules.notes.CREATE", true},
		{"ZohoCRM.modules.contacts.WRITE", "ZohoCRM.modules.contacts.READ", false},
		{"ZohoCRM.modules.leads.WRITE", "ZohoCRM.modules.contacts.CREATE", false},
		{"ZohoCRM.modules.contacts.CREATE", "ZohoCRM.modules.contacts.UPDATE", false},
		{"ZohoCRM.modules.custom.ALL", "ZohoCRM.modules.contacts.READ", false},
		{"ZohoCRM.settings.modules.ALL", "ZohoCRM.modules.contacts.READ", false},
	} {
		if got := granted([]string{c.have}, c.need); got != c.want {
			t.Errorf("%s for %s: %v", c.have, c.need, got)
		}
	}
}

func TestWriteScope(t *testing.T) {
	t.Parallel()
	scopes := []string{"ZohoCRM.modules.contacts.WRITE", "ZohoCRM.modules.vendors.READ"}
	r := newRig(t)
	r.token = r.tokenFor(scopes...)
	a := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "New"}))
	expect(t, a, 201, "SUCCESS")
	id := a.details()["id"].(string)
	expect(t, r.api(http.MethodPut, "/Contacts/"+id, data(map[string]any{"Last_Name": "Newer"})), 200, "SUCCESS")
	expect(t, r.api(http.MethodGet, "/Contacts/"+id, nil), 401, "OAUTH_SCOPE_MISMATCH")
	expect(t, r.api(http.MethodPost, "/Leads", data(map[string]any{"Last_Name": "New"})), 401, "OAUTH_SCOPE_MISMATCH")

	r = newRig(t, withSwitches(Switches{WriteScope: WriteUnknown}))
	if _, err := r.s.SelfClientCode(r.w.SelfClient.ID, scopes, 3*time.Minute); err == nil {
		t.Error("WRITE is known")
	}
}
