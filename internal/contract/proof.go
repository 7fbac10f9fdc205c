package contract

// ProofExport asks for the proof of one chat, or of all that are linked. It reads
// what is stored and calls nobody.
type ProofExport struct {
	// Chat is the chat's JID, empty for all.
	Chat string `json:"chat,omitempty"`
	// Skip is how many of all linked chats were told already; see [Proofs].
	Skip int `json:"skip,omitempty"`
}

// RepairChat orders what is missing in a chat's notes to be written again, and files
// that are gone from its record to be attached again.
type RepairChat struct {
	Chat string `json:"chat"`
	// Overwrite also writes notes anew that somebody has added lines to, or that
	// miss no line; what was added by hand is lost by that. Without it they are left
	// alone.
	Overwrite bool `json:"overwrite,omitempty"`
}

// RepairedChat is the answer to [RepairChat].
type RepairedChat struct {
	// Ordered is how many notes are written again, by this request or the next
	// cycles; Left how many differ and were left alone.
	Ordered int `json:"ordered"`
	Left    int `json:"left"`
	// Files is how many files are attached again, as far as WhatsApp Web still holds
	// them in this browser and the settings allow their size.
	Files int `json:"files,omitempty"`
}

// Proofs are what is known of the backup of some chats, without a word of what was
// written in them.
type Proofs struct {
	V int `json:"v"`
	// At is when this was put together, Unix milliseconds.
	At int64 `json:"at"`
	// Org is Zoho's id of the organisation.
	Org   string      `json:"org"`
	Chats []ChatProof `json:"chats"`
	// Next is [ProofExport.Skip] of the question for the further chats, 0 when these
	// were the last: what is sent to a face at once has a limit.
	Next int `json:"next,omitempty"`
}

// ChatProof is what is known of the backup of one chat.
type ChatProof struct {
	// Account and Chat are JIDs, those of the own account and of the chat.
	Account string `json:"account"`
	Chat    string `json:"chat"`
	// Module and RecordID name the record that holds the notes.
	Module   Module `json:"module"`
	RecordID string `json:"recordId"`
	// SavedUntil is the time of the last confirmed message, Unix seconds, 0 for
	// none; SyncedAt when the chat was last proven complete, Unix milliseconds, 0
	// for never.
	SavedUntil int64 `json:"savedUntil"`
	SyncedAt   int64 `json:"syncedAt"`
	// Held is how many messages are known here, Confirmed how many of them Zoho has
	// confirmed.
	Held      int        `json:"held"`
	Confirmed int        `json:"confirmed"`
	Days      []ProofDay `json:"days"`
	Gaps      []ProofGap `json:"gaps"`
	// Check is what reading the notes back has shown, when that was asked for.
	Check *ProofCheck `json:"check,omitempty"`
}

// ProofDay is one calendar day of a chat.
type ProofDay struct {
	// Date is the day, "2026-11-22".
	Date      string `json:"date"`
	Held      int    `json:"held"`
	Confirmed int    `json:"confirmed"`
	// Words is how many of the messages have their words here still.
	Words int `json:"words"`
	// Digest covers the ids and contents of the day's messages, in any order, and
	// Chain the day and all before it; both are SHA-256 in hexadecimal.
	Digest string `json:"digest"`
	Chain  string `json:"chain"`
}

// GapCause says why messages are not in Zoho.
type GapCause string

// The causes of a gap.
const (
	// GapWaiting: they wait for Zoho, or for words that are read again.
	GapWaiting GapCause = "waiting"
	// GapReading: the chat has not been read to its end yet.
	GapReading GapCause = "reading"
	// GapNotLoaded: this browser does not hold them.
	GapNotLoaded GapCause = "not_loaded"
	// GapOnPhone: they are on the phone only.
	GapOnPhone GapCause = "on_phone"
	// GapNotAsked: they are from before the time the backup reaches back to, and this
	// browser may hold some. Nobody has asked for them.
	GapNotAsked GapCause = "not_asked"
	// GapOlderUnknown: WhatsApp does not tell whether there are messages older than
	// those this browser holds.
	GapOlderUnknown GapCause = "older_unknown"
	// GapRefused: Zoho refused them.
	GapRefused GapCause = "refused"
	// GapWithheld: they were not read by policy, such as view-once messages.
	GapWithheld GapCause = "withheld"
	// GapEncrypted: they are not decrypted on this computer yet.
	GapEncrypted GapCause = "encrypted"
	// GapNotUnderstood: the page told them in a form that nobody understands.
	GapNotUnderstood GapCause = "not_understood"
	// GapExcluded: the user has switched the chat off.
	GapExcluded GapCause = "excluded"
	// GapRecordGone: the record of the chat is no longer in Zoho.
	GapRecordGone GapCause = "record_gone"
	// GapDeleted: somebody has deleted the note in Zoho.
	GapDeleted GapCause = "deleted"
	// GapChangedLater: they changed when WhatsApp no longer held the rest of their
	// day; Zoho has them as they were.
	GapChangedLater GapCause = "changed_later"
	// GapForgotten: neither this browser nor WhatsApp holds their words any more,
	// and they are in no note of this record.
	GapForgotten GapCause = "forgotten"

	// GapFileWaiting: their files wait to be attached.
	GapFileWaiting GapCause = "file_waiting"
	// GapFileNotLoaded: WhatsApp Web has not loaded their files in this browser.
	GapFileNotLoaded GapCause = "file_not_loaded"
	// GapFileTooLarge: their files are larger than the user wants, or Zoho takes.
	GapFileTooLarge GapCause = "file_too_large"
	// GapFileBarred: their files are not read by policy.
	GapFileBarred GapCause = "file_barred"
	// GapFileGone: WhatsApp does not have their files any more.
	GapFileGone GapCause = "file_gone"
	// GapFileRefused: Zoho does not take their files, such as programs.
	GapFileRefused GapCause = "file_refused"
	// GapFileFailed: their files could not be attached, however often it was tried.
	GapFileFailed GapCause = "file_failed"
)

