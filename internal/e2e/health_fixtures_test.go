package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// narrowWidth is the narrowest width of a face, in CSS pixels.
const narrowWidth = 320

// Names that do not fit: one without a place to break, and one in a script that
// runs from right to left.
var (
	longName    = strings.Repeat("Wolfeschlegelsteinhausenberger", 5)
	longNameRTL = strings.Repeat("عبد الرحمن بن محمد الحداد ", 6)
)

// quietView is the view of a day on which everything works.
func quietView() contract.View {
	return contract.View{
		V: contract.Version, At: 1,
		Zoho:     contract.ZohoView{State: contract.ZohoConnected, DataCentre: "eu", User: "Ada Byron", Org: "Harbour & Co", Region: "GB"},
		WhatsApp: contract.WhatsAppView{State: contract.TabReady, Account: "Ada", Verdict: contract.VerdictOK},
		Backup:   contract.BackupView{State: contract.BackupIdle, LastSyncAt: time.Now().UnixMilli(), Linked: 12},
		Settings: contract.Settings{Linking: contract.LinkCertain, FirstBackupDays: 7},
	}
}

// linkedCard is the card of a linked chat that is saved from a day on.
func linkedCard(title string, history contract.HistoryCard) contract.Card {
	return contract.Card{
		V: contract.Version, At: 1, Chat: "14155550178@c.us", Title: title, State: contract.ChatLinked, Phone: "+1 415-555-0178",
		Record: &contract.RecordCard{
			Module: contract.ModuleContacts, ID: "1", Name: title, URL: "https://crm.zoho.eu/crm/tab/Contacts/1", Origin: contract.LinkedByMatch,
			LinkedAt: time.Now().UnixMilli(),
		},
		Sync: &contract.SyncCard{SyncedAt: time.Now().UnixMilli(), SavedUntil: time.Now().Unix(), Saved: 1204, Waiting: 2, Skipped: 1, Unread: 3, Encrypted: 1, History: &history},
	}
}

// chatWithFiles is the card of a linked chat with files that are attached, wait and
// will not be attached.
func chatWithFiles(title string) contract.Card {
	card := linkedCard(title, contract.HistoryCard{From: daysAgo(3), End: contract.HistoryOnPhone})
	card.Sync.Attached, card.Sync.FilesWaiting, card.Sync.Unattached = 12, 3, 4
	return card
}

// daysAgo is a moment some days ago, in Unix seconds.
func daysAgo(days int) int64 { return time.Now().AddDate(0, 0, -days).Unix() }

// changedHealth is the state of a reading in which everything is to be told.
func changedHealth() contract.Health {
	return contract.Health{
		V: contract.Version, At: time.Now().UnixMilli(), Verdict: contract.VerdictChanged, Build: "2.3000.1048032155", State: contract.TabBlocked,
		Reason: "DEPRECATED_VERSION", ReadyMS: 3412,
		Capabilities: []contract.CapabilityHealth{
			{Name: contract.CapabilityVersion, Variant: "Debug.VERSION"},
			{Name: contract.CapabilitySession, Variant: "Stream.Socket"},
			{Name: contract.CapabilityMe, Variant: "getMaybeMePnUser"},
			{Name: contract.CapabilityChats, Variant: "WAWebCollections.Chat", Rank: 1},
			{Name: contract.CapabilityActive, Variant: "getActive"},
			{Name: contract.CapabilityHistory, Variant: "loadEarlierMsgs.options", Rank: 3},
			{Name: contract.CapabilityKey, Rank: -1},
			{Name: contract.CapabilityLID, Variant: "contact.phoneNumber", Rank: 3},
			{Name: contract.CapabilityReactions, Variant: "database", Rank: 1},
			{Name: contract.CapabilityEvents, Variant: "some", Rank: 1},
			{Name: contract.CapabilityDatabase, Variant: "busy", Rank: 1},
			{Name: contract.CapabilityChannel, Variant: "early"},
		},
		Counts: contract.HealthCounts{
			Chats: 1480, ByPhone: 902, ByLID: 431, Groups: 147, Other: 38, LIDs: 1204, Resolved: 1190, Failed: 2, EndOfHistory: [6]int{811, 214, 3, 40, 402, 10},
		},
		Agreement: &contract.Agreement{
			Store: 20, Database: 20, Screen: 14, DatabaseState: contract.DatabaseOK, Layout: contract.Screen2026, Missing: 2, Unknown: 1, Directions: 4, Title: true,
			Encrypted: 1, OtherTypes: 1,
		},
		Failed:     []contract.SelfTest{contract.TestDirections, contract.TestComplete},
		FirstSync:  contract.FirstSyncComplete,
		KnowsPhone: true, KnowsLID: true,
		Tab:        contract.TabHealth{Open: 2, Hidden: true, KeptAwake: true, Thawed: 3},
		LastReadAt: time.Now().Add(-time.Hour).UnixMilli(),
	}
}

