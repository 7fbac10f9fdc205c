package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestConcurrentRequests sends everything at once, as several windows, the
// alarm and an eager page do. It is most useful with the race detector.
func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.whatsApp.say(newJID, s.now(-60), false, "hello")
	s.whatsApp.say(adaJID, s.now(-60), false, "hello")
	s.whatsApp.open(newJID)
	s.connect()
	requests := []struct {
		kind contract.Kind
		data any
	}{
		{contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: newJID}},
		{contract.KindPanelRefresh, contract.Nothing{}},
		{contract.KindPopupRefresh, contract.Nothing{}},
		{contract.KindAlarmTick, contract.Nothing{}},
		{contract.KindPanelCreateContact, nora},
		{contract.KindPanelCreateContact, nora},
		{contract.KindPopupSyncNow, contract.Nothing{}},
		{contract.KindPanelLookAgain, contract.ChatRef{Chat: adaJID}},
		{contract.KindWorkerStarted, contract.WorkerStarted{Start: contract.StartBrowser}},
		{contract.KindOptionsSettings, contract.Settings{Linking: contract.LinkCertain, FirstBackupDays: 3}},
	}
	worker := s.app
	for range 5 {
		var all sync.WaitGroup
		for _, r := range requests {
			all.Go(func() {
				out := s.send(worker, r.kind, r.data)
				var reply contract.Reply
				if err := json.Unmarshal([]byte(out), &reply); err != nil {
					t.Errorf("%s: %s, %v", r.kind, out, err)
				} else if reply.Error != nil && reply.Error.Code != contract.CodeBusy && reply.Error.Code != contract.CodeConflict {
					t.Errorf("%s: %+v", r.kind, *reply.Error)
				}
			})
		}
		all.Wait()
	}
	s.nextTick()
	made := s.contactsWith(newNum)
	if len(made) != 1 {
		t.Fatalf("%d contacts", len(made))
	}
	s.wantLines(made[0].ID, "hello")
	s.wantLines(s.ada(), "hello")
}

// TestChoiceWhileAContactIsBeingCreated: the person picks a record while the
// order to create another one is under way. Neither crashes, and the chat ends
// up linked.
func TestChoiceWhileAContactIsBeingCreated(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	// Only the last digits agree, so that both are offered.
	weak, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Weak", "Phone": "+44 20 7946 0160"})
	if err != nil {
		t.Fatal(err)
	}
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.whatsApp.say(newJID, s.now(-60), false, "hello")
	s.connect()
	s.openChat(newJID)
	state := s.card(newJID).State
	var all sync.WaitGroup
	worker := s.app
	for _, r := range []struct {
		kind contract.Kind
		data any
	}{
		{contract.KindPanelCreateContact, nora},
		{contract.KindPanelLink, contract.LinkChat{Chat: newJID, Module: contract.ModuleContacts, RecordID: weak}},
	} {
		all.Go(func() { s.send(worker, r.kind, r.data) })
	}
	all.Wait()
	s.nextTick()
	card := s.wantCard(newJID, contract.ChatLinked)
	s.wantLines(card.Record.ID, "hello")
	if made := s.contactsWith(newNum); len(made) > 1 {
		t.Errorf("%d contacts, offered as %q", len(made), state)
	}
}

// gate is a transport whose calls wait until it is opened.
type gate struct {
	next    http.RoundTripper
	arrived chan struct{}
	opened  chan struct{}
	once    sync.Once
}

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	g.once.Do(func() { close(g.arrived) })
	<-g.opened
	return g.next.RoundTrip(r)
}

// gated puts a gate before Zoho and starts a worker behind it.
func (s *stage) gated() *gate {
	s.t.Helper()
	g := &gate{next: s.http, arrived: make(chan struct{}), opened: make(chan struct{})}
	s.http = g
	s.wake()
	return g
}

