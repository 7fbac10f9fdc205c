package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// path is one way along which something may go wrong at any step. What is wished
// for on it is wished for again when it was not granted, as a person does; the
// alarm rings whatever became of the last cycle.
type path struct {
	name string
	// options change Zoho.
	options func(*fakezoho.Options)
	// begin plays what lies before the path, and returns the browser that goes it.
	begin func(*stage) *stage
	play  func(*stage)
	// check holds the promises once everything has come to rest.
	check func(*stage)
}

// wish sends a request until it was granted.
func (s *stage) wish(kind contract.Kind, data any) {
	for range 6 {
		reply, killed := s.ask(kind, data)
		if s.rung != nil {
			s.rung(reply)
		}
		if !killed && reply.Error == nil {
			return
		}
		s.clock.advance(time.Second)
	}
}

// ring lets three minutes pass and rings; the cycle may come to nothing.
func (s *stage) ring() contract.Reply {
	s.clock.advance(3 * time.Minute)
	reply, _ := s.ask(contract.KindAlarmTick, contract.Nothing{})
	if s.rung != nil {
		s.rung(reply)
	}
	return reply
}

// come lets messages come, and returns their texts.
func (s *stage) come(words string, from, to, length int) (texts []string) {
	for i := from; i < to; i++ {
		text := strings.TrimSpace(fmt.Sprintf("%s %02d %s", words, i, strings.Repeat("long ", length)))
		s.clock.advance(time.Second)
		s.whatsApp.say(adaJID, s.now(0), i%2 == 0, text)
		texts = append(texts, text)
	}
	return texts
}

// theDay is the texts that come when come is called in turn with these ends.
func theDay(words string, n, length int) (texts []string) {
	for i := range n {
		texts = append(texts, strings.TrimSpace(fmt.Sprintf("%s %02d %s", words, i, strings.Repeat("long ", length))))
	}
	return texts
}

// theOld is the texts of a chat that oldChat has made.
func theOld(n int) (texts []string) {
	for i := range n {
		texts = append(texts, fmt.Sprintf("old %03d", i))
	}
	return texts
}

