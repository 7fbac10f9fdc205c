package whatsapp

import (
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// ErrIdentity is returned for ids that contradict each other, such as a phone
// JID in the place of a LID.
var ErrIdentity = errors.New("whatsapp: ids contradict each other")

// Account is the WhatsApp account signed in to the page, with checked ids.
// Either id may be unknown for a while.
type Account struct {
	Phone JID    `json:"phone,omitzero"`
	LID   JID    `json:"lid,omitzero"`
	Name  string `json:"name,omitempty"`
}

// AccountOf checks the ids of an account.
func AccountOf(record contract.Account) (Account, error) {
	phone, lid, err := personIDs(record.Phone, record.LID)
	if err != nil {
		return Account{}, err
	}
	return Account{Phone: phone, LID: lid, Name: cleanLine(record.Name, maxNameLength)}, nil
}

// IDs returns the JIDs by which the account is known.
func (a Account) IDs() []JID { return known(a.LID, a.Phone) }

// Same reports whether two accounts have an id in common.
func (a Account) Same(other Account) bool { return intersect(a.IDs(), other.IDs()) }

// Kind says what a chat is.
type Kind string

// The kinds of a chat.
const (
	// KindPhone: a person, in a chat that is keyed by telephone number.
	KindPhone Kind = "phone"
	// KindLID: a person, in a chat keyed by LID whose number is known.
	KindLID Kind = "lid"
	// KindNumberHidden: a person whose number WhatsApp does not tell.
	KindNumberHidden Kind = "number_hidden"
	// KindUsername: a person who is known by a user name only.
	KindUsername Kind = "username"
	// KindHosted: a business that Meta answers for, in a chat with one of its
	// hosted devices. What stands for a number in such a JID is not taken for
	// one here; it is known where the page names the phone.
	KindHosted Kind = "hosted"
	// KindGroup: a group.
	KindGroup Kind = "group"
	// KindCommunity: a community, or a group that belongs to one.
	KindCommunity Kind = "community"
	// KindSelf: the chat with oneself.
	KindSelf Kind = "self"
	// KindChannel: a channel.
	KindChannel Kind = "channel"
	// KindBroadcast: a broadcast list.
	KindBroadcast Kind = "broadcast"
	// KindStatus: the status feed.
	KindStatus Kind = "status"
	// KindBot: an assistant run by WhatsApp.
	KindBot Kind = "bot"
	// KindPSA: WhatsApp's own announcements.
	KindPSA Kind = "psa"
	// KindOther: a chat of a sort that did not exist when this was written.
	KindOther Kind = "other"
)

// Identity is the set of ids that WhatsApp uses for one conversation under one
// own account.
type Identity struct {
	Kind Kind `json:"kind"`
	// Chat is the JID that WhatsApp Web uses for the chat now. It changes from
	// phone JID to LID when the chat migrates.
	Chat JID `json:"chat"`
	// Phone is the phone JID of the person, zero when not known.
	Phone JID `json:"phone,omitzero"`
	// LID is the LID of the person, zero when not known.
	LID JID `json:"lid,omitzero"`
	// Former are LIDs that WhatsApp Web has used for the conversation before.
	Former []JID `json:"former,omitempty"`
	// Business is true for a business account, Ad for somebody who came from an
	// advertisement.
	Business bool `json:"business,omitempty"`
	Ad       bool `json:"ad,omitempty"`
}

// IdentityOf reads the identity of a chat from its row, under the account me.
func IdentityOf(row contract.ChatRow, me Account) (Identity, error) {
	chat, err := ParseJID(row.Chat)
	if err != nil {
		return Identity{}, err
	}
	id := Identity{Chat: chat.Bare(), Kind: kindOf(chat)}
	switch id.Kind {
	case KindPhone, KindNumberHidden, KindHosted:
		return personOf(id, row, me)
	case KindGroup:
		if row.Community || row.Announcement {
			id.Kind = KindCommunity
		}
	}
	return id, nil
}

// personOf completes the identity of a chat with one person.
func personOf(id Identity, row contract.ChatRow, me Account) (Identity, error) {
	var err error
	if id.Phone, id.LID, err = personIDs(row.Phone, row.LID); err != nil {
		return Identity{}, err
	}
	switch {
	case id.Kind == KindHosted:
	case id.Chat.IsPhone() && id.Phone.IsZero():
		id.Phone = id.Chat
	case id.Chat.IsLID() && id.LID.IsZero():
		id.LID = id.Chat
	case id.Chat != id.Phone && id.Chat != id.LID:
		return Identity{}, ErrIdentity
	}
	id.Business, id.Ad = row.Business || id.Kind == KindHosted, row.Ad
	switch {
	case row.Self || intersect(id.IDs(), me.IDs()):
		id.Kind = KindSelf
		return id, nil
	case id.Kind == KindHosted:
		return id, nil
	case id.Chat.IsLID() && !id.Phone.IsZero():
		id.Kind = KindLID
	case id.Chat.IsLID() && row.Username:
		id.Kind = KindUsername
	}
	id.Former = formerOf(row.Former, append(id.IDs(), me.IDs()...))
	return id, nil
}

// formerOf returns the LIDs among the former ids of a chat that are not among
// present ones. A former telephone number is not taken: nothing says whose it is
// today, and two persons must never become one.
func formerOf(texts []string, present []JID) []JID {
	var former []JID
	for _, text := range texts {
		jid := optionalJID(text)
		if len(former) < maxFormer && jid.IsLID() && !slices.Contains(present, jid) && !slices.Contains(former, jid) {
			former = append(former, jid)
		}
	}
	return former
}

// kindOf returns what the chat's own JID tells; a LID's number is not known yet.
func kindOf(chat JID) Kind {
	switch {
	case chat.IsPSA():
		return KindPSA
	case chat.IsBot():
		return KindBot
	case chat.IsPhone():
		return KindPhone
	case chat.IsLID():
		return KindNumberHidden
	case chat.IsHosted():
		return KindHosted
	case chat.IsGroup():
		return KindGroup
	case chat.IsChannel():
		return KindChannel
	case chat.IsStatus():
		return KindStatus
	case chat.IsBroadcast():
		return KindBroadcast
	}
	return KindOther
}

// Key returns the one text under which the conversation is remembered: the LID
// when it is known, else the phone JID, else the chat's own JID. It changes
// once, when the LID of a phone chat becomes known; [Identity.IDs] then still
// holds the earlier key.
func (i Identity) Key() string {
	switch {
	case !i.LID.IsZero():
		return i.LID.String()
	case !i.Phone.IsZero():
		return i.Phone.String()
	}
	return i.Chat.String()
}

// IDs returns every JID by which the conversation is known, the one of
// [Identity.Key] first.
func (i Identity) IDs() []JID {
	return known(append([]JID{i.LID, i.Phone, i.Chat}, i.Former...)...)
}

// Same reports whether two identities have an id in common and so are the same
// conversation.
func (i Identity) Same(other Identity) bool { return intersect(i.IDs(), other.IDs()) }

// PhoneDigits returns the person's number as [JID.PhoneDigits] does.
func (i Identity) PhoneDigits() (string, bool) { return i.Phone.PhoneDigits() }

// Holds reports whether a message whose key names remote can belong to this
// conversation: remote is one of its ids, or the id of a sort that is not known
// of this person yet. Keys in one chat may use phone JID or LID.
func (i Identity) Holds(remote JID) bool {
	remote = remote.Bare()
	if slices.Contains(i.IDs(), remote) {
		return true
	}
	if !i.Chat.IsPhone() && !i.Chat.IsLID() {
		return false
	}
	return (remote.IsLID() && i.LID.IsZero()) || (remote.IsPhone() && i.Phone.IsZero())
}

// personIDs parses the two ids of a person, each of which may be missing.
func personIDs(phoneText, lidText string) (phone, lid JID, err error) {
	if phoneText != "" {
		if phone, err = ParseJID(phoneText); err != nil {
			return JID{}, JID{}, err
		}
		if !phone.IsPhone() {
			return JID{}, JID{}, ErrIdentity
		}
	}
	if lidText != "" {
		if lid, err = ParseJID(lidText); err != nil {
			return JID{}, JID{}, err
		}
		if !lid.IsLID() {
			return JID{}, JID{}, ErrIdentity
		}
	}
	return phone.Bare(), lid.Bare(), nil
}

// known returns the JIDs that are not zero, each once, in order.
func known(jids ...JID) []JID {
	var list []JID
	for _, jid := range jids {
		if !jid.IsZero() && !slices.Contains(list, jid) {
			list = append(list, jid)
		}
	}
	return list
}

func intersect(a, b []JID) bool {
	return slices.ContainsFunc(a, func(jid JID) bool { return slices.Contains(b, jid) })
}
