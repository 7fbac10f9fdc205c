package health

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// snapshot is what a page that reads well says.
func snapshot() contract.PageSnapshot {
	return contract.PageSnapshot{
		V: contract.Version, Session: contract.SessionReady, Build: "2.3000.1048032155", Epoch: "x1", ReadyMS: 4200,
		FirstSync: contract.FirstSyncComplete, Variants: best(),
		Me: contract.Account{Phone: "15550009999@c.us", LID: "999888777666555@lid", Name: "Me"},
		Chats: []contract.ChatRow{
			{Chat: "14155550132@c.us", Phone: "14155550132@c.us", LID: "111222333444555@lid", EndOfHistory: 0},
			{Chat: "14155550133@c.us", Phone: "14155550133@c.us", EndOfHistory: 1},
			{Chat: "111222333444555@lid", LID: "111222333444555@lid", EndOfHistory: 1},
			{Chat: "111222333444556@lid", LID: "111222333444556@lid", EndOfHistory: 5},
			{Chat: "120363025550000001@g.us", EndOfHistory: -1},
			{Chat: "120363000000000000@newsletter", EndOfHistory: 2},
			{Chat: "0@c.us", EndOfHistory: 2},
			{Chat: "14155550134@c.us", EndOfHistory: 99},
		},
		Excluded: 4, Failed: 2, Tab: contract.TabLife{Hidden: true, Thawed: 3},
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	agreement := &contract.Agreement{Store: 20}
	got := Report(Input{
		At: 1_794_000_000_000, LastReadAt: 1_793_999_999_000, State: contract.TabReady, Snapshot: snapshot(), Rejected: 1,
		Agreement: agreement, Tab: contract.TabHealth{Open: 2, KeptAwake: true},
	})
	want := contract.Health{
		V: contract.Version, At: 1_794_000_000_000, LastReadAt: 1_793_999_999_000, Verdict: contract.VerdictOK,
		Build: "2.3000.1048032155", State: contract.TabReady, ReadyMS: 4200, Capabilities: Capabilities(best()),
		Counts: contract.HealthCounts{
			Chats: 12, ByPhone: 3, ByLID: 2, Groups: 1, Other: 6, LIDs: 2, Resolved: 1, Failed: 3,
			EndOfHistory: [6]int{1, 2, 0, 0, 0, 1},
		},
		Agreement: agreement, FirstSync: contract.FirstSyncComplete, KnowsPhone: true, KnowsLID: true,
		Tab: contract.TabHealth{Open: 2, Hidden: true, KeptAwake: true, Thawed: 3},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestReportOfStates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		in      Input
		verdict contract.Verdict
		state   contract.TabState
		// judged says that the report lists what the page can do.
		judged bool
	}{
		{"no tab", Input{State: contract.TabNone}, contract.VerdictNoTab, contract.TabNone, false},
		{"asleep", Input{State: contract.TabAsleep}, contract.VerdictAsleep, contract.TabAsleep, false},
		{"syncing", Input{State: contract.TabSyncing, Snapshot: contract.PageSnapshot{Variants: map[string]string{"version": "SiteData"}}}, contract.VerdictStarting, contract.TabSyncing, false},
		{"locked", Input{State: contract.TabLocked}, contract.VerdictBlocked, contract.TabLocked, false},
		{"ready", Input{State: contract.TabReady, Snapshot: snapshot()}, contract.VerdictOK, contract.TabReady, true},
		{"a failed test", Input{State: contract.TabReady, Snapshot: snapshot(), Failed: []contract.SelfTest{contract.TestTimes}}, contract.VerdictChanged, contract.TabChanged, true},
		{"unreadable", Input{State: contract.TabUnreadable}, contract.VerdictChanged, contract.TabUnreadable, true},
		{"visible", Input{State: contract.TabUnreadable, Visible: true}, contract.VerdictPartial, contract.TabPartial, true},
		{"visible after a failed read", Input{State: contract.TabPartial, Failed: []contract.SelfTest{contract.TestMessages}}, contract.VerdictPartial, contract.TabPartial, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Report(tt.in)
			if got.Verdict != tt.verdict || got.State != tt.state {
				t.Errorf("%s, %s; want %s, %s", got.Verdict, got.State, tt.verdict, tt.state)
			}
			if got.Capabilities == nil || (len(got.Capabilities) > 0) != tt.judged {
				t.Errorf("capabilities %v", got.Capabilities)
			}
		})
	}
}

