package zoho

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

const (
	created1 = `{"code":"SUCCESS","details":{"id":"7001000000000200001","Created_Time":"2026-11-22T10:03:00+01:00","Modified_Time":"2026-11-22T10:06:00+01:00"},"message":"record added","status":"success"}`
	created2 = `{"code":"SUCCESS","details":{"id":"7001000000000200002","Created_Time":"2026-11-22T10:03:00+01:00","Modified_Time":"2026-11-22T10:06:00+01:00"},"message":"record added","status":"success"}`
	gone     = `{"code":"INVALID_DATA","details":{"api_name":"id","json_path":"$.data[1].id"},"message":"the id given seems to be invalid","status":"error"}`
	faulty   = `{"code":"INTERNAL_ERROR","details":{},"message":"m","status":"error"}`
)

func TestItemsDecideWhateverTheStatus(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 207, 400, 403} {
		s := zohotest.NewServer(t, zohotest.Answer(status, `{"data":[`+created1+`,`+gone+`]}`))
		c := newTestClient(t, s.Transport())
		for name, write := range map[string]func() ([]WriteResult, error){
			"create": func() ([]WriteResult, error) { return c.Notes.Create(t.Context(), twoNotes()) },
			"update": func() ([]WriteResult, error) { return c.Notes.Update(t.Context(), twoUpdates()) },
		} {
			results, err := write()
			if err != nil {
				t.Fatalf("%s, %d: %v", name, status, err)
			}
			if got := outcomes(results); !slices.Equal(got, []Outcome{Done, NotDone}) {
				t.Errorf("%s, %d: outcomes = %v", name, status, got)
			}
			want := WriteResult{Outcome: Done, ID: noteID,
				CreatedTime: results[0].CreatedTime, ModifiedTime: results[0].ModifiedTime}
			if results[0] != want {
				t.Errorf("%s, %d: first result = %+v", name, status, results[0])
			}
			if got := results[0].ModifiedTime.UTC(); !got.Equal(time.Date(2026, 11, 22, 9, 6, 0, 0, time.UTC)) {
				t.Errorf("%s, %d: modified %v", name, status, got)
			}
			var e *APIError
			if !errors.As(results[1].Err, &e) || e.Code != "INVALID_DATA" || e.HTTP != status {
				t.Errorf("%s, %d: second error = %v", name, status, results[1].Err)
			}
		}
	}
}

func TestReadResults(t *testing.T) {
	t.Parallel()
	success := func(id string) string {
		return `{"code":"SUCCESS","details":{"id":` + id + `},"status":"success"}`
	}
	updated := []string{noteID, noteID2}
	tests := []struct {
		name  string
		ids   []string
		items string
		want  []Outcome
		whole error
	}{
		{"both", nil, created1 + "," + created2, []Outcome{Done, Done}, nil},
		{"one failed inside Zoho", nil, created1 + "," + faulty, []Outcome{Done, Unknown}, nil},
		{"none answered", nil, "", []Outcome{Unknown, Unknown}, ErrBadReply},
		{"created, one answer missing", nil, created1, []Outcome{Unknown, Unknown}, ErrBadReply},
		{"created, one answer too many", nil, created1 + "," + created2 + "," + created2, []Outcome{Unknown, Unknown}, ErrBadReply},
		{"updated, first answer missing", updated, created2, []Outcome{Unknown, Done}, ErrBadReply},
		{"updated, last answer missing", updated, created1, []Outcome{Done, Unknown}, ErrBadReply},
		{"updated, only a refusal", updated, gone, []Outcome{Unknown, Unknown}, ErrBadReply},
		{"updated, ids exchanged", updated, created2 + "," + created1, []Outcome{Unknown, Unknown}, nil},
		{"id is a number", nil, success("7001000000000200001") + "," + created2, []Outcome{Unknown, Done}, nil},
		{"id is a word", nil, success(`"abc"`) + "," + created2, []Outcome{Unknown, Done}, nil},
		{"id missing", nil, success("null") + "," + created2, []Outcome{Unknown, Done}, nil},
		{"success by word only", nil, `{"code":"WAITING","details":{"id":"1"},"status":"success"},` + created2, []Outcome{Unknown, Done}, nil},
		{"not an object", nil, `7,` + created2, []Outcome{Unknown, Done}, nil},
		{"null", nil, `null,` + created2, []Outcome{Unknown, Done}, nil},
		{"error without a code", nil, `{"status":"error"},` + created2, []Outcome{Unknown, Done}, nil},
		{"unreadable times", nil, `{"code":"SUCCESS","details":{"id":"7001000000000200001","Created_Time":"yesterday"},"status":"success"},` + created2, []Outcome{Done, Done}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Reply{Status: 200, Body: gjson.Parse(`{"data":[` + tt.items + `]}`)}
			results, err := readResults(OpUpdateNotes, r, "Notes", 2, tt.ids)
			if !errors.Is(err, tt.whole) {
				t.Errorf("error = %v, want %v", err, tt.whole)
			}
			if got := outcomes(results); !slices.Equal(got, tt.want) {
				t.Errorf("outcomes = %v, want %v", got, tt.want)
			}
			for i, res := range results {
				if (res.Outcome == Done) != (res.Err == nil) || (res.Outcome == Done) != (res.ID != "") {
					t.Errorf("result %d = %+v", i, res)
				}
			}
		})
	}
}

