package zoho_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// TestDealsAgainstStandIn: which deals of a contact are open is found out whether or not Zoho tells the types of stages,
// and those by contact role are among them where Zoho lists them.
func TestDealsAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, ben := s.signIn(t, allScopes()...), t.Context(), s.world.Contacts["Ben Sample"]
		stages, err := c.Deals.Stages(ctx)
		if err != nil || !stages.Known {
			t.Fatalf("stages %+v, %v", stages, err)
		}
		deal := func(name, stage, contact string) string {
			s.clock.Advance(time.Second)
			id, err := s.server.AddDeal(s.world.Org.ID, fakezoho.Fields{"Deal_Name": name, "Stage": stage, "Contact_Name": contact})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		deal("running", "Needs Analysis", ben)
		deal("won", "Closed Won", ben)
		deal("lost", "Closed-Lost to Competition", ben)
		shared := deal("shared", "Qualification", s.world.Contacts["Ella Nonumber"])
		if err := s.server.AddContactRole(shared, ben); err != nil {
			t.Fatal(err)
		}
		page, err := c.Deals.OfContact(ctx, ben, zoho.MaxDeals)
		if err != nil {
			t.Fatal(err)
		}
		var open []string
		for _, d := range page.Items {
			if stages.Open(d.Stage) {
				open = append(open, d.Name)
			}
		}
		want := []string{"shared", "running"}
		if s.switches.RoleDealsHidden {
			want = want[1:]
		}
		if !slices.Equal(open, want) {
			t.Errorf("open are %q, want %q", open, want)
		}

		// Hidden from the user, neither can be read.
		if err := s.server.ChangeProfile(s.world.Org.ID, s.world.User.Profile, func(p *fakezoho.Profile) { p.HiddenFields = []string{"Deals.Stage"} }); err != nil {
			t.Fatal(err)
		}
		if stages, err := c.Deals.Stages(ctx); err != nil || stages.Known {
			t.Errorf("hidden stages: %+v, %v", stages, err)
		}
		if err := s.server.ChangeProfile(s.world.Org.ID, s.world.User.Profile, func(p *fakezoho.Profile) { p.HiddenModules = []string{"Deals"} }); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Deals.Stages(ctx); !errors.Is(err, zoho.ErrInvalidModule) {
			t.Errorf("stages of a hidden module: %v", err)
		}
	})
}
