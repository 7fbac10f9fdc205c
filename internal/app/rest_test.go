package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

const restKey = "rest"

// watched is a stage that notes whether its last cycle was a whole one, which stores
// the times of all chats.
type watched struct {
	*stage
	whole bool
}

func newWatched(t *testing.T) *watched {
	w := &watched{stage: newDirectStage(t)}
	w.local.OnSet = func(values map[string]json.RawMessage) error {
		_, times := values["syncChats"]
		w.whole = w.whole || times
		return nil
	}
	return w
}

// rested says whether every chat was proven complete just now although no cycle since
// it was last asked has looked through them.
func (w *watched) rested() bool {
	w.t.Helper()
	marks, _ := stored[store.SyncMarks](w.stage, w.local, contract.SyncKey)
	rested := !w.whole && marks.LastSyncAt == w.clock.Now().UnixMilli()
	w.whole = false
	return rested
}

// TestShortCutChangesNothing plays random stories twice: once as it is, and once
// with every cycle made to look through everything. At every step both have stored
// the same and asked Zoho and the page for the same.
func TestShortCutChangesNothing(t *testing.T) {
	t.Parallel()
	short := make([]int, 24)
	t.Run("stories", func(t *testing.T) {
		for seed := range short {
			t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
				t.Parallel()
				quick, whole := newPaced(t, uint64(seed)), newPaced(t, uint64(seed))
				quick.begin()
				whole.begin()
				for step := range 70 {
					quick.rested()
					if quick.step(); quick.rested() {
						short[seed]++
					}
					if err := whole.session.Remove(t.Context(), restKey); err != nil {
						t.Fatal(err)
					}
					whole.step()
					quick.compare(whole, step)
				}
			})
		}
	})
	total := 0
	for _, n := range short {
		total += n
	}
	if total < 10*len(short) {
		t.Errorf("only %d cycles were short", total)
	}
}

// paced is a story whose every step ends with a cycle.
type paced struct {
	*watched
	rand *rand.Rand
	jid  map[bool]string
	ids  map[bool][]string
	n    int
}

func newPaced(t *testing.T, seed uint64) *paced {
	return &paced{
		watched: newWatched(t), rand: rand.New(rand.NewPCG(seed, 2)),
		jid: map[bool]string{true: adaJID, false: newJID}, ids: map[bool][]string{},
	}
}

func (p *paced) begin() {
	// The tag of an installation is random.
	if err := p.local.Set(p.t.Context(), map[string]json.RawMessage{"install": json.RawMessage(`"abcdef"`)}); err != nil {
		p.t.Fatal(err)
	}
	p.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	p.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	p.say(true)
	p.say(false)
	p.connect()
	if p.rand.IntN(3) == 0 {
		p.onDemand()
	}
	p.tick()
}

func (p *paced) say(ada bool) {
	p.n++
	p.ids[ada] = append(p.ids[ada], p.whatsApp.say(p.jid[ada], p.now(0), p.rand.IntN(2) == 0, fmt.Sprintf("message %03d", p.n)))
}

