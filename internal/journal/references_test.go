package journal_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

func TestReferences(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	ctx := t.Context()
	ref := func(contact, deal string, state journal.NoteState) journal.Reference {
		return journal.Reference{Org: "1", Contact: contact, Deal: deal, State: state}
	}
	wantOpen := func(org string, want ...journal.Reference) {
		t.Helper()
		got, err := j.OpenReferences(ctx, org)
		if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("open %+v, %v; want %+v", got, err, want)
		}
	}
	wantKnown := func(contact string, want ...string) {
		t.Helper()
		got, err := j.ReferredDeals(ctx, "1", contact)
		if err != nil || len(got) != len(want) {
			t.Fatalf("known %v, %v; want %q", got, err, want)
		}
		for _, deal := range want {
			if !got[deal] {
				t.Fatalf("known %v, want %q", got, want)
			}
		}
	}
	asked := journal.DealsAsked{Date: today, Mode: contract.DealsOpen, LastT: 7}
	a, b := ref("20", "30", journal.NoteWanted), ref("20", "31", journal.NoteWanted)
	if err := j.NoteDeals(ctx, "1", "20", asked, []journal.Reference{a, b}); err != nil {
		t.Fatal(err)
	}
	if got, err := j.DealsAsked(ctx, "1", []string{"20", "2", "21"}); err != nil || len(got) != 1 || got["20"] != asked {
		t.Fatalf("asked %+v, %v", got, err)
	}
	wantOpen("1", a, b)
	wantOpen("10")
	wantKnown("20", "30", "31")
	wantKnown("2")

	// What is done is known and not open; what is gone is neither.
	a.State, a.ID = journal.NoteSaved, "900"
	b.State = journal.NoteSending
	noError(t, j.SaveReferences(ctx, []journal.Reference{a, b}))
	wantOpen("1", a, b)
	a.Alone = true
	b.State = journal.NoteGone
	noError(t, j.SaveReferences(ctx, []journal.Reference{a, b}))
	wantOpen("1")
	wantKnown("20", "30")

	// A move that is not legal stores nothing, and neither does a commit that is lost.
	c := ref("20", "32", journal.NoteWanted)
	wrong := a
	wrong.State = journal.NoteWanted
	if err := j.SaveReferences(ctx, []journal.Reference{c, wrong}); err == nil {
		t.Error("an illegal move was stored")
	}
	lost := errors.New("lost")
	kv.OnCommit = func() error { return lost }
	if err := j.NoteDeals(ctx, "1", "21", asked, []journal.Reference{c}); !errors.Is(err, lost) {
		t.Errorf("error %v", err)
	}
	kv.OnCommit = nil
	wantOpen("1")
	if got, err := j.DealsAsked(ctx, "1", []string{"21"}); err != nil || len(got) != 0 {
		t.Errorf("asked %+v, %v", got, err)
	}
	for _, r := range []journal.Reference{{Contact: "1", Deal: "1"}, {Org: "1", Contact: "1|2", Deal: "1"}, {Org: "1", Contact: "1"}} {
		if err := j.SaveReferences(ctx, []journal.Reference{r}); err == nil {
			t.Errorf("%+v was stored", r)
		}
	}
	// The database opens as before.
	if _, err := journal.Open(ctx, kv); err != nil {
		t.Error(err)
	}
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
