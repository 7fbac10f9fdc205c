package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// allow lets files of so many megabytes be attached.
func (s *stage) allow(megabytes int) {
	s.t.Helper()
	settings := s.view().Settings
	settings.AttachMostMB = megabytes
	s.do(contract.KindOptionsSettings, settings)
}

const mega = 1 << 20

// TestTheLimitIsRaised: what was too large is attached as soon as it may be, whether
// WhatsApp has told its size or only its bytes have, and what is attached stays
// whatever is allowed later.
func TestTheLimitIsRaised(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.allow(1)
	s.show(adaJID, 2*mega)
	id, silent := s.show(adaJID, 2*mega+1)
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Media.Size = 0 })
	_, largest := s.show(adaJID, 4*mega)
	s.nextTick()
	s.nextTick()
	s.wantAttached(s.ada())
	s.wantFileCounts(0, 0, 3)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 3})
	asked := silent.asked
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	if silent.asked != asked {
		t.Error("it was asked for again")
	}

	// What waits is told at once, and taken back as quickly.
	s.allow(3)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1, contract.GapFileWaiting: 2})
	s.allow(2)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 2, contract.GapFileWaiting: 1})
	s.nextTick()
	s.wantAttached(s.ada(), 2*mega)
	s.wantFileCounts(1, 0, 2)
	s.restartBrowser()
	s.allow(3)
	s.nextTick()
	s.wantAttached(s.ada(), 2*mega, 2*mega+1)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})
	s.allow(1)
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	s.wantAttached(s.ada(), 2*mega, 2*mega+1)
	s.wantFileCounts(2, 0, 1)

	// WhatsApp has let go of it meanwhile.
	largest.state = contract.MediaAbsent
	s.allow(15)
	s.nextTick()
	s.wantGaps(map[contract.GapCause]int{contract.GapFileNotLoaded: 1})
	s.wantFileCounts(2, 1, 0)
	s.allow(1)
	s.clock.advance(6 * time.Hour)
	s.nextTick()
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})
	largest.state = contract.MediaHere
	s.allow(15)
	s.nextTick()
	s.wantAttached(s.ada(), 2*mega, 2*mega+1, 4*mega)
	s.wantGaps(map[contract.GapCause]int{})
}

// TestTheLimitIsRaisedTooLate: what is too large for the user does not keep the words
// of its day, and once those are gone it is not attached any more.
func TestTheLimitIsRaisedTooLate(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.allow(1)
	_, f := s.show(adaJID, 2*mega)
	s.nextTick()
	s.clock.advance(11 * 24 * time.Hour)
	s.nextTick()
	if s.remembers("Good morning") {
		t.Fatal("words are left")
	}
	s.allow(15)
	s.nextTick()
	s.wantAttached(s.ada())
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})
	s.wantFileCounts(0, 0, 1)
	if f.asked != 0 {
		t.Error("it was asked for")
	}
}

// TestWhatZohoCannotTakeIsNotTriedAgain: another limit than the user's is not cured by
// the user's.
func TestWhatZohoCannotTakeIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.AttachmentLimit = 20 })
	s.adaWithFiles()
	s.show(adaJID, 21)
	s.nextTick()
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})
	s.allow(15)
	s.zoho.ResetCalls()
	s.nextTick()
	if n := len(s.zoho.CallsOf(fakezoho.OpAttachmentsUpload)); n != 0 {
		t.Errorf("%d uploads", n)
	}
	s.wantFileCounts(0, 0, 1)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})
}

// TestLimitsOfFilesNobodyWants: while files are not wanted, none is too large.
func TestLimitsOfFilesNobodyWants(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.allow(1)
	s.show(adaJID, 2*mega)
	s.nextTick()
	s.chooseFiles(false)
	s.nextTick()
	s.wantGaps(map[contract.GapCause]int{})
	s.wantFileCounts(0, 0, 0)
	s.chooseFiles(true)
	s.nextTick()
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})
	s.wantFileCounts(0, 0, 1)
}
