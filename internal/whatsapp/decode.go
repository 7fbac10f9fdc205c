package whatsapp

import (
	"github.com/chatkeep/chatkeep/internal/contract"
)

// reader turns the records of one page into messages.
type reader struct {
	of     Identity
	me     Account
	now    int64
	source contract.Source
	// lids are the digits of every LID that is known here. They must not reach a
	// reader as if they were a number.
	lids []string
}

// readerOf returns a reader for the messages of a conversation under an account;
// now is in Unix seconds.
func readerOf(of Identity, me Account, now int64, source contract.Source) reader {
	return reader{of: of, me: me, now: now, source: source, lids: usersOfLIDs(append(of.IDs(), me.IDs()...)...)}
}

// message checks one message; reason is empty when it is good. When it is not,
// the message holds at most its id and its key.
func (r reader) message(data []byte) (message Message, reason Reason) {
	var record contract.MessageRecord
	if err := strict(data, &record); err != nil {
		return Message{}, ReasonMalformed
	}
	key, err := ParseKey(record.Key)
	if err != nil {
		return Message{}, ReasonID
	}
	named := Message{ID: key.ID}
	switch {
	case key.ID != record.ID || key.FromMe != record.FromMe:
		return Message{}, ReasonID
	case !r.of.Holds(key.Remote):
		return named, ReasonOtherChat
	}
	// From here on the key is one of this chat, with which older messages can be
	// asked for even if the message itself is refused.
	named.Key = record.Key
	switch {
	case record.Error != "":
		return named, ReasonUnreadable
	case !plausible(record.T, r.now):
		return named, ReasonTime
	case record.Type == "" || !word(record.Type) || !word(record.Subtype):
		return named, ReasonType
	case record.Deleted != "" && record.Deleted != string(DeletedBySender) && record.Deleted != string(DeletedByAdmin):
		return named, ReasonType
	}
	r.lids = append(r.lids[:len(r.lids):len(r.lids)], usersOfLIDs(jidsIn(record, key)...)...)
	message = Message{
		ID: key.ID, Key: record.Key, FromMe: key.FromMe, Self: key.Self, T: record.T, Participant: key.Participant.Bare(),
		Sender: optionalJID(record.Sender), SenderName: r.name(record.SenderName),
		Type: record.Type, Subtype: record.Subtype, Source: r.source,
	}
	if withheld, ok := withheldBy(record); !ok {
		return named, ReasonType
	} else if withheld != "" {
		// Nothing of a withheld message is kept, whatever the page sent.
		message.Kind, message.Withheld = MessageWithheld, withheld
		return message, ""
	}
	r.content(&message, record)
	return message, ""
}

// jidsIn returns every JID that a record names, readable or not.
func jidsIn(record contract.MessageRecord, key Key) []JID {
	jids := []JID{key.Remote, key.Participant, optionalJID(record.Sender), optionalJID(record.DeletedBy)}
	if record.Quote != nil {
		jids = append(jids, optionalJID(record.Quote.Sender))
	}
	for _, reaction := range record.Reactions {
		jids = append(jids, optionalJID(reaction.Sender))
	}
	if record.System != nil {
		jids = append(jids, optionalJID(record.System.Actor))
	}
	return jids
}

// withheldBy returns why the message was not read, empty when it was; ok is
// false for a reason that is not known.
func withheldBy(record contract.MessageRecord) (withheld Withheld, ok bool) {
	kind := kindOfMessage(record.Type, record.Subtype, "", false, "")
	switch why := Withheld(record.Withheld); why {
	case WithheldViewOnce, WithheldDisappearing, WithheldProtected, WithheldPhoneOnly:
		if kind == MessageSystem || kind == MessageControl {
			// A notice carries the timer it is about; nobody wrote it.
			return "", true
		}
		return why, true
	case "":
	default:
		return "", false
	}
	if kind == MessageWithheld {
		return WithheldPhoneOnly, true
	}
	return "", true
}

// content fills what describes the message.
func (r reader) content(message *Message, record contract.MessageRecord) {
	text, cut := r.text(record.Text, maxTextLength)
	mime, moving := "", false
	if record.Media != nil {
		mime, moving = record.Media.MIME, record.Media.GIF
	}
	message.Kind = kindOfMessage(record.Type, record.Subtype, mime, moving, text)
	if message.Deleted = Deleted(record.Deleted); message.Deleted != "" {
		message.Kind = MessageDeleted
	}
	if message.Kind == MessageDeleted {
		message.DeletedBy = optionalJID(record.DeletedBy)
		message.DeletedByMe = r.isMe(message.DeletedBy)
	}
	if message.Edited = record.Edited; message.Edited && plausible(record.EditedAt/1000, r.now) {
		message.EditedAt = record.EditedAt
	}
	switch message.Kind {
	case MessageControl, MessagePending:
		// The body of these is no text that anybody wrote.
		return
	case MessageSystem:
		if record.Withheld == "" {
			message.System = r.system(record.System)
		}
		return
	}
	message.Text, message.Cut = text, cut || record.Cut
	message.Forwarded, message.Failed = record.Forwarded, record.Failed && message.FromMe
	if validID(record.Parent) {
		message.Parent = record.Parent
	}
	message.Quote = r.quote(record.Quote)
	message.Media = r.media(record.Media)
	message.Reactions = r.reactions(record.Reactions)
	message.Location = r.location(record.Location)
	message.Contacts = r.contacts(record.Contacts)
	message.Poll = r.poll(record.Poll)
	message.Event = r.event(record.Event)
	message.Album = r.album(record.Album)
	message.Shop = r.shop(record.Shop)
	message.Choices = r.lines(record.Choices, maxOptions)
	message.Ad = r.ad(record.Ad)
	message.Call = r.call(record.Call, callSubtype(record))
}

// callSubtype returns the subtype of a call, "" for what is none.
func callSubtype(record contract.MessageRecord) string {
	if kindOfType[record.Type] != MessageCall {
		return ""
	}
	return record.Subtype
}

func (r reader) isMe(jid JID) bool { return !jid.IsZero() && intersect([]JID{jid}, r.me.IDs()) }

// isLID reports whether a name or number is the digits of a LID.
func (r reader) isLID(name string) bool { return IsLIDName(name) || isOneOf(name, r.lids) }

// text is [cleanText] without the digits of LIDs.
func (r reader) text(text string, limit int) (cleaned string, cut bool) {
	cleaned, cut = cleanText(text, limit)
	return hideMentions(cleaned, r.lids), cut
}

// line is [cleanLine] without the digits of LIDs.
func (r reader) line(text string, limit int) string {
	return hideMentions(cleanLine(text, limit), r.lids)
}

// name returns a person's name, "" for one that is the digits of a LID.
func (r reader) name(text string) string {
	name := r.line(text, maxNameLength)
	if r.isLID(name) {
		return ""
	}
	return name
}

// lines cleans a list of names, without empty ones and up to a number.
func (r reader) lines(texts []string, limit int) []string {
	var kept []string
	for _, text := range texts {
		if len(kept) == limit {
			break
		}
		if line := r.line(text, maxQuoteLength); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// optionalJID returns the JID in text without its device, zero when there is
// none.
func optionalJID(text string) JID {
	jid, err := ParseJID(text)
	if err != nil {
		return JID{}
	}
	return jid.Bare()
}

// between returns value, or 0 for not known when it is not in 0 to limit.
func between(value, limit int64) int64 {
	if value < 0 || value > limit {
		return 0
	}
	return value
}