// goodHealth is the state of a reading on a quiet day.
func goodHealth() contract.Health {
	health := changedHealth()
	health.Verdict, health.State, health.Reason, health.Failed = contract.VerdictOK, contract.TabReady, "", nil
	return health
}

// uncomparedHealth is the state of a reading while no chat could be compared.
func uncomparedHealth() contract.Health {
	health := goodHealth()
	health.Agreement = nil
	return health
}

// shown is one state of a face that is worth a look.
type shown struct {
	what  string
	path  string
	leave func(t *testing.T, s stillStage)
	// there is a selector of what must be seen, unfold what is clicked first.
	there  string
	unfold string
}

// healthFaces are the states that tell how WhatsApp Web is read.
func healthFaces() []shown {
	const panel, popup, options = "panel/panel.html", "popup/popup.html", "options/options.html"
	tab := func(state contract.TabState) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) {
			s.leaveView(t, func(v *contract.View) { v.WhatsApp.State = state })
			s.leaveChat(t, linkedCard("Maya Okafor", contract.HistoryCard{From: daysAgo(3), End: contract.HistoryUnknown}))
		}
	}
	chat := func(title string, problem contract.ProblemCode, history contract.HistoryCard) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) {
			s.leaveView(t, nil)
			card := linkedCard(title, history)
			if problem != "" {
				card.Problem = &contract.Problem{Code: problem}
				card.Sync.Problem = card.Problem
			}
			s.leaveChat(t, card)
		}
	}
	verdict := func(verdict contract.Verdict, state contract.TabState) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) {
			s.leaveView(t, func(v *contract.View) {
				v.WhatsApp = contract.WhatsAppView{State: state, Account: longNameRTL, Verdict: verdict}
				v.Zoho.Org = longName
			})
		}
	}
	health := func(health contract.Health) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) {
			s.leaveView(t, nil)
			s.leave(t, map[string]any{contract.HealthKey: health})
		}
	}
	return []shown{
		{"sidebar, asleep", panel, tab(contract.TabAsleep), "#wake-whatsapp", ""},
		{"sidebar, partial", panel, tab(contract.TabPartial), "#open-check", ""},
		{"sidebar, changed", panel, tab(contract.TabChanged), "#reload-whatsapp", ""},
		{
			"sidebar, older messages on the phone", panel,
			chat(longName, contract.ProblemMessagesUnread, contract.HistoryCard{From: daysAgo(3), Reached: daysAgo(3), End: contract.HistoryOnPhone}),
			"#history-from-day", "#history > summary",
		},
		{
			"sidebar, reading", panel,
			chat(longNameRTL, contract.ProblemPartial, contract.HistoryCard{Reached: daysAgo(200), Reading: true, Read: 350, End: contract.HistoryRunning}),
			"#history-progress", "#history > summary",
		},
		{
			"sidebar, the whole chat", panel,
			chat("Maya Okafor", "", contract.HistoryCard{Reached: daysAgo(900), End: contract.HistoryAll}),
			`#history-end[data-end="all"]`, "#history > summary",
		},
		{
			"sidebar, files", panel,
			func(t *testing.T, s stillStage) {
				s.leaveView(t, nil)
				s.leaveChat(t, chatWithFiles(longName))
			},
			"#count-unattached", "",
		},
		{"popup, second-best", popup, verdict(contract.VerdictDegraded, contract.TabReady), "#health-line", ""},
		{"popup, changed", popup, verdict(contract.VerdictChanged, contract.TabChanged), "#health-line", ""},
		{"settings, never checked", options, func(t *testing.T, s stillStage) { s.leaveView(t, nil) }, "#check-about", ""},
		{"settings, read well", options, health(goodHealth()), "#check-ways", "#check-details > summary"},
		{"settings, nothing compared", options, health(uncomparedHealth()), "#check-uncompared", ""},
		{"settings, changed", options, health(changedHealth()), "#check-failed", ""},
	}
}
