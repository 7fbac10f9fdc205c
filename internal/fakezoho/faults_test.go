package fakezoho

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestReplyLostAfterCommit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.Inject(Fault{Op: OpNotesCreate, Kind: FaultReplyLost})
	if a, err := r.do(r.request(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c")))); err == nil {
		t.Fatalf("got a reply: %d", a.status)
	}
	if n := len(r.s.NotesOf(r.ada())); n != 1 {
		t.Fatalf("%d notes", n)
	}
	if c := r.s.Calls()[0]; c.Status != 201 || c.Delivered || c.Fault != FaultReplyLost || c.Credits != 1 {
		t.Fatalf("call %+v", c)
	}
	r.addNote(r.ada(), "t", "c")
}

func TestReplyLostBeforeCommit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.Inject(Fault{Op: OpContactsCreate, Kind: FaultRequestLost})
	if _, err := r.do(r.request(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X"}))); err == nil {
		t.Fatal("got a reply")
	}
	if n := len(r.s.Contacts()); n != 5 || r.s.CreditsUsed() != 0 {
		t.Fatalf("%d contacts, %d credits", n, r.s.CreditsUsed())
	}
	if c := r.s.Calls()[0]; c.Status != 0 || c.Delivered {
		t.Fatalf("call %+v", c)
	}
}

func TestCutMidBody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.Inject(Fault{Op: OpNotesCreate, Kind: FaultCutBody})
	a, err := r.do(r.request(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c"))))
	if !errors.Is(err, io.ErrUnexpectedEOF) || a.status != 201 || len(a.raw) == 0 {
		t.Fatalf("%d, %d bytes, %v", a.status, len(a.raw), err)
	}
	if n := len(r.s.NotesOf(r.ada())); n != 1 {
		t.Fatalf("%d notes", n)
	}
	r.s.Inject(Fault{Op: OpContactsGet, Kind: FaultCutBody})
	if _, err := r.do(r.request(http.MethodGet, "/Contacts/1", nil)); err == nil {
		t.Fatal("a reply without body was not cut")
	}
}

func TestServerErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   FaultKind
		status int
		code   string
	}{
		{FaultInternal, 500, "INTERNAL_ERROR"}, {FaultBadGateway, 502, ""}, {FaultUnavailable, 503, "SERVICE_UNAVAILABLE"},
		{FaultUnauthorized, 401, "INVALID_TOKEN"}, {FaultTooMany, 429, "TOO_MANY_REQUESTS"},
	} {
		for _, after := range []bool{false, true} {
			if after && !c.kind.afterwards() {
				continue
			}
			r := newRig(t)
			r.s.Inject(Fault{Op: OpNotesCreate, Kind: c.kind, AfterCommit: after})
			a := r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c")))
			expect(t, a, c.status, c.code)
			if html := strings.HasPrefix(a.header.Get("Content-Type"), "text/html"); html != (c.kind == FaultBadGateway) {
				t.Errorf("%s: content type %s", c.kind, a.header.Get("Content-Type"))
			}
			if a.header.Get("Retry-After") != "" {
				t.Errorf("%s: Retry-After", c.kind)
			}
			want := 0
			if after {
				want = 1
			}
			if n := len(r.s.Notes()); n != want {
				t.Errorf("%s, after commit %v: %d notes", c.kind, after, n)
			}
			r.addNote(r.ada(), "t", "c")
		}
	}
}

func TestNthAndCount(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.Inject(Fault{Op: OpOrgGet, Nth: 2, Count: 2, Kind: FaultInternal})
	r.s.Inject(Fault{Op: OpAny, Nth: 5, Count: -1, Kind: FaultUnavailable})
	for i, want := range []int{200, 500, 500, 200, 503, 503} {
		if a := r.api(http.MethodGet, "/org", nil); a.status != want {
			t.Errorf("call %d: %d, want %d", i+1, a.status, want)
		}
	}
	r.s.ClearFaults()
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
}

func TestFaultsAtTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	refresh := refreshGrant(r.w.SelfClient, "us", r.selfGrant("ZohoCRM.org.READ")["refresh_token"].(string))
	r.s.Inject(Fault{Op: OpToken, Kind: FaultTooMany})
	if status, doc := r.form(usToken, refresh); status != 400 || doc["error"] != "Access Denied" {
		t.Fatalf("%d %v", status, doc)
	}
	r.s.Inject(Fault{Op: OpToken, Kind: FaultReplyLost})
	req := r.request(http.MethodPost, usToken, refresh.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, err := r.do(req); err == nil {
		t.Fatal("got a reply")
	}
	if status, doc := r.form(usToken, url.Values(refresh)); status != 200 || doc["access_token"] == nil {
		t.Fatalf("%d %v", status, doc)
	}
}

