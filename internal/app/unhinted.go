package app

import (
	"slices"
	"time"
)

// What changes in messages that were read before is found by the page's hints, and where
// those may be missing by reading again: all of the last days after an absence and every
// few hours, the newest messages of the latest chats more often.
const (
	// changeWindow is how far back changes that may have gone unnoticed are looked
	// for, in seconds: a week.
	changeWindow = 7 * 24 * 60 * 60
	// sweepEvery is how often they are looked for although nothing hints at them,
	// in seconds.
	sweepEvery = 6 * 60 * 60
	// glanceWindow is how long after its last message the newest ones of a chat are
	// looked at without a hint, in seconds: as long as WhatsApp lets a message be
	// deleted for everybody, two days and a half.
	glanceWindow = 60 * 60 * 60
	// glanceEvery is how often that is done, in seconds. What was said before the page
	// was loaded changes without a word of WhatsApp's to those who listen.
	glanceEvery = 30 * 60
	// glanced bounds of how many chats, those of the latest news: what changes without
	// a word is seldom older, and WhatsApp's page is not to be busy with it.
	glanced = 50
)

// unwatched says whether an edit, a deletion or a reaction of the last days may
// have gone unnoticed: the page was not listened to all the time since the chat
// was last read, or so much time has passed that WhatsApp may have told nobody.
// A second reaction to somebody else's message raises no event
// (WAWebReactionsCollection, client revision 1044822804).
func (a *App) unwatched(p page, d due) bool {
	now := a.now().Unix()
	if d.row.T < now-changeWindow {
		return false
	}
	if p.snapshot.Epoch != "" && d.read.Epoch != p.snapshot.Epoch {
		return true
	}
	// A time to come was noted by a clock that has been set back since.
	return now-d.read.Swept >= sweepEvery || d.read.Swept > now
}

// looksAgain returns when messages of a chat are looked at again although nothing
// hints at a change, Unix milliseconds, 0 for never.
func (a *App) looksAgain(d due, lately int64) int64 {
	switch {
	case d.row.T < d.chat.Link.Since || d.row.T < a.now().Unix()-changeWindow:
		return 0
	case d.row.T < lately:
		return max(1, (d.read.Swept+sweepEvery)*1000)
	}
	return max(1, min(d.read.Swept+sweepEvery, d.read.At+glanceEvery)*1000)
}

// lately returns from when on news of a chat are late ones, Unix seconds: the newest
// messages of such chats are looked at without a hint.
func (p page) lately(now time.Time) int64 {
	times := make([]int64, len(p.snapshot.Chats))
	for i, row := range p.snapshot.Chats {
		times[i] = row.T
	}
	slices.Sort(times)
	from := now.Unix() - glanceWindow
	if len(times) > glanced {
		from = max(from, times[len(times)-glanced])
	}
	return from
}

// glanceDue says whether the newest messages of a chat that is not due otherwise are to
// be looked at: by the clock, or because the user wants everything now.
func (a *App) glanceDue(p page, d due, lately int64) bool {
	now := a.now().Unix()
	if d.row.T < max(d.chat.Link.Since, lately) || p.partial() {
		return false
	}
	return now-d.read.At >= glanceEvery || d.read.At > now || p.wished
}