// step lets something happen, in most steps nothing, and rings the alarm.
func (p *paced) step() {
	ada := p.rand.IntN(2) == 0
	switch p.rand.IntN(30) {
	case 0, 1:
		p.say(ada)
	case 2:
		p.whatsApp.edit(p.jid[ada], p.ids[ada][p.rand.IntN(len(p.ids[ada]))], func(m *contract.MessageRecord) {
			p.n++
			m.Text, m.Edited = fmt.Sprintf("message %03d", p.n), true
		})
		if p.rand.IntN(2) == 0 {
			p.touch(p.jid[ada])
		}
	case 3:
		p.wake()
	case 4:
		p.restartBrowser()
	case 5:
		p.whatsApp.set(func(w *whatsApp) { w.epoch += "y" })
	case 6:
		p.clock.advance(time.Duration(p.rand.IntN(10)) * time.Hour)
	case 7:
		p.clock.advance(time.Duration(p.rand.IntN(12)) * 24 * time.Hour)
	case 8:
		p.ask(contract.KindPanelPause, contract.PauseChat{Chat: p.jid[ada], Paused: p.rand.IntN(2) == 0})
	case 9:
		p.whatsApp.open(p.jid[ada])
		p.ask(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: p.jid[ada]})
	case 10:
		p.whatsApp.open(p.jid[ada])
	case 11:
		if err := p.zoho.EditRecord(p.ada(), fakezoho.Fields{"Last_Name": fmt.Sprintf("Example %d", p.rand.IntN(100))}); err != nil {
			p.t.Fatal(err)
		}
	case 12:
		p.ask(contract.KindPanelHistory, contract.ReadHistory{Chat: p.jid[ada], From: 0})
	case 13:
		p.ask(contract.KindPopupSyncNow, contract.Nothing{})
	case 14:
		p.zoho.SetDown(p.rand.IntN(3) == 0)
	case 15:
		settings := p.view().Settings
		if settings.QuietFrom, settings.QuietTo = 0, 0; p.rand.IntN(2) == 0 {
			settings.QuietFrom, settings.QuietTo = 20*60, 8*60
		}
		p.ask(contract.KindOptionsSettings, settings)
	case 16:
		p.whatsApp.set(func(w *whatsApp) { w.silent = p.rand.IntN(2) == 0 })
	case 17:
		if jid := p.jid[ada]; strings.HasSuffix(jid, "c.us") {
			p.jid[ada] = map[bool]string{true: "222333444555666@lid", false: "333444555666777@lid"}[ada]
			p.whatsApp.migrate(jid, p.jid[ada])
		}
	case 18:
		refused := error(nil)
		if p.rand.IntN(2) == 0 {
			refused = app.PageError("not_found")
		}
		p.whatsApp.set(func(w *whatsApp) { w.refuse[p.jid[ada]] = refused })
	case 19:
		p.whatsApp.set(func(w *whatsApp) { w.masked = p.rand.IntN(2) })
	}
	p.clock.advance(3 * time.Minute)
	p.ask(contract.KindAlarmTick, contract.Nothing{})
}

// compare fails when two stories differ in what is stored or was asked.
func (p *paced) compare(other *paced, step int) {
	p.t.Helper()
	if mine, theirs := p.ops(), other.ops(); !slices.Equal(mine, theirs) {
		p.t.Fatalf("step %d: calls %v, without the short cut %v", step, mine, theirs)
	}
	if !maps.Equal(p.whatsApp.asked, other.whatsApp.asked) {
		p.t.Fatalf("step %d: questions %v, without the short cut %v", step, p.whatsApp.asked, other.whatsApp.asked)
	}
	mine, theirs := p.everything(), other.everything()
	for _, key := range slices.Sorted(maps.Keys(theirs)) {
		if mine[key] != theirs[key] {
			p.t.Fatalf("step %d: %s is\n%s\nwithout the short cut\n%s", step, key, mine[key], theirs[key])
		}
	}
	if len(mine) != len(theirs) {
		p.t.Fatalf("step %d: %d keys are stored, without the short cut %d", step, len(mine), len(theirs))
	}
}

