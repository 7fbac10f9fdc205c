package health

import (
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Input is what a report is made of.
type Input struct {
	// At is the time of the report, LastReadAt when the page could last be read,
	// 0 for never; both in Unix milliseconds.
	At         int64
	LastReadAt int64
	// State is the tab's state, as the page and the browser tell it.
	State contract.TabState
	// Snapshot is what [whatsapp.DecodeSnapshot] accepted, and Rejected how many
	// chats it left out; both zero when no page answered.
	Snapshot contract.PageSnapshot
	Rejected int
	// Visible is true when the open chat can be read from the screen.
	Visible bool
	// Failed are the self-tests that failed, Agreement what was counted; empty
	// when no chat was compared.
	Failed    []contract.SelfTest
	Agreement *contract.Agreement
	// Tab says how many tabs are open, whether the chosen one is asleep and
	// whether it is kept awake. Hidden and Thawed are the page's to tell.
	Tab contract.TabHealth
}

// Report puts together how well WhatsApp Web can be read. It holds counts,
// states and words of closed sets only, besides WhatsApp's version, which is
// taken over in its known form alone.
func Report(in Input) contract.Health {
	health := contract.Health{
		V: contract.Version, At: in.At, LastReadAt: in.LastReadAt,
		Build:        knownBuild(in.Snapshot.Build),
		Reason:       knownReason(in.Snapshot.Reason),
		ReadyMS:      max(0, in.Snapshot.ReadyMS),
		Capabilities: []contract.CapabilityHealth{},
		Counts:       count(in.Snapshot, in.Rejected),
		Agreement:    in.Agreement,
		Failed:       in.Failed,
		FirstSync:    knownSync(in.Snapshot.FirstSync),
		KnowsPhone:   in.Snapshot.Me.Phone != "",
		KnowsLID:     in.Snapshot.Me.LID != "",
		Tab:          in.Tab,
	}
	health.Tab.Hidden, health.Tab.Thawed = in.Snapshot.Tab.Hidden, max(0, in.Snapshot.Tab.Thawed)
	health.Verdict = Verdict(Facts{
		State: in.State, Capabilities: Capabilities(in.Snapshot.Variants), Counts: health.Counts,
		Failed: in.Failed, Visible: in.Visible,
	})
	health.State = State(in.State, health.Verdict)
	if judged(health.Verdict) {
		health.Capabilities = Capabilities(in.Snapshot.Variants)
	}
	return health
}

// judged reports whether a verdict rests on what the page can do. Before that,
// a capability that did not answer says nothing.
func judged(verdict contract.Verdict) bool {
	switch verdict {
	case contract.VerdictOK, contract.VerdictDegraded, contract.VerdictPartial, contract.VerdictChanged:
		return true
	}
	return false
}

// knownBuild returns WhatsApp Web's version when it has the form of one,
// "2.3000.1048032155" or the revision alone, "1044822804"; else nothing.
func knownBuild(build string) string {
	parts := strings.Split(build, ".")
	for _, part := range parts {
		if part == "" || len(part) > 10 || strings.Trim(part, "0123456789") != "" {
			return ""
		}
	}
	switch {
	case len(parts) == 1 && len(build) == 10 && strings.HasPrefix(build, "10"):
		return build
	case len(parts) >= 2 && len(parts) <= 4 && len(parts[0]) <= 3:
		return build
	}
	return ""
}

// knownReason returns WhatsApp's word for a session that is blocked
// (WAWebStreamModel and WAWebSocketConstants, client revision 1044822804), and
// nothing for a word that is not one of them.
func knownReason(reason string) string {
	switch reason {
	case "TOS_BLOCK", "SMB_TOS_BLOCK", "PROXYBLOCK", "DEPRECATED_VERSION":
		return reason
	}
	return ""
}

func knownSync(sync contract.FirstSync) contract.FirstSync {
	switch sync {
	case contract.FirstSyncRunning, contract.FirstSyncComplete:
		return sync
	}
	return ""
}

// count counts the chats of the list. A person with two chats has one LID.
func count(snapshot contract.PageSnapshot, rejected int) contract.HealthCounts {
	counts := contract.HealthCounts{
		Other:  max(0, snapshot.Excluded),
		Failed: max(0, snapshot.Failed) + rejected,
	}
	numbers := map[string]bool{}
	for _, row := range snapshot.Chats {
		jid, err := whatsapp.ParseJID(row.Chat)
		switch {
		case err == nil && jid.IsPhone():
			counts.ByPhone++
		case err == nil && jid.IsLID():
			counts.ByLID++
		case err == nil && jid.IsGroup():
			counts.Groups++
		default:
			counts.Other++
			continue
		}
		if row.LID != "" {
			numbers[row.LID] = numbers[row.LID] || row.Phone != ""
		}
		if row.EndOfHistory >= 0 && row.EndOfHistory < len(counts.EndOfHistory) {
			counts.EndOfHistory[row.EndOfHistory]++
		}
	}
	counts.Chats = counts.ByPhone + counts.ByLID + counts.Groups + counts.Other
	counts.LIDs = len(numbers)
	for _, resolved := range numbers {
		if resolved {
			counts.Resolved++
		}
	}
	return counts
}
