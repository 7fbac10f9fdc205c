package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestOfflineForADay: Zoho cannot be reached for a day on which people write on;
// the browser is closed and opened again in the middle of it, and WhatsApp forgets
// what it showed before. Nothing is lost, and nothing is said to be saved before
// it is.
func TestOfflineForADay(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	synced := s.view().Backup.LastSyncAt
	s.zoho.SetDown(true)
	want := []string{"Good morning"}
	for hour := range 24 {
		text := fmt.Sprintf("hour %02d", hour)
		want = append(want, text)
		s.whatsApp.say(adaJID, s.now(0), hour%2 == 0, text)
		for range 20 {
			s.ring()
		}
		if hour == 12 {
			s.whatsApp.change(adaJID, func(c *chat) { c.lost, c.messages = len(c.messages), nil })
			s.restartBrowser()
		}
		view := s.view()
		if view.Backup.LastSyncAt != synced || s.card(adaJID).Sync.Waiting != hour+1 || view.Zoho.Problem == nil || view.Zoho.Problem.Code != contract.ProblemUnreachable {
			t.Fatalf("hour %d: %+v, problem %+v; the last sync was at %d", hour, view.Backup, view.Zoho.Problem, synced)
		}
	}
	s.zoho.SetDown(false)
	s.wantRecovery(2, want...)
	if now := s.view().Backup.LastSyncAt; now != s.clock.Now().UnixMilli() {
		t.Errorf("the last sync is said to be at %d", now)
	}
}

// TestTooManyForHours: Zoho refuses every call for six hours, in each of the ways
// it has for that. Few calls are made meanwhile, nothing is lost, and all is saved
// within an hour and a quarter of the end.
func TestTooManyForHours(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 200} {
		for _, body := range []fakezoho.TooManyBody{fakezoho.TooManyRequests, fakezoho.RateLimitExceeded, fakezoho.TooManyLegacy} {
			t.Run(fmt.Sprint(body, " ", status), func(t *testing.T) {
				t.Parallel()
				s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.TooMany, o.Switches.ThrottleStatus = body, status })
				s.linkedAda()
				s.zoho.ResetCalls()
				credits := s.zoho.CreditsUsed()
				s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAny, Kind: fakezoho.FaultTooMany, Count: -1})
				want := []string{"Good morning"}
				for cycle := range 120 {
					if cycle%10 == 0 {
						want = append(want, fmt.Sprintf("news %03d", cycle))
						s.whatsApp.say(adaJID, s.now(0), false, want[len(want)-1])
					}
					s.ring()
				}
				if view := s.view(); s.card(adaJID).Sync.Waiting != 12 || view.Backup.State != contract.BackupWaiting || view.Zoho.Problem == nil {
					t.Errorf("%+v, Zoho %+v", view.Backup, view.Zoho)
				}
				calls, spent := len(s.zoho.Calls()), s.zoho.CreditsUsed()-credits
				t.Logf("%d calls, %d credits", calls, spent)
				// At full speed it would be a hundred and twenty at least.
				if calls < 6 || calls > 36 || spent > 36 {
					t.Errorf("%d calls and %d credits in six hours of refusals", calls, spent)
				}
				s.zoho.ClearFaults()
				s.wantRecovery(25, want...)
			})
		}
	}
}

// TestOneRefusedOfTen: of ten customers' notes Zoho refuses one. The nine are
// saved, the tenth is named, and saved by itself when the refusal has ended.
func TestOneRefusedOfTen(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.NoteContentLimit = 400 })
	records, jids := map[string]string{}, []string(nil)
	for i := range 10 {
		jid := fmt.Sprintf("1212555014%d@c.us", i)
		id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": fmt.Sprintf("Customer %d", i), "Mobile": fmt.Sprintf("+1212555014%d", i)})
		must(t, err)
		records[jid], jids = id, append(jids, jid)
		s.whatsApp.add(contract.ChatRow{Chat: jid, Title: fmt.Sprintf("Customer %d", i)})
		s.whatsApp.say(jid, s.now(-60), false, "hello")
	}
	s.connect()
	s.tick()
	s.nextTick()
	tenth := jids[9]
	for _, jid := range jids[:9] {
		s.whatsApp.say(jid, s.now(0), true, "news")
	}
	s.whatsApp.say(tenth, s.now(0), true, longText)
	for range 3 {
		s.nextTick()
		for _, jid := range jids[:9] {
			s.wantLines(records[jid], "hello", "news")
			if card := s.wantCard(jid, contract.ChatLinked); card.Sync.Saved != 2 || card.Sync.Waiting != 0 || card.Problem != nil {
				t.Fatalf("a customer of the nine: %+v, problem %+v", card.Sync, card.Problem)
			}
		}
		card := s.wantCard(tenth, contract.ChatLinked)
		if card.Sync.Waiting != 1 || card.Problem == nil || card.Problem.Code != contract.ProblemFieldRefused {
			t.Fatalf("the tenth: %+v, problem %+v", card.Sync, card.Problem)
		}
		if view := s.view(); view.Backup.State != contract.BackupWaiting || view.Backup.Waiting != 1 {
			t.Fatalf("backup %+v", view.Backup)
		}
	}
	s.wantLines(records[tenth], "hello")
	must(t, s.zoho.SetSwitches(fakezoho.Switches{}))
	s.clock.advance(time.Hour)
	s.nextTick()
	s.wantLines(records[tenth], "hello", "long")
	if card := s.wantCard(tenth, contract.ChatLinked); card.Sync.Waiting != 0 || card.Problem != nil {
		t.Errorf("the tenth: %+v, problem %+v", card.Sync, card.Problem)
	}
	if view := s.view(); view.Backup.State != contract.BackupIdle {
		t.Errorf("backup %+v", view.Backup)
	}
}
