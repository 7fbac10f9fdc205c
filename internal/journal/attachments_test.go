package journal_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// most is how large a file may be in these tests, in bytes.
const most = 100

func picture(id string) whatsapp.Message {
	return with(text(id, ""), func(m *whatsapp.Message) {
		m.Kind, m.Type, m.Media = whatsapp.MessageImage, "image", &whatsapp.Media{MIME: "image/jpeg"}
	})
}

// due returns the files of Ada's chat that may be tried at a time.
func due(t *testing.T, j *journal.Journal, now int64) []journal.ToAttach {
	t.Helper()
	items, err := j.DueAttachments(t.Context(), ada.Account, now, most, map[string]bool{ada.Key: true}, 100)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func attach(t *testing.T, j *journal.Journal, a journal.Attachment, state journal.AttachState, next int64) {
	t.Helper()
	a.State, a.NextAt = state, next
	if err := j.SaveAttachment(t.Context(), a); err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreListedWithTheirMessages(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, picture("A"), text("B", "words"))
	see(t, j, picture("A"))
	items := due(t, j, 0)
	if len(items) != 1 || items[0].ID != "A_in" || items[0].Date != today || !items[0].Found || items[0].Entry.Message.ID != "A" || items[0].State != "" {
		t.Fatalf("due %+v", items)
	}
	if none, err := j.DueAttachments(t.Context(), ada.Account, 0, most, nil, 100); err != nil || len(none) != 0 {
		t.Errorf("of no chat: %v, %v", none, err)
	}
	a := items[0].Attachment
	attach(t, j, a, journal.AttachWaiting, 50)
	if len(due(t, j, 49)) != 0 || len(due(t, j, 50)) != 1 {
		t.Error("the time of the next try is not kept")
	}
	attach(t, j, a, journal.AttachSending, 0)
	if items := due(t, j, 0); len(items) != 1 || items[0].State != journal.AttachSending {
		t.Fatalf("due %+v", items)
	}
	attach(t, j, a, journal.AttachSaved, 0)
	// The message changes, and its file does not come back.
	see(t, j, with(picture("A"), func(m *whatsapp.Message) { m.Text = "a caption" }))
	if items := due(t, j, 99); len(items) != 0 {
		t.Fatalf("due %+v", items)
	}
	totals, err := j.Totals(t.Context(), ada.Account)
	if err != nil || totals[ada.Key].Attached != 1 || totals[ada.Key].Unattached != 0 {
		t.Errorf("totals %+v, %v", totals, err)
	}
}

func TestLegalMovesOfAnAttachment(t *testing.T) {
	t.Parallel()
	states := []journal.AttachState{"", journal.AttachWaiting, journal.AttachSending, journal.AttachLarge, journal.AttachSaved, journal.AttachLost}
	for _, from := range states {
		for _, to := range states[1:] {
			j, _ := open(t)
			a := journal.Attachment{Chat: ada, Date: today, ID: "A_in", State: from}
			if from != "" {
				attach(t, j, a, from, 0)
			}
			a.State = to
			err := j.SaveAttachment(t.Context(), a)
			if legal := !from.Settled() || from == to; (err == nil) != legal {
				t.Errorf("from %q to %q: %v", from, to, err)
			}
		}
	}
}

func TestFilesAndWordsThatAreDropped(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, picture("A"), picture("B"), picture("C"), picture("D"))
	items := due(t, j, 0)
	byID := map[string]journal.Attachment{}
	for _, f := range items {
		byID[f.ID] = f.Attachment
	}
	attach(t, j, byID["A_in"], journal.AttachSaved, 0)
	waiting := byID["B_in"]
	waiting.Cause = contract.GapFileNotLoaded
	attach(t, j, waiting, journal.AttachWaiting, 9)
	attach(t, j, byID["C_in"], journal.AttachSending, 0)
	save(t, j, 1, "A_in", "B_in", "C_in", "D_in")
	settle(t, j)
	if open, err := j.AttachmentsOpen(t.Context(), day(today), most); err != nil || !open {
		t.Fatalf("open %v, %v", open, err)
	}
	dropWords(t, j, true)
	if open, err := j.AttachmentsOpen(t.Context(), day(today), most); err != nil || open {
		t.Errorf("open %v, %v", open, err)
	}
	all, err := j.Attachments(t.Context(), ada)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range all {
		got = append(got, fmt.Sprint(a.ID, " ", a.State, " ", a.Cause))
	}
	slices.Sort(got)
	if want := []string{"A_in saved ", "B_in lost file_not_loaded", "C_in lost file_failed"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if counts, err := j.AttachmentsDue(t.Context(), ada.Account, most); err != nil || len(counts) != 0 {
		t.Errorf("due %v, %v", counts, err)
	}
}

func TestFilesOfAChatThatIsLinkedAnew(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, picture("A"), picture("B"))
	attach(t, j, due(t, j, 0)[0].Attachment, journal.AttachSaved, 0)
	if err := j.Rebind(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	if items := due(t, j, 0); len(items) != 2 || items[0].State != "" || items[1].State != "" {
		t.Errorf("due %+v", items)
	}
	if totals, err := j.Totals(t.Context(), ada.Account); err != nil || totals[ada.Key].Attached != 0 {
		t.Errorf("totals %+v, %v", totals, err)
	}
}
