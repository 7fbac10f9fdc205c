package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// quota refuses some writes to a storage, as a full one does.
type quota struct {
	n, from, count int
	// refused counts what was refused since somebody asked last.
	refused int
}

func (q *quota) write() error {
	q.n++
	if q.from == 0 || q.n < q.from || q.n >= q.from+q.count {
		return nil
	}
	q.refused++
	return store.ErrFull
}

// TestPathsWithFullStorage: at each write of each path the storage is full, for
// this write and a few more. Whoever looks is told; no line stands in Zoho that is
// not in the journal; and when there is room again, everything comes to rest by
// itself.
func TestPathsWithFullStorage(t *testing.T) {
	t.Parallel()
	areas := map[string]func(*stage, *quota){
		"journal":  func(s *stage, q *quota) { s.database.OnCommit = q.write },
		"settings": func(s *stage, q *quota) { s.local.OnSet = func(map[string]json.RawMessage) error { return q.write() } },
	}
	for _, p := range paths() {
		for name, install := range areas {
			t.Run(p.name+", "+name, func(t *testing.T) {
				t.Parallel()
				calm, count := p.start(t), &quota{}
				install(calm, count)
				p.play(calm)
				if count.n < 3 {
					t.Fatalf("there are %d writes only", count.n)
				}
				for k := 1; k <= count.n; k += 2 {
					t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
						s, q := p.start(t), &quota{from: k, count: 4}
						install(s, q)
						s.rung = func(reply contract.Reply) { s.wantTold(q, reply); s.wantJournaled(p) }
						p.play(s)
						if q.n < k {
							t.Fatal("nothing was refused")
						}
						p.atRest(s)
					})
				}
			})
		}
	}
}

// wantTold checks that a cycle or wish in which a storage was full has said so.
func (s *stage) wantTold(q *quota, reply contract.Reply) {
	s.t.Helper()
	refused := q.refused
	q.refused = 0
	if refused == 0 {
		return
	}
	shown := s.view().Backup.Problem
	if (reply.Error == nil || reply.Error.Problem != contract.ProblemStorageFull) && (shown == nil || shown.Code != contract.ProblemStorageFull) {
		s.t.Errorf("%d writes were refused; the cycle says %+v, people see %+v", refused, reply.Error, shown)
	}
}

// wantJournaled checks that the journal holds what the notes do, unless the path
// is about words that others wrote or that are dropped here.
func (s *stage) wantJournaled(p path) {
	s.t.Helper()
	if slices.Contains([]string{"history", "history of all chats", "notes of another browser", "note changed by a person", "repair"}, p.name) {
		return
	}
	for _, line := range s.lines(s.ada()) {
		_, text, _ := strings.Cut(line, ": ")
		if !s.remembers(text) {
			s.t.Errorf("%q stands in Zoho and not in the journal", text)
		}
	}
}
