package control

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// Demo fills a server with the demo's world: one organisation in the United
// States with a few contacts, and a Self Client.
func Demo(s *fakezoho.Server) (fakezoho.Planted, error) {
	w, err := fakezoho.SeedDemo(s)
	if err != nil {
		return fakezoho.Planted{}, err
	}
	ids := map[string]string{"organisation": w.Org.ID, "user": w.User.ID, "self client": w.SelfClient.ID}
	for name, id := range w.Contacts {
		ids[name] = id
	}
	for name, id := range w.Leads {
		ids[name] = id
	}
	return fakezoho.Planted{IDs: ids, Clients: []fakezoho.Client{w.SelfClient}}, nil
}

// Welcome writes where the stand-in answers and how to sign in: for each Self
// Client it makes a code that lasts ten minutes.
func (d *Desk) Welcome(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Zoho's stand-in answers at %s\n\n", d.base)
	fmt.Fprintf(&b, "By Host header, plain HTTP, every data centre:\n")
	fmt.Fprintf(&b, "  curl -H 'Host: www.zohoapis.com' %s/crm/v8/org\n\n", d.base)
	fmt.Fprintf(&b, "By path, for clients that cannot choose it:\n")
	for _, m := range fakezoho.Mounts()[:5] {
		fmt.Fprintf(&b, "  %-38s is https://%s\n", d.base+m.Prefix, m.Host)
	}
	fmt.Fprintf(&b, "  and so on for %s\n", strings.Join(centres(), ", "))
	for _, c := range d.World().Clients {
		if c.Type != fakezoho.SelfClient {
			fmt.Fprintf(&b, "\n%s client %s\n", c.Type, c.ID)
			continue
		}
		code, err := d.Server().SelfClientCode(c.ID, fakezoho.DemoScopes(), 10*time.Minute)
		if err != nil {
			return err
		}
		for dc, secret := range c.Secrets {
			fmt.Fprintf(&b, "\nSelf Client of data centre %s, for ten minutes:\n", dc)
			fmt.Fprintf(&b, "  client_id      %s\n  client_secret  %s\n  code           %s\n", c.ID, secret, code)
			fmt.Fprintf(&b, "  curl %s/accounts/%s/oauth/v2/token -d grant_type=authorization_code -d client_id=%s -d client_secret=%s -d code=%s\n",
				d.base, dc, c.ID, secret, code)
		}
	}
	fmt.Fprintf(&b, "\nControls: %s/ lists them; docs/zoho-stand-in.md describes them.\n", d.base)
	_, err := io.WriteString(w, b.String())
	return err
}

// opNames are the operations that faults can strike.
func opNames() []string {
	var names []string
	for _, op := range fakezoho.Ops() {
		names = append(names, string(op))
	}
	return names
}

// centres are the names of the data centres.
func centres() []string {
	var names []string
	for _, dc := range fakezoho.DataCentres() {
		names = append(names, dc.Name)
	}
	return names
}

// help lists the controls.
func (d *Desk) help(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, `Stand-in for Zoho. Nothing here is real.

GET    %[1]s/_control/state      everything it holds: organisations, clients, records, calls, switches, faults
POST   %[1]s/_control/seed       add organisations, users, records, clients, switches and faults
POST   %[1]s/_control/reset      begin again
POST   %[1]s/_control/code       {"client_id": "…"} makes a code of a Self Client; also scopes, minutes
POST   %[1]s/_control/switches   {"MissingRecordStatus": 404} changes the switches named
POST   %[1]s/_control/faults     {"op": "notes.create", "kind": "reply lost after commit"}; also nth, count, after_commit, for
DELETE %[1]s/_control/faults     disarms all faults
POST   %[1]s/_control/clock      {"advance": "61m"}, {"set": "2026-11-22T10:00:00Z"}, {"freeze": true}
POST   %[1]s/_control/do         {"action": "delete_record", "id": "…"}

Requests and answers are JSON; a POST needs Content-Type: application/json, and {} if there is nothing to say.

The op of a fault is * for every call, or one of
  %[2]s
`, d.base, strings.Join(opNames(), "\n  "))
}
