package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

func TestFilesAreAttachedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.adaWithFiles()
	const large = contract.MaxMediaPiece*2 + 7
	s.show(adaJID, large)
	s.nextTick()
	files := s.wantAttached(s.ada(), large)
	if name := files[0].Name; !strings.HasPrefix(name, "2026-11-22 12.0") || !strings.Contains(name, " photo #") || !strings.HasSuffix(name, ".jpg") || files[0].MIME != "image/jpeg" {
		t.Errorf("the file is %+v", files[0])
	}
	s.wantFileCounts(1, 0, 0)
	if lists, uploads := s.zoho.CallsOf(fakezoho.OpAttachmentsList), s.zoho.CallsOf(fakezoho.OpAttachmentsUpload); len(lists) != 1 || len(uploads) != 1 {
		t.Errorf("%d looks and %d uploads", len(lists), len(uploads))
	}
	s.zoho.ResetCalls()
	s.nextTick()
	s.restartBrowser()
	s.nextTick()
	if calls := s.zoho.CallsOf(fakezoho.OpAttachmentsUpload); len(calls) != 0 {
		t.Errorf("it was uploaded again")
	}
	// What a person deletes stays deleted.
	if err := s.zoho.DeleteAttachment(files[0].ID); err != nil {
		t.Fatal(err)
	}
	s.nextTick()
	s.show(adaJID, 3)
	s.nextTick()
	s.wantAttached(s.ada(), 3)
	s.wantGaps(map[contract.GapCause]int{})
	if s.remembers(strings.Repeat("x", 3)) {
		t.Error("the journal holds what is in a file")
	}
}

func TestFilesAreNotTouchedUnlessWanted(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	_, f := s.show(adaJID, 10)
	s.nextTick()
	s.nextTick()
	if f.asked != 0 || len(s.zoho.CallsOf(fakezoho.OpAttachmentsList))+len(s.zoho.CallsOf(fakezoho.OpAttachmentsUpload)) != 0 {
		t.Fatal("nobody wanted that")
	}
	s.wantFileCounts(0, 0, 0)
	// Whoever wants it later gets what is held still.
	s.wantFiles()
	s.nextTick()
	s.wantAttached(s.ada(), 10)
	s.chooseFiles(false)
	_, f = s.show(adaJID, 11)
	s.nextTick()
	if f.asked != 0 {
		t.Error("it is no longer wanted")
	}
	s.wantAttached(s.ada(), 10)
	s.wantGaps(map[contract.GapCause]int{})
}

func TestFilesOfOneCycle(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	for i := range 6 {
		s.show(adaJID, i+1)
	}
	s.nextTick()
	// The newest first, with one look for all.
	s.wantAttached(s.ada(), 3, 4, 5, 6)
	s.wantFileCounts(4, 2, 0)
	if n := len(s.zoho.CallsOf(fakezoho.OpAttachmentsList)); n != 1 {
		t.Errorf("%d looks", n)
	}
	s.nextTick()
	s.wantAttached(s.ada(), 1, 2, 3, 4, 5, 6)
	s.wantFileCounts(6, 0, 0)
}

func TestFilesThatAreNotHere(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	_, f := s.show(adaJID, 10)
	f.state = contract.MediaAbsent
	_, never := s.show(adaJID, 11)
	never.state = contract.MediaAbsent
	s.nextTick()
	s.nextTick()
	s.wantAttached(s.ada())
	s.wantGaps(map[contract.GapCause]int{contract.GapFileNotLoaded: 2})
	s.wantFileCounts(0, 2, 0)
	if n := len(s.zoho.CallsOf(fakezoho.OpAttachmentsList)); n != 0 {
		t.Errorf("%d looks for what is not here", n)
	}
	// The user looks at the picture.
	f.state = contract.MediaHere
	s.clock.advance(6 * time.Hour)
	s.nextTick()
	s.wantAttached(s.ada(), 10)
	s.clock.advance(7 * 24 * time.Hour)
	s.nextTick()
	s.wantGaps(map[contract.GapCause]int{contract.GapFileNotLoaded: 1})
	s.wantFileCounts(1, 0, 1)
	asked := never.asked
	s.nextTick()
	if never.asked != asked {
		t.Error("it was asked for again")
	}
	// The words go, what became of the files stays.
	s.clock.advance(4 * 24 * time.Hour)
	s.nextTick()
	if s.remembers("Good morning") {
		t.Error("words are left")
	}
	s.wantGaps(map[contract.GapCause]int{contract.GapFileNotLoaded: 1})
	s.wantFileCounts(1, 0, 1)
}

