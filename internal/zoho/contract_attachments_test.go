package zoho_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// TestAttachmentsAgainstStandIn uploads files, lists them and meets every refusal.
func TestAttachmentsAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		ctx, ada := t.Context(), s.world.Contacts[fakezoho.ContactPunctuated]
		c := s.signIn(t, append(zoho.Scopes(), zoho.AttachmentScopes()...)...)
		upload := func(record, name string, size int) (zoho.WriteResult, error) {
			t.Helper()
			return c.Attachments.Upload(ctx, zoho.NewAttachment{
				Module: "Contacts", RecordID: record, Name: name, MIME: "text/plain", Data: []byte(strings.Repeat("x", size)),
			})
		}
		first, err := upload(ada, "2026-11-22 10.01 scan ü (k7f3).txt", 7)
		if err != nil || first.Outcome != zoho.Done {
			t.Fatalf("upload %+v, %v", first, err)
		}
		if stored := s.server.AttachmentsOf(ada); len(stored) != 1 || stored[0].ID != first.ID || stored[0].Size != 7 || stored[0].MIME != "text/plain" {
			t.Fatalf("stored %+v", stored)
		}
		s.server.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultReplyLost})
		if lost, err := upload(ada, "lost.txt", 1); !errors.Is(err, zoho.ErrNetwork) || lost.Outcome != zoho.Unknown {
			t.Errorf("reply lost: %+v, %v", lost, err)
		}
		s.clock.Advance(time.Minute)
		page, err := c.Attachments.List(ctx, "Contacts", ada, 1)
		if err != nil || len(page.Items) != 2 || page.More {
			t.Fatalf("list %+v, %v", page, err)
		}
		for _, name := range []string{"lost.txt", "k7f3"} {
			if !strings.Contains(page.Items[0].Name+page.Items[1].Name, name) {
				t.Errorf("%q is not in %+v", name, page.Items)
			}
		}
		if large, err := upload(ada, "large.bin", zoho.MaxAttachment); err != nil || large.Outcome != zoho.Done {
			t.Errorf("a large file: %v", err)
		}
		if exe, err := upload(ada, "setup.exe", 1); !errors.Is(err, zoho.ErrFileRefused) || exe.Outcome != zoho.NotDone {
			t.Errorf("a program: %+v, %v", exe, err)
		}
		if gone, err := upload("7001000000000999999", "a.txt", 1); !errors.Is(err, zoho.ErrParentGone) || gone.Outcome != zoho.NotDone {
			t.Errorf("no such record: %+v, %v", gone, err)
		}
		if _, err := c.Attachments.List(ctx, "Contacts", "7001000000000999999", 1); !errors.Is(err, zoho.ErrParentGone) {
			t.Errorf("list of no record: %v", err)
		}
		c = s.signIn(t, zoho.Scopes()...)
		if none, err := upload(ada, "a.txt", 1); !errors.Is(err, zoho.ErrScope) || none.Outcome != zoho.NotDone {
			t.Errorf("without the scope: %+v, %v", none, err)
		}
		if _, err := c.Attachments.List(ctx, "Contacts", ada, 1); !errors.Is(err, zoho.ErrScope) {
			t.Errorf("list without the scope: %v", err)
		}
	})
}

// TestCheckOfAttachments: it tells whether the sign-in allows to see attachments, and writes nothing.
func TestCheckOfAttachments(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		check := func(scopes ...string) zoho.CheckResult {
			t.Helper()
			return zoho.CheckAttachments(t.Context(), s.signIn(t, append(zoho.Scopes(), scopes...)...), "Contacts", s.world.User.ID)
		}
		if r := check(zoho.AttachmentScopes()...); r.State != zoho.CheckOK || r.Err != nil {
			t.Errorf("with both scopes: %+v", r)
		}
		if r := check(); r.State != zoho.CheckNoScope || len(r.Scopes) != 2 {
			t.Errorf("without: %+v", r)
		}
		if err := s.server.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.Lacks = []string{"Crm_Implied_View_Attachments"} }); err != nil {
			t.Fatal(err)
		}
		if r := check(zoho.AttachmentScopes()...); r.State != zoho.CheckNoPermission || len(r.Permissions) != 1 {
			t.Errorf("without the right: %+v", r)
		}
		if n := len(s.server.CallsOf(fakezoho.OpAttachmentsUpload)); n != 0 {
			t.Errorf("%d uploads", n)
		}
	})
}

// TestSmallerLimitOfFiles: whatever the organisation's limit, and however Zoho tells it, the refusal is certain and final.
func TestSmallerLimitOfFiles(t *testing.T) {
	t.Parallel()
	for _, refusal := range []fakezoho.FileRefusal{fakezoho.RefusedAsData, fakezoho.RefusedAsMedia, fakezoho.RefusedByGateway} {
		s := newStage(t, fakezoho.Switches{AttachmentLimit: 10, FileRefusal: refusal})
		c := s.signIn(t, append(zoho.Scopes(), zoho.AttachmentScopes()...)...)
		ada := s.world.Contacts[fakezoho.ContactPunctuated]
		got, err := c.Attachments.Upload(t.Context(), zoho.NewAttachment{Module: "Contacts", RecordID: ada, Name: "a", Data: make([]byte, 11)})
		if !errors.Is(err, zoho.ErrFileTooLarge) && !errors.Is(got.Err, zoho.ErrFileTooLarge) || got.Outcome != zoho.NotDone {
			t.Errorf("%q: %+v, %v", refusal, got, err)
		}
	}
}
