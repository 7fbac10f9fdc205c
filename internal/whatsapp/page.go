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
	// Newest is that of the newest one, with which newer messages are asked for.
	Oldest, Newest string
	// Start is true when nothing older is held by this browser, End when nothing
	// newer is; End is told for a page after a message.
	Start, End bool
	// Source says which witness the page comes from.
	Source contract.Source
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
	return decodePage(data, of, now)
}

// decodePage is [DecodePage] for what [checkAnswer] has let through.
func decodePage(data []byte, of Identity, now int64) (Page, []Rejected, error) {
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
	if !word(raw.Variant) || !knownSource(raw.Source) {
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
	page := Page{
		Chat: chat.Bare(), Me: me, Start: raw.Start, End: raw.End, Source: raw.Source, Variant: raw.Variant,
		// What is on the screen is never all there is.
		Partial: raw.Partial || raw.Source == contract.SourceScreen,
	}
	rejected := page.fill(raw.Messages, readerOf(of, me, now, raw.Source))
	return page, rejected, nil
}

// fill adds the messages that are good and returns the others.
func (p *Page) fill(records []json.RawMessage, r reader) (rejected []Rejected) {
	at := map[string]int{}
	for i, data := range records {
		message, reason := r.message(data)
		if message.Key != "" {
			p.Newest = message.Key
			if p.Oldest == "" {
				p.Oldest = message.Key
			}
		}
		if reason != "" {
			rejected = append(rejected, Rejected{Index: i, ID: message.ID, Reason: reason})
			continue
		}
		// The later of two records of one message is the newer one.
		if earlier, twice := at[message.DedupID()]; twice {
			p.Messages[earlier] = message
			continue
		}
		at[message.DedupID()] = len(p.Messages)
		p.Messages = append(p.Messages, message)
	}
	return rejected
}

func knownSource(source contract.Source) bool {
	return source == contract.SourceStore || source == contract.SourceScreen
}
