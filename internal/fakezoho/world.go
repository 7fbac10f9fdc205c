package fakezoho

import (
	"fmt"
	"time"
)

// World names what [SeedDemo] has put into a server.
type World struct {
	// DataCentre is "us".
	DataCentre string
	Org        Org
	User       User
	// Client is a server-based client with the redirects given.
	Client Client
	// SelfClient belongs to User.
	SelfClient Client
	// Contacts and Leads hold record ids by full name.
	Contacts map[string]string
	Leads    map[string]string
}

// ContactPunctuated is the full name of the demo contact whose number is stored
// as (415) 555-0132, which no suffix query finds by more than four digits.
const ContactPunctuated = "Ada Example"

// DemoScopes returns the scopes the demo's client is meant to ask for.
func DemoScopes() []string {
	return []string{
		"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.contacts.CREATE", "ZohoCRM.modules.contacts.UPDATE",
		"ZohoCRM.modules.leads.READ", "ZohoCRM.modules.leads.CREATE", "ZohoCRM.modules.leads.UPDATE",
		"ZohoCRM.modules.deals.READ", "ZohoCRM.modules.notes.READ", "ZohoCRM.modules.notes.CREATE",
		"ZohoCRM.modules.notes.UPDATE", "ZohoCRM.coql.READ", "ZohoCRM.composite_requests.CUSTOM", "ZohoSearch.securesearch.READ",
		"ZohoCRM.settings.fields.READ", "ZohoCRM.settings.layouts.READ", "ZohoCRM.settings.modules.READ",
		"ZohoCRM.users.READ", "ZohoCRM.org.READ",
	}
}

// SeedDemo fills a server with a small world: one organisation in the United
// States with one user in America/Los_Angeles, a server-based client with the
// redirects given, a Self Client, a few contacts with numbers in different
// formats and a lead. All numbers lie in ranges reserved for fiction. The
// records are a day old, so the search index knows them. Without a redirect
// there is no server-based client.
func SeedDemo(s *Server, redirects ...string) (World, error) {
	w := World{DataCentre: "us", Contacts: map[string]string{}, Leads: map[string]string{}}
	var err error
	if w.Org, err = s.AddOrg(Org{
		DataCentre: w.DataCentre, Company: "Example Trading", Country: "US",
		Currency: "US Dollar", ISOCurrency: "USD", TimeZone: "America/Los_Angeles",
	}); err != nil {
		return World{}, fmt.Errorf("fakezoho: seed: %w", err)
	}
	if w.User, err = s.AddUser(User{OrgID: w.Org.ID, First: "Olive", Last: "Perator", Email: "olive@example.test"}); err != nil {
		return World{}, fmt.Errorf("fakezoho: seed: %w", err)
	}
	secrets := map[string]string{w.DataCentre: ""}
	if len(redirects) > 0 {
		if w.Client, err = s.AddClient(Client{Name: "Chatkeep", Type: ServerClient, RedirectURIs: redirects, Secrets: secrets}); err != nil {
			return World{}, fmt.Errorf("fakezoho: seed: %w", err)
		}
	}
	if w.SelfClient, err = s.AddClient(Client{Name: "Self Client", Type: SelfClient, UserID: w.User.ID, Secrets: secrets}); err != nil {
		return World{}, fmt.Errorf("fakezoho: seed: %w", err)
	}
	yesterday := s.now().Add(-24 * time.Hour)
	for _, f := range []Fields{
		{"First_Name": "Ada", "Last_Name": "Example", "Phone": "(415) 555-0132", "Email": "ada@example.test"},
		{"First_Name": "Ben", "Last_Name": "Sample", "Mobile": "+14155550147"},
		{"First_Name": "Chloé", "Last_Name": "Exemple", "Phone": "+33 6 39 98 01 23", "Title": "Buyer"},
		{"First_Name": "Dev", "Last_Name": "Instance", "Mobile": "+44 7700 900123", "Department": "Imports"},
		{"First_Name": "Ella", "Last_Name": "Nonumber", "Email": "ella@example.test"},
	} {
		f["Created_Time"] = yesterday
		id, err := s.AddContact(w.Org.ID, f)
		if err != nil {
			return World{}, fmt.Errorf("fakezoho: seed: %w", err)
		}
		w.Contacts[f["First_Name"].(string)+" "+f["Last_Name"].(string)] = id
	}
	id, err := s.AddLead(w.Org.ID, Fields{
		"First_Name": "Frank", "Last_Name": "Prospect", "Company": "Specimen Ltd", "Phone": "415.555.0188", "Created_Time": yesterday,
	})
	if err != nil {
		return World{}, fmt.Errorf("fakezoho: seed: %w", err)
	}
	w.Leads["Frank Prospect"] = id
	return w, nil
}