func paths() []path {
	linked := func(s *stage) *stage { s.linkedAda(); return s }
	long := func(s *stage) {
		for i := range 3 {
			s.come("long", i*8, i*8+8, 500)
			s.ring()
		}
	}
	longCheck := func(s *stage) { s.wantTexts(s.ada(), append(theDay("long", 24, 500), "Good morning")...) }
	three := append(theDay("second", 3, 0), "Good morning")
	return []path{
		{name: "part split", begin: linked, play: long, check: longCheck},
		{
			name: "too long", options: func(o *fakezoho.Options) { o.Switches.NoteContentLimit = 9_000 },
			begin: linked, play: long, check: longCheck,
		},
		{
			name: "reply lost", begin: linked,
			play: func(s *stage) {
				s.clock.advance(24 * time.Hour)
				s.come("second", 0, 2, 0)
				s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: fakezoho.FaultReplyLost})
				s.ring()
				s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultReplyLost})
				s.ring()
				s.come("second", 2, 3, 0)
				s.ring()
			},
			check: func(s *stage) { s.wantTexts(s.ada(), three...) },
		},
		{
			name: "token refresh", begin: linked,
			play: func(s *stage) {
				s.come("second", 0, 1, 0)
				s.zoho.ExpireAccessTokens()
				s.ring()
				s.come("second", 1, 2, 0)
				s.clock.advance(2 * time.Hour)
				s.ring()
				s.come("second", 2, 3, 0)
				s.zoho.ExpireAccessTokens()
				s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpToken, Kind: fakezoho.FaultReplyLost})
				s.ring()
			},
			check: func(s *stage) { s.wantTexts(s.ada(), three...) },
		},
		{
			name: "history", begin: func(s *stage) *stage { s.oldChat(70); return s },
			play: func(s *stage) {
				s.wish(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: s.now(-10 * aDay)})
				s.ring()
				s.wish(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
				s.ring()
			},
			check: func(s *stage) {
				s.wantLines(s.ada(), append(theOld(70), "Good morning")...)
				if h := s.card(adaJID).Sync.History; h.Reading || h.From != 0 {
					s.t.Errorf("history %+v", h)
				}
			},
		},
		{
			name: "history paused", begin: func(s *stage) *stage { s.oldChat(110); return s },
			play: func(s *stage) {
				// Each cycle has time for two pages only.
				s.whatsApp.before = func(q contract.PageQuestion) {
					if q.Op == contract.OpMessagesRead && q.Messages.Before != "" {
						s.clock.advance(21 * time.Second)
					}
				}
				s.wish(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
				s.ring()
				s.wish(contract.KindPanelHistoryOff, contract.PauseChatHistory{Chat: adaJID, Paused: true})
				before := s.historyOf(adaJID)
				s.restartBrowser()
				s.ring()
				if h := s.historyOf(adaJID); !before.Paused || h.Read > before.Read || !h.Reading {
					s.t.Errorf("stopped: %+v, then %+v", before, h)
				}
				s.wish(contract.KindPanelHistoryOff, contract.PauseChatHistory{Chat: adaJID, Paused: false})
				s.whatsApp.before = nil
				s.ring()
				s.ring()
			},
			check: func(s *stage) {
				s.wantLines(s.ada(), append(theOld(110), "Good morning")...)
				if h := s.historyOf(adaJID); h.Reading || h.Paused || h.From != 0 {
					s.t.Errorf("history %+v", h)
				}
			},
		},
		{
			name: "history of all chats", begin: func(s *stage) *stage { s.oldChats(8); return s },
			play: func(s *stage) {
				s.wish(contract.KindOptionsReadAll, contract.AllHistory{})
				s.ring()
				s.ring()
			},
			check: func(s *stage) {
				n := 0
				for _, note := range s.zoho.Notes() {
					n += strings.Count(note.Content, ": old ")
				}
				if h := s.history(); n != 24 || h.Done != 3 || h.Chats != 3 {
					s.t.Errorf("%d old messages, history %+v", n, h)
				}
				s.wantTitlesOnce()
			},
		},
		{
			name: "notes of another browser",
			begin: func(s *stage) *stage {
				s.linkedAda()
				s.come("second", 0, 3, 0)
				s.nextTick()
				// It lacks the first messages, and the other one is silent from now on.
				b := s.another(2)
				b.clock.advance(2 * time.Hour)
				b.connect()
				return b
			},
			play: func(s *stage) {
				s.ring()
				s.come("second", 3, 4, 0)
				s.ring()
			},
			check: func(s *stage) { s.wantTexts(s.ada(), append(theDay("second", 4, 0), "Good morning")...) },
		},
		{
			name: "repair",
			begin: func(s *stage) *stage {
				s.twoDays()
				s.rewrite("four", func(text string) string { return strings.Replace(text, "three", "nothing", 1) })
				must(s.t, s.zoho.DeleteRecord(s.noteOf("one").ID))
				return s
			},
			play: func(s *stage) {
				s.wish(contract.KindPanelProofVerify, contract.ChatRef{Chat: adaJID})
				s.wish(contract.KindPanelProofRepair, contract.RepairChat{Chat: adaJID, Overwrite: true})
				s.ring()
			},
			check: func(s *stage) {
				s.wantLines(s.ada(), "one", "two", "three", "four")
				s.wantDifferences()
			},
		},
		{
			name: "note changed by a person",
			begin: func(s *stage) *stage {
				s.linkedAda()
				s.rewrite("Good morning", func(text string) string { return strings.Replace(text, "Good morning", "Good morning (upset)", 1) })
				s.clock.advance(2 * time.Hour)
				return s
			},
			play: func(s *stage) {
				s.come("second", 0, 2, 0)
				s.ring()
				s.come("second", 2, 3, 0)
				s.ring()
			},
			check: func(s *stage) { s.wantTexts(s.ada(), append(theDay("second", 3, 0), "Good morning (upset)")...) },
		},
	}
}

// start returns a browser at the beginning of the path.
func (p path) start(t *testing.T) *stage {
	t.Helper()
	if p.options == nil {
		return p.begin(newDirectStage(t))
	}
	return p.begin(newDirectStage(t, p.options))
}

// atRest rings until nothing waits, and checks what the path promises and that a
// further cycle has nothing to write.
func (p path) atRest(s *stage) {
	s.t.Helper()
	for range 14 {
		s.ring()
		if b := s.view().Backup; b.State == contract.BackupIdle && b.LastSyncAt == s.clock.Now().UnixMilli() {
			break
		}
	}
	p.check(s)
	if b := s.view().Backup; b.State != contract.BackupIdle || b.Waiting != 0 || b.Problem != nil {
		s.t.Fatalf("at rest: %+v, problem %+v", b, b.Problem)
	}
	s.zoho.ResetCalls()
	s.ring()
	for _, op := range s.ops() {
		// Every half hour the directory takes Zoho's changes, in either of two ways.
		if op != fakezoho.OpCOQL && op != fakezoho.OpComposite {
			s.t.Errorf("a cycle with nothing new called %s", op)
		}
	}
}

// TestPathsKilledAtEveryStep stops the worker at each effect of each path.
func TestPathsKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	for _, p := range paths() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			calm := p.start(t)
			before := calm.killer.count()
			p.play(calm)
			steps := calm.killer.count() - before
			p.atRest(calm)
			if steps < 15 {
				t.Fatalf("the path has %d effects only", steps)
			}
			t.Logf("%d effects", steps)
			for k := 1; k <= steps; k++ {
				t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
					s := p.start(t)
					s.killer.at[s.killer.count()+k] = true
					p.play(s)
					if s.killer.last == "" {
						t.Fatal("nothing was stopped")
					}
					p.atRest(s)
				})
			}
		})
	}
}
