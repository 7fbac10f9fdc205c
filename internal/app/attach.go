package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// filesPerCycle bounds the uploads of one cycle, filesAsked the files that
	// WhatsApp Web is asked for.
	filesPerCycle, filesAsked = 4, 16
	// filesBudget bounds the time of one cycle in which an upload may begin.
	filesBudget = 15 * time.Second
	// filesPlanned bounds how many files are decided about in one go.
	filesPlanned = 64
	// megabyte is what sizes are chosen in, in bytes.
	megabyte = 1 << 20
)

// errFilesEnd ends the attaching of a cycle without a word: the next one goes on.
var errFilesEnd = errors.New("app: no more files in this cycle")

// attaching is the attaching of files in one cycle.
type attaching struct {
	*App
	crm     *zoho.Client
	org     string
	account store.Account
	page    page
	// chats are those whose files are wanted, by their keys.
	chats map[string]due
	// most is how large a file may be, in bytes.
	most  int
	start time.Time
	// asked and sent count files that WhatsApp Web was asked for, and uploads.
	asked, sent int
	// looked holds what is attached to the records that were looked at.
	looked map[backup.Record][]zoho.Attachment
}

// attachFiles uploads files of the page's account that are not attached yet, if the
// user wants that: the newest first, some in each cycle. What keeps one of them from
// being attached is stored with it; an error is about the connection, or about
// Chatkeep's own storage. Files wait in quiet hours, but not for the rhythm of the
// notes: to wait would not make them cheaper.
func (a *App) attachFiles(ctx context.Context, p page, wished bool) error {
	settings, err := a.store.Settings(ctx)
	if err != nil || !settings.AttachMedia {
		return err
	}
	ctx = forPurpose(ctx, contract.PurposeBackup)
	waiting, err := a.journal.AttachmentsDue(ctx, p.account.Key, fileLimit(settings))
	if err != nil || !anyWaiting(waiting) {
		return err
	}
	pace, err := a.paceNow(ctx)
	if err != nil || !wished && !pace.quietUntil.IsZero() {
		return err
	}
	crm, conn, err := a.crm(ctx)
	if err != nil || conn.OrgID == "" || attachRefused(conn) {
		return err
	}
	run := &attaching{
		App: a, crm: crm, org: conn.OrgID, account: p.account, page: p, chats: map[string]due{},
		most: fileLimit(settings), start: a.now(), looked: map[backup.Record][]zoho.Attachment{},
	}
	if err := run.takeChats(ctx, waiting); err != nil {
		return err
	}
	err = run.all(ctx)
	if errors.Is(err, errFilesEnd) {
		err = nil
	}
	if err == nil && len(run.looked) > 0 {
		return a.zohoWorks(ctx)
	}
	return err
}

// fileLimit is how large a file may be to be attached, in bytes.
func fileLimit(s contract.Settings) int { return min(s.AttachMostMB, maxAttachMB) * megabyte }

// anyWaiting says whether a file of any chat is to be attached.
func anyWaiting(files map[string]journal.DueFiles) bool {
	for _, n := range files {
		if n.Waiting > 0 {
			return true
		}
	}
	return false
}

// takeChats finds the chats with files that may be asked for: those that WhatsApp
// lists and that are backed up now.
func (r *attaching) takeChats(ctx context.Context, waiting map[string]journal.DueFiles) error {
	p, err := r.withBook(ctx, r.page)
	if err != nil {
		return err
	}
	for _, row := range p.snapshot.Chats {
		chat, _, err := r.knownChat(ctx, p, row)
		if err != nil {
			return err
		}
		if waiting[chat.Key].Waiting == 0 {
			continue
		}
		d, backedUp, err := r.linkedChat(ctx, p, row)
		if err != nil {
			return err
		}
		if backedUp && !d.chat.Link.Fresh {
			r.chats[chat.Key] = d
		}
	}
	return nil
}

