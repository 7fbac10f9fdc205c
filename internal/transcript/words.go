package transcript

// Words are all words of a note, so that it can be written in another language.
// Names in braces are replaced. Head and Overwritten may take 400 characters
// together; the room for them in a note is fixed.
type Words struct {
	// Head is the first line: {chat}, {date}, {zone}, {offset}. HeadOffset takes
	// its place where the zone has no name but its offset: {chat}, {date},
	// {offset}.
	Head, HeadOffset string
	// Overwritten tells who edits the note by hand what will become of it.
	Overwritten string
	// Me stands for the own account when it has no name, Unnamed for others.
	Me, Unnamed string

	// The labels of what is not text, without their brackets.
	Photo, Video, GIF, Voice, Audio, Document, Sticker string
	Location, LiveLocation, Contact, Poll              string
	PollMultiple, VoiceCall, VideoCall                 string
	// Outcomes adds to a call: WhatsApp's outcome in lower case to {call} and
	// words. An outcome that is not listed is not told.
	Outcomes map[string]string
	// What is counted, one and several: {count}.
	OnePhoto, Photos, OneVideo, Videos, OnePage, Pages, OneItem, Items, OneVote, Votes string
	// FromTo is a stretch of time: {start}, {end}. Cancelled marks an appointment.
	FromTo, Cancelled string
	// FromAd tells of the advertisement somebody came from, FromSomeAd of one
	// without a title: {ad}.
	FromAd, FromSomeAd string
	// Notice stands for a notice of WhatsApp, NoticeOf for one of a kind that has
	// no words: {type}. Notices are the words for the others by their names:
	// {actor}, {people}. Somebody stands for both.
	Notice, NoticeOf, Somebody string
	Notices                    map[string]string
	// Types names what has no label of its own, by WhatsApp's type; OfType
	// stands for the rest: {type}.
	Types  map[string]string
	OfType string

	// Pending stands for a message that is not decrypted yet; the others for
	// one whose content was not read.
	Pending, ViewOnce, Disappearing, Protected, PhoneOnly string

	// Answering introduces a reply: {quote}; AnsweringName one to somebody: {name},
	// {quote}. Quotes is put around words.
	Answering, AnsweringName, OpenQuote, CloseQuote string
	// Forwarded is a mark before a message.
	Forwarded string
	// Edited, NotSent and Deleted are marks at the end of a message: {time},
	// {name}. Before goes on in the mark of an edit: {words}.
	Edited, EditedOnce, Before, NotSent           string
	DeletedBySender, DeletedAdmin, DeletedByNamed string
	// Reactions introduces the line below a message: {reactions}.
	Reactions string
	// Continued marks the second and later pieces of a message that does not
	// fit into one part, Cut a message whose end was not carried.
	Continued, Cut string

	// OneMessage and Messages count messages, as "1 message", "12 messages":
	// {count}.
	OneMessage, Messages string
	// SurplusTitle and SurplusText replace those of a note that was stored
	// twice: {note}.
	SurplusTitle, SurplusText string
	// ReferenceTitle and ReferenceText are those of a note on a deal that leads to
	// the contact: {name}. ReferenceEnd closes the text, and ReferenceSurplus
	// replaces that of one that was stored twice.
	ReferenceTitle, ReferenceText, ReferenceEnd, ReferenceSurplus string
	// Last names the time of the last message: {time}.
	Last string
	// DecimalPoint separates the whole from the tenths of a size in Units,
	// which are bytes and their multiples by 1,000.
	DecimalPoint string
	Units        [4]string
}