// everything returns all that is stored, but for what serves the short cut itself,
// random words, and when a card or the view was drawn.
func (p *paced) everything() map[string]string {
	p.t.Helper()
	ctx := p.t.Context()
	out := map[string]string{}
	for name, area := range map[string]*store.Memory{"local": p.local, "session": p.session} {
		values, err := area.WithPrefix(ctx, "")
		if err != nil {
			p.t.Fatal(err)
		}
		for key, raw := range values {
			switch key {
			case "revision", restKey, "counts", contract.SyncKey, "syncChats", "access", "refresh", "secrets":
				continue
			}
			var v any
			if err := json.Unmarshal(raw, &v); err != nil {
				p.t.Fatal(err)
			}
			if fields, ok := v.(map[string]any); ok && (name == "session" || strings.HasPrefix(key, "decided")) {
				delete(fields, "at")
				// The revision of a directory is random.
				delete(fields, "basis")
			}
			packed, err := json.Marshal(v)
			if err != nil {
				p.t.Fatal(err)
			}
			// So is the id of a client.
			out[name+" "+key] = strings.ReplaceAll(string(packed), p.world.SelfClient.ID, "client")
		}
	}
	settings, err := store.Open(ctx, p.local, p.session)
	if err != nil {
		p.t.Fatal(err)
	}
	times, err := settings.SyncTimes(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	out["times"] = fmt.Sprintf("%+v", times)
	if err := p.database.View(ctx, func(tx journal.Tx) error {
		for _, name := range journal.Stores() {
			if err := tx.Range(name, "", func(key string, value []byte) error {
				if key != "revision" && name != "shelf" {
					out[name+" "+key] = string(bytes.Clone(value))
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		p.t.Fatal(err)
	}
	for i, n := range p.zoho.Notes() {
		out[fmt.Sprintf("note %d", i)] = fmt.Sprintf("%+v", n)
	}
	return out
}

// atRest lets cycles pass until they are short.
func (s *watched) atRest() {
	s.t.Helper()
	for range 6 {
		if s.nextTick(); s.rested() {
			return
		}
	}
	s.t.Fatal("the cycles do not come to rest")
}

// TestWhatEndsTheShortCut: whatever may have to be acted upon makes the next cycle a
// whole one.
func TestWhatEndsTheShortCut(t *testing.T) {
	t.Parallel()
	change := func(fn func(*contract.Settings)) func(*stage) {
		return func(s *stage) {
			settings := s.view().Settings
			fn(&settings)
			s.do(contract.KindOptionsSettings, settings)
		}
	}
	page := func(fn func(*whatsApp)) func(*stage) { return func(s *stage) { s.whatsApp.set(fn) } }
	for name, happen := range map[string]func(*stage){
		"a message":                 func(s *stage) { s.whatsApp.say(adaJID, s.now(60), false, "More") },
		"a new chat":                func(s *stage) { s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", T: s.now(0)}) },
		"another title":             func(s *stage) { s.whatsApp.change(adaJID, func(c *chat) { c.row.Title = "Ada B." }) },
		"a hint":                    func(s *stage) { s.touch(adaJID) },
		"another life of the page":  page(func(w *whatsApp) { w.epoch = "two" }),
		"another way of reading":    page(func(w *whatsApp) { w.hidden = map[string]bool{} }),
		"a chat that is masked":     page(func(w *whatsApp) { w.masked = 1 }),
		"a new browser session":     func(s *stage) { s.restartBrowser() },
		"a paused chat":             func(s *stage) { s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true}) },
		"an order for history":      func(s *stage) { s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID}) },
		"an order for all history":  func(s *stage) { s.do(contract.KindOptionsReadAll, contract.AllHistory{}) },
		"a setting":                 change(func(v *contract.Settings) { v.RespectEdits = !v.RespectEdits }),
		"the sweep of six hours":    func(s *stage) { s.clock.advance(6 * time.Hour) },
		"the directory's half hour": func(s *stage) { s.clock.advance(30 * time.Minute) },
		"the user's wish for Zoho's changes": func(s *stage) {
			s.clock.advance(time.Minute)
			s.do(contract.KindPopupSyncNow, contract.Nothing{})
		},
		"a clock put back": func(s *stage) { s.clock.advance(-time.Hour) },
		"another day":      func(s *stage) { s.clock.advance(12 * time.Hour) },
		"a record changed in the journal by hand": func(s *stage) {
			// Any change of the journal, whoever makes it.
			j, err := journal.Open(t.Context(), s.database)
			if err != nil {
				s.t.Fatal(err)
			}
			if err := j.SetTidied(t.Context(), "somebody", journal.Tidied{Before: "2026-01-01"}); err != nil {
				s.t.Fatal(err)
			}
		},
		"a row that is not understood": func(s *stage) {
			s.whatsApp.add(contract.ChatRow{Chat: "nobody", T: s.now(0)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newWatched(t)
			s.linkedAda()
			s.atRest()
			happen(s.stage)
			s.rested()
			if s.nextTick(); s.rested() {
				t.Error("the next cycle looked at nothing")
			}
		})
	}
}

// TestMidnightEndsTheShortCut: words are dropped when their day has come, also when
// nothing else happens.
func TestMidnightEndsTheShortCut(t *testing.T) {
	t.Parallel()
	s := newWatched(t)
	s.linkedAda()
	s.onDemand()
	// By then nothing but the day is left that a cycle would have to look at.
	s.clock.advance(8 * 24 * time.Hour)
	s.atRest()
	before, found := stored[store.Rest](s.stage, s.session, restKey)
	if !found || before.Until != 0 {
		t.Fatalf("rest %+v, %v", before, found)
	}
	s.clock.advance(24 * time.Hour)
	if s.nextTick(); s.rested() {
		t.Fatal("the cycle after midnight looked at nothing")
	}
	s.atRest()
	if after, _ := stored[store.Rest](s.stage, s.session, restKey); after.TidiedTo <= before.TidiedTo {
		t.Errorf("tidied to %s, before to %s", after.TidiedTo, before.TidiedTo)
	}
}

// TestEveryoneComesToRest: what can never be done keeps no cycle from being short.
func TestEveryoneComesToRest(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(*stage){
		"nothing odd": func(*stage) {},
		"a chat silent since before its backup begins": func(s *stage) {
			s.whatsApp.say(adaJID, s.now(-5*24*3600), false, "Long ago")
		},
		"a row that is never understood": func(s *stage) { s.whatsApp.add(contract.ChatRow{Chat: "nobody", T: s.now(0)}) },
		"an open chat with nobody": func(s *stage) {
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", T: s.now(0)})
			s.whatsApp.open(newJID)
		},
		"an open chat that is backed up": func(s *stage) { s.whatsApp.open(adaJID) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newWatched(t)
			s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
			before(s.stage)
			s.connect()
			s.tick()
			s.wantCard(adaJID, contract.ChatLinked)
			s.atRest()
		})
	}
}

// TestShortCutSurvivesTheWorker: a worker that has just been started has no need to
// read the chats, and yet tells that they were proven complete now.
func TestShortCutSurvivesTheWorker(t *testing.T) {
	t.Parallel()
	s := newWatched(t)
	s.linkedAda()
	s.atRest()
	view := s.view()
	s.wake()
	if s.nextTick(); !s.rested() {
		t.Fatal("the cycle was a whole one")
	}
	now := s.clock.Now().UnixMilli()
	card, after := s.card(adaJID), s.view()
	if card.Sync == nil || card.Sync.SyncedAt != now || card.Sync.Saved != 1 {
		t.Errorf("card %+v", card.Sync)
	}
	if after.Backup.LastSyncAt != now || after.Backup.LastTickAt != now || after.Backup.State != contract.BackupIdle || after.Backup.Linked != view.Backup.Linked {
		t.Errorf("view %+v, before %+v", after.Backup, view.Backup)
	}
	settings, err := store.Open(t.Context(), s.local, s.session)
	if err != nil {
		t.Fatal(err)
	}
	times, err := settings.SyncTimes(t.Context())
	if err != nil || len(times.Chats) != 1 {
		t.Fatalf("times %+v, %v", times, err)
	}
	for _, c := range times.Chats {
		if c.SyncedAt != now || c.SavedUntil == 0 {
			t.Errorf("times %+v", c)
		}
	}
	// A chat that is paused keeps the time it was proven at.
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true})
	s.nextTick()
	s.nextTick()
	s.nextTick()
	if times, err = settings.SyncTimes(t.Context()); err != nil || reflect.DeepEqual(times.Chats, map[string]contract.ChatSync{}) {
		t.Fatal(err)
	}
	for _, c := range times.Chats {
		if c.SyncedAt != now {
			t.Errorf("a paused chat was proven at %d, last at %d", c.SyncedAt, now)
		}
	}
}
