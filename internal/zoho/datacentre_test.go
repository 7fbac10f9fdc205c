package zoho

import (
	"strings"
	"testing"
)

func TestDataCentreTableIsConsistent(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, d := range DataCentres() {
		for _, v := range append(d.Origins(), d.Code, d.CRM) {
			if v == "" || seen[v] {
				t.Errorf("%s: value %q is empty or used twice", d.Code, v)
			}
			seen[v] = true
		}
		for _, origin := range append(d.Origins(), d.CRM) {
			if clean, ok := cleanOrigin(origin); !ok || clean != origin {
				t.Errorf("%s: %q is not a canonical origin", d.Code, origin)
			}
		}
		if !strings.HasPrefix(d.API, "https://www.zohoapis.") {
			t.Errorf("%s: unexpected API host %q", d.Code, d.API)
		}
		for i, origin := range d.Origins() {
			if d.OwnsAccounts(origin) != (i == 0) || d.OwnsAPI(origin) != (i > 0) {
				t.Errorf("%s: owns %s as something else", d.Code, origin)
			}
		}
		if label, domain, _ := strings.Cut(d.Sandbox, "."); label != "https://sandbox" || "https://www."+domain != d.API {
			t.Errorf("%s: sandbox %q", d.Code, d.Sandbox)
		}
		if label, domain, _ := strings.Cut(d.Developer, "."); label != "https://developer" || "https://www."+domain != d.API {
			t.Errorf("%s: developer edition %q", d.Code, d.Developer)
		}
		if got, ok := DataCentreByCode(d.Code); !ok || got != d {
			t.Errorf("DataCentreByCode(%q) = %v, %v", d.Code, got, ok)
		}
		if got, ok := DataCentreByAccounts(d.Accounts); !ok || got != d {
			t.Errorf("DataCentreByAccounts(%q) = %v, %v", d.Accounts, got, ok)
		}
		if confirmed := !strings.Contains("ae uk sg", d.Code); d.Confirmed != confirmed {
			t.Errorf("%s: Confirmed = %v", d.Code, d.Confirmed)
		}
	}
	if _, ok := DataCentreByCode("EU"); ok {
		t.Error("codes must be in lower case")
	}
}

func TestOwnedOrigins(t *testing.T) {
	t.Parallel()
	eu, _ := DataCentreByCode("eu")
	tests := []struct {
		origin        string
		accounts, api bool
	}{
		{"https://accounts.zoho.eu", true, false},
		{"https://accounts.zoho.eu/", true, false},
		{"HTTPS://Accounts.Zoho.EU", true, false},
		{"https://www.zohoapis.eu", false, true},
		{"https://sandbox.zohoapis.eu", false, true},
		{"https://developer.zohoapis.eu", false, true},
		{"https://other.zohoapis.eu", false, false},
		{"https://zohoapis.eu", false, false},
		{"https://www.zohoapis.com", false, false},
		{"https://accounts.zoho.com", false, false},
		{"http://accounts.zoho.eu", false, false},
		{"https://accounts.zoho.eu:443", false, false},
		{"https://accounts.zoho.eu:", false, false},
		{"https://accounts.zoho.eu/x", false, false},
		{"https://accounts.zoho.eu?", false, false},
		{"https://accounts.zoho.eu#", false, false},
		{"https://accounts.zoho.eu?a=b", false, false},
		{"https://accounts.zoho.eu.evil.example", false, false},
		{"https://evil@accounts.zoho.eu", false, false},
		{"https://evil.example/https://accounts.zoho.eu", false, false},
		{"https://accounts.zoho.eu\\@evil.example", false, false},
		{"accounts.zoho.eu", false, false},
		{"//accounts.zoho.eu", false, false},
		{"", false, false},
	}
	for _, tt := range tests {
		if got := eu.OwnsAccounts(tt.origin); got != tt.accounts {
			t.Errorf("OwnsAccounts(%q) = %v", tt.origin, got)
		}
		if got := eu.OwnsAPI(tt.origin); got != tt.api {
			t.Errorf("OwnsAPI(%q) = %v", tt.origin, got)
		}
	}
	forged := eu
	forged.Accounts = "https://evil.example"
	if forged.OwnsAccounts("https://evil.example") || forged.OwnsAPI("https://www.zohoapis.eu") {
		t.Error("a data centre that is not of the table owns something")
	}
}

func TestRecordURL(t *testing.T) {
	t.Parallel()
	ca, _ := DataCentreByCode("ca")
	tests := []struct{ org, module, id, want string }{
		{"600000001", "Contacts", contactID, "https://crm.zohocloud.ca/crm/org600000001/tab/Contacts/" + contactID},
		{"600000001", "Deals", contactID, "https://crm.zohocloud.ca/crm/org600000001/tab/Potentials/" + contactID},
		{"", "Contacts", contactID, ""},
		{"6/../x", "Contacts", contactID, ""},
		{"600000001", "Contacts/..", contactID, ""},
		{"600000001", "Contacts", "1?x", ""},
	}
	for _, tt := range tests {
		if got := ca.RecordURL(tt.org, tt.module, tt.id); got != tt.want {
			t.Errorf("RecordURL(%q, %q, %q) = %q, want %q", tt.org, tt.module, tt.id, got, tt.want)
		}
	}
	if got := (DataCentre{CRM: "https://evil.example"}).RecordURL("1", "Contacts", "2"); got != "" {
		t.Errorf("unlisted data centre: %q", got)
	}
}

func TestNewRecordURL(t *testing.T) {
	t.Parallel()
	eu, _ := DataCentreByCode("eu")
	for _, tt := range []struct{ org, module, layout, want string }{
		{"600000001", "Leads", "", "https://crm.zoho.eu/crm/org600000001/tab/Leads/create"},
		{"600000001", "Leads", contactID, "https://crm.zoho.eu/crm/org600000001/tab/Leads/create?layoutId=" + contactID},
		{"", "Leads", "", ""},
		{"600000001", "Leads/..", "", ""},
		{"600000001", "Leads", "1&x=2", ""},
	} {
		if got := eu.NewRecordURL(tt.org, tt.module, tt.layout); got != tt.want {
			t.Errorf("NewRecordURL(%q, %q, %q) = %q, want %q", tt.org, tt.module, tt.layout, got, tt.want)
		}
	}
	if got := (DataCentre{CRM: "https://evil.example"}).NewRecordURL("1", "Contacts", ""); got != "" {
		t.Errorf("unlisted data centre: %q", got)
	}
}

func TestScopesAskForNothingThatDeletes(t *testing.T) {
	t.Parallel()
	for _, s := range append(Scopes(), AttachmentScopes()...) {
		if strings.HasSuffix(s, ".ALL") || strings.Contains(s, "DELETE") || strings.ContainsAny(s, ", ") {
			t.Errorf("scope %q", s)
		}
	}
	if got := strings.Split(ScopeString(false), ","); len(got) != len(Scopes()) {
		t.Errorf("ScopeString has %d parts", len(got))
	}
	if got := ScopeString(true); got != ScopeString(false)+",ZohoCRM.modules.attachments.CREATE,ZohoCRM.modules.attachments.READ" {
		t.Errorf("with attachments: %s", got)
	}
}
