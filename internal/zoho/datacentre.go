package zoho

import (
	"net/url"
	"strings"
)

// DataCentre is one of Zoho's regions. A client registration, its secret, its tokens and the records all belong to one.
type DataCentre struct {
	// Code is the region as Zoho's redirect names it in "location", for example "eu".
	Code string
	// Accounts is the origin of the OAuth service, without a trailing slash.
	Accounts string
	// API is the origin of the production API, without a trailing slash.
	API string
	// Sandbox and Developer are the origins of the API for sandboxes and for developer editions, without a trailing slash.
	// Which of the three a token is for is chosen at consent, and the token reply names it.
	Sandbox, Developer string
	// CRM is the origin of the web application, without a trailing slash.
	CRM string
	// Confirmed is false where Zoho's own SDKs do not list the hosts, so that they rest on other sources.
	// Whether an unconfirmed data centre has sandboxes is not known at all.
	Confirmed bool
}

// DataCentres returns the data centres this package may talk to, most used first. The confirmed ones are those of
// Zoho's SDKs, version 8.0; the United Arab Emirates, the United Kingdom and Singapore appear only in the region list that
// https://accounts.zoho.com/oauth/serverinfo returns and in other people's code.
// See https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html.
func DataCentres() []DataCentre {
	centres := []DataCentre{
		{Code: "us", Accounts: "https://accounts.zoho.com", API: "https://www.zohoapis.com", CRM: "https://crm.zoho.com", Confirmed: true},
		{Code: "eu", Accounts: "https://accounts.zoho.eu", API: "https://www.zohoapis.eu", CRM: "https://crm.zoho.eu", Confirmed: true},
		{Code: "in", Accounts: "https://accounts.zoho.in", API: "https://www.zohoapis.in", CRM: "https://crm.zoho.in", Confirmed: true},
		{Code: "au", Accounts: "https://accounts.zoho.com.au", API: "https://www.zohoapis.com.au", CRM: "https://crm.zoho.com.au", Confirmed: true},
		{Code: "jp", Accounts: "https://accounts.zoho.jp", API: "https://www.zohoapis.jp", CRM: "https://crm.zoho.jp", Confirmed: true},
		{Code: "ca", Accounts: "https://accounts.zohocloud.ca", API: "https://www.zohoapis.ca", CRM: "https://crm.zohocloud.ca", Confirmed: true},
		{Code: "cn", Accounts: "https://accounts.zoho.com.cn", API: "https://www.zohoapis.com.cn", CRM: "https://crm.zoho.com.cn", Confirmed: true},
		{Code: "sa", Accounts: "https://accounts.zoho.sa", API: "https://www.zohoapis.sa", CRM: "https://crm.zoho.sa", Confirmed: true},
		{Code: "ae", Accounts: "https://accounts.zoho.ae", API: "https://www.zohoapis.ae", CRM: "https://crm.zoho.ae"},
		{Code: "uk", Accounts: "https://accounts.zoho.uk", API: "https://www.zohoapis.uk", CRM: "https://crm.zoho.uk"},
		{Code: "sg", Accounts: "https://accounts.zoho.sg", API: "https://www.zohoapis.sg", CRM: "https://crm.zoho.sg"},
	}
	for i := range centres {
		// The API's hosts differ in their first label only.
		domain := strings.TrimPrefix(centres[i].API, "https://www.")
		centres[i].Sandbox, centres[i].Developer = "https://sandbox."+domain, "https://developer."+domain
	}
	return centres
}

// Origins returns every origin that calls are made to: the OAuth service, then the API in production, for sandboxes and
// for developer editions. An extension needs a permission for each, and its policy must name them; the web application
// is only ever opened in a tab.
func (d DataCentre) Origins() []string { return []string{d.Accounts, d.API, d.Sandbox, d.Developer} }

// DataCentreByCode returns the data centre with that code, written in lower case.
func DataCentreByCode(code string) (DataCentre, bool) {
	for _, d := range DataCentres() {
		if d.Code == code {
			return d, true
		}
	}
	return DataCentre{}, false
}

