package transcript

import (
	"fmt"
	"strconv"
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
}

// body returns the lines of a message behind its sender. There is always a
// first line; it may be empty.
func (w writer) body(m whatsapp.Message) []string {
	var front, back []string
	if m.Quote != nil {
		if quote := w.quote(*m.Quote); quote != "" {
			front = append(front, "("+fill(w.words.Answering, "{quote}", quote)+")")
		}
	}
	if label := w.label(m); label != "" {
		front = append(front, label)
	}
	if m.Cut {
		back = append(back, "… ["+w.words.Cut+"]")
	}
	if m.Edited {
		back = append(back, w.edited(m.EditedAt))
	}
	switch {
	case m.Deleted == whatsapp.DeletedByAdmin:
		back = append(back, "("+w.words.DeletedAdmin+")")
	case m.Deleted != "" || m.Kind == whatsapp.MessageDeleted:
		back = append(back, "("+w.words.DeletedBySender+")")
	}
	text := splitLines(strings.TrimRight(m.Text, " \t\r\n"))
	text[0] = strings.Join(append(front, notEmpty(text[0])...), " ")
	text = append(text, w.more(m)...)
	last := &text[len(text)-1]
	*last = strings.Join(append(notEmpty(*last), back...), " ")
	return text
}

// more returns further lines that are not part of the text.
func (w writer) more(m whatsapp.Message) []string {
	if m.Poll == nil {
		return nil
	}
	var options []string
	for _, option := range m.Poll.Options {
		options = append(options, "- "+oneLine(option))
	}
	return options
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
		return bracket(named(words.Contact, strings.Join(m.Contacts, ", ")))
	case whatsapp.MessagePoll:
		if m.Poll == nil {
			return bracket(words.Poll)
		}
		return bracket(named(words.Poll, m.Poll.Question))
	case whatsapp.MessageCall:
		return w.call(m.Call)
	case whatsapp.MessageSystem:
		return bracket(words.Notice)
	case whatsapp.MessagePending:
		return bracket(words.Pending)
	case whatsapp.MessageWithheld:
		return bracket(w.withheld(m.Withheld))
	}
	if named, ok := words.Types[m.Type]; ok {
		return bracket(named)
	}
	return bracket(fill(words.OfType, "{type}", oneLine(m.Type)))
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

func (w writer) document(media *whatsapp.Media) string {
	if media == nil {
		return bracket(w.words.Document)
	}
	return bracket(named(w.words.Document, media.Name), w.bytes(media.Size))
}

// bytes writes a size with at most one decimal, "" when it is not known.
func (w writer) bytes(n int64) string {
	if n <= 0 {
		return ""
	}
	value, unit := float64(n), 0
	for unit < len(w.words.Units)-1 && value >= 999.95 {
		value, unit = value/1000, unit+1
	}
	number := strconv.FormatFloat(value, 'f', 1, 64)
	number = strings.Replace(strings.TrimSuffix(number, ".0"), ".", w.words.DecimalPoint, 1)
	return number + " " + w.words.Units[unit]
}

func (w writer) place(place *whatsapp.Location) string {
	if place == nil {
		return bracket(w.words.Location)
	}
	label := w.words.Location
	if place.Live {
		label = w.words.LiveLocation
	}
	return fmt.Sprintf("%s https://maps.google.com/?q=%s,%s", bracket(named(label, place.Name)), degrees(place.Latitude), degrees(place.Longitude))
}

// degrees writes an angle with six decimals, which is a tenth of a metre.
func degrees(angle float64) string {
	text := strconv.FormatFloat(angle, 'f', 6, 64)
	if text == "-0.000000" {
		return text[1:]
	}
	return text
}

func (w writer) call(call *whatsapp.Call) string {
	if call == nil {
		return bracket(w.words.VoiceCall)
	}
	label := w.words.VoiceCall
	if call.Video {
		label = w.words.VideoCall
	}
	if outcome, ok := w.words.Outcomes[call.Outcome]; ok {
		label = fill(outcome, "{call}", label)
	}
	return bracket(label, minutes(call.Seconds))
}

// quote returns the beginning of an answered message in quotation marks, or
// the label of what it was.
func (w writer) quote(q whatsapp.Quote) string {
	if text := oneLine(q.Text); text != "" {
		return w.words.OpenQuote + firstOf(text, quoteLength) + w.words.CloseQuote
	}
	switch q.Kind {
	case "", whatsapp.MessageText, whatsapp.MessageOther, whatsapp.MessageControl:
		return ""
	}
	return w.label(whatsapp.Message{Kind: q.Kind})
}

// edited returns the mark of an edit at a time in Unix milliseconds.
func (w writer) edited(at int64) string {
	if at == 0 {
		return "(" + w.words.EditedOnce + ")"
	}
	return "(" + fill(w.words.Edited, "{time}", clock(at/1000, w.zone, w.day)) + ")"
}

// length writes the length of a recording, "" when it is not known.
func length(media *whatsapp.Media) string {
	if media == nil {
		return ""
	}
	return minutes(media.Seconds)
}

// minutes writes seconds as "0:42" or "1:02:03", "" for none.
func minutes(seconds int64) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds < 3600:
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// bracket joins what is not empty with commas, in brackets.
func bracket(items ...string) string {
	var kept []string
	for _, item := range items {
		kept = append(kept, notEmpty(item)...)
	}
	return "[" + strings.Join(kept, ", ") + "]"
}

// named adds a name to a label: "document: offer.pdf".
func named(label, name string) string {
	if name = oneLine(name); name == "" {
		return label
	}
	return label + ": " + name
}

func notEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// fill replaces names in braces by their values, each once and none inside of a
// value.
func fill(template string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(template)
}
