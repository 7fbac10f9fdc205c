package whatsapp

import (
	"math"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// decodeMessage checks one message; reason is empty when it is good. When it is
// not, the message holds at most its id.
func decodeMessage(data []byte, of Identity, now int64) (message Message, reason Reason) {
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
	case !of.Holds(key.Remote):
		return named, ReasonOtherChat
	}
	// From here on the key is one of this chat, with which older messages can be
	// asked for even if the message itself is refused.
	named.Key = record.Key
	switch {
	case record.Error != "":
		return named, ReasonUnreadable
	case !plausible(record.T, now):
		return named, ReasonTime
	case record.Type == "" || !word(record.Type) || !word(record.Subtype):
		return named, ReasonType
	case record.Deleted != "" && record.Deleted != string(DeletedBySender) && record.Deleted != string(DeletedByAdmin):
		return named, ReasonType
	}
	message = Message{
		ID: key.ID, Key: record.Key, FromMe: key.FromMe, Self: key.Self, T: record.T, Participant: key.Participant.Bare(),
		Sender: optionalJID(record.Sender), SenderName: cleanLine(record.SenderName, maxNameLength),
		Type: record.Type, Subtype: record.Subtype,
	}
	if withheld, ok := withheldBy(record); !ok {
		return named, ReasonType
	} else if withheld != "" {
		// Nothing of a withheld message is kept, whatever the page sent.
		message.Kind, message.Withheld = MessageWithheld, withheld
		return message, ""
	}
	fillContent(&message, record, now)
	return message, ""
}

// withheldBy returns why the message was not read, empty when it was; ok is
// false for a reason that is not known.
func withheldBy(record contract.MessageRecord) (withheld Withheld, ok bool) {
	switch why := Withheld(record.Withheld); why {
	case WithheldViewOnce, WithheldDisappearing, WithheldProtected:
		return why, true
	case "":
	default:
		return "", false
	}
	if kindOfMessage(record.Type, record.Subtype, "", "") == MessageWithheld {
		return WithheldPhoneOnly, true
	}
	return "", true
}

// fillContent fills what describes the message.
func fillContent(message *Message, record contract.MessageRecord, now int64) {
	text, cut := cleanText(record.Text, maxTextLength)
	mime := ""
	if record.Media != nil {
		mime = record.Media.MIME
	}
	message.Kind = kindOfMessage(record.Type, record.Subtype, mime, text)
	if message.Deleted = Deleted(record.Deleted); message.Deleted != "" {
		message.Kind = MessageDeleted
	}
	if message.Edited = record.Edited; message.Edited && plausible(record.EditedAt/1000, now) {
		message.EditedAt = record.EditedAt
	}
	switch message.Kind {
	case MessageSystem, MessageControl, MessagePending:
		// The body of these is no text that anybody wrote.
		return
	}
	message.Text, message.Cut = text, cut || record.Cut
	message.Quote = quoteOf(record.Quote)
	message.Media = mediaOf(record.Media)
	message.Location = locationOf(record.Location)
	message.Contacts = lines(record.Contacts, maxContacts)
	if record.Poll != nil {
		message.Poll = &Poll{Question: cleanLine(record.Poll.Question, maxQuoteLength), Options: lines(record.Poll.Options, maxOptions)}
	}
	if record.Call != nil {
		message.Call = &Call{Video: record.Call.Video, Seconds: between(record.Call.Seconds, maxSeconds)}
		if word(record.Call.Outcome) {
			message.Call.Outcome = strings.ToLower(record.Call.Outcome)
		}
	}
}

func mediaOf(record *contract.MediaRecord) *Media {
	if record == nil {
		return nil
	}
	return &Media{
		MIME: cleanLine(record.MIME, maxNameLength), Name: cleanLine(record.Name, maxNameLength),
		Size: between(record.Size, math.MaxInt64), Seconds: between(record.Seconds, maxSeconds),
	}
}

func quoteOf(record *contract.QuoteRecord) *Quote {
	if record == nil {
		return nil
	}
	quote := &Quote{Sender: optionalJID(record.Sender)}
	if validID(record.ID) {
		quote.ID = record.ID
	}
	text, _ := cleanText(record.Text, maxQuoteLength)
	if record.Type != "" && word(record.Type) {
		quote.Kind = kindOfMessage(record.Type, "", "", text)
	}
	if quote.Kind != MessageSystem {
		quote.Text = text
	}
	return quote
}

// locationOf returns nil for a place that is not on the globe.
func locationOf(record *contract.LocationRecord) *Location {
	if record == nil || math.Abs(record.Latitude) > 90 || math.Abs(record.Longitude) > 180 {
		return nil
	}
	// WhatsApp writes a place as its name and, on the next line, its address.
	name := strings.Join(strings.FieldsFunc(record.Name, func(r rune) bool { return r == '\n' || r == '\r' }), ", ")
	return &Location{
		Latitude: record.Latitude, Longitude: record.Longitude, Name: cleanLine(name, maxQuoteLength), Live: record.Live,
	}
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

// lines cleans a list of names, without empty ones and up to a number.
func lines(texts []string, limit int) []string {
	var kept []string
	for _, text := range texts {
		if len(kept) == limit {
			break
		}
		if line := cleanLine(text, maxQuoteLength); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// between returns value, or 0 for not known when it is not in 0 to limit.
func between(value, limit int64) int64 {
	if value < 0 || value > limit {
		return 0
	}
	return value
}
