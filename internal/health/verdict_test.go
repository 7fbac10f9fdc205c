package health

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// someChats are the counts of an ordinary chat list.
func someChats() contract.HealthCounts {
	return contract.HealthCounts{Chats: 12, ByPhone: 6, ByLID: 4, Groups: 2, LIDs: 10, Resolved: 9}
}

func TestVerdictOfStates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		state contract.TabState
		want  contract.Verdict
		// visible is the verdict when the screen can be read.
		visible contract.Verdict
		// failed is the verdict when a self-test failed.
		failed contract.Verdict
	}{
		{contract.TabNone, contract.VerdictNoTab, contract.VerdictNoTab, contract.VerdictNoTab},
		{contract.TabAsleep, contract.VerdictAsleep, contract.VerdictAsleep, contract.VerdictAsleep},
		{contract.TabSilent, contract.VerdictSilent, contract.VerdictSilent, contract.VerdictSilent},
		{contract.TabWaiting, contract.VerdictStarting, contract.VerdictStarting, contract.VerdictStarting},
		{contract.TabSyncing, contract.VerdictStarting, contract.VerdictStarting, contract.VerdictStarting},
		{contract.TabSignedOut, contract.VerdictBlocked, contract.VerdictBlocked, contract.VerdictBlocked},
		{contract.TabConflict, contract.VerdictBlocked, contract.VerdictBlocked, contract.VerdictBlocked},
		{contract.TabLocked, contract.VerdictBlocked, contract.VerdictBlocked, contract.VerdictBlocked},
		{contract.TabBlocked, contract.VerdictBlocked, contract.VerdictBlocked, contract.VerdictBlocked},
		{contract.TabUnreadable, contract.VerdictChanged, contract.VerdictPartial, contract.VerdictChanged},
		{contract.TabPartial, contract.VerdictPartial, contract.VerdictPartial, contract.VerdictPartial},
		{contract.TabChanged, contract.VerdictChanged, contract.VerdictChanged, contract.VerdictChanged},
		{contract.TabReady, contract.VerdictOK, contract.VerdictOK, contract.VerdictChanged},
		{"unheard_of", contract.VerdictChanged, contract.VerdictPartial, contract.VerdictChanged},
	}
	for _, tt := range tests {
		t.Run(string(tt.state), func(t *testing.T) {
			t.Parallel()
			facts := Facts{State: tt.state, Capabilities: Capabilities(best()), Counts: someChats()}
			if got := Verdict(facts); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			facts.Visible = true
			if got := Verdict(facts); got != tt.visible {
				t.Errorf("visible: %s, want %s", got, tt.visible)
			}
			facts.Visible = false
			facts.Failed = []contract.SelfTest{contract.TestKeys}
			if got := Verdict(facts); got != tt.failed {
				t.Errorf("with a failed test: %s, want %s", got, tt.failed)
			}
		})
	}
}

// TestVerdictOfEveryCapability takes one capability after the other through all
// of its ways, and away, on a page where the rest answers in the best way. The
// verdicts are written out here, not taken from the table that is tested.
func TestVerdictOfEveryCapability(t *testing.T) {
	t.Parallel()
	const (
		ok       = contract.VerdictOK
		degraded = contract.VerdictDegraded
		changed  = contract.VerdictChanged
	)
	tests := map[contract.Capability]map[string]contract.Verdict{
		contract.CapabilityVersion:   {"Debug.VERSION": ok, "WAWebBuildConstants": ok, "SiteData": degraded, "": degraded},
		contract.CapabilitySession:   {"Stream.Socket": ok, "Socket": degraded, "": changed},
		contract.CapabilityMe:        {"getMaybeMePnUser": ok, "getMaybeMeLidUser": ok, "Conn.wid": degraded, "getMaybeMeUser": degraded, "": changed},
		contract.CapabilityChats:     {"WAWebChatCollection": ok, "WAWebCollections.Chat": ok, "modulesMap": degraded, "": changed},
		contract.CapabilityActive:    {"getActive": ok, "chat.active": ok, "": degraded},
		contract.CapabilityHistory:   {"msgFindBefore": ok, "msgFindByDirection": ok, "msgFindQuery": ok, "loadEarlierMsgs.options": degraded, "loadEarlierMsgs.chat": degraded, "chat.msgs": degraded, "": changed},
		contract.CapabilityKey:       {"toString": ok, "text": ok, "_serialized": ok, "property": degraded, "parts": degraded, "": degraded},
		contract.CapabilityLID:       {"me": ok, "isMeAccount": ok, "getPhoneNumber": ok, "contact.phoneNumber": ok, "getPnForLid": ok, "accountLid": ok, "database": ok, "lidPnCache": ok, "toPn": ok, "": degraded},
		contract.CapabilityReactions: {"Reactions": ok, "database": ok, "": degraded},
		contract.CapabilityEvents:    {"all": ok, "some": degraded, "": degraded},
		contract.CapabilityDatabase:  {"ok": ok, "busy": degraded, "missing": degraded, "unknown": degraded, "": degraded},
		contract.CapabilityChannel:   {"early": ok, "late": ok, "none": degraded, "": degraded},
	}
	if len(tests) != len(capabilities) {
		t.Fatalf("%d capabilities are tested, there are %d", len(tests), len(capabilities))
	}
	counts := someChats()
	counts.LIDs, counts.Resolved = 9, 4
	for _, c := range capabilities {
		verdicts := tests[c.name]
		for _, w := range c.ways {
			if _, tested := verdicts[w.variant]; !tested {
				t.Errorf("%s: the way %s is not tested", c.name, w.variant)
			}
		}
		verdicts["unheard.of"] = degraded
		for variant, want := range verdicts {
			t.Run(string(c.name)+" "+variant, func(t *testing.T) {
				t.Parallel()
				variants := best()
				variants[string(c.name)] = variant
				facts := Facts{State: contract.TabReady, Capabilities: Capabilities(variants), Counts: counts}
				if got := Verdict(facts); got != want {
					t.Errorf("%s, want %s", got, want)
				}
				facts.Visible = true
				if want == changed {
					want = contract.VerdictPartial
				}
				if got := Verdict(facts); got != want {
					t.Errorf("visible: %s, want %s", got, want)
				}
				facts.Failed = []contract.SelfTest{contract.TestTexts}
				if want != contract.VerdictPartial {
					want = changed
				}
				if got := Verdict(facts); got != want {
					t.Errorf("visible with a failed test: %s, want %s", got, want)
				}
			})
		}
	}
}

