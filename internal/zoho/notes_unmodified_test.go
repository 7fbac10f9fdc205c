package zoho

import (
	"errors"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestUpdateUnmodifiedRequest(t *testing.T) {
	t.Parallel()
	const updated = `{"code":"SUCCESS","details":{"id":"` + noteID + `","Modified_Time":"2026-11-22T11:00:00+01:00","Created_Time":"2026-11-20T09:00:00+01:00"},"message":"record updated","status":"success"}`
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+updated+`]}`))
	c := newTestClient(t, s.Transport())
	note := NoteUpdate{ID: noteID, Title: "title", Content: "a < b"}
	got, err := c.Notes.UpdateUnmodified(t.Context(), note, readAt().UTC())
	if want := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC); err != nil || got.Outcome != Done || got.ID != noteID || !got.ModifiedTime.Equal(want) {
		t.Fatalf("UpdateUnmodified = %+v, %v", got, err)
	}
	r := s.All()[0]
	if r.Method != "PUT" || r.Path != "/crm/v8/Notes/"+noteID || r.Header.Get("If-Unmodified-Since") != "2026-11-22T05:00:00+00:00" ||
		r.Body != `{"data":[{"Note_Title":"title","Note_Content":"a < b"}]}` {
		t.Errorf("%s %s, since %q, %s", r.Method, r.Path, r.Header.Get("If-Unmodified-Since"), r.Body)
	}
}

func TestUpdateUnmodifiedRefusals(t *testing.T) {
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
		"header not taken":            {400, `{"code":"INVALID_DATA","details":{"param_name":"If-Unmodified-Since"},"message":"m","status":"error"}`, NotDone, ErrInvalidData},
		"gone":                        {400, `{"data":[{"code":"INVALID_DATA","details":{"api_name":"id","json_path":"$.data[0].id"},"message":"m","status":"error"}]}`, NotDone, ErrNotFound},
		"gone, by the address":        {404, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"m","status":"error"}`, NotDone, ErrNotFound},
		"too long":                    {400, `{"data":[{"code":"INVALID_DATA","details":{"api_name":"Note_Content","maximum_length":30000},"message":"m","status":"error"}]}`, NotDone, ErrTooLong},
		"another's":                   {400, `{"data":[{"code":"CANNOT_PERFORM_ACTION","details":{},"message":"m","status":"error"}]}`, NotDone, ErrNotAllowed},
		"another note":                {200, `{"data":[` + created2 + `]}`, Unknown, ErrBadReply},
		"fault":                       {502, `<html>`, Unknown, ErrServer},
	} {
		s := zohotest.NewServer(t, zohotest.Answer(tt.status, tt.body))
		note := NoteUpdate{ID: noteID, Title: "title", Content: "text"}
		got, _ := newTestClient(t, s.Transport()).Notes.UpdateUnmodified(t.Context(), note, readAt())
		if got.Outcome != tt.outcome || !errors.Is(got.Err, tt.want) {
			t.Errorf("%s: %+v", name, got)
		}
		if errors.Is(got.Err, ErrModified) != (tt.want == ErrModified) || errors.Is(got.Err, ErrNotFound) != (tt.want == ErrNotFound) {
			t.Errorf("%s: %v", name, got.Err)
		}
	}
}

func TestUpdatesUnmodifiedThatAreNotSent(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[]}`))
	c := newTestClient(t, s.Transport())
	for name, tt := range map[string]struct {
		note  NoteUpdate
		since time.Time
		want  error
	}{
		"id":      {NoteUpdate{ID: "1/../2", Title: "t", Content: "c"}, readAt(), ErrBadRequest},
		"no text": {NoteUpdate{ID: noteID, Title: "t"}, readAt(), ErrBadRequest},
		"long":    {NoteUpdate{ID: noteID, Title: "t", Content: string(make([]byte, MaxNoteContent+1))}, readAt(), ErrTooLong},
		"no time": {NoteUpdate{ID: noteID, Title: "t", Content: "c"}, time.Time{}, ErrBadRequest},
	} {
		got, err := c.Notes.UpdateUnmodified(t.Context(), tt.note, tt.since)
		if !errors.Is(err, tt.want) || got.Outcome != NotDone || !errors.Is(got.Err, tt.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if n := len(s.All()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