func TestFilesThatCannotBeAttached(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	settings := s.view().Settings
	settings.AttachMostMB = 1
	s.do(contract.KindOptionsSettings, settings)
	id, told := s.show(adaJID, 2<<20)
	_, found := s.show(adaJID, 3<<20)
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Media.Size = 0 })
	_, barred := s.show(adaJID, 4)
	barred.state = contract.MediaBarred
	_, gone := s.show(adaJID, 5)
	gone.state = contract.MediaGone
	program, exe := s.show(adaJID, 6)
	s.whatsApp.edit(adaJID, program, func(m *contract.MessageRecord) { m.Type, m.Media.Name = "document", "Setup.EXE" })
	once, viewOnce := s.show(adaJID, 7)
	s.whatsApp.edit(adaJID, once, func(m *contract.MessageRecord) { m.Withheld = string("view_once"); m.Media = nil })
	sticker, decoration := s.show(adaJID, 8)
	s.whatsApp.edit(adaJID, sticker, func(m *contract.MessageRecord) { m.Type = "sticker" })
	_, empty := s.show(adaJID, 0)
	s.show(adaJID, 9)
	s.nextTick()
	s.nextTick()
	s.wantAttached(s.ada(), 9)
	want := map[contract.GapCause]int{
		contract.GapFileTooLarge: 2, contract.GapFileBarred: 1, contract.GapFileGone: 2, contract.GapFileRefused: 1,
	}
	s.wantGaps(want)
	s.wantFileCounts(1, 0, 6)
	for name, f := range map[string]*file{"a program": exe, "view once": viewOnce, "a sticker": decoration, "too large, as it says": found} {
		if f.asked != 0 {
			t.Errorf("%s was asked for", name)
		}
	}
	if told.asked != 1 || barred.asked != 1 || gone.asked != 1 || empty.asked != 1 {
		t.Errorf("asked %d, %d, %d and %d times", told.asked, barred.asked, gone.asked, empty.asked)
	}
	s.nextTick()
	s.wantGaps(want)
}

// TestFilesWhoseAnswersAreWrong: bytes that are not the file's are never uploaded.
func TestFilesWhoseAnswersAreWrong(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*file){
		"not JSON":     func(f *file) { f.raw = `{` },
		"surprise":     func(f *file) { f.raw = `{"v":1,"state":"here","size":1,"data":"eA==","x":1}` },
		"version":      func(f *file) { f.raw = `{"v":2,"state":"here","size":1,"data":"eA=="}` },
		"short":        func(f *file) { f.raw = `{"v":1,"state":"here","size":2,"data":"eA=="}` },
		"long":         func(f *file) { f.raw = `{"v":1,"state":"here","size":1,"data":"eHg="}` },
		"negative":     func(f *file) { f.raw = `{"v":1,"state":"here","size":-1,"data":""}` },
		"larger":       func(f *file) { f.raw = `{"v":1,"state":"here","size":99999999,"data":""}` },
		"state":        func(f *file) { f.raw = `{"v":1,"state":"odd"}` },
		"changed size": func(f *file) { f.before = func(offset int) { f.data = append(f.data, strings.Repeat("y", offset)...) } },
		"gone meantime": func(f *file) {
			f.before = func(offset int) {
				if offset > 0 {
					f.state = contract.MediaAbsent
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.adaWithFiles()
			_, f := s.show(adaJID, contract.MaxMediaPiece+1)
			spoil(f)
			s.nextTick()
			s.wantAttached(s.ada())
			s.wantGaps(map[contract.GapCause]int{contract.GapFileNotLoaded: 1})
			if state := s.view().Backup.State; state != contract.BackupIdle {
				t.Errorf("the backup is %s", state)
			}
		})
	}
}

func TestFilesWaitWithTheirChat(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true})
	_, f := s.show(adaJID, 10)
	s.nextTick()
	if f.asked != 0 {
		t.Fatal("a paused chat was asked for a file")
	}
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID})
	s.nextTick()
	s.wantAttached(s.ada(), 10)

	// Advanced privacy, and a page that cannot be read.
	_, f = s.show(adaJID, 11)
	f.state = contract.MediaAbsent
	s.nextTick()
	asked := f.asked
	f.state = contract.MediaHere
	s.whatsApp.change(adaJID, func(c *chat) { c.row.LimitSharing = true })
	s.nextTick()
	s.whatsApp.change(adaJID, func(c *chat) { c.row.LimitSharing = false })
	s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionLocked })
	s.nextTick()
	if f.asked != asked {
		t.Error("it was asked for")
	}
	s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionReady })
	s.nextTick()
	s.wantAttached(s.ada(), 10, 11)

	// Excluded for good.
	_, f = s.show(adaJID, 12)
	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: adaJID, Excluded: true})
	s.nextTick()
	if f.asked != 0 {
		t.Error("an excluded chat was asked for a file")
	}
}

