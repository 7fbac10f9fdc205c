package transcript

import (
	"strings"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// quoteLength is how much of an answered message is shown, in code points.
const quoteLength = 80

// writer writes messages in the words and the zone of one day.
type writer struct {
	words Words
	zone  Zone
	day   string
	// title is the chat's name, me the own account's.
	title, me string
	// dropDeleted leaves out the words of deleted messages, and withdrawn holds
	// the bare ids of those of the day.
	dropDeleted bool
	withdrawn   map[string]bool
}

// body returns the lines of a message behind its sender. There is always a
// first line; it may be empty.
func (w writer) body(m whatsapp.Message) []string {
	lines := splitLines(strings.TrimRight(m.Text, " \t\r\n"))
	lines[0] = strings.Join(append(w.front(m), notEmpty(lines[0])...), " ")
	lines = append(lines, w.options(m)...)
	last := &lines[len(lines)-1]
	*last = strings.Join(append(notEmpty(*last), w.back(m)...), " ")
	lines = append(lines, w.below(m)...)
	for i, line := range lines {
		lines[i] = whatsapp.HideLIDs(line)
	}
	return lines
}

// front returns what stands before the text.
func (w writer) front(m whatsapp.Message) []string {
	var front []string
	if quote := w.answering(m); quote != "" {
		front = append(front, "("+quote+")")
	}
	if m.Forwarded {
		front = append(front, "("+w.words.Forwarded+")")
	}
	return append(front, notEmpty(w.label(m))...)
}

// back returns the marks behind the text.
func (w writer) back(m whatsapp.Message) []string {
	var back []string
	if m.Cut {
		back = append(back, "… ["+w.words.Cut+"]")
	}
	if m.Edited {
		back = append(back, w.edited(m.EditedAt))
	}
	if m.Failed {
		back = append(back, "("+w.words.NotSent+")")
	}
	switch {
	case m.Deleted == whatsapp.DeletedByAdmin:
		back = append(back, "("+w.deletedByAdmin(m)+")")
	case m.Deleted != "" || m.Kind == whatsapp.MessageDeleted:
		back = append(back, "("+w.words.DeletedBySender+")")
	}
	return back
}

// options returns the lines of what can be chosen.
func (w writer) options(m whatsapp.Message) []string {
	var lines []string
	if m.Poll != nil {
		for i, option := range m.Poll.Options {
			line := "- " + oneLine(option)
			if i < len(m.Poll.Votes) {
				line += " (" + count(m.Poll.Votes[i], w.words.OneVote, w.words.Votes) + ")"
			}
			lines = append(lines, line)
		}
	}
	for _, choice := range m.Choices {
		lines = append(lines, "- "+oneLine(choice))
	}
	return lines
}

// below returns the lines below a message that are not part of it.
func (w writer) below(m whatsapp.Message) []string {
	var lines []string
	if m.Ad != nil {
		lines = append(lines, w.ad(*m.Ad))
	}
	if len(m.Reactions) > 0 {
		lines = append(lines, bracket(fill(w.words.Reactions, "{reactions}", w.reactions(m))))
	}
	return lines
}

// label returns what stands in brackets for what is not text, "" for text. A
// text message without text is named by its type.
func (w writer) label(m whatsapp.Message) string {
	words := w.words
	switch m.Kind {
	case whatsapp.MessageDeleted:
		return ""
	case whatsapp.MessageText:
		if m.Text != "" {
			return ""
		}
	case whatsapp.MessageImage:
		return bracket(words.Photo)
	case whatsapp.MessageVideo:
		return bracket(words.Video, length(m.Media))
	case whatsapp.MessageGIF:
		return bracket(words.GIF)
	case whatsapp.MessageVoice:
		return bracket(words.Voice, length(m.Media))
	case whatsapp.MessageAudio:
		return bracket(words.Audio, length(m.Media))
	case whatsapp.MessageDocument:
		return w.document(m.Media)
	case whatsapp.MessageSticker:
		return bracket(words.Sticker)
	case whatsapp.MessageLocation:
		return w.place(m.Location)
	case whatsapp.MessageContact:
		return bracket(named(words.Contact, cards(m.Contacts)))
	case whatsapp.MessagePoll:
		return w.poll(m.Poll)
	case whatsapp.MessageEvent:
		return w.event(w.typeName(m.Type), m.Event)
	case whatsapp.MessageAlbum:
		return w.album(w.typeName(m.Type), m.Album)
	case whatsapp.MessageShop:
		return w.shop(w.typeName(shopType(m)), m.Shop)
	case whatsapp.MessageCall:
		return w.call(m.Call)
	case whatsapp.MessageSystem:
		return bracket(w.notice(m))
	case whatsapp.MessagePending:
		return bracket(words.Pending)
	case whatsapp.MessageWithheld:
		return bracket(w.withheld(m.Withheld))
	}
	return bracket(w.typeName(m.Type))
}

// typeName names a type of WhatsApp's.
func (w writer) typeName(typeName string) string {
	if words, ok := w.words.Types[typeName]; ok {
		return words
	}
	return fill(w.words.OfType, "{type}", oneLine(typeName))
}

func (w writer) withheld(why whatsapp.Withheld) string {
	switch why {
	case whatsapp.WithheldViewOnce:
		return w.words.ViewOnce
	case whatsapp.WithheldDisappearing:
		return w.words.Disappearing
	case whatsapp.WithheldPhoneOnly:
		return w.words.PhoneOnly
	}
	return w.words.Protected
}

// answering returns the introduction of a reply, "" when nothing is known of
// what it answers.
func (w writer) answering(m whatsapp.Message) string {
	if m.Quote == nil {
		return ""
	}
	quote := w.quote(*m.Quote)
	switch {
	case quote == "":
		return ""
	case m.Quote.FromMe, m.Quote.SenderName != "", m.InGroup() && m.Quote.ShownNumber() != "":
		return fill(w.words.AnsweringName, "{name}", w.person(m, m.Quote.FromMe, m.Quote.SenderName, m.Quote.ShownNumber()), "{quote}", quote)
	}
	return fill(w.words.Answering, "{quote}", quote)
}

// quote returns the beginning of an answered message in quotation marks, or
// the label of what it was.
func (w writer) quote(q whatsapp.Quote) string {
	if text := oneLine(q.Text); text != "" {
		return w.quoted(firstOf(text, quoteLength))
	}
	switch q.Kind {
	case "", whatsapp.MessageText, whatsapp.MessageOther, whatsapp.MessageControl, whatsapp.MessageEvent, whatsapp.MessageAlbum, whatsapp.MessageShop:
		return ""
	}
	return w.label(whatsapp.Message{Kind: q.Kind})
}

// quoted puts a text on one line into quotation marks.
func (w writer) quoted(text string) string { return w.words.OpenQuote + text + w.words.CloseQuote }

// edited returns the mark of an edit at a time in Unix milliseconds.
func (w writer) edited(at int64) string {
	if at == 0 {
		return "(" + w.words.EditedOnce + ")"
	}
	return "(" + fill(w.words.Edited, "{time}", Clock(at/1000, w.zone, w.day)) + ")"
}
