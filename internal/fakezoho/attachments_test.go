package fakezoho

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// formWith writes a form with fields of a name, a file's name and a content each.
func formWith(t *testing.T, fields ...[3]string) (contentType, body string) {
	t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	for _, f := range fields {
		part, err := form.CreateFormFile(f[0], f[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f[2])); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return form.FormDataContentType(), buf.String()
}

// upload sends a form to a record.
func (r *rig) upload(record string, fields ...[3]string) answer {
	r.t.Helper()
	contentType, body := formWith(r.t, fields...)
	return r.send(record, contentType, body)
}

func (r *rig) send(record, contentType, body string) answer {
	r.t.Helper()
	req := r.request(http.MethodPost, "/Contacts/"+record+"/Attachments", body)
	req.Header.Set("Content-Type", contentType)
	a, err := r.do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// fileNames lists the names of a record's attachments by the API.
func (r *rig) fileNames(record, query string) []string {
	r.t.Helper()
	a := r.api(http.MethodGet, "/Contacts/"+record+"/Attachments?fields=id,File_Name,Size"+query, nil)
	if a.status == http.StatusNoContent {
		return nil
	}
	expect(r.t, a, 200, "")
	var names []string
	for _, item := range a.items() {
		names = append(names, item["File_Name"].(string))
	}
	return names
}

func TestUploadAndListAttachments(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.upload(r.ada(), [3]string{"file", "scan ü.pdf", "one"})
	expect(t, a, 200, "SUCCESS")
	r.clock.advance(time.Minute)
	expect(t, r.upload(r.ada(), [3]string{"file", "photo.jpg", "two and more"}), 200, "SUCCESS")
	stored := r.s.AttachmentsOf(r.ada())
	if len(stored) != 2 || stored[0].Name != "scan ü.pdf" || stored[0].ID != a.details()["id"] || stored[1].Size != 12 ||
		stored[0].SHA256 != "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed" || stored[0].ParentModule != "Contacts" || stored[0].OwnerID != r.w.User.ID {
		t.Fatalf("stored %+v", stored)
	}
	if got := r.fileNames(r.ada(), ""); !slices.Equal(got, []string{"photo.jpg", "scan ü.pdf"}) {
		t.Errorf("newest first: %q", got)
	}
	if got := r.fileNames(r.ada(), "&sort_by=Created_Time&sort_order=asc&per_page=1&page=2"); !slices.Equal(got, []string{"photo.jpg"}) {
		t.Errorf("second page of one: %q", got)
	}
	if got := r.fileNames(r.ada(), "&page=2"); got != nil {
		t.Errorf("second page: %q", got)
	}
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Attachments", nil), 400, "REQUIRED_PARAM_MISSING")
	for _, c := range r.s.CallsOf(OpAttachmentsUpload) {
		if c.Credits != 1 {
			t.Errorf("an upload cost %d", c.Credits)
		}
	}
	if err := r.s.DeleteAttachment(stored[0].ID); err != nil {
		t.Fatal(err)
	}
	if r.s.DeleteAttachment(stored[0].ID) == nil {
		t.Error("it was deleted twice")
	}
	if got := r.fileNames(r.ada(), ""); !slices.Equal(got, []string{"photo.jpg"}) {
		t.Errorf("after the deletion: %q", got)
	}
	if page := r.api(http.MethodGet, usCRM+"/crm/tab/Contacts/"+r.ada(), nil); !contains(page.raw, "photo.jpg") || !contains(page.raw, "12 bytes") {
		t.Error("the page does not show the attachment")
	}
	ben := r.w.Contacts["Ben Sample"]
	if err := r.s.MergeRecords(ben, r.ada()); err != nil {
		t.Fatal(err)
	}
	if got := r.fileNames(ben, ""); !slices.Equal(got, []string{"photo.jpg"}) {
		t.Errorf("after the merge: %q", got)
	}
	expect(t, r.upload(r.ada(), [3]string{"file", "a.txt", "x"}), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Attachments?fields=id", nil), 400, "INVALID_DATA")
}

func TestUploadsThatAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	file := [3]string{"file", "a.txt", "x"}
	for name, fields := range map[string][][3]string{
		"no file": {}, "two files": {file, file}, "another field": {{"attachment", "a.txt", "x"}}, "besides another": {file, {"title", "t", "x"}},
		"no name": {{"file", "", "x"}}, "empty": {{"file", "a.txt", ""}}, "a program": {{"file", "setup.EXE", "x"}},
	} {
		if a := r.upload(r.ada(), fields...); a.status != 400 || a.code() != "INVALID_DATA" {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
	}
	_, body := formWith(t, file)
	for _, contentType := range []string{"", "application/json", "multipart/form-data", "multipart/form-data; boundary=other"} {
		if a := r.send(r.ada(), contentType, body); a.status != 400 || a.code() != "INVALID_DATA" {
			t.Errorf("%q: %d %s", contentType, a.status, a.raw)
		}
	}
	expect(t, r.upload("1", file), 400, "INVALID_DATA")
	for _, permission := range []string{"Crm_Implied_Create_Attachments", "Crm_Implied_View_Contacts"} {
		if err := r.s.ChangeProfile(r.w.Org.ID, "Standard", func(p *Profile) { p.Lacks = []string{permission} }); err != nil {
			t.Fatal(err)
		}
		expect(t, r.upload(r.ada(), file), 403, "NO_PERMISSION")
	}
	if stored := r.s.AttachmentsOf(r.ada()); len(stored) != 0 {
		t.Errorf("stored %+v", stored)
	}
}

func TestAttachmentSwitches(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 101)
	for _, c := range []struct {
		switches      Switches
		status        int
		tooLarge, exe [2]any
	}{
		{Switches{}, 200, [2]any{400, "FILE_SIZE_MORE_THAN_ALLOWED_SIZE"}, [2]any{400, "INVALID_DATA"}},
		{Switches{FileRefusal: RefusedAsMedia, AttachmentStatus: 201}, 201, [2]any{415, "FILE_SIZE_MORE_THAN_ALLOWED_SIZE"}, [2]any{415, "INVALID_DATA"}},
		{Switches{FileRefusal: RefusedByGateway}, 200, [2]any{413, ""}, [2]any{400, "NOT_SUPPORTED"}},
	} {
		c.switches.AttachmentLimit = 100
		r := newRig(t, withSwitches(c.switches))
		expect(t, r.upload(r.ada(), [3]string{"file", "a.txt", large[:100]}), c.status, "SUCCESS")
		for content, want := range map[[2]string][2]any{{"a.txt", large}: c.tooLarge, {"a.exe", "x"}: c.exe} {
			if a := r.upload(r.ada(), [3]string{"file", content[0], content[1]}); a.status != want[0] || a.code() != want[1] {
				t.Errorf("%s: %d %s, want %v", content[0], a.status, a.raw, want)
			}
		}
	}

	r := newRig(t, withSwitches(Switches{AttachmentOrder: OrderIgnored, AttachmentNames: NamesPlain, UploadCredits: 2, RelatedLag: 10 * time.Second}))
	expect(t, r.upload(r.ada(), [3]string{"file", "a ü.txt", "x"}), 200, "SUCCESS")
	if got := r.fileNames(r.ada(), ""); got != nil {
		t.Errorf("at once: %q", got)
	}
	r.clock.advance(time.Minute)
	expect(t, r.upload(r.ada(), [3]string{"file", "b.txt", "x"}), 200, "SUCCESS")
	r.clock.advance(time.Minute)
	if got := r.fileNames(r.ada(), "&sort_by=Created_Time&sort_order=desc"); !slices.Equal(got, []string{"a__.txt", "b.txt"}) {
		t.Errorf("names %q", got)
	}
	if c := r.s.CallsOf(OpAttachmentsUpload)[0]; c.Credits != 2 {
		t.Errorf("an upload cost %d", c.Credits)
	}

	for scope, others := range map[string][]string{"READ": {"CREATE", "UPDATE"}, "CREATE": {"READ", "UPDATE"}, "UPDATE": {"READ", "CREATE"}} {
		r := newRig(t, withSwitches(Switches{UploadScope: scope}))
		r.token = r.tokenFor("ZohoCRM.modules.attachments.CREATE", "ZohoCRM.modules.contacts."+scope)
		expect(t, r.upload(r.ada(), [3]string{"file", "a.txt", "x"}), 200, "SUCCESS")
		r.token = r.tokenFor("ZohoCRM.modules.attachments.CREATE", "ZohoCRM.modules.contacts."+others[0], "ZohoCRM.modules.contacts."+others[1])
		expect(t, r.upload(r.ada(), [3]string{"file", "a.txt", "x"}), 401, "OAUTH_SCOPE_MISMATCH")
		r.token = r.tokenFor("ZohoCRM.modules.attachments.READ", "ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.contacts.CREATE", "ZohoCRM.modules.contacts.UPDATE")
		expect(t, r.upload(r.ada(), [3]string{"file", "a.txt", "x"}), 401, "OAUTH_SCOPE_MISMATCH")
		expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Attachments?fields=id", nil), 200, "")
		r.token = r.tokenFor("ZohoCRM.modules.contacts.READ")
		expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Attachments?fields=id", nil), 401, "OAUTH_SCOPE_MISMATCH")
	}
}

func TestUploadReplyLost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	contentType, body := formWith(t, [3]string{"file", "a.txt", "x"})
	r.s.Inject(Fault{Op: OpAttachmentsUpload, Kind: FaultReplyLost})
	req := r.request(http.MethodPost, "/Contacts/"+r.ada()+"/Attachments", body)
	req.Header.Set("Content-Type", contentType)
	if a, err := r.do(req); err == nil {
		t.Fatalf("got a reply: %d", a.status)
	}
	if got := r.fileNames(r.ada(), ""); !slices.Equal(got, []string{"a.txt"}) {
		t.Errorf("names %q", got)
	}
}
