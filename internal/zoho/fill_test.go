package zoho

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestFillRequest(t *testing.T) {
	t.Parallel()
	const updated = `{"code":"SUCCESS","details":{"id":"` + contactID + `","Modified_Time":"2026-11-22T11:00:00+01:00","Created_Time":"2026-11-20T09:00:00+01:00"},"message":"record updated","status":"success"}`
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+updated+`]}`))
	c := newTestClient(t, s.Transport())
	contact, err := c.Contacts.Fill(t.Context(), contactID, "Mobile", "+14155550100", readAt())
	if err != nil || contact.Outcome != Done || contact.ID != contactID || contact.ModifiedTime.IsZero() {
		t.Fatalf("Fill = %+v, %v", contact, err)
	}
	if lead, err := c.Leads.Fill(t.Context(), contactID, "Second_Phone__c", "+14155550100", readAt().UTC()); err != nil || lead.Outcome != Done {
		t.Fatalf("Fill = %+v, %v", lead, err)
	}
	for i, want := range []struct{ path, since, body string }{
		{"/crm/v8/Contacts/" + contactID, "2026-11-22T10:30:00+05:30", `{"data":[{"Mobile":"+14155550100"}]}`},
		{"/crm/v8/Leads/" + contactID, "2026-11-22T05:00:00+00:00", `{"data":[{"Second_Phone__c":"+14155550100"}]}`},
	} {
		r := s.All()[i]
		if r.Method != "PUT" || r.Path != want.path || r.Header.Get("If-Unmodified-Since") != want.since || r.Body != want.body {
			t.Errorf("request %d: %s %s, since %q, %s", i, r.Method, r.Path, r.Header.Get("If-Unmodified-Since"), r.Body)
		}
	}
}

func TestFillRefusals(t *testing.T) {
	t.Parallel()
	const modified = `{"code":"ALREADY_MODIFIED","details":{},"message":"m","status":"error"}`
	for name, tt := range map[string]struct {
		status  int
		body    string
		outcome Outcome
		want    error
	}{
		"changed meanwhile":           {412, modified, NotDone, ErrModified},
		"changed meanwhile, as items": {412, `{"data":[` + modified + `]}`, NotDone, ErrModified},
		"gone":                        {400, `{"data":[{"code":"INVALID_DATA","details":{"api_name":"id","json_path":"$.data[0].id"},"message":"m","status":"error"}]}`, NotDone, ErrNotFound},
		"gone, by the address":        {404, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"m","status":"error"}`, NotDone, ErrNotFound},
		"not a number":                {400, `{"data":[{"code":"INVALID_DATA","details":{"api_name":"Mobile","expected_data_type":"phone"},"message":"m","status":"error"}]}`, NotDone, ErrInvalidData},
		"already another's":           {400, `{"data":[{"code":"DUPLICATE_DATA","details":{"api_name":"Mobile","id":"` + noteID + `"},"message":"m","status":"error"}]}`, NotDone, ErrDuplicate},
		"locked":                      {400, `{"data":[{"code":"RECORD_LOCKED","details":{},"message":"m","status":"error"}]}`, NotDone, ErrLocked},
		"no right":                    {403, `{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_Edit_Contacts"]},"message":"m","status":"error"}`, NotDone, ErrNoPermission},
		"another record":              {200, `{"data":[` + created2 + `]}`, Unknown, ErrBadReply},
		"fault":                       {502, `<html>`, Unknown, ErrServer},
		"not Zoho's":                  {412, `{}`, Unknown, ErrBadReply},
	} {
		s := zohotest.NewServer(t, zohotest.Answer(tt.status, tt.body))
		got, _ := newTestClient(t, s.Transport()).Contacts.Fill(t.Context(), contactID, "Mobile", "+14155550100", readAt())
		if got.Outcome != tt.outcome || !errors.Is(got.Err, tt.want) {
			t.Errorf("%s: %+v", name, got)
		}
		if isGone := errors.Is(got.Err, ErrNotFound); isGone != strings.HasPrefix(name, "gone") {
			t.Errorf("%s: is gone: %v", name, isGone)
		}
	}
}

func TestFillsThatAreNotSent(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[]}`))
	c := newTestClient(t, s.Transport())
	for name, tt := range map[string]struct {
		id, field, value string
		since            time.Time
	}{
		"id":         {"1/../2", "Mobile", "1", readAt()},
		"field":      {contactID, "Mobile Phone", "1", readAt()},
		"id as name": {contactID, "ID", "1", readAt()},
		"emptying":   {contactID, "Mobile", " ", readAt()},
		"long":       {contactID, "Mobile", strings.Repeat("1", maxFillValue+1), readAt()},
		"UTF-8":      {contactID, "Mobile", "\xff", readAt()},
		"no time":    {contactID, "Mobile", "1", time.Time{}},
	} {
		got, err := c.Leads.Fill(t.Context(), tt.id, tt.field, tt.value, tt.since)
		if !errors.Is(err, ErrBadRequest) || got.Outcome != NotDone || !errors.Is(got.Err, ErrBadRequest) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if n := len(s.All()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