// TestVerdictOfIdleCapabilities: a way that had nothing to do is not missing.
func TestVerdictOfIdleCapabilities(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		capability contract.Capability
		counts     contract.HealthCounts
		want       contract.Verdict
	}{
		{"no chats, no keys", contract.CapabilityKey, contract.HealthCounts{}, contract.VerdictOK},
		{"channels only, no keys", contract.CapabilityKey, contract.HealthCounts{Chats: 3, Other: 3}, contract.VerdictOK},
		{"a group, no keys", contract.CapabilityKey, contract.HealthCounts{Chats: 1, Groups: 1}, contract.VerdictDegraded},
		{"no LIDs", contract.CapabilityLID, contract.HealthCounts{Chats: 9, ByPhone: 9}, contract.VerdictOK},
		{"all numbers known without looking", contract.CapabilityLID, contract.HealthCounts{Chats: 9, ByPhone: 9, LIDs: 9, Resolved: 9}, contract.VerdictOK},
		{"four hidden", contract.CapabilityLID, contract.HealthCounts{Chats: 4, ByLID: 4, LIDs: 4}, contract.VerdictOK},
		{"five hidden", contract.CapabilityLID, contract.HealthCounts{Chats: 5, ByLID: 5, LIDs: 5}, contract.VerdictDegraded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			variants := best()
			delete(variants, string(tt.capability))
			got := Verdict(Facts{State: contract.TabReady, Capabilities: Capabilities(variants), Counts: tt.counts})
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestVerdictOfEverySelfTest: each of them alone stops the writing.
func TestVerdictOfEverySelfTest(t *testing.T) {
	t.Parallel()
	for _, test := range []contract.SelfTest{
		contract.TestKeys, contract.TestTimes, contract.TestDirections, contract.TestPrivate, contract.TestTexts, contract.TestMessages, contract.TestComplete,
	} {
		facts := Facts{State: contract.TabReady, Capabilities: Capabilities(best()), Counts: someChats(), Failed: []contract.SelfTest{test}}
		if got := Verdict(facts); got != contract.VerdictChanged {
			t.Errorf("%s: %s", test, got)
		}
	}
}

// TestVerdictWithoutCapabilities: a page that names no ways at all cannot be
// read, whatever it says of itself.
func TestVerdictWithoutCapabilities(t *testing.T) {
	t.Parallel()
	if got := Verdict(Facts{State: contract.TabReady}); got != contract.VerdictChanged {
		t.Error(got)
	}
}

func TestState(t *testing.T) {
	t.Parallel()
	tests := []struct {
		state   contract.TabState
		verdict contract.Verdict
		want    contract.TabState
	}{
		{contract.TabReady, contract.VerdictOK, contract.TabReady},
		{contract.TabReady, contract.VerdictDegraded, contract.TabReady},
		{contract.TabReady, contract.VerdictChanged, contract.TabChanged},
		{contract.TabReady, contract.VerdictPartial, contract.TabPartial},
		{contract.TabUnreadable, contract.VerdictChanged, contract.TabUnreadable},
		{contract.TabUnreadable, contract.VerdictPartial, contract.TabPartial},
		{contract.TabChanged, contract.VerdictChanged, contract.TabChanged},
		{contract.TabPartial, contract.VerdictPartial, contract.TabPartial},
		{contract.TabLocked, contract.VerdictBlocked, contract.TabLocked},
		{contract.TabSyncing, contract.VerdictStarting, contract.TabSyncing},
		{contract.TabNone, contract.VerdictNoTab, contract.TabNone},
		{"unheard_of", contract.VerdictChanged, contract.TabChanged},
	}
	for _, tt := range tests {
		if got := State(tt.state, tt.verdict); got != tt.want {
			t.Errorf("%s, %s: %s, want %s", tt.state, tt.verdict, got, tt.want)
		}
	}
}
