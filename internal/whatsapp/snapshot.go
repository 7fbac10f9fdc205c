package whatsapp

import (
	"encoding/json"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Reason says why something the page sent was refused.
type Reason string

// The reasons to refuse.
const (
	// ReasonMalformed: not of the contract's shape, or with a field it does not
	// name.
	ReasonMalformed Reason = "malformed"
	// ReasonID: a JID, key or message id is not one, or they contradict each
	// other.
	ReasonID Reason = "id"
	// ReasonOtherChat: the key belongs to another chat.
	ReasonOtherChat Reason = "other_chat"
	// ReasonTime: the time is before 2009 or in the future.
	ReasonTime Reason = "time"
	// ReasonType: the type is no type name, or a closed set has no such member.
	ReasonType Reason = "type"
	// ReasonUnreadable: the page itself could not read the message.
	ReasonUnreadable Reason = "unreadable"
)

// Rejected is a chat or message that was left out, so that it can be named.
type Rejected struct {
	// Index is its place in the list the page sent.
	Index int
	// ID is the chat's JID or the bare message id, empty when that is what was
	// wrong.
	ID     string
	Reason Reason
}

// snapshot is a [contract.PageSnapshot] whose rows are decoded one by one.
type snapshot struct {
	contract.PageSnapshot
	Chats []json.RawMessage `json:"chats"`
}

// DecodeSnapshot checks what a WhatsApp Web tab says of itself. now is the
// current time in Unix seconds. Ids in the result are JIDs in their normal
// form; texts are cut to a sensible length. A row that is wrong is left out and
// named, and does not spoil the others.
func DecodeSnapshot(data []byte, now int64) (contract.PageSnapshot, []Rejected, error) {
	if err := checkAnswer(data); err != nil {
		return contract.PageSnapshot{}, nil, err
	}
	var raw snapshot
	if err := strict(data, &raw); err != nil {
		return contract.PageSnapshot{}, nil, err
	}
	page := raw.PageSnapshot
	if page.V != contract.Version {
		return contract.PageSnapshot{}, nil, ErrVersion
	}
	if len(raw.Chats) > maxChats {
		return contract.PageSnapshot{}, nil, ErrSize
	}
	if !knownSession(page.Session) || !word(page.Build) || !validVariants(page.Variants) {
		return contract.PageSnapshot{}, nil, ErrMalformed
	}
	me, err := AccountOf(page.Me)
	if err != nil {
		return contract.PageSnapshot{}, nil, err
	}
	page.Me = contract.Account{Phone: me.Phone.String(), LID: me.LID.String(), Name: me.Name}
	if page.Active != "" {
		active, err := ParseJID(page.Active)
		if err != nil {
			return contract.PageSnapshot{}, nil, err
		}
		page.Active = active.Bare().String()
	}
	var rejected []Rejected
	page.Chats = make([]contract.ChatRow, 0, len(raw.Chats))
	for i, data := range raw.Chats {
		row, id, reason := decodeRow(data, me, now)
		if reason != "" {
			rejected = append(rejected, Rejected{Index: i, ID: id, Reason: reason})
			continue
		}
		page.Chats = append(page.Chats, row)
	}
	return page, rejected, nil
}

// decodeRow checks one row; reason is empty when it is good.
func decodeRow(data []byte, me Account, now int64) (row contract.ChatRow, id string, reason Reason) {
	if err := strict(data, &row); err != nil {
		return row, "", ReasonMalformed
	}
	identity, err := IdentityOf(row, me)
	if err != nil {
		return row, "", ReasonID
	}
	row.Chat = identity.Chat.String()
	row.Phone, row.LID = identity.Phone.String(), identity.LID.String()
	row.Self = identity.Kind == KindSelf
	if row.T != 0 && !plausible(row.T, now) {
		return row, row.Chat, ReasonTime
	}
	if row.EndOfHistory < -1 || row.EndOfHistory > 100 {
		row.EndOfHistory = -1
	}
	row.Title, row.Name = cleanLine(row.Title, maxNameLength), cleanLine(row.Name, maxNameLength)
	return row, row.Chat, ""
}

func knownSession(state contract.SessionState) bool {
	switch state {
	case contract.SessionWaiting, contract.SessionSignedOut, contract.SessionSyncing, contract.SessionConflict,
		contract.SessionLocked, contract.SessionBlocked, contract.SessionUnreadable, contract.SessionReady:
		return true
	}
	return false
}

func validVariants(variants map[string]string) bool {
	if len(variants) > 64 {
		return false
	}
	for capability, variant := range variants {
		if !word(capability) || !word(variant) {
			return false
		}
	}
	return true
}
