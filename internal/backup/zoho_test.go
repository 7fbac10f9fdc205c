package backup_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
)

// fixed is a token that is never renewed.
type fixed struct{ token zoho.AccessToken }

func (f fixed) Token(context.Context, string) (zoho.AccessToken, error) { return f.token, nil }

// TestAgainstStandIn runs plans against the stand-in for Zoho through the
// client, with each fault at each of the calls.
func TestAgainstStandIn(t *testing.T) {
	t.Parallel()
	faults := []fakezoho.Fault{{}}
	for _, op := range []fakezoho.Op{fakezoho.OpNotesRelated, fakezoho.OpNotesCreate, fakezoho.OpNotesUpdate} {
		for _, kind := range []fakezoho.FaultKind{
			fakezoho.FaultReplyLost, fakezoho.FaultRequestLost, fakezoho.FaultCutBody, fakezoho.FaultTooMany,
			fakezoho.FaultUnauthorized, fakezoho.FaultBadGateway, fakezoho.FaultInternal,
		} {
			faults = append(faults, fakezoho.Fault{Op: op, Kind: kind, Nth: 1}, fakezoho.Fault{Op: op, Kind: kind, Nth: 2})
		}
		faults = append(faults, fakezoho.Fault{Op: op, Kind: fakezoho.FaultBadGateway, AfterCommit: true})
	}
	for _, fault := range faults {
		t.Run(fmt.Sprintf("%s %s %d %v", fault.Op, fault.Kind, fault.Nth, fault.AfterCommit), func(t *testing.T) {
			t.Parallel()
			r, server, client, records := newStandIn(t)
			for i := range 14 {
				c := ada
				c.Key = fmt.Sprintf("1415555%04d@c.us", i)
				r.days = append(r.days, dayOf(c, records[i%len(records)], "one", "two"))
			}
			if fault.Kind != "" {
				server.Inject(fault)
			}
			run := func() backup.Result { return r.runner(client.Notes).Run(t.Context(), r.plan()) }
			for range 3 {
				run()
				r.clock = r.clock.Add(3 * time.Minute)
			}
			for i := range r.days {
				r.days[i].Parts[0].Text = "one, changed"
			}
			for range 3 {
				run()
				r.clock = r.clock.Add(3 * time.Minute)
			}
			if plan := r.plan(); !plan.Empty() || plan.Held != 0 {
				t.Fatalf("left: %d creates, %d updates, %d held", len(plan.Create), len(plan.Update), plan.Held)
			}
			for _, n := range server.Notes() {
				r.crm.notes = append(r.crm.notes, zoho.Note{Title: n.Title, Content: n.Content})
			}
			r.wantAll()
		})
	}
}

// newStandIn returns a rig by the clock of a stand-in for Zoho, its client, and
// the ids of three contacts.
func newStandIn(t *testing.T) (*rig, *fakezoho.Server, *zoho.Client, []string) {
	t.Helper()
	r := newRig(t)
	server := fakezoho.New(fakezoho.Options{Now: func() time.Time { return r.clock }, Edition: fakezoho.Standard()})
	world, err := fakezoho.SeedDemo(server)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewTLSServer(server)
	t.Cleanup(ts.Close)
	door := accounts.Door{Now: func() time.Time { return r.clock }, Transport: overhttp.New(&http.Client{Transport: &http.Transport{
		DialContext:       fakezoho.Dialer(ts.Listener.Addr().String()),
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		DisableKeepAlives: true,
	}})}
	code, err := server.SelfClientCode(world.SelfClient.ID, zoho.Scopes(), 3*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	us, _ := zoho.DataCentreByCode("us")
	grant, err := door.Exchange(t.Context(), zoho.OAuthClient{
		ID: world.SelfClient.ID, Secret: world.SelfClient.Secrets["us"], Type: zoho.SelfClient, DC: us,
	}, "", code, "")
	if err != nil {
		t.Fatal(err)
	}
	client, err := door.Client(grant.Access.APIDomain, fixed{grant.Access}, zoho.NopGate{})
	if err != nil {
		t.Fatal(err)
	}
	return r, server, client, []string{world.Contacts["Ben Sample"], world.Contacts["Dev Instance"], world.Contacts["Ella Nonumber"]}
}