func TestDuplicateIsNamed(t *testing.T) {
	t.Parallel()
	const details = `"details":{"api_name":"Mobile","json_path":"$.data[0].Mobile","id":"7001000000000100001","duplicate_record":{"id":"7001000000000100001","Owner":{"name":"Op","id":"7001000000000050001","zuid":"600000001"},"module":{"api_name":"Leads","id":"7001000000000002179"}},"more_records":true}`
	full := &DuplicateRef{Module: "Leads", ID: contactID, OwnerID: userID, Field: "Mobile", More: true}
	tests := []struct {
		name, item string
		want       *DuplicateRef
	}{
		{"version 7 and later", `{"code":"DUPLICATE_DATA",` + details + `,"status":"error"}`, full},
		{"earlier", `{"code":"DUPLICATE_DATA","details":{"api_name":"Mobile","id":"7001000000000100001"},"status":"error"}`,
			&DuplicateRef{Module: "Contacts", ID: contactID, Field: "Mobile"}},
		{"one of several reasons", `{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[{"code":"MANDATORY_NOT_FOUND","details":{}},{"code":"DUPLICATE_DATA",` + details + `}]},"status":"error"}`, full},
		{"no id", `{"code":"DUPLICATE_DATA","details":{"api_name":"Mobile"},"status":"error"}`, nil},
		{"other error", `{"code":"INVALID_DATA","details":{"id":"7001000000000100001"},"status":"error"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, zohotest.Answer(400, `{"data":[`+tt.item+`]}`))
			results, err := newTestClient(t, s.Transport()).Contacts.Create(t.Context(), []NewRecord{{Fields: map[string]string{"Last_Name": "Example"}}})
			if err != nil || len(results) != 1 || results[0].Outcome != NotDone {
				t.Fatalf("results = %+v, error = %v", results, err)
			}
			got := results[0].Duplicate
			if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
				t.Errorf("duplicate = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestOutcomeHasNoUsefulZero(t *testing.T) {
	t.Parallel()
	if o := (WriteResult{}).Outcome; o == Done || o == NotDone || o == Unknown {
		t.Errorf("the zero outcome reads as %v", o)
	}
}

func FuzzReadResults(f *testing.F) {
	f.Add(201, `{"data":[`+created1+`,`+gone+`]}`)
	f.Add(207, `{"data":[{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[{"code":"DUPLICATE_DATA","details":{"id":"1"}}]},"status":"error"}]}`)
	f.Add(500, `{"code":"INTERNAL_ERROR"}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if !gjson.Valid(body) {
			return
		}
		r := Reply{Status: status, Body: gjson.Parse(body)}
		results, _ := readResults(OpUpdateNotes, r, "Notes", 2, []string{noteID, noteID2})
		if len(results) != 2 {
			t.Fatalf("%d results", len(results))
		}
		for i, res := range results {
			if res.Outcome < Done || res.Outcome > Unknown || (res.Outcome == Done) != (res.Err == nil) {
				t.Errorf("result %d = %+v", i, res)
			}
			if want := []string{noteID, noteID2}[i]; res.Outcome == Done && res.ID != want {
				t.Errorf("result %d was given the id %q", i, res.ID)
			}
		}
	})
}
