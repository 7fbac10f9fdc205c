package zoho

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestUploadRequest(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+created1+`]}`))
	file := oneFile()
	log := &gateLog{}
	result, err := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Gate = log }).Attachments.Upload(t.Context(), file)
	if err != nil || result.Outcome != Done || result.ID != noteID {
		t.Fatalf("Upload = %+v, %v", result, err)
	}
	r := s.Only(t)
	if r.Method+" "+r.Path != "POST /crm/v8/Contacts/"+contactID+"/Attachments" || r.Query != "" {
		t.Errorf("request = %s %s?%s", r.Method, r.Path, r.Query)
	}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		t.Fatalf("type %q, %v", r.Header.Get("Content-Type"), err)
	}
	form := multipart.NewReader(strings.NewReader(r.Body), params["boundary"])
	part, err := form.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(part)
	if err != nil || part.FormName() != "file" || part.FileName() != file.Name || part.Header.Get("Content-Type") != "application/pdf" || string(content) != string(file.Data) {
		t.Errorf("part %v with %q, %v", part.Header, content, err)
	}
	if _, err := form.NextRawPart(); !errors.Is(err, io.EOF) {
		t.Errorf("after the only part: %v", err)
	}
	if !slices.Equal(log.before, []string{"upload attachment 1"}) || len(log.after) != 1 {
		t.Errorf("the gate saw %q, %q", log.before, log.after)
	}
}

func TestTypesOfFiles(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"image/jpeg": "image/jpeg", "audio/ogg; codecs=opus": "audio/ogg", " Image/PNG ": "image/png", "image/svg+xml": "image/svg+xml",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"": "application/octet-stream", "image": "application/octet-stream", "a/b/c": "application/octet-stream", "text/x\r\nX-Evil: 1": "application/octet-stream",
	} {
		if got := cleanMIME(given); got != want {
			t.Errorf("%q is sent as %q, want %q", given, got, want)
		}
	}
}

