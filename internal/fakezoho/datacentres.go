package fakezoho

import (
	"context"
	"fmt"
	"net"
	"strings"
)

// DataCentre names the hosts of one of Zoho's data centres. Accounts, clients,
// tokens and organisations of one data centre are unknown to the others (Zoho
// CRM API v8, "Multi DC Support").
type DataCentre struct {
	// Name is the value of the location parameter of the OAuth redirect,
	// for instance "us" or "eu".
	Name string
	// AccountsHost serves OAuth.
	AccountsHost string
	// APIHost serves the CRM REST API; with https:// in front it is the
	// api_domain of a token answer.
	APIHost string
	// CRMHost serves the web page.
	CRMHost string
}

// AccountsServer returns the accounts-server URL that the OAuth redirect names.
func (d DataCentre) AccountsServer() string { return "https://" + d.AccountsHost }

// APIDomain returns the api_domain of a token answer.
func (d DataCentre) APIDomain() string { return "https://" + d.APIHost }

// DataCentres returns the data centres whose accounts and API hosts both Zoho's
// manual and its SDKs name. Those of further locations are not confirmed and
// are served only if [Switches.UnconfirmedCentres] says so.
func DataCentres() []DataCentre {
	return []DataCentre{
		{Name: "us", AccountsHost: "accounts.zoho.com", APIHost: "www.zohoapis.com", CRMHost: "crm.zoho.com"},
		{Name: "eu", AccountsHost: "accounts.zoho.eu", APIHost: "www.zohoapis.eu", CRMHost: "crm.zoho.eu"},
		{Name: "in", AccountsHost: "accounts.zoho.in", APIHost: "www.zohoapis.in", CRMHost: "crm.zoho.in"},
		{Name: "au", AccountsHost: "accounts.zoho.com.au", APIHost: "www.zohoapis.com.au", CRMHost: "crm.zoho.com.au"},
		{Name: "jp", AccountsHost: "accounts.zoho.jp", APIHost: "www.zohoapis.jp", CRMHost: "crm.zoho.jp"},
		{Name: "ca", AccountsHost: "accounts.zohocloud.ca", APIHost: "www.zohoapis.ca", CRMHost: "crm.zohocloud.ca"},
		{Name: "cn", AccountsHost: "accounts.zoho.com.cn", APIHost: "www.zohoapis.com.cn", CRMHost: "crm.zoho.com.cn"},
		{Name: "sa", AccountsHost: "accounts.zoho.sa", APIHost: "www.zohoapis.sa", CRMHost: "crm.zoho.sa"},
	}
}

// unconfirmedCentres are the locations that only other sources name: the region
// list of https://accounts.zoho.com/oauth/serverinfo and other people's code.
func unconfirmedCentres() []DataCentre {
	return []DataCentre{
		{Name: "ae", AccountsHost: "accounts.zoho.ae", APIHost: "www.zohoapis.ae", CRMHost: "crm.zoho.ae"},
		{Name: "uk", AccountsHost: "accounts.zoho.uk", APIHost: "www.zohoapis.uk", CRMHost: "crm.zoho.uk"},
		{Name: "sg", AccountsHost: "accounts.zoho.sg", APIHost: "www.zohoapis.sg", CRMHost: "crm.zoho.sg"},
	}
}

type hostRole int

const (
	roleAccounts hostRole = iota
	roleAPI
	roleCRM
)

type hostEntry struct {
	centre *centre
	role   hostRole
	// environment is that of an API host.
	environment Environment
	// unconfirmed hosts are served only if the switch says so.
	unconfirmed bool
}

// newHosts returns the state of every data centre and what each host serves.
func newHosts() (map[string]*centre, map[string]hostEntry) {
	centres, hosts := map[string]*centre{}, map[string]hostEntry{}
	confirmed := len(DataCentres())
	for i, dc := range append(DataCentres(), unconfirmedCentres()...) {
		c := newCentre(dc, i)
		centres[dc.Name] = c
		hosts[dc.AccountsHost] = hostEntry{centre: c, role: roleAccounts, unconfirmed: i >= confirmed}
		hosts[dc.CRMHost] = hostEntry{centre: c, role: roleCRM, unconfirmed: i >= confirmed}
		for _, e := range Environments() {
			hosts[dc.APIHostOf(e)] = hostEntry{centre: c, role: roleAPI, environment: e, unconfirmed: i >= confirmed}
		}
	}
	return centres, hosts
}

// hostName returns the lower-case host of a Host header without its port.
func hostName(header string) string {
	if host, _, err := net.SplitHostPort(header); err == nil {
		header = host
	}
	return strings.ToLower(strings.TrimSuffix(header, "."))
}

// Dialer returns a DialContext function that leads every host of Zoho's to addr
// and refuses all others as unresolvable, so that a client under test can use
// the real URLs and cannot reach anything else.
func Dialer(addr string) func(ctx context.Context, network, address string) (net.Conn, error) {
	_, known := newHosts()
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host := hostName(address)
		if _, ok := known[host]; !ok {
			return nil, fmt.Errorf("fakezoho: dial: %w", &net.DNSError{Err: "no such host", Name: host, IsNotFound: true})
		}
		var d net.Dialer
		return d.DialContext(ctx, network, addr)
	}
}
