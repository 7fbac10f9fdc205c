package health

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Reading is what was read of one chat that is backed up: the newest messages
// by the page's modules, and what the other witnesses say of them. The page is
// read first and the witnesses right after it.
type Reading struct {
	Identity whatsapp.Identity
	// Page is the newest page of the chat, 20 to 50 messages, and Rejected what
	// [whatsapp.DecodePage] left out of it.
	Page     whatsapp.Page
	Rejected []whatsapp.Rejected
	// Witness is what WhatsApp's database and screen say. The keys asked for are
	// those of the page.
	Witness contract.Witness
	// Open is true when the chat is the open one, so that the screen shows it.
	Open bool
	// Title is the name the chat list shows for the chat.
	Title string
	// FirstSync says whether the phone is still sending the history, during
	// which the database grows between two reads.
	FirstSync contract.FirstSync
	// Now is the time of the reading in Unix seconds.
	Now int64
}

const (
	// earliest is 1 January 2009, the year in which WhatsApp began, in Unix
	// seconds.
	earliest = 1_230_768_000
	// day is in seconds. It is also how far a time may lie ahead of this
	// computer's clock.
	day = 24 * 60 * 60
	// settling is how many seconds old a message must be before the page can be
	// blamed for not telling it: it may have arrived between the two reads.
	settling = 30
)

// database holds the rows of the database that can be compared, by bare id.
type database map[string]contract.WitnessRow

// rowsOf returns the rows of the database for the chat. It is empty when the
// database could not be read. A row that contradicts itself or belongs to
// another chat witnesses nothing, and neither do two rows of one id that
// disagree, as in the chat with oneself.
func rowsOf(r Reading) database {
	if r.Witness.Database.State != contract.DatabaseOK {
		return nil
	}
	rows, torn := database{}, map[string]bool{}
	for _, list := range [][]contract.WitnessRow{r.Witness.Database.Newest, r.Witness.Database.Found} {
		for _, row := range list {
			if !r.usable(row) {
				continue
			}
			if other, twice := rows[row.ID]; twice && other.FromMe != row.FromMe {
				torn[row.ID] = true
			}
			row.Private = row.Private || rows[row.ID].Private
			rows[row.ID] = row
		}
	}
	for id := range torn {
		delete(rows, id)
	}
	return rows
}

func (r Reading) usable(row contract.WitnessRow) bool {
	key, err := whatsapp.ParseKey(row.Key)
	return err == nil && key.ID == row.ID && key.FromMe == row.FromMe && r.Identity.Holds(key.Remote) &&
		row.T >= earliest && row.T <= r.Now+day
}

// pair is one message as the page and the database tell it.
type pair struct {
	message whatsapp.Message
	row     contract.WitnessRow
}

// pairs returns the messages that the page and the database both know.
func (r Reading) pairs(rows database) []pair {
	var both []pair
	for _, m := range r.Page.Messages {
		if row, known := rows[m.ID]; known {
			both = append(both, pair{m, row})
		}
	}
	return both
}

// told returns the bare ids the page told, in good form or not, and how many
// more it told whose id is not known.
func (r Reading) told() (ids map[string]bool, nameless int) {
	ids = map[string]bool{}
	for _, m := range r.Page.Messages {
		ids[m.ID] = true
	}
	for _, rejected := range r.Rejected {
		if rejected.ID == "" {
			nameless++
			continue
		}
		ids[rejected.ID] = true
	}
	return ids, nameless
}

// total is how many messages the page told, in good form or not.
func (r Reading) total() int { return len(r.Page.Messages) + len(r.Rejected) }

// isContent reports whether a type of WhatsApp (WAWebMsgType, client revision
// 1044822804) always is a message of its own, with words or something to look
// at. Pictures and videos are such only with picturesToo, because WhatsApp also
// stores the parts of an album and the better copy of a picture as such, under
// their parent message.
func isContent(typeName string, picturesToo bool) bool {
	switch typeName {
	case "chat", "ptt", "audio", "document", "sticker", "location", "vcard", "multi_vcard", "poll_creation":
		return true
	case "image", "video":
		return picturesToo
	}
	return false
}

// due counts the messages that the page must have told, by what the database
// holds, and how many of them it did not. Only rows newer than the oldest
// message of the page are due, because a page may end early when its messages
// are long. A part of an album proves nothing missing on a page that has other
// messages, but does on a page without any.
func (r Reading) due() (due, missing int) {
	rows := rowsOf(r)
	ids, nameless := r.told()
	from, known := r.from(rows, ids)
	if !known {
		return 0, 0
	}
	seen := map[string]bool{}
	for _, row := range r.Witness.Database.Newest {
		row, usable := rows[row.ID]
		if !usable || seen[row.ID] || !isContent(row.Type, r.total() == 0) || row.T <= from || row.T > r.Now-settling {
			continue
		}
		seen[row.ID] = true
		due++
		if !ids[row.ID] {
			missing++
		}
	}
	return due, max(0, missing-nameless)
}

// from returns the time of the oldest message the page told, 0 when it told
// none, in Unix seconds. Of a message that was left out only the database knows
// the time; known is false when it does not either.
func (r Reading) from(rows database, ids map[string]bool) (t int64, known bool) {
	var times []int64
	for _, m := range r.Page.Messages {
		times = append(times, m.T)
	}
	for id := range ids {
		if row, held := rows[id]; held {
			times = append(times, row.T)
		}
	}
	if len(times) == 0 {
		return 0, r.total() == 0
	}
	return slices.Min(times), true
}
