package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// wantFileCheck checks what comparing the files of Ada's chat shows: how many were
// looked for, how many nothing can be said of, and what differs.
func (s *stage) wantFileCheck(files, unseen int, want ...contract.FileDifference) *contract.ProofCheck {
	s.t.Helper()
	check := s.verify().Check
	var got []contract.FileDifference
	for _, d := range check.FileDifferences {
		if d.AttachmentID == "" || d.Date != thisDay {
			s.t.Errorf("difference %+v", d)
		}
		got = append(got, contract.FileDifference{Copies: d.Copies, Again: d.Again})
	}
	if check.Files != files || check.FilesUnseen != unseen || !slices.Equal(got, want) || len(check.Differences) != 0 {
		s.t.Fatalf("check %+v, want %d, %d and %+v", check, files, unseen, want)
	}
	return check
}

// takeAway deletes a file of so many bytes at Ada's record, as a person does.
func (s *stage) takeAway(size int) {
	s.t.Helper()
	for _, f := range s.zoho.AttachmentsOf(s.ada()) {
		if f.Size == size {
			if err := s.zoho.DeleteAttachment(f.ID); err != nil {
				s.t.Fatal(err)
			}
			return
		}
	}
	s.t.Fatalf("no file of %d bytes", size)
}

// shown has files of some sizes in Ada's chat attached, some minutes ago.
func (s *stage) shown(sizes ...int) []*file {
	s.t.Helper()
	var files []*file
	for _, size := range sizes {
		_, f := s.show(adaJID, size)
		files = append(files, f)
	}
	s.nextTick()
	s.wantAttached(s.ada(), sizes...)
	s.clock.advance(time.Minute)
	return files
}

var gone, back = contract.FileDifference{}, contract.FileDifference{Again: true}

func TestVerifyLooksForFiles(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.zoho.ResetCalls()
	s.wantFileCheck(0, 0)
	s.wantCalls(fakezoho.OpNotesRelated)
	s.shown(10, 11)
	s.zoho.ResetCalls()
	s.wantFileCheck(2, 0)
	s.wantCalls(fakezoho.OpNotesRelated, fakezoho.OpAttachmentsList)
}

// TestRepairAttachesAgain: what a person has deleted comes back by a click only, and
// only as far as WhatsApp Web holds it.
func TestRepairAttachesAgain(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	files := s.shown(10, 11, 12)
	s.takeAway(10)
	s.takeAway(11)
	s.wantFileCheck(3, 0, back, back)
	s.nextTick()
	s.wantAttached(s.ada(), 12)
	files[1].state = contract.MediaAbsent
	if done := s.repair(false); done != (contract.RepairedChat{Files: 2}) {
		t.Errorf("repaired %+v", done)
	}
	s.wantAttached(s.ada(), 10, 12)
	s.wantFileCounts(2, 1, 0)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileNotLoaded: 1})
	s.clock.advance(time.Minute)
	s.wantFileCheck(2, 0)
	if done := s.repair(true); done != (contract.RepairedChat{}) {
		t.Errorf("repaired %+v", done)
	}
	files[1].state = contract.MediaHere
	s.clock.advance(6 * time.Hour)
	s.nextTick()
	s.wantAttached(s.ada(), 10, 11, 12)
	s.wantGaps(map[contract.GapCause]int{})
}

// TestRepairLeavesFiles that nobody wants attached, of messages that are no longer held.
func TestRepairLeavesFiles(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.shown(10)
	s.takeAway(10)
	s.chooseFiles(false)
	s.wantFileCheck(1, 0, gone)
	if done := s.repair(false); done != (contract.RepairedChat{}) {
		t.Errorf("repaired %+v", done)
	}
	s.chooseFiles(true)
	s.wantFileCheck(1, 0, back)
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true})
	s.wantFileCheck(1, 0, gone)
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID})
	s.clock.advance(11 * 24 * time.Hour)
	s.nextTick()
	s.wantFileCheck(1, 0, gone)
	if done := s.repair(false); done != (contract.RepairedChat{}) {
		t.Errorf("repaired %+v", done)
	}
	s.nextTick()
	s.wantAttached(s.ada())
}

// TestUploadsTheBrowserSendsTwice: nothing can be taken back in Zoho, so that who
// compares is told, until one of the two is deleted.
func TestUploadsTheBrowserSendsTwice(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.http = resending{s.http}
	s.wake()
	s.show(adaJID, 10)
	s.nextTick()
	s.clock.advance(time.Minute)
	files := s.zoho.AttachmentsOf(s.ada())
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	s.wantFileCounts(1, 0, 0)
	s.wantFileCheck(1, 0, contract.FileDifference{Copies: 2})
	if done := s.repair(true); done != (contract.RepairedChat{}) {
		t.Errorf("repaired %+v", done)
	}
	// Whichever of them a person deletes.
	for _, f := range files {
		if err := s.zoho.DeleteAttachment(f.ID); err != nil {
			t.Fatal(err)
		}
		if f.ID == files[0].ID {
			s.wantFileCheck(1, 0)
		}
	}
	s.wantFileCheck(1, 0, back)
}

// TestListsThatLag: what Zoho's list does not show yet is not called missing, and not
// attached twice.
func TestListsThatLag(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.RelatedLag = 10 * time.Second })
	s.adaWithFiles()
	s.show(adaJID, 10)
	s.nextTick()
	s.wantFileCheck(0, 1)
	if done := s.repair(false); done != (contract.RepairedChat{}) {
		t.Errorf("repaired %+v", done)
	}
	s.clock.advance(time.Minute)
	s.wantFileCheck(1, 0)
	s.wantAttached(s.ada(), 10)
}

// TestVerifyWithoutTheRightToSeeFiles: the notes are compared all the same.
func TestVerifyWithoutTheRightToSeeFiles(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.shown(10)
	profile := func(lacks ...string) {
		if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.Lacks = lacks }); err != nil {
			t.Fatal(err)
		}
	}
	profile("Crm_Implied_View_Attachments")
	if p := s.wantFileCheck(0, 1).FilesProblem; p == nil || p.Code != contract.ProblemPermission {
		t.Errorf("problem %+v", p)
	}
	profile()
	if p := s.wantFileCheck(1, 0).FilesProblem; p != nil {
		t.Errorf("problem %+v", p)
	}
	s.chooseFiles(false)
	s.do(contract.KindOptionsSelfClient, s.selfClient())
	if p := s.wantFileCheck(0, 1).FilesProblem; p == nil || p.Code != contract.ProblemScope {
		t.Errorf("problem %+v", p)
	}
	if view := s.view(); view.Zoho.State != contract.ZohoConnected {
		t.Errorf("Zoho %+v", view.Zoho)
	}
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsList, Kind: fakezoho.FaultUnavailable, Count: -1})
	s.refused(contract.KindPanelProofVerify, contract.ChatRef{Chat: adaJID}, contract.CodeOffline, contract.ProblemZohoFault)
}