// all decides about the files that are due, and tries some.
func (r *attaching) all(ctx context.Context) error {
	wanted := map[string]bool{}
	for key := range r.chats {
		wanted[key] = true
	}
	items, err := r.journal.DueAttachments(ctx, r.account.Key, r.nowMS(), r.most, wanted, filesPlanned)
	if err != nil {
		return err
	}
	try, settled := backup.PlanFiles(items, r.most)
	for _, f := range settled {
		if err := r.journal.SaveAttachment(ctx, f); err != nil {
			return err
		}
	}
	for _, f := range try {
		if _, wanted := r.chats[f.Key]; !wanted {
			continue
		}
		if r.sent == filesPerCycle || r.asked == filesAsked || r.now().Sub(r.start) > filesBudget {
			return errFilesEnd
		}
		if err := r.one(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// one attaches the file of one message, if it can be.
func (r *attaching) one(ctx context.Context, f journal.ToAttach) error {
	d := r.chats[f.Key]
	record := backup.Record{Module: d.chat.Link.Module, ID: d.chat.Link.RecordID}
	a, t := f.Attachment, f.Entry.Message.T
	if a.State == journal.AttachSending {
		there, err := r.find(ctx, record, d, &a)
		switch {
		case err != nil:
			return r.unseen(ctx, d, a, t, err)
		case there:
			return r.journal.SaveAttachment(ctx, a)
		case !backup.SettledFile(a, r.now()):
			return nil
		case backup.GivenUp(a):
			return r.journal.SaveAttachment(ctx, backup.LostFile(a, contract.GapFileFailed))
		}
	}
	file, err := r.readFile(ctx, d, f)
	if err != nil {
		return err
	}
	if cause := unreadFile(file.State); cause != "" {
		switch file.State {
		case contract.MediaAbsent:
			a = backup.LaterFile(a, t, r.now(), cause, nil)
		case contract.MediaTooLarge:
			a = backup.LargeFile(a, file.Size)
		default:
			a = backup.LostFile(a, cause)
		}
		return r.journal.SaveAttachment(ctx, a)
	}
	there, err := r.find(ctx, record, d, &a)
	switch {
	case err != nil:
		return r.unseen(ctx, d, a, t, err)
	case there:
		return r.journal.SaveAttachment(ctx, a)
	}
	sum := sha256.Sum256(file.Data)
	a.State, a.SentAt, a.Size, a.Digest = journal.AttachSending, r.nowMS(), len(file.Data), hex.EncodeToString(sum[:])
	a.Tries++
	if err := r.journal.SaveAttachment(ctx, a); err != nil {
		return err
	}
	r.sent++
	marker := transcript.FileMarker(r.org, r.account.WhatsApp, f.Key, f.ID)
	result, uploadErr := r.crm.Attachments.Upload(ctx, zoho.NewAttachment{
		Module: string(record.Module), RecordID: record.ID, Name: transcript.FileName(f.Entry.Message, file.MIME, r.zone, marker),
		MIME: file.MIME, Data: file.Data,
	})
	switch result.Outcome {
	case zoho.Done:
		return r.journal.SaveAttachment(ctx, backup.SavedFile(a, result.ID))
	case zoho.NotDone:
		return r.refused(ctx, d, a, t, errors.Join(result.Err, uploadErr))
	}
	// Unknown: it stays as it is and is looked for by a later cycle. Zoho has just
	// answered the look, so that it is no trouble of the connection's.
	return errFilesEnd
}

// find looks for the file of a message on its record, once in a cycle for each
// record, and takes what it finds.
func (r *attaching) find(ctx context.Context, record backup.Record, d due, a *journal.Attachment) (there bool, err error) {
	files, known := r.looked[record]
	if !known {
		if files, err = r.look(ctx, record); err != nil {
			return false, err
		}
		r.looked[record] = files
	}
	markers := fileMarkers(r.org, r.account, d.chat, a.ID)
	for _, file := range files {
		if transcript.HasFileMarker(file.Name, markers) {
			*a = backup.SavedFile(*a, file.ID)
			return true, nil
		}
	}
	return false, nil
}

// look reads which files are attached to a record.
func (r *attaching) look(ctx context.Context, record backup.Record) ([]zoho.Attachment, error) {
	files, whole, err := listFiles(ctx, r.crm, record)
	if err == nil && !whole {
		// To say "not there" now could attach a file twice.
		return nil, fmt.Errorf("app: look for attachments: %w", zoho.ErrLimit)
	}
	return files, err
}

// listFiles reads which files are attached to a record, 1 credit for each 200, and
// whether these are all.
func listFiles(ctx context.Context, crm *zoho.Client, record backup.Record) (files []zoho.Attachment, whole bool, err error) {
	for number := 1; number <= zoho.MaxAttachmentPage; number++ {
		list, err := crm.Attachments.List(ctx, string(record.Module), record.ID, number)
		if err != nil {
			return nil, false, err
		}
		if files = append(files, list.Items...); !list.More {
			return files, true, nil
		}
	}
	return files, false, nil
}

// fileMarkers are the markers by which the file of a message of a chat may be known:
// to who attached it, the conversation may have had another of its ids.
func fileMarkers(org string, account store.Account, chat store.Chat, id string) []string {
	var markers []string
	for _, key := range append([]string{chat.Key}, chat.IDs...) {
		markers = append(markers, transcript.FileMarker(org, account.WhatsApp, key, id))
	}
	return markers
}
