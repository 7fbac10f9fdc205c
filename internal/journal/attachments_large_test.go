package journal_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// dueCounts counts the files of Ada's chat that are not settled, while files may have
// most bytes.
func dueCounts(t *testing.T, j *journal.Journal, most int) journal.DueFiles {
	t.Helper()
	counts, err := j.AttachmentsDue(t.Context(), ada.Account, most)
	if err != nil {
		t.Fatal(err)
	}
	return counts[ada.Key]
}

// large gives up the first due file because it has 150 bytes.
func large(t *testing.T, j *journal.Journal) journal.Attachment {
	t.Helper()
	a := due(t, j, 0)[0].Attachment
	a.State, a.Size, a.Cause = journal.AttachLarge, 150, contract.GapFileTooLarge
	if err := j.SaveAttachment(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestFilesThatAreTooLarge: whether one is due follows from what is allowed at the
// moment, and nothing of it is counted as lost.
func TestFilesThatAreTooLarge(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, picture("A"))
	a := large(t, j)
	for allowed, want := range map[int]bool{149: false, 150: true, 151: true} {
		items, err := j.DueAttachments(t.Context(), ada.Account, 0, allowed, map[string]bool{ada.Key: true}, 100)
		if err != nil || len(items) > 0 != want || want && items[0].Attachment != a {
			t.Errorf("%d bytes: due %+v, %v", allowed, items, err)
		}
		if open, err := j.AttachmentsOpen(t.Context(), day(today), allowed); err != nil || open != want {
			t.Errorf("%d bytes: open %v, %v", allowed, open, err)
		}
		counts := journal.DueFiles{Large: 1}
		if want {
			counts = journal.DueFiles{Waiting: 1}
		}
		if got := dueCounts(t, j, allowed); got != counts {
			t.Errorf("%d bytes: %+v", allowed, got)
		}
	}
	if totals, err := j.Totals(t.Context(), ada.Account); err != nil || totals[ada.Key].Unattached != 0 {
		t.Errorf("totals %+v, %v", totals, err)
	}
	// Another record knows nothing of it.
	if err := j.Rebind(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	if items := due(t, j, 0); len(items) != 1 || items[0].State != "" {
		t.Errorf("due %+v", items)
	}
}

func TestLargeFilesAndWordsThatAreDropped(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, picture("A"))
	large(t, j)
	save(t, j, 1, "A_in")
	settle(t, j)
	dropWords(t, j, true)
	all, err := j.Attachments(t.Context(), ada)
	if err != nil || len(all) != 1 || all[0].State != journal.AttachLost || all[0].Cause != contract.GapFileTooLarge {
		t.Errorf("attachments %+v, %v", all, err)
	}
	if got := dueCounts(t, j, 1000); got != (journal.DueFiles{}) {
		t.Errorf("due %+v", got)
	}
	if totals, err := j.Totals(t.Context(), ada.Account); err != nil || totals[ada.Key].Unattached != 1 {
		t.Errorf("totals %+v, %v", totals, err)
	}
}

// TestAttachAgain: a file is listed once more only if it is there no longer because
// somebody took it away, and its message is held.
func TestAttachAgain(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, picture("A"), picture("B"), picture("C"))
	again := func(a journal.Attachment, want bool) {
		t.Helper()
		if done, err := j.AttachAgain(t.Context(), a); err != nil || done != want {
			t.Errorf("%s again: %v, %v", a.ID, done, err)
		}
	}
	files := due(t, j, 0)
	byID := map[string]journal.Attachment{}
	for _, f := range files {
		byID[f.ID] = f.Attachment
	}
	saved := byID["A_in"]
	saved.State, saved.ZohoID, saved.Size, saved.Digest, saved.Tries, saved.SentAt = journal.AttachSaved, "9", 7, "00", 5, 8
	if err := j.SaveAttachment(t.Context(), saved); err != nil {
		t.Fatal(err)
	}
	again(byID["B_in"], false)
	again(saved, true)
	again(saved, false)
	items := due(t, j, 0)
	for _, f := range items {
		if f.ID == "A_in" && (f.State != journal.AttachWaiting || f.ZohoID != "" || f.Size != 0 || f.Digest != "" || f.Tries != 0 || f.SentAt != 0) {
			t.Errorf("due %+v", f)
		}
	}
	if totals, err := j.Totals(t.Context(), ada.Account); err != nil || len(items) != 3 || totals[ada.Key].Attached != 0 {
		t.Errorf("due %+v, totals %+v, %v", items, totals, err)
	}

	// Deleted for everybody since, and without words.
	attach(t, j, byID["B_in"], journal.AttachSaved, 0)
	see(t, j, with(picture("B"), func(m *whatsapp.Message) { m.Deleted = whatsapp.DeletedBySender }))
	again(byID["B_in"], false)
	attach(t, j, byID["C_in"], journal.AttachSaved, 0)
	if holds, err := j.HoldsFile(t.Context(), byID["C_in"]); err != nil || !holds {
		t.Errorf("held %v, %v", holds, err)
	}
	save(t, j, 1, "A_in", "B_in", "C_in")
	settle(t, j)
	dropWords(t, j, true)
	again(byID["C_in"], false)
	if holds, err := j.HoldsFile(t.Context(), byID["C_in"]); err != nil || holds {
		t.Errorf("held %v, %v", holds, err)
	}
}
