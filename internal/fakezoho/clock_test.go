package fakezoho

import (
	"net/http"
	"testing"
	"time"
)

// withClock gives a rig a [Clock] in place of its own.
func withClock(c *Clock) func(*Options) { return func(o *Options) { o.Clock = c } }

// TestStallOfThirtySeconds passes in no time, because only the clock is waited for.
func TestStallOfThirtySeconds(t *testing.T) {
	t.Parallel()
	for kind, written := range map[FaultKind]int{FaultStall: 0, FaultStallReply: 1} {
		clock := NewClock(time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC))
		r := newRig(t, withClock(clock))
		r.s.Inject(Fault{Op: OpNotesCreate, Kind: kind, For: 30 * time.Second})
		done := make(chan answer, 1)
		req := r.request(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c")))
		go func() { a, _ := r.do(req); done <- a }()
		if err := r.s.WaitStalled(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		clock.Advance(29 * time.Second)
		if n := len(r.s.Notes()); n != written {
			t.Errorf("%s: %d notes while stalled", kind, n)
		}
		select {
		case a := <-done:
			t.Fatalf("%s: answered too early with %d", kind, a.status)
		default:
		}
		clock.Advance(time.Second)
		expect(t, <-done, 201, "SUCCESS")
	}
}

func TestClockMovesBack(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	c := NewClock(start)
	over := c.after(time.Minute)
	c.Advance(-time.Hour)
	c.Advance(time.Hour)
	select {
	case <-over:
		t.Error("the wait ended before its time")
	default:
	}
	c.Advance(time.Minute)
	<-over
	<-c.after(0)
	if got := c.Now(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("it is %v", got)
	}
}

// TestSkew: a server whose clock is an hour ahead gives out tokens that are
// already stale by its own reckoning once it is put right or wrong.
func TestSkew(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	date := func() time.Time {
		at, err := http.ParseTime(r.api(http.MethodGet, "/org", nil).header.Get("Date"))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	before := date()
	r.s.SetSkew(time.Hour)
	if got := date().Sub(before); got != time.Hour {
		t.Errorf("skew of %v", got)
	}
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	r.s.SetSkew(-time.Hour)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	if got := before.Sub(date()); got != time.Hour {
		t.Errorf("skew of -%v", got)
	}
}

func TestCaptivePortal(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		r := newRig(t)
		r.s.Inject(Fault{Op: OpNotesCreate, Kind: FaultPortal, AfterCommit: after})
		a := r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c")))
		if a.status != 200 || a.header.Get("Content-Type") != "text/html" || a.doc != nil {
			t.Errorf("%d %s", a.status, a.raw)
		}
		if n := len(r.s.Notes()); n != map[bool]int{false: 0, true: 1}[after] {
			t.Errorf("after commit %v: %d notes", after, n)
		}
	}
}

// TestGrantWithdrawnMidRun: the second call finds its token dead, and its
// refresh token with it; those of others live on.
func TestGrantWithdrawnMidRun(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	other := r.selfGrant("ZohoCRM.org.READ")["access_token"].(string)
	mine := r.selfGrant("ZohoCRM.org.READ")
	r.token = mine["access_token"].(string)
	r.s.Inject(Fault{Op: OpOrgGet, Nth: 2, Kind: FaultRevoked})
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	if _, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", mine["refresh_token"].(string))); doc["error"] != "invalid_code" {
		t.Errorf("refresh: %v", doc)
	}
	r.token = other
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
}
