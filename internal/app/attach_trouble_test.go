package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestRepliesToUploadsAreLost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakezoho.Fault{
		"after":        {Kind: fakezoho.FaultReplyLost},
		"before":       {Kind: fakezoho.FaultRequestLost},
		"fault, after": {Kind: fakezoho.FaultInternal, AfterCommit: true},
		"fault":        {Kind: fakezoho.FaultInternal},
		"cut":          {Kind: fakezoho.FaultCutBody},
		"too many":     {Kind: fakezoho.FaultTooMany},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.adaWithFiles()
			_, f := s.show(adaJID, 10)
			fault.Op = fakezoho.OpAttachmentsUpload
			s.zoho.Inject(fault)
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			for range 3 {
				s.nextTick()
			}
			s.wantAttached(s.ada(), 10)
			s.wantFileCounts(1, 0, 0)
			if view := s.view(); view.Backup.State != contract.BackupIdle || view.Zoho.State != contract.ZohoConnected {
				t.Errorf("backup %+v, Zoho %+v", view.Backup, view.Zoho)
			}
			asked := f.asked
			s.nextTick()
			if f.asked != asked {
				t.Error("it was asked for again")
			}
		})
	}
}

// TestUploadsThatNeverAnswer: a file whose uploads always fail is given up and named.
func TestUploadsThatNeverAnswer(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.adaWithFiles()
	s.show(adaJID, 10)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultBadGateway, Count: -1})
	for range 12 {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	if n := len(s.zoho.CallsOf(fakezoho.OpAttachmentsUpload)); n != 5 {
		t.Errorf("%d uploads", n)
	}
	s.wantGaps(map[contract.GapCause]int{contract.GapFileFailed: 1})
	s.wantFileCounts(0, 0, 1)
}

// TestScopeForFilesIsMissing: messages are written as ever, and the checks say what
// to do; the next sign-in asks for it.
func TestScopeForFilesIsMissing(t *testing.T) {
	t.Parallel()
	for name, scopes := range map[string][]string{
		"both": nil, "for attaching": {"ZohoCRM.modules.attachments.READ"}, "for seeing": {"ZohoCRM.modules.attachments.CREATE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.linkedAda()
			s.chooseFiles(true)
			s.do(contract.KindOptionsSelfClient, s.selfClient(append(zoho.Scopes(), scopes...)...))
			s.show(adaJID, 10)
			s.whatsApp.say(adaJID, s.now(0), false, "goes on")
			s.nextTick()
			s.nextTick()
			s.wantAttached(s.ada())
			s.wantLines(s.ada(), "Good morning", "[photo, 10 B]", "goes on")
			view := s.view()
			if view.Zoho.State != contract.ZohoConnected || view.Backup.State != contract.BackupIdle {
				t.Fatalf("Zoho %+v, backup %+v", view.Zoho, view.Backup)
			}
			_, ill := s.checks()
			if p := ill[contract.CheckAttach]; len(ill) != 1 || p.Code != contract.ProblemScope ||
				p.Detail != strings.Join(zoho.AttachmentScopes(), ", ") {
				t.Fatalf("checks %+v", ill)
			}
			s.wantFileCounts(0, 1, 0)
			s.wantGaps(map[contract.GapCause]int{contract.GapFileWaiting: 1})
			// It is not tried again until somebody signs in.
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
			s.wantFiles()
			if _, ill := s.checks(); len(ill) != 0 {
				t.Errorf("checks %+v", ill)
			}
			s.nextTick()
			s.wantAttached(s.ada(), 10)
			s.wantGaps(map[contract.GapCause]int{})
		})
	}
}

// TestSettingSaysWhatIsMissing: the check is made as soon as files are wanted, and
// goes with the wish.
func TestSettingSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.do(contract.KindOptionsRefresh, contract.Nothing{})
	s.chooseFiles(true)
	s.chooseFiles(false)
	s.linkedAda()
	s.zoho.ResetCalls()
	s.chooseFiles(true)
	s.wantCalls(fakezoho.OpAttachmentsList)
	if _, ill := s.checks(); len(ill) != 1 || ill[contract.CheckAttach].Code != contract.ProblemScope {
		t.Fatalf("checks %+v", ill)
	}
	s.chooseFiles(false)
	if _, ill := s.checks(); len(ill) != 0 {
		t.Fatalf("checks %+v", ill)
	}
	for megabytes, ok := range map[int]bool{-1: false, 0: true, 1: true, 15: true, 16: false} {
		settings := s.view().Settings
		settings.AttachMostMB = megabytes
		if reply, _ := s.ask(contract.KindOptionsSettings, settings); (reply.Error == nil) != ok {
			t.Errorf("%d megabytes: %+v", megabytes, reply.Error)
		}
	}
}

func TestFilesAndRefusals(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.AttachmentLimit = 20 })
	s.adaWithFiles()
	s.show(adaJID, 21)
	s.show(adaJID, 20)
	s.nextTick()
	s.wantAttached(s.ada(), 20)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1})

	// A right that is missing may be given; until then it is tried now and then.
	profile := func(lacks ...string) {
		if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.Lacks = lacks }); err != nil {
			t.Fatal(err)
		}
	}
	profile("Crm_Implied_Create_Attachments")
	s.show(adaJID, 3)
	s.nextTick()
	s.nextTick()
	s.wantFileCounts(1, 1, 1)
	s.wantGaps(map[contract.GapCause]int{contract.GapFileTooLarge: 1, contract.GapFileWaiting: 1})
	if state := s.view().Backup.State; state != contract.BackupIdle {
		t.Errorf("the backup is %s", state)
	}
	profile()
	s.clock.advance(6 * time.Hour)
	s.nextTick()
	s.wantAttached(s.ada(), 3, 20)

	// The record goes.
	s.show(adaJID, 4)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsList, Kind: fakezoho.FaultUnavailable})
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	if err := s.zoho.DeleteContact(s.ada()); err != nil {
		t.Fatal(err)
	}
	s.nextTick()
	s.wantCard(adaJID, contract.ChatRecordGone)
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
}

// TestWebSignInAsksForFiles: only who wants files attached is asked to allow it.
func TestWebSignInAsksForFiles(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	if page := s.begin(); strings.Contains(page, "attachments") {
		t.Errorf("the consent page asks for attachments: %s", page)
	}
	s.chooseFiles(true)
	back := s.consent(s.begin(), "accept")
	s.do(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: back})
	if _, ill := s.checks(); len(ill) != 0 {
		t.Fatalf("checks %+v", ill)
	}
	s.show(adaJID, 10)
	s.nextTick()
	s.wantAttached(s.ada(), 10)
}
