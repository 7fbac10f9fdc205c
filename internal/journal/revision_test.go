package journal

import (
	"errors"
	"testing"
)

// TestRevision: it is another one after each change, that of a piece included, and
// the same after what was not stored.
func TestRevision(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	kv := NewMemory()
	j, err := Open(ctx, kv)
	if err != nil {
		t.Fatal(err)
	}
	word := func() string {
		t.Helper()
		w, err := j.Revision(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	if w := word(); w != "" {
		t.Errorf("%q before anything was written", w)
	}
	c := Chat{Account: "a", Key: "c"}
	seen := map[string]bool{"": true}
	for name, change := range map[string]func() error{
		"a mark":  func() error { return j.Touch(ctx, c, 1) },
		"tidied":  func() error { return j.SetTidied(ctx, "a", Tidied{Before: "2026-01-01"}) },
		"a day":   func() error { return j.Settle(ctx, Day{Chat: c, Date: "2026-01-01"}) },
		"a piece": func() error { return j.Shelf().Write(ctx, map[string][]byte{"p": {1}}, nil) },
	} {
		if err := change(); err != nil {
			t.Fatal(name, err)
		}
		if w := word(); seen[w] {
			t.Errorf("%s: %q again", name, w)
		} else {
			seen[w] = true
		}
	}
	before := word()
	if err := j.SaveNotes(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	lost := errors.New("lost")
	kv.OnCommit = func() error { return lost }
	if err := j.Touch(ctx, c, 2); !errors.Is(err, lost) {
		t.Fatal(err)
	}
	if after := word(); after != before {
		t.Errorf("%q, before %q", after, before)
	}
}
