package health

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// few is how many messages must be wrong before the page is blamed. Single
	// ones are left out and named when the page is decoded.
	few = 3
	// many is how many messages never all fall into one second by themselves,
	// not even a batch that was forwarded.
	many = 20
	// manyTexts is how many text messages never are all without text. One may
	// be empty by nature.
	manyTexts = 2
)

// SelfTest returns the tests that a reading fails, in the order of
// [contract.SelfTest], nil when it passes all. A test that finds too little to
// judge by passes: a failed test stops every write, while what is wrong with a
// single message is found when it is decoded.
//
//   - keys: most messages have a key that can be read, is what WhatsApp writes
//     again, and names the chat; and the database knows one of them if it knows
//     the chat;
//   - times: most messages have a time between 2009 and tomorrow, they are not
//     all of the same second, and not off by a day from the database;
//   - directions: none disagrees with the database;
//   - private: nothing that the database calls view-once or disappearing came
//     with content;
//   - texts: of two or more text messages, by the page's word or the database's,
//     one has text;
//   - messages: most could be read, and there are some where the database has
//     some;
//   - complete: of the messages the database holds within the page's span, at
//     most two are missing, or at most a tenth. That is not asked of a page
//     which says itself that it may have left messages out, nor while the phone
//     is still sending the history.
//
// Many messages may arrive between the reading of the page and that of the
// database, after the computer slept for instance, so what fails should be read
// once more before a page is given up.
func SelfTest(r Reading) []contract.SelfTest {
	rows := rowsOf(r)
	both := r.pairs(rows)
	tests := []struct {
		name   contract.SelfTest
		failed bool
	}{
		{contract.TestKeys, r.keysFail(rows)},
		{contract.TestTimes, r.timesFail(both)},
		{contract.TestDirections, slices.ContainsFunc(both, func(p pair) bool { return p.message.FromMe != p.row.FromMe })},
		{contract.TestPrivate, slices.ContainsFunc(both, pair.betrays)},
		{contract.TestTexts, r.textsFail(both)},
		{contract.TestMessages, r.messagesFail(rows)},
		{contract.TestComplete, r.completeFails()},
	}
	var failed []contract.SelfTest
	for _, test := range tests {
		if test.failed {
			failed = append(failed, test.name)
		}
	}
	return failed
}

// betrays reports whether the page told what is in a message that its sender
// meant to be seen once, or for a time.
func (p pair) betrays() bool {
	m := p.message
	return p.row.Private && m.Withheld == "" && (m.Text != "" || m.Media != nil || m.Quote != nil || len(m.Contacts) > 0 || m.Location != nil)
}

// most reports whether bad is more than half of the messages told, and more
// than single ones.
func (r Reading) most(bad int) bool { return bad >= few && 2*bad > r.total() }

// rejectedFor counts the messages that were left out for one of the reasons.
func (r Reading) rejectedFor(reasons ...whatsapp.Reason) int {
	n := 0
	for _, rejected := range r.Rejected {
		if slices.Contains(reasons, rejected.Reason) {
			n++
		}
	}
	return n
}

func (r Reading) keysFail(rows database) bool {
	bad := r.rejectedFor(whatsapp.ReasonID, whatsapp.ReasonOtherChat)
	strangers := map[whatsapp.JID]int{}
	for _, m := range r.Page.Messages {
		key, err := whatsapp.ParseKey(m.Key)
		switch {
		case err != nil, key.String() != m.Key, key.ID != m.ID, key.FromMe != m.FromMe, !r.Identity.Holds(key.Remote):
			bad++
		case !slices.Contains(r.Identity.IDs(), key.Remote.Bare()):
			strangers[key.Remote.Bare()]++
		}
	}
	// One id that is not known of this person yet is learned from its messages;
	// several are several persons.
	if len(strangers) > 1 {
		for _, n := range strangers {
			bad += n
		}
	}
	return r.most(bad) || r.unheardOf(rows)
}

// unheardOf reports whether the database, which holds this chat, knows none of
// the page's messages. WhatsApp reads the page from it.
func (r Reading) unheardOf(rows database) bool {
	return len(rows) >= few && len(r.pairs(rows)) == 0 &&
		slices.ContainsFunc(r.Page.Messages, func(m whatsapp.Message) bool { return m.T <= r.Now-settling })
}

// timesFail leaves single times to the decoder, which accepts none before 2009
// or after tomorrow.
func (r Reading) timesFail(both []pair) bool {
	if r.most(r.rejectedFor(whatsapp.ReasonTime)) {
		return true
	}
	differ, far := 0, 0
	for _, p := range both {
		switch apart := max(p.message.T-p.row.T, p.row.T-p.message.T); {
		case apart > day:
			far++
			differ++
		case apart > 0:
			differ++
		}
	}
	if far >= few && 2*far > len(both) {
		return true
	}
	if len(both) > 0 {
		return r.sameSecond() && differ >= few && 2*differ > len(both)
	}
	return r.sameSecond() && len(r.Page.Messages) >= many
}

// sameSecond reports whether all messages have one and the same time.
func (r Reading) sameSecond() bool {
	return !slices.ContainsFunc(r.Page.Messages, func(m whatsapp.Message) bool { return m.T != r.Page.Messages[0].T })
}

// textsFail takes for a text message what either the page or the database calls
// one: a page that has lost the types has lost the texts with them.
func (r Reading) textsFail(both []pair) bool {
	typed := map[string]bool{}
	for _, p := range both {
		typed[p.message.DedupID()] = p.row.Type == "chat"
	}
	texts := 0
	for _, m := range r.Page.Messages {
		if m.Type != "chat" && !typed[m.DedupID()] || m.Withheld != "" || m.Deleted != "" {
			continue
		}
		if m.Text != "" {
			return false
		}
		texts++
	}
	return texts >= manyTexts
}

// messagesFail does not repeat what keys and times have said of a page that was
// rejected for them.
func (r Reading) messagesFail(rows database) bool {
	if r.most(len(r.Rejected)) {
		return !r.keysFail(rows) && !r.most(r.rejectedFor(whatsapp.ReasonTime))
	}
	if len(r.Page.Messages) > 0 || !r.whole() {
		return false
	}
	_, missing := r.due()
	return missing > 0
}

func (r Reading) completeFails() bool {
	if len(r.Page.Messages) == 0 || !r.whole() {
		return false
	}
	due, missing := r.due()
	return missing > 2 && 10*missing > due
}

// whole reports whether the page can be held to what the database has: it does
// not say itself that it may have left messages out, and the phone is not
// sending the history at this moment.
func (r Reading) whole() bool {
	return !r.Page.Partial && r.FirstSync != contract.FirstSyncRunning
}
