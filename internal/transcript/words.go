package transcript

import "strconv"

// Words are all words of a note, so that it can be written in another language.
// Names in braces are replaced. Head and Overwritten may take 400 characters
// together; the room for them in a note is fixed.
type Words struct {
	// Head is the first line: {chat}, {date}, {zone}, {offset}.
	Head string
	// Overwritten tells who edits the note by hand what will become of it.
	Overwritten string
	// Me stands for the own account when it has no name, Unnamed for others.
	Me, Unnamed string

	// The labels of what is not text, without their brackets.
	Photo, Video, GIF, Voice, Audio, Document, Sticker string
	Location, LiveLocation, Contact, Poll              string
	VoiceCall, VideoCall                               string
	// Outcomes adds to a call: WhatsApp's outcome in lower case to {call} and
	// words. An outcome that is not listed is not told.
	Outcomes map[string]string
	// Notice stands for a notice of WhatsApp.
	Notice string
	// Types names what has no label of its own, by WhatsApp's type; OfType
	// stands for the rest: {type}.
	Types  map[string]string
	OfType string

	// Pending stands for a message that is not decrypted yet; the others for
	// one whose content was not read.
	Pending, ViewOnce, Disappearing, Protected, PhoneOnly string

	// Answering introduces a reply: {quote}. Quotes is put around words.
	Answering, OpenQuote, CloseQuote string
	// Edited and Deleted are marks at the end of a message: {time}.
	Edited, EditedOnce            string
	DeletedBySender, DeletedAdmin string
	// Continued marks the second and later pieces of a message that does not
	// fit into one part, Cut a message whose end was not carried.
	Continued, Cut string

	// Messages counts messages, as "1 message", "12 messages".
	Messages func(n int) string
	// Last names the time of the last message: {time}.
	Last string
	// DecimalPoint separates the whole from the tenths of a size in Units,
	// which are bytes and their multiples by 1,000.
	DecimalPoint string
	Units        [4]string
}

// English returns the words of a note in English.
func English() Words {
	return Words{
		Head:        "WhatsApp chat with {chat} · {date} · times in {zone} ({offset})",
		Overwritten: "Written by Chatkeep. Changes made here by hand are overwritten.",
		Me:          "Me", Unnamed: "Unknown",

		Photo: "photo", Video: "video", GIF: "GIF", Voice: "voice message", Audio: "audio", Document: "document", Sticker: "sticker",
		Location: "location", LiveLocation: "live location", Contact: "contact", Poll: "poll", VoiceCall: "voice call", VideoCall: "video call",
		Outcomes: map[string]string{
			"missed": "missed {call}", "rejected": "{call}, declined", "declined": "{call}, declined", "cancelled": "{call}, cancelled",
			"failed": "{call}, failed", "accepted_elsewhere": "{call}, answered on another device",
			"silenced_by_dnd": "missed {call}, silenced", "silenced_unknown_caller": "missed {call}, silenced",
		},
		Notice: "WhatsApp notice",
		Types: map[string]string{
			"album": "album", "product": "product", "order": "order", "payment": "payment", "event_creation": "event",
			"groups_v4_invite": "invitation to a group", "list": "list", "interactive": "message with buttons", "hsm": "template message",
		},
		OfType: `message of type "{type}"`,

		Pending:  "not decrypted on this computer yet",
		ViewOnce: "view-once message, not saved", Disappearing: "disappearing message, not saved",
		Protected: "protected message, not saved", PhoneOnly: "message shown on the phone only, not saved",

		Answering: "answering {quote}", OpenQuote: `"`, CloseQuote: `"`,
		Edited: "edited {time}", EditedOnce: "edited", DeletedBySender: "deleted by sender", DeletedAdmin: "deleted by an admin",
		Continued: "continued", Cut: "the end of this message was too long to be saved",

		Messages: func(n int) string {
			if n == 1 {
				return "1 message"
			}
			return strconv.Itoa(n) + " messages"
		},
		Last: "last {time}", DecimalPoint: ".", Units: [4]string{"B", "kB", "MB", "GB"},
	}
}