// ProofGap is something that is not in Zoho as WhatsApp shows it.
type ProofGap struct {
	Cause GapCause `json:"cause"`
	// Date is the day concerned, empty for the whole chat.
	Date string `json:"date,omitempty"`
	// Count is how many messages, 0 when nobody can tell.
	Count int `json:"count,omitempty"`
	// Before is the time before which messages are missing, Unix seconds. It is sent
	// with GapNotAsked, and with GapNotLoaded, GapOnPhone and GapOlderUnknown where the
	// chat was read back to the oldest message of this browser.
	Before int64 `json:"before,omitempty"`
	// Problem says why Zoho refused them.
	Problem *Problem `json:"problem,omitempty"`
}

// ProofCheck is the result of reading a chat's notes back from Zoho, and the list of
// its record's attachments.
type ProofCheck struct {
	// At is when, Unix milliseconds.
	At int64 `json:"at"`
	// Notes is how many notes were compared, Good how many of them say word for word
	// what was confirmed. Unseen is how many could not be looked at, because the
	// record has more notes than Zoho lists.
	Notes       int               `json:"notes"`
	Good        int               `json:"good"`
	Unseen      int               `json:"unseen,omitempty"`
	Differences []ProofDifference `json:"differences"`
	// Files is how many attached files were looked for, and FilesUnseen how many could
	// not be told of: FilesProblem says why, or the record has more attachments than
	// Zoho lists, or the file was attached moments ago.
	Files        int      `json:"files,omitempty"`
	FilesUnseen  int      `json:"filesUnseen,omitempty"`
	FilesProblem *Problem `json:"filesProblem,omitempty"`
	// FileDifferences are the files that do not stand at the record once.
	FileDifferences []FileDifference `json:"fileDifferences"`
}

// FileDifference is a file that was attached and does not stand at its record once.
type FileDifference struct {
	// Date is the day of its message, "2026-11-22".
	Date string `json:"date"`
	// AttachmentID is Zoho's id of the attachment, as far as it is known.
	AttachmentID string `json:"attachmentId,omitempty"`
	// Copies is how often it stands there: 0 when somebody has deleted it, 2 or more
	// when it was attached by two browsers at once, or by one that repeated the request.
	Copies int `json:"copies"`
	// Again is true for a file that [RepairChat] attaches again.
	Again bool `json:"again,omitempty"`
}

// DifferenceKind says how a note differs from what was confirmed.
type DifferenceKind string

// The kinds of difference.
const (
	// DifferenceMissing: the note is not there any more.
	DifferenceMissing DifferenceKind = "missing"
	// DifferenceChanged: somebody has changed it, in lines that are counted, or
	// elsewhere than in its lines.
	DifferenceChanged DifferenceKind = "changed"
	// DifferenceUnknown: somebody has changed it, and the words to compare it with
	// are not held here any more.
	DifferenceUnknown DifferenceKind = "unknown"
)

// MaxLineTimes is how many lines of one kind of difference are named by their time.
const MaxLineTimes = 10

// ProofDifference is a note that is not as it was confirmed.
type ProofDifference struct {
	Kind DifferenceKind `json:"kind"`
	Date string         `json:"date"`
	Part int            `json:"part"`
	// Missing is how many messages do not stand in it as they should, Unexpected how
	// many stand in it that should not.
	Missing    int `json:"missing,omitempty"`
	Unexpected int `json:"unexpected,omitempty"`
	// MissingAt and UnexpectedAt are the times of the first [MaxLineTimes] of them, as
	// they stand in the note: "10:01", with its date in front where that is not the
	// note's day. They are empty for a note that is gone.
	MissingAt    []string `json:"missingAt,omitempty"`
	UnexpectedAt []string `json:"unexpectedAt,omitempty"`
	// NoteID is Zoho's id of the note.
	NoteID string `json:"noteId"`
}
