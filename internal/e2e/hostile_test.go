package e2e

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// fullyHostile is a page script that has read the source of the extension: it
// knows by which events its two content scripts talk.
func fullyHostile(t *testing.T) *fakewhatsapp.Hostile {
	t.Helper()
	name := func(constant string) string { return constantOf(t, "content", "channel.ts", constant) }
	return fakewhatsapp.FullyHostile(name("HANDSHAKE"), name("TO_PAGE"), name("TO_BRIDGE"))
}

// TestStoryAmongEnemies plays the story in a page that forges messages, floods
// every way with strings of a hundred million units and has replaced the
// builtins; and beside another extension's script, in a page that comes late.
// Both have the stricter content security policy. The stand-in tells when
// anything of the extension was heard, answered or tricked.
func TestStoryAmongEnemies(t *testing.T) {
	t.Parallel()
	for name, environment := range map[string]fakewhatsapp.Options{
		"hostile page": {Hostile: fullyHostile(t), TrustedTypes: true},
		"rival":        {Rival: true, TrustedTypes: true, RandomDelay: true, Seed: 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{WhatsApp: environment})}
			for _, step := range Steps() {
				if err := step.Do(t.Context(), s); err != nil {
					t.Fatalf("%s: %v", step.Name, err)
				}
			}
			s.holdsTruth(t, s.maya, mayaName)
			s.holdsTruth(t, s.elena, elenaName)
			if found := s.check(t); found.Verdict != contract.VerdictOK {
				t.Errorf("the verdict is %s: %+v", found.Verdict, found)
			}
			kept := s.everythingKept(t)
			if strings.Contains(kept, "forged") || strings.Contains(kept, "xxxxxxxx") || len(kept) > 1<<20 {
				t.Errorf("of what the page forged something is kept, in %d bytes", len(kept))
			}
			if polluted := s.bridgeWorld(t, s.WhatsAppTab).eval(t, `String(({}).polluted)`); polluted != "undefined" {
				t.Errorf("the prototypes of the content script's world are polluted: %s", polluted)
			}
			atTheEnd(t, s)
		})
	}
}
