package backup_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func TestPlanFiles(t *testing.T) {
	t.Parallel()
	picture := func(id string, at int64, change func(*journal.ToAttach)) journal.ToAttach {
		f := journal.ToAttach{
			Attachment: journal.Attachment{ID: id}, Found: true,
			Entry: journal.Entry{Message: whatsapp.Message{ID: id, T: at, Kind: whatsapp.MessageImage, Media: &whatsapp.Media{Size: 10}}},
		}
		if change != nil {
			change(&f)
		}
		return f
	}
	try, settled := backup.PlanFiles([]journal.ToAttach{
		picture("older", 1, nil),
		picture("newer", 3, nil),
		picture("as large as may be", 2, func(f *journal.ToAttach) { f.Entry.Message.Media.Size = 100 }),
		picture("too large", 9, func(f *journal.ToAttach) { f.Entry.Message.Media.Size = 101 }),
		picture("a program", 9, func(f *journal.ToAttach) { f.Entry.Message.Media.Name = "a.eXe" }),
		picture("deleted", 9, func(f *journal.ToAttach) { f.Entry.Message.Deleted = whatsapp.DeletedBySender }),
		picture("withheld", 9, func(f *journal.ToAttach) { f.Entry.Message.Withheld = whatsapp.WithheldViewOnce }),
		picture("forgotten", 9, func(f *journal.ToAttach) { f.Found, f.Cause = false, contract.GapFileNotLoaded }),
		picture("sent too often", 9, func(f *journal.ToAttach) { f.Tries = 5 }),
		picture("perhaps there, and deleted", 0, func(f *journal.ToAttach) {
			f.State, f.Tries, f.Entry.Message.Deleted = journal.AttachSending, 9, whatsapp.DeletedBySender
		}),
		picture("nothing known of it", 0, func(f *journal.ToAttach) { f.Entry.Message.Media = nil }),
	}, 100)
	var order []string
	for _, f := range try {
		order = append(order, f.ID)
	}
	if want := []string{"newer", "as large as may be", "older", "perhaps there, and deleted", "nothing known of it"}; !slices.Equal(order, want) {
		t.Errorf("tried are %q, want %q", order, want)
	}
	causes := map[string]contract.GapCause{}
	for _, a := range settled {
		want := journal.Attachment{ID: a.ID, State: journal.AttachLost, Cause: a.Cause, Tries: a.Tries}
		if a.ID == "too large" {
			want.State, want.Size = journal.AttachLarge, 101
		}
		if a != want {
			t.Errorf("%+v, want %+v", a, want)
		}
		causes[a.ID] = a.Cause
	}
	for id, want := range map[string]contract.GapCause{
		"too large": contract.GapFileTooLarge, "a program": contract.GapFileRefused, "deleted": contract.GapFileGone,
		"withheld": contract.GapFileBarred, "forgotten": contract.GapFileNotLoaded, "sent too often": contract.GapFileFailed,
	} {
		if causes[id] != want {
			t.Errorf("%s: %q, want %q", id, causes[id], want)
		}
	}
}

func TestLaterFile(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for age, want := range map[time.Duration]time.Duration{
		0: 3 * time.Minute, -time.Hour: 3 * time.Minute, time.Hour: 15 * time.Minute, 3 * 24 * time.Hour: 6 * time.Hour, 7 * 24 * time.Hour: 6 * time.Hour,
	} {
		a := backup.LaterFile(journal.Attachment{}, now.Add(-age).Unix(), now, contract.GapFileNotLoaded, nil)
		if a.State != journal.AttachWaiting || time.UnixMilli(a.NextAt).Sub(now) != want {
			t.Errorf("after %s: %+v, want %s later", age, a, want)
		}
	}
	a := backup.LaterFile(journal.Attachment{NextAt: 7}, now.Add(-7*24*time.Hour-time.Second).Unix(), now, contract.GapFileNotLoaded, nil)
	if a.State != journal.AttachLost || a.Cause != contract.GapFileNotLoaded || a.NextAt != 0 {
		t.Errorf("after a week: %+v", a)
	}
}

func TestSettledFile(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for age, want := range map[time.Duration]bool{0: false, 29 * time.Second: false, 30 * time.Second: true, -29 * time.Second: false, -time.Hour: true} {
		if got := backup.SettledFile(journal.Attachment{SentAt: now.Add(-age).UnixMilli()}, now); got != want {
			t.Errorf("sent %s ago: %v", age, got)
		}
	}
	if !backup.SettledFile(journal.Attachment{}, now) {
		t.Error("what was never sent is under way")
	}
}