func TestFilesInQuietHoursAndOverBudget(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	settings := s.view().Settings
	settings.QuietFrom, settings.QuietTo = 11*60, 18*60
	s.do(contract.KindOptionsSettings, settings)
	_, f := s.show(adaJID, 10)
	s.nextTick()
	if f.asked != 0 {
		t.Fatal("quiet hours are not kept")
	}
	s.do(contract.KindPanelSyncNow, contract.Nothing{})
	s.wantAttached(s.ada(), 10)

	settings.QuietFrom, settings.QuietTo = 0, 0
	s.do(contract.KindOptionsSettings, settings)
	s.show(adaJID, 11)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultRequestLost})
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	settings.DailyCredits = s.view().Credits.Used
	s.do(contract.KindOptionsSettings, settings)
	s.zoho.ResetCalls()
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.wantCalls()
	if view := s.view(); view.Backup.Problem == nil || view.Backup.Problem.Code != contract.ProblemBudget {
		t.Errorf("backup %+v", view.Backup)
	}
	settings.DailyCredits = 0
	s.do(contract.KindOptionsSettings, settings)
	s.nextTick()
	s.wantAttached(s.ada(), 10, 11)
}

func TestSignedOutWithFiles(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.show(adaJID, 10)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultRevoked})
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.wantAttached(s.ada())
	if state := s.view().Zoho.State; state != contract.ZohoSignedOut {
		t.Fatalf("Zoho is %s", state)
	}
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.wantFiles()
	s.nextTick()
	s.wantAttached(s.ada(), 10)
}

// TestFilesOfAnotherBrowser: whoever comes second finds what the first has attached.
func TestFilesOfAnotherBrowser(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	id, f := s.show(adaJID, 10)
	s.nextTick()
	s.wantAttached(s.ada(), 10)
	b := s.another(-1)
	b.whatsApp.files[id] = &file{state: contract.MediaHere, data: f.data}
	b.connect()
	b.wantFiles()
	b.nextTick()
	b.nextTick()
	b.wantAttached(b.ada(), 10)
	b.wantFileCounts(1, 0, 0)

	// Another record gets everything once more.
	other, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Other"})
	if err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: other})
	s.nextTick()
	s.nextTick()
	s.wantAttached(other, 10)
	s.wantAttached(s.ada(), 10)
	s.wantFileCounts(1, 0, 0)
}

// TestFilesWhenAChatMoves: the keys of messages change with the chat's id, and
// nothing is given up because of that.
func TestFilesWhenAChatMoves(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	_, f := s.show(adaJID, 10)
	f.state = contract.MediaAbsent
	s.nextTick()
	s.whatsApp.migrate(adaJID, "111222333444555@lid")
	f.state = contract.MediaHere
	s.nextTick()
	if gaps := s.fileGaps("111222333444555@lid"); gaps[contract.GapFileGone] != 0 {
		t.Errorf("gaps %v", gaps)
	}
}

// TestFilesKilledAtEveryStep stops the worker at each effect of a story with files:
// one that is uploaded, one whose reply is lost, one that is not here at first.
func TestFilesKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	play := func(s *stage) {
		send := func() {
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
		}
		s.show(adaJID, 10)
		_, absent := s.show(adaJID, 11)
		absent.state = contract.MediaAbsent
		send()
		s.show(adaJID, 12)
		s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultReplyLost})
		send()
		absent.state = contract.MediaHere
		s.whatsApp.say(adaJID, s.now(0), true, "Thank you")
		send()
	}
	prepare := func(t *testing.T) *stage {
		s := newDirectStage(t)
		s.adaWithFiles()
		return s
	}
	rest := func(s *stage) {
		for range 6 {
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
		}
		s.wantAttached(s.ada(), 10, 11, 12)
		s.wantFileCounts(3, 0, 0)
		s.wantGaps(map[contract.GapCause]int{})
		if lines := s.lines(s.ada()); len(lines) != 5 {
			s.t.Fatalf("lines %q", lines)
		}
	}
	calm := prepare(t)
	from := calm.killer.count()
	play(calm)
	steps := calm.killer.count() - from
	rest(calm)
	if steps < 40 {
		t.Fatalf("the story has %d effects only", steps)
	}
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k++ {
		t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
			t.Parallel()
			s := prepare(t)
			s.killer.at[s.killer.count()+k] = true
			play(s)
			rest(s)
		})
	}
}

// TestFilesInEveryPosition attaches a file, loses a reply and meets a program,
// wherever Zoho's documentation leaves open how it answers.
func TestFilesInEveryPosition(t *testing.T) {
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = p.Switches })
			s.adaWithFiles()
			if _, ill := s.checks(); len(ill) > 0 {
				t.Fatalf("checks: %+v", ill)
			}
			s.show(adaJID, 10)
			s.nextTick()
			id, _ := s.show(adaJID, 11)
			s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Type, m.Media.Name = "document", "Angebot Müller.pdf" })
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultReplyLost})
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			s.nextTick()
			s.wantAttached(s.ada(), 10, 11)
			s.wantFileCounts(2, 0, 0)
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
			s.wantFileCheck(2, 0)
			s.takeAway(11)
			s.wantFileCheck(2, 0, back)
			if done := s.repair(false); done != (contract.RepairedChat{Files: 1}) {
				t.Errorf("repaired %+v", done)
			}
			s.wantAttached(s.ada(), 10, 11)
		})
	}
}
