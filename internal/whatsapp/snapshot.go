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
// named, and does not spoil the others; an open chat that is wrong is left out.
func DecodeSnapshot(data []byte, now int64) (contract.PageSnapshot, []Rejected, error) {
	if err := checkAnswer(data); err != nil {
		return contract.PageSnapshot{}, nil, err
	}
	raw, err := rawSnapshot(data)
	if err != nil {
		return contract.PageSnapshot{}, nil, err
	}
	page := raw.PageSnapshot
	if page.V != contract.Version {
		return contract.PageSnapshot{}, nil, ErrVersion
	}
	if len(raw.Chats) > maxChats {
		return contract.PageSnapshot{}, nil, ErrSize
	}
	if !knownSession(page.Session) || !knownFirstSync(page.FirstSync) || !validVariants(page.Variants) ||
		!word(page.Build) || !word(page.Reason) || !word(page.Epoch) {
		return contract.PageSnapshot{}, nil, ErrMalformed
	}
	me, err := AccountOf(page.Me)
	if err != nil {
		return contract.PageSnapshot{}, nil, err
	}
	page.Me = contract.Account{Phone: me.Phone.String(), LID: me.LID.String(), Name: me.Name}
	page.Active = openChat(page.Active)
	page.ReadyMS = between(page.ReadyMS, maxReadyMS)
	page.Excluded, page.Failed = count(page.Excluded), count(page.Failed)
	page.Tab.Thawed = count(page.Tab.Thawed)
	var rejected []Rejected
	page.Chats, rejected = decodeRows(raw.Chats, me, now)
	for _, r := range rejected {
		// What is no JSON cannot have been told apart from the rows beside it.
		if r.Reason == ReasonMalformed && !json.Valid(raw.Chats[r.Index]) {
			return contract.PageSnapshot{}, nil, ErrMalformed
		}
	}
	return page, rejected, nil
}

// openChat returns the JID of the open chat in its normal form, empty for none. One of
// a form that is not known says nothing of the chats that are listed.
func openChat(text string) string {
	jid, err := ParseJID(text)
	if err != nil {
		return ""
	}
	return jid.Bare().String()
}

// rawSnapshot takes the rows out, each of which is decoded by itself, and decodes
// the rest.
func rawSnapshot(data []byte) (raw snapshot, err error) {
	list, rest, ok := listOf(data, chatsField)
	if !ok {
		return raw, strict(data, &raw)
	}
	rows, ok := elements(list)
	if !ok {
		return raw, ErrMalformed
	}
	err = strict(rest, &raw)
	raw.Chats = rows
	return raw, err
}

// RowsOf returns the rows of the snapshot that a WhatsApp Web tab has sent as it sent
// them, nil when they cannot be told apart from the rest of it at a glance. It checks
// nothing.
func RowsOf(data []byte) []byte {
	rows, _, ok := listOf(data, chatsField)
	if !ok {
		return nil
	}
	return rows
}

// chatsField is the list of chats in a [contract.PageSnapshot].
const chatsField = "chats"

func knownSession(state contract.SessionState) bool {
	switch state {
	case contract.SessionWaiting, contract.SessionSignedOut, contract.SessionSyncing, contract.SessionConflict,
		contract.SessionLocked, contract.SessionBlocked, contract.SessionUnreadable, contract.SessionReady:
		return true
	}
	return false
}

func knownFirstSync(state contract.FirstSync) bool {
	return state == "" || state == contract.FirstSyncRunning || state == contract.FirstSyncComplete
}

// count returns n, or 0 for not known when it is no possible count.
func count(n int) int { return int(between(int64(n), maxCount)) }

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
