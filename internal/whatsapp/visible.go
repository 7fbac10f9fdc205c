package whatsapp

import (
	"encoding/json"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Visible is the open chat as far as it can be read without the page's modules,
// checked.
type Visible struct {
	Layout   contract.ScreenLayout
	Database contract.DatabaseState
	// Title is the name over the chat.
	Title string
	Me    Account
	// Row is the open chat, nil when it is not known beyond doubt which one is
	// open; Identity is then the zero one.
	Row      *contract.ChatRow
	Identity Identity
	// Page holds the messages on the screen that the database knows. It is
	// always partial, has neither start nor end, and is empty without a row.
	Page Page
	// Rejected are the messages that were left out.
	Rejected []Rejected
	// Unmatched is how many messages on the screen the database does not know.
	Unmatched int
}

// visibleChat is a [contract.VisibleChat] whose parts are decoded one by one.
type visibleChat struct {
	contract.VisibleChat
	Chat *json.RawMessage `json:"chat"`
	Page *json.RawMessage `json:"page"`
}

// DecodeVisible checks what can be seen of the open chat. now is the current
// time in Unix seconds. Messages are checked as in [DecodePage]; a chat that is
// wrong spoils the whole, for then nothing says whose words they are.
func DecodeVisible(data []byte, now int64) (Visible, error) {
	if err := checkAnswer(data); err != nil {
		return Visible{}, err
	}
	var raw visibleChat
	if err := strict(data, &raw); err != nil {
		return Visible{}, err
	}
	switch {
	case raw.V != contract.Version:
		return Visible{}, ErrVersion
	case !knownLayout(raw.Layout), !knownDatabase(raw.Database), raw.Page != nil && raw.Chat == nil:
		return Visible{}, ErrMalformed
	}
	me, err := AccountOf(raw.Me)
	if err != nil {
		return Visible{}, err
	}
	seen := Visible{Layout: raw.Layout, Database: raw.Database, Title: screenTitle(raw.Title), Me: me, Unmatched: count(raw.Unmatched)}
	if raw.Chat == nil {
		return seen, nil
	}
	if err := seen.decodeChat(*raw.Chat, now); err != nil {
		return Visible{}, err
	}
	if raw.Page == nil {
		return seen, nil
	}
	if err := seen.decodePage(*raw.Page, now); err != nil {
		return Visible{}, err
	}
	return seen, nil
}

func (v *Visible) decodeChat(data []byte, now int64) error {
	row, _, reason := decodeRow(data, v.Me, now)
	switch reason {
	case "":
	case ReasonID:
		return ErrIdentity
	default:
		return ErrMalformed
	}
	identity, err := IdentityOf(row, v.Me)
	if err != nil {
		return err
	}
	v.Row, v.Identity = &row, identity
	if isOneOf(v.Title, usersOfLIDs(identity.IDs()...)) {
		v.Title = ""
	}
	return nil
}

func (v *Visible) decodePage(data []byte, now int64) error {
	page, rejected, err := decodePage(data, v.Identity, now)
	switch {
	case err != nil:
		return err
	case page.Source != contract.SourceScreen:
		return ErrMalformed
	case v.Database != contract.DatabaseOK && len(page.Messages)+len(rejected) > 0:
		// Ids, times and directions can come from nowhere else.
		return ErrMalformed
	case !page.Me.Same(v.Me):
		return ErrIdentity
	}
	page.Start, page.End = false, false
	v.Page, v.Rejected = page, rejected
	return nil
}
