package backup

import (
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

const (
	// LatestDeals is how many deals are meant by the latest ones.
	LatestDeals = 5
	// maxNewDeals is how many references one contact gets in a day at most. The
	// others get theirs on the next days.
	maxNewDeals = 10
	// dealsRecent is for how long a message or a link lets the deals of its contact
	// be asked for.
	dealsRecent = 24 * time.Hour
	// offerDealAfter is how long a reference that Zoho has refused is left alone.
	offerDealAfter = 24 * time.Hour
)

// Deal is a deal of a contact.
type Deal struct {
	ID string
	// Open says that it is neither won nor lost.
	Open bool
}

// WantedDeals returns the deals that are to get a reference now, of all deals of a
// contact, the one changed last first. known are those that have one, had one, or
// are to get one.
func WantedDeals(mode contract.DealsMode, deals []Deal, known map[string]bool) []string {
	if mode == contract.DealsLatest {
		deals = deals[:min(LatestDeals, len(deals))]
	}
	var wanted []string
	for _, d := range deals {
		fits := mode == contract.DealsLatest || mode == contract.DealsOpen && d.Open
		if fits && !known[d.ID] && !slices.Contains(wanted, d.ID) && len(wanted) < maxNewDeals {
			wanted = append(wanted, d.ID)
		}
	}
	return wanted
}

// Talk is what is known of the conversations with one contact.
type Talk struct {
	// LastT is the time of the last message that Zoho has confirmed, Unix seconds, 0
	// for none.
	LastT int64
	// LinkedAt is when a chat was linked to the contact last, Unix milliseconds.
	LinkedAt int64
}

// Recent says whether anything of the conversations is so new at the time now that
// the deals of their contact may be asked for.
func (t Talk) Recent(now time.Time) bool {
	since := now.Add(-dealsRecent)
	return t.LastT > 0 && (t.LastT >= since.Unix() || t.LinkedAt >= since.UnixMilli())
}

// DealsDue says whether the deals of a contact are to be asked for at the time now,
// on the calendar day today: once on a day on which something of its conversations
// was confirmed that was not when they were asked for last.
func DealsDue(mode contract.DealsMode, talk Talk, asked journal.DealsAsked, now time.Time, today string) bool {
	if !talk.Recent(now) {
		return false
	}
	if asked.Mode != mode {
		return true
	}
	return asked.Date != today && talk.LastT > asked.LastT
}

// ReferenceDue says whether anything can be done about a reference at the time now.
func ReferenceDue(r journal.Reference, now time.Time) bool {
	switch r.State {
	case journal.NoteRefused:
		age := now.Sub(time.UnixMilli(r.RefusedAt))
		return age < 0 || age >= offerDealAfter
	case journal.NoteSaved:
		return !r.Alone && settledAt(r.SentAt, now)
	case journal.NoteSending:
		return settledAt(r.SentAt, now)
	}
	return true
}

// settledAt says whether a create that was sent at a time, Unix milliseconds, can no
// longer be under way.
func settledAt(sent int64, now time.Time) bool {
	age := now.Sub(time.UnixMilli(sent))
	return sent == 0 || age >= settleAfter || age <= -settleAfter
}
