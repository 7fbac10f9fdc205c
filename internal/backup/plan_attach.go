package backup

import (
	"cmp"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// The life of the file of a message, as package journal stores it:
//
//	          look: found                      upload confirmed
//	(listed) ─────────────▶ saved ◀──────────────────┐
//	   │  ▲                                          │
//	   │  └── waiting: not in this browser yet,      │
//	   │      refused for now                        │
//	   ▼                                             │
//	sending ─────────────────────────────────────────┘     large: until that many bytes are allowed
//	                                                       lost: for good, with its cause
//
// As with notes, a file is never uploaded without a look at the record's
// attachments first, and an upload whose answer was lost is looked for before it is
// sent again. It is not looked for after an upload that was confirmed: nothing that
// was attached can be changed or taken back with the scopes that are asked for, so a
// second one could only be named, for a credit each. That is done when somebody asks,
// see [CompareFiles].
//
// Whether a file is too large follows from its size and from what the user allows at
// the moment; only what Zoho takes is final. A file that is attached stays so, whatever
// is allowed later.
const (
	// recentFile is for how long after its message a file is waited for that WhatsApp
	// has not loaded, or that Zoho refuses for now.
	recentFile = 7 * 24 * time.Hour
	// soonest and latest bound the time between two tries.
	soonest, latest = 3 * time.Minute, 6 * time.Hour
	// mostUploads is how often one file is sent before it is given up.
	mostUploads = 5
)

// program is the ending of files that Zoho never takes; see
// https://www.zoho.com/crm/developer/docs/api/v2/upload-attachment.html.
const program = "exe"

// PlanFiles decides about files that are due: which are to be tried, the newest
// first, and which are decided about without that. most is how large a file may be,
// in bytes.
func PlanFiles(due []journal.ToAttach, most int) (try []journal.ToAttach, settled []journal.Attachment) {
	for _, f := range due {
		media, cause := f.Entry.Message.Media, hopeless(f)
		switch {
		case cause != "":
			settled = append(settled, LostFile(f.Attachment, cause))
		case f.State != journal.AttachSending && media != nil && media.Size > int64(most):
			settled = append(settled, LargeFile(f.Attachment, int(media.Size)))
		default:
			try = append(try, f)
		}
	}
	slices.SortStableFunc(try, func(a, b journal.ToAttach) int { return cmp.Compare(b.Entry.Message.T, a.Entry.Message.T) })
	return try, settled
}

// hopeless says why a file is never tried, empty for one that is. One that may be in
// Zoho already is looked for whatever has become of its message.
func hopeless(f journal.ToAttach) contract.GapCause {
	m := f.Entry.Message
	switch {
	case f.State == journal.AttachSending:
		return ""
	case !f.Found:
		return cmp.Or(f.Cause, contract.GapFileFailed)
	case m.Withheld != "":
		return contract.GapFileBarred
	case !m.HasFile():
		return contract.GapFileGone
	case transcript.FileEnding(m) == program:
		return contract.GapFileRefused
	case GivenUp(f.Attachment):
		return contract.GapFileFailed
	}
	return ""
}

// GivenUp says that a file was sent often enough without an answer.
func GivenUp(a journal.Attachment) bool { return a.Tries >= mostUploads }

// SettledFile says that no upload of this file can still be under way; see
// [Runner].
func SettledFile(a journal.Attachment, now time.Time) bool {
	age := now.Sub(time.UnixMilli(a.SentAt))
	return a.SentAt == 0 || age >= settleAfter || age <= -settleAfter
}

// LostFile is a file that will never be attached.
func LostFile(a journal.Attachment, cause contract.GapCause) journal.Attachment {
	a.State, a.Cause, a.SentAt, a.NextAt = journal.AttachLost, cause, 0, 0
	return a
}

// LargeFile is a file of size bytes, which is more than the user allows.
func LargeFile(a journal.Attachment, size int) journal.Attachment {
	a.State, a.Cause, a.Problem, a.Size, a.SentAt, a.NextAt = journal.AttachLarge, contract.GapFileTooLarge, nil, size, 0, 0
	return a
}

// SavedFile is a file that is attached under an id of Zoho's.
func SavedFile(a journal.Attachment, id string) journal.Attachment {
	a.State, a.ZohoID, a.Cause, a.Problem, a.NextAt = journal.AttachSaved, id, "", nil, 0
	return a
}

// LaterFile is a file that cannot be attached now. It is tried again while its
// message, sent at t in Unix seconds, is recent: soon at first, then more rarely.
func LaterFile(a journal.Attachment, t int64, now time.Time, cause contract.GapCause, problem *contract.Problem) journal.Attachment {
	age := now.Sub(time.Unix(t, 0))
	a.Problem = problem
	if age > recentFile {
		return LostFile(a, cause)
	}
	wait := min(max(age/4, soonest), latest)
	a.State, a.Cause, a.SentAt, a.NextAt = journal.AttachWaiting, cause, 0, now.Add(wait).UnixMilli()
	return a
}
