package fakewhatsapp

import (
	"slices"
	"testing"
)

func TestProfilesAreListed(t *testing.T) {
	t.Parallel()
	got := Profiles()
	for _, known := range []string{
		ProfileJanuary2026, ProfileJune2026, ProfileCurrent, ProfileFuture, ProfileBareOptions, ProfileBareChat, ProfileBareList,
	} {
		if !slices.Contains(got, known) {
			t.Errorf("%s is not among the profiles %q", known, got)
		}
	}
	for _, name := range got {
		if p, _, err := loadProfile(name); err != nil || p.Name != name {
			t.Errorf("the profile %s calls itself %q: %v", name, p.Name, err)
		}
	}
}