func TestUploadsThatAreNotSent(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+created1+`]}`))
	c := newTestClient(t, s.Transport())
	for name, tt := range map[string]struct {
		change func(*NewAttachment)
		want   error
	}{
		"module":         {func(f *NewAttachment) { f.Module = "Con tacts" }, ErrBadRequest},
		"record":         {func(f *NewAttachment) { f.RecordID = "../7" }, ErrBadRequest},
		"no name":        {func(f *NewAttachment) { f.Name = "" }, ErrBadRequest},
		"quoted name":    {func(f *NewAttachment) { f.Name = `a".txt` }, ErrBadRequest},
		"broken line":    {func(f *NewAttachment) { f.Name = "a\r\nX: y" }, ErrBadRequest},
		"path":           {func(f *NewAttachment) { f.Name = "../a" }, ErrBadRequest},
		"path of old":    {func(f *NewAttachment) { f.Name = `a\b` }, ErrBadRequest},
		"not UTF-8":      {func(f *NewAttachment) { f.Name = "\xff" }, ErrBadRequest},
		"long name":      {func(f *NewAttachment) { f.Name = strings.Repeat("ü", 101) }, ErrBadRequest},
		"empty":          {func(f *NewAttachment) { f.Data = nil }, ErrBadRequest},
		"larger than is": {func(f *NewAttachment) { f.Data = make([]byte, MaxAttachment+1) }, ErrFileTooLarge},
	} {
		file := oneFile()
		tt.change(&file)
		if result, err := c.Attachments.Upload(t.Context(), file); !errors.Is(err, tt.want) || result.Outcome != NotDone || !errors.Is(result.Err, tt.want) {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
	}
	for _, page := range []int{0, MaxAttachmentPage + 1} {
		if _, err := c.Attachments.List(t.Context(), "Contacts", contactID, page); !errors.Is(err, ErrBadRequest) {
			t.Errorf("page %d: %v", page, err)
		}
	}
	if n := len(s.All()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestRefusedFiles: what is said about a file is final and certain, whoever says it; a fault proves nothing.
func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	refusal := func(code, details string) string {
		return `{"code":"` + code + `","details":` + details + `,"message":"m","status":"error"}`
	}
	for name, tt := range map[string]struct {
		status  int
		body    string
		outcome Outcome
		want    error
	}{
		"too large":            {400, refusal("FILE_SIZE_MORE_THAN_ALLOWED_SIZE", "{}"), NotDone, ErrFileTooLarge},
		"too large, 415":       {415, refusal("FILE_SIZE_MORE_THAN_ALLOWED_SIZE", "{}"), NotDone, ErrFileTooLarge},
		"too large, in data":   {400, `{"data":[` + refusal("FILE_SIZE_EXCEEDS", "{}") + `]}`, NotDone, ErrFileTooLarge},
		"too large, no code":   {413, `{}`, NotDone, ErrFileTooLarge},
		"too large, gateway":   {413, `<html>`, NotDone, ErrFileTooLarge},
		"too large, no body":   {413, ``, NotDone, ErrFileTooLarge},
		"type":                 {400, refusal("INVALID_DATA", `{"api_name":"file"}`), NotDone, ErrFileRefused},
		"type, 415":            {415, refusal("SOMETHING", `{}`), NotDone, ErrFileRefused},
		"type, not supported":  {400, refusal("NOT_SUPPORTED", `{}`), NotDone, ErrFileRefused},
		"virus":                {400, refusal("VIRUS_DETECTED", `{}`), NotDone, ErrFileRefused},
		"record gone":          {400, refusal("INVALID_DATA", `{"resource_path_index":1}`), NotDone, ErrParentGone},
		"scope":                {401, refusal("OAUTH_SCOPE_MISMATCH", `{}`), NotDone, ErrScope},
		"permission":           {403, refusal("NO_PERMISSION", `{"permissions":["Crm_Implied_Create_Attachments"]}`), NotDone, ErrNoPermission},
		"fault":                {500, refusal("INTERNAL_ERROR", `{}`), Unknown, ErrServer},
		"gateway's fault":      {502, `<html>`, Unknown, ErrServer},
		"portal":               {200, `<html>`, Unknown, ErrNotZoho},
		"two answers for one":  {200, `{"data":[` + created1 + `,` + created2 + `]}`, Unknown, ErrBadReply},
		"no answer in a reply": {200, `{}`, Unknown, ErrBadReply},
	} {
		reply := oneReply{Status: tt.status, Body: []byte(tt.body)}
		result, err := newTestClient(t, reply, func(cfg *Config) { cfg.Tokens = sameToken{} }).Attachments.Upload(t.Context(), oneFile())
		if result.Outcome != tt.outcome || !errors.Is(errors.Join(result.Err, err), tt.want) {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
	}
	scope := oneReply{Status: 401, Body: []byte(refusal("OAUTH_SCOPE_MISMATCH", "{}"))}
	_, err := newTestClient(t, scope, func(cfg *Config) { cfg.Tokens = sameToken{} }).Attachments.Upload(t.Context(), oneFile())
	var e *APIError
	if !errors.As(err, &e) || !slices.Equal(e.Scopes, []string{"ZohoCRM.modules.attachments.CREATE", "ZohoCRM.modules.contacts.READ"}) {
		t.Errorf("scopes of %v: %v", err, e.Scopes)
	}
}

func TestListAttachments(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"`+noteID+`","File_Name":"a.txt","Size":"7","Parent_Id":{"id":"1"}},{"id":"`+noteID2+`","File_Name":null}],"info":{"more_records":true}}`))
	page, err := newTestClient(t, s.Transport()).Attachments.List(t.Context(), "Leads", contactID, 2)
	if err != nil || !page.More || !slices.Equal(page.Items, []Attachment{{noteID, "a.txt"}, {ID: noteID2}}) {
		t.Fatalf("%+v, %v", page, err)
	}
	if r := s.Only(t); r.Method+" "+r.Path != "GET /crm/v8/Leads/"+contactID+"/Attachments" ||
		r.Query != "fields=id%2CFile_Name&page=2&per_page=200&sort_by=Created_Time&sort_order=desc" {
		t.Errorf("request = %s %s?%s", r.Method, r.Path, r.Query)
	}
	for body, want := range map[string]error{
		`{"data":{}}`: ErrBadReply, `{"data":[{"id":7}]}`: ErrBadReply, `{"data":[{"id":"1","File_Name":7}]}`: ErrBadReply, `{}`: ErrBadReply,
	} {
		if _, err := newTestClient(t, oneReply{Status: 200, Body: []byte(body)}).Attachments.List(t.Context(), "Leads", contactID, 1); !errors.Is(err, want) {
			t.Errorf("%s: %v", body, err)
		}
	}
	none, err := newTestClient(t, oneReply{Status: 204}).Attachments.List(t.Context(), "Leads", contactID, 1)
	if err != nil || none.More || len(none.Items) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}