func TestStallThenRelease(t *testing.T) {
	t.Parallel()
	for _, kind := range []FaultKind{FaultStall, FaultStallReply} {
		r := newRig(t)
		r.s.Inject(Fault{Op: OpNotesCreate, Kind: kind})
		done := make(chan answer, 1)
		req := r.request(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c")))
		go func() { a, _ := r.do(req); done <- a }()
		if err := r.s.WaitStalled(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		want := 0
		if kind == FaultStallReply {
			want = 1
		}
		if n := len(r.s.Notes()); n != want {
			t.Errorf("%s: %d notes while stalled", kind, n)
		}
		expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
		r.s.ReleaseStalls()
		expect(t, <-done, 201, "SUCCESS")
		if n := len(r.s.Notes()); n != 1 {
			t.Errorf("%s: %d notes", kind, n)
		}
	}
}

func TestStallUntilTheClientGivesUp(t *testing.T) {
	t.Parallel()
	for kind, want := range map[FaultKind]int{FaultStall: 0, FaultStallReply: 1} {
		r := newRig(t)
		r.s.Inject(Fault{Op: OpNotesCreate, Kind: kind})
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error, 1)
		req := r.request(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c"))).WithContext(ctx)
		go func() { _, err := r.do(req); failed <- err }()
		if err := r.s.WaitStalled(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if err := r.s.WaitStalled(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if n := len(r.s.Notes()); n != want {
			t.Errorf("%s: %d notes", kind, n)
		}
	}
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	r := newRig(t, withEdition(Free()))
	r.s.Inject(Fault{Op: OpOrgGet, Kind: FaultStall, Count: 5})
	done := make(chan answer, 5)
	for range 5 {
		req := r.request(http.MethodGet, "/org", nil)
		go func() { a, _ := r.do(req); done <- a }()
	}
	if err := r.s.WaitStalled(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	refused := r.api(http.MethodGet, "/org", nil)
	expect(t, refused, 429, "TOO_MANY_REQUESTS")
	if refused.header.Get("Retry-After") != "" || string(refused.raw) != string(tooMany(TooManyRequests).body) {
		t.Errorf("429 for concurrency differs: %v %s", refused.header, refused.raw)
	}
	if r.s.CreditsUsed() != 0 {
		t.Error("a refused call cost credits")
	}
	r.s.ReleaseStalls()
	for range 5 {
		expect(t, <-done, 200, "")
	}
	for range 6 {
		expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	}
}

func TestSubConcurrency(t *testing.T) {
	t.Parallel()
	r := newRig(t, withEdition(Enterprise()))
	r.s.Inject(Fault{Op: OpCOQL, Kind: FaultStall, Count: 10})
	done := make(chan answer, 10)
	for range 10 {
		req := r.request(http.MethodPost, "/coql", map[string]any{"select_query": "select id from Contacts where id is not null"})
		go func() { a, _ := r.do(req); done <- a }()
	}
	if err := r.s.WaitStalled(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	expect(t, r.coql("select id from Contacts where id is not null"), 429, "TOO_MANY_REQUESTS")
	notes := func(n int) map[string]any {
		var items []map[string]any
		for range n {
			items = append(items, noteFor(r.ada(), "t", "c"))
		}
		return data(items...)
	}
	expect(t, r.api(http.MethodPost, "/Notes", notes(11)), 429, "TOO_MANY_REQUESTS")
	expect(t, r.api(http.MethodPost, "/Notes", notes(10)), 201, "SUCCESS")
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	r.s.ReleaseStalls()
	for range 10 {
		expect(t, <-done, 200, "")
	}
}

func TestWaitStalledGivesUp(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := s.WaitStalled(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
}

func TestDown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.SetDown(true)
	for _, target := range []string{usAPI + "/crm/v8/org", usAccounts + "/oauth/v2/auth", usCRM + "/"} {
		if _, err := r.do(r.request(http.MethodGet, target, nil)); err == nil {
			t.Errorf("%s is reachable", target)
		}
	}
	if len(r.s.Calls()) != 0 {
		t.Error("calls were logged")
	}
	r.s.SetDown(false)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
}

func TestInjectRefusesWhatCannotStrike(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{
		{Op: "notes.nope", Kind: FaultInternal}, {Op: OpOrgGet}, {Op: OpOrgGet, Kind: "nope"},
		{Op: OpToken, Kind: FaultUnauthorized}, {Op: OpPage, Kind: FaultRevoked}, {Op: OpOrgGet, Kind: FaultInternal, For: time.Second}, {Op: OpOrgGet, Kind: FaultStall, For: -1}, {Op: OpOrgGet, Kind: FaultStall, AfterCommit: true},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was accepted", f)
				}
			}()
			New(Options{}).Inject(f)
		}()
	}
}

func TestCallLogHoldsNoTexts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.api(http.MethodGet, "/Contacts/search?phone=4155550132", nil)
	r.addNote(r.ada(), "secret title", "secret text")
	calls := r.s.Calls()
	if len(calls) != 2 || calls[0].Op != OpSearch || calls[0].Path != "/crm/v8/Contacts/search" || calls[0].Status != 204 ||
		calls[1].Op != OpNotesCreate || calls[1].Method != "POST" || calls[1].DataCentre != "us" || !calls[1].Delivered {
		t.Fatalf("%+v", calls)
	}
}