// send sends one of several requests that run at once, and returns the reply as JSON.
func (s *stage) send(worker *app.App, kind contract.Kind, data any) string {
	s.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		s.t.Error(err)
	}
	request, err := json.Marshal(contract.Request{V: contract.Version, Kind: kind, Data: raw})
	if err != nil {
		s.t.Error(err)
	}
	out, err := worker.Dispatch(context.Background(), request)
	if err != nil {
		s.t.Errorf("%s: %v", kind, err)
	}
	return string(out)
}

// sendWell is send of a request that is not refused.
func (s *stage) sendWell(worker *app.App, kind contract.Kind, data any) {
	s.t.Helper()
	if reply := s.send(worker, kind, data); strings.Contains(reply, `"error"`) {
		s.t.Errorf("%s: %s", kind, reply)
	}
}

// TestOnePersonsChatsOpenedOneAfterTheOther: while Zoho is asked about the number
// of one chat, the person opens another chat of the same number. Both cards come
// to their end.
func TestOnePersonsChatsOpenedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	const lid = "111222333444555@lid"
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Phone: newJID, LID: lid, Title: "Nora", Name: "Nora Newcomer"})
	s.whatsApp.add(contract.ChatRow{Chat: lid, Phone: newJID, LID: lid, Title: "Nora", Name: "Nora Newcomer"})
	s.connect()
	g := s.gated()
	worker := s.app
	var all sync.WaitGroup
	open := func(jid string) {
		s.whatsApp.open(jid)
		all.Go(func() {
			s.sendWell(worker, contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: jid})
		})
	}
	open(lid)
	<-g.arrived
	open(newJID)
	for found := false; !found; {
		if t.Context().Err() != nil {
			t.Fatal("the second chat has no card")
		}
		_, found = stored[contract.Card](s, s.session, contract.CardKeyPrefix+newJID)
		runtime.Gosched()
	}
	close(g.opened)
	all.Wait()
	s.wantCard(lid, contract.ChatNotInZoho)
	s.wantCard(newJID, contract.ChatNotInZoho)
}

// TestWishWhileACycleRuns: the person wishes for a backup while a cycle writes what it
// has read. What was said before the wish is saved when the wish is answered.
func TestWishWhileACycleRuns(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "hello")
	g := s.gated()
	worker := s.app
	send := func(kind contract.Kind) { s.sendWell(worker, kind, contract.Nothing{}) }
	s.clock.advance(3 * time.Minute)
	var cycle, wishes sync.WaitGroup
	cycle.Go(func() { send(contract.KindAlarmTick) })
	<-g.arrived
	s.whatsApp.say(adaJID, s.now(-1), false, "and goodbye")
	for range 3 {
		wishes.Go(func() { send(contract.KindPopupSyncNow) })
	}
	// An alarm asks for no more than the running cycle does.
	send(contract.KindAlarmTick)
	close(g.opened)
	wishes.Wait()
	s.wantLines(s.ada(), "Good morning", "hello", "and goodbye")
	cycle.Wait()
}

// TestDisconnectWhileTheTokenIsRefreshed: nothing of the sign-in is left, also when its
// token was just being refreshed.
func TestDisconnectWhileTheTokenIsRefreshed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	g := s.gated()
	worker := s.app
	var all sync.WaitGroup
	send := func(kind contract.Kind) { all.Go(func() { s.send(worker, kind, contract.Nothing{}) }) }
	s.clock.advance(2 * time.Hour)
	send(contract.KindAlarmTick)
	<-g.arrived
	send(contract.KindOptionsDisconnect)
	// It waits for the refresh, or is done with what is stored before it.
	forgotten := func() bool { return !slices.Contains(s.local.Keys(), "secrets") }
	for deadline := time.Now().Add(100 * time.Millisecond); !forgotten() && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	close(g.opened)
	all.Wait()
	for _, key := range append(s.local.Keys(), s.session.Keys()...) {
		if key == "zoho" || key == "secrets" || key == "access" || key == "refresh" {
			t.Errorf("%q is still stored", key)
		}
	}
}