func TestReportTakesNoWordOver(t *testing.T) {
	t.Parallel()
	builds := map[string]string{
		"2.3000.1048032155": "2.3000.1048032155", "1044822804": "1044822804", "2.24": "2.24",
		"": "", "14155550132": "", "4155550132": "", "Erika": "", "2.Erika": "", "2..3": "", "2.3000.1048032155.": "",
		"111222333444555.1": "", "2.111222333444555": "", "1.2.3.4.5": "", "2.-3": "",
	}
	for in, want := range builds {
		if got := Report(Input{State: contract.TabReady, Snapshot: contract.PageSnapshot{Build: in}}).Build; got != want {
			t.Errorf("build %q: %q", in, got)
		}
	}
	reasons := map[string]string{
		"TOS_BLOCK": "TOS_BLOCK", "SMB_TOS_BLOCK": "SMB_TOS_BLOCK", "PROXYBLOCK": "PROXYBLOCK", "DEPRECATED_VERSION": "DEPRECATED_VERSION",
		"": "", "ERIKA_MUSTER": "", "tos_block": "",
	}
	for in, want := range reasons {
		if got := Report(Input{State: contract.TabBlocked, Snapshot: contract.PageSnapshot{Reason: in}}).Reason; got != want {
			t.Errorf("reason %q: %q", in, got)
		}
	}
}

func TestReportCountsAreNeverNegative(t *testing.T) {
	t.Parallel()
	got := Report(Input{State: contract.TabReady, Snapshot: contract.PageSnapshot{
		ReadyMS: -1, Excluded: -5, Failed: -7, Tab: contract.TabLife{Thawed: -2},
	}})
	if got.ReadyMS != 0 || got.Counts != (contract.HealthCounts{}) || got.Tab.Thawed != 0 {
		t.Errorf("%+v", got)
	}
}

// TestReportNamesNobody plants words in every text of what the page, the
// database and the screen say, and looks for them in the report.
func TestReportNamesNobody(t *testing.T) {
	t.Parallel()
	planted := []string{
		"Erika", "Muster", "14155550132", "111222333444555", "120363025550000001", "15550009999", "999888777666555",
		"3EB0", "3EBADFACE", "Geheim", "447700900123",
	}
	s := plain(20)
	s.row = contract.ChatRow{Chat: "14155550132@c.us", Phone: "14155550132@c.us", LID: "111222333444555@lid", Title: "Erika Muster"}
	for i := range s.page.Messages {
		s.page.Messages[i].Text, s.page.Messages[i].SenderName = "Geheim", "Erika Muster"
	}
	s.page.Messages[3].Error = "Geheim"
	s.page.Variant = "Erika.Muster"
	s.open = true
	r := s.reading(t)
	r.Witness.Database.State, r.Witness.Screen.Layout = "Erika", "Geheim"
	agreement := Agree(r)
	s = plain(20)
	s.row.Title, s.open = "Erika Muster", true
	for i := range s.page.Messages {
		m := &s.page.Messages[i]
		m.ID = "3EBADFACE" + m.ID
		m.Key = key(m.FromMe, s.row.Chat, m.ID, "")
	}
	failing := s.reading(t)

	page := snapshot()
	page.Build, page.Reason, page.Epoch, page.FirstSync = "447700900123", "ERIKA_MUSTER", "Geheim", "Geheim"
	page.Active = "14155550132@c.us"
	page.Me.Name = "Erika Muster"
	page.Variants = map[string]string{"Erika.Muster": "14155550132"}
	for _, c := range capabilities {
		page.Variants[string(c.name)] = "Geheim." + string(c.name)
	}
	for i := range page.Chats {
		page.Chats[i].Title, page.Chats[i].Name, page.Chats[i].Former = "Erika Muster", "Muster", []string{"447700900123@c.us"}
	}
	for _, in := range []Input{
		{State: contract.TabReady, Snapshot: page, Agreement: &agreement, Failed: SelfTest(failing)},
		{State: contract.TabUnreadable, Snapshot: page, Visible: true},
		{State: contract.TabBlocked, Snapshot: page},
	} {
		text, err := json.Marshal(Report(in))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range planted {
			if strings.Contains(strings.ToLower(string(text)), strings.ToLower(word)) {
				t.Errorf("%s is in %s", word, text)
			}
		}
	}
}

// TestReportSaysSomething keeps the test above from passing on an empty report.
func TestReportSaysSomething(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(Report(Input{State: contract.TabReady, Snapshot: snapshot()}))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"msgFindBefore", "2.3000.1048032155", `"byPhone":3`, `"verdict":"ok"`} {
		if !strings.Contains(string(text), word) {
			t.Errorf("%s is not in %s", word, text)
		}
	}
}