// DataCentreByAccounts returns the data centre whose OAuth service has that origin, as the "accounts-server" parameter
// of Zoho's redirect gives it. A user may live in another data centre than the one the sign-in was started at.
func DataCentreByAccounts(origin string) (DataCentre, bool) {
	for _, d := range DataCentres() {
		if d.OwnsAccounts(origin) {
			return d, true
		}
	}
	return DataCentre{}, false
}

// OwnsAccounts reports whether origin is this data centre's OAuth service. One trailing slash is accepted, anything else
// beyond scheme and host is not. Only such an origin may be sent a client secret.
func (d DataCentre) OwnsAccounts(origin string) bool {
	o, ok := cleanOrigin(origin)
	return ok && d.Listed() && o == d.Accounts
}

// OwnsAPI reports whether origin is an API host of this data centre: production, sandbox or developer edition. Only such an origin may be sent an access token.
// See https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html.
func (d DataCentre) OwnsAPI(origin string) bool {
	_, ok := d.APIOrigin(origin)
	return ok
}

// APIOrigin returns origin in its canonical form, scheme and host in lower case, and whether this data centre owns it;
// see [DataCentre.OwnsAPI].
func (d DataCentre) APIOrigin(origin string) (string, bool) {
	o, ok := cleanOrigin(origin)
	if !ok || !d.Listed() {
		return "", false
	}
	if o != d.API && o != d.Sandbox && o != d.Developer {
		return "", false
	}
	return o, true
}

// RecordURL returns the address of a record in Zoho CRM's web application, or "" if an argument is not of the right
// form. orgID is the organisation's short number ([Org.ZGID]), not its record id; module is the module's API name.
func (d DataCentre) RecordURL(orgID, module, id string) string {
	if !d.Listed() || !isDigits(orgID, 1, 20) || !ValidAPIName(module) || !ValidID(id) {
		return ""
	}
	if module == "Deals" {
		// The web application kept the name this module had before version 2 of the API.
		module = "Potentials"
	}
	return d.CRM + "/crm/org" + orgID + "/tab/" + module + "/" + id
}

// NewRecordURL returns the address of the form for a new record of a module in Zoho CRM's web application, in a layout if
// layoutID is not "", or "" if an argument is not of the right form. Zoho documents no such address; this is the one its own
// button leads to.
func (d DataCentre) NewRecordURL(orgID, module, layoutID string) string {
	if !d.Listed() || !isDigits(orgID, 1, 20) || !ValidAPIName(module) || layoutID != "" && !ValidID(layoutID) {
		return ""
	}
	address := d.CRM + "/crm/org" + orgID + "/tab/" + module + "/create"
	if layoutID == "" {
		return address
	}
	return address + "?layoutId=" + layoutID
}

// Listed reports whether d is an entry of [DataCentres], unchanged. Only then may anything be sent to its hosts.
func (d DataCentre) Listed() bool {
	known, ok := DataCentreByCode(d.Code)
	return ok && known == d
}

// cleanOrigin returns raw as scheme and host in lower case, and false if it is anything but an https origin.
func cleanOrigin(raw string) (string, bool) {
	if len(raw) > 200 {
		return "", false
	}
	u, err := url.Parse(raw)
	if err != nil || !strings.EqualFold(u.Scheme, "https") || u.Host == "" || u.User != nil || u.Port() != "" ||
		(u.Path != "" && u.Path != "/") || strings.ContainsAny(raw, "?#") || strings.HasSuffix(u.Host, ":") {
		return "", false
	}
	return "https://" + strings.ToLower(u.Host), true
}

// cleanAPIOrigin returns origin in its canonical form if some data centre owns it as an API host.
func cleanAPIOrigin(origin string) (string, bool) {
	for _, d := range DataCentres() {
		if o, ok := d.APIOrigin(origin); ok {
			return o, true
		}
	}
	return "", false
}
