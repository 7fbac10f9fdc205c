package whatsapp

import (
	"encoding/json"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Page is one checked page of a chat, oldest message first as WhatsApp returned
// them.
type Page struct {
	// Chat is the JID the page used for the chat.
	Chat     JID
	Me       Account
	Messages []Message
	// Oldest is the full key of the oldest message of this chat on the page,
	// whether it was accepted or not; older messages are asked for with it.
	Oldest string
	// Start is true when nothing older is held by this browser.
	Start bool
	// Partial is true when the way of reading may have left messages out.
	Partial bool
	// Variant names the way of reading that answered.
	Variant string
}

// messagePage is a [contract.MessagePage] whose messages are decoded one by one.
type messagePage struct {
	contract.MessagePage
	Messages []json.RawMessage `json:"messages"`
}

// DecodePage checks one page of messages of the conversation of. now is the
// current time in Unix seconds.
//
// What names and orders a message must be right: its key, id, chat, time and
// type. A message where one of them is wrong is left out and named, and does
// not spoil the page. What merely describes it is put right: an overlong text
// is cut and marked, an impossible length or place becomes unknown.
func DecodePage(data []byte, of Identity, now int64) (Page, []Rejected, error) {
	if err := checkAnswer(data); err != nil {
		return Page{}, nil, err
	}
	var raw messagePage
	if err := strict(data, &raw); err != nil {
		return Page{}, nil, err
	}
	if raw.V != contract.Version {
		return Page{}, nil, ErrVersion
	}
	if len(raw.Messages) > maxMessages {
		return Page{}, nil, ErrSize
	}
	if !word(raw.Variant) {
		return Page{}, nil, ErrMalformed
	}
	chat, err := ParseJID(raw.Chat)
	if err != nil {
		return Page{}, nil, err
	}
	if !of.Holds(chat) {
		return Page{}, nil, ErrOtherChat
	}
	me, err := AccountOf(raw.Me)
	if err != nil {
		return Page{}, nil, err
	}
	page := Page{Chat: chat.Bare(), Me: me, Start: raw.Start, Partial: raw.Partial, Variant: raw.Variant}
	var rejected []Rejected
	at := map[string]int{}
	for i, data := range raw.Messages {
		message, reason := decodeMessage(data, of, now)
		if page.Oldest == "" {
			page.Oldest = message.Key
		}
		if reason != "" {
			rejected = append(rejected, Rejected{Index: i, ID: message.ID, Reason: reason})
			continue
		}
		// The later of two records of one message is the newer one.
		if earlier, twice := at[message.DedupID()]; twice {
			page.Messages[earlier] = message
			continue
		}
		at[message.DedupID()] = len(page.Messages)
		page.Messages = append(page.Messages, message)
	}
	return page, rejected, nil
}
