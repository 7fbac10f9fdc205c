package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// slowNotes is a way to Zoho on which every call about notes takes its time.
type slowNotes struct {
	http.RoundTripper
	clock *clock
	takes time.Duration
}

func (s *slowNotes) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.Path, "/Notes") {
		s.clock.advance(s.takes)
	}
	return s.RoundTripper.RoundTrip(r)
}

// TestSlowZoho: notes have to be planned many times over because Zoho takes little
// text, and every call is slow. One cycle does not go on with that for minutes, the
// other account gets its turn in it, what is left is said to wait, and all is written
// in the end.
func TestSlowZoho(t *testing.T) {
	t.Parallel()
	for name, heavy := range map[string]int{"the first account has much": 0, "the second account has much": 1} {
		for _, wish := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", wished ", wish), func(t *testing.T) {
				t.Parallel()
				slowZoho(t, heavy, wish)
			})
		}
	}
}

func slowZoho(t *testing.T, heavy int, wish bool) {
	t.Helper()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.NoteContentLimit = 4_500 })
	slow := &slowNotes{RoundTripper: direct{s.zoho}, clock: s.clock}
	s.http = slow
	s.wake()
	other, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Other", "Mobile": newNum})
	must(t, err)
	people := []struct {
		jid, record string
		me          contract.Account
	}{{adaJID, s.ada(), s.whatsApp.me}, {newJID, other, contract.Account{Phone: "15550008888@c.us", LID: "888777666555444@lid", Name: "Otto"}}}
	pace := func(everyMinutes, quietFrom, quietTo int) {
		settings := s.view().Settings
		settings.WriteEveryMinutes, settings.QuietFrom, settings.QuietTo = everyMinutes, quietFrom, quietTo
		s.do(contract.KindOptionsSettings, settings)
	}
	s.connect()
	var want [2][]string
	var chats [2][]*chat
	for _, text := range []string{"hello", "much"} {
		for i, person := range people {
			s.whatsApp.set(func(w *whatsApp) { w.me, w.epoch, w.chats = person.me, w.epoch+"x", chats[i] })
			s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintSession})
			if text == "hello" {
				s.whatsApp.add(contract.ChatRow{Chat: person.jid, Title: "Somebody", Name: "Somebody"})
			}
			lines := 1
			if text == "much" && i == heavy {
				lines = 30
			}
			for n := range lines {
				line := fmt.Sprintf("%s %02d %s", text, n, strings.Repeat("words ", 80*(lines/30)))
				s.clock.advance(time.Second)
				s.whatsApp.say(person.jid, s.now(0), false, line)
				want[i] = append(want[i], strings.TrimSpace(line))
			}
			s.nextTick()
			chats[i] = s.whatsApp.chats
		}
		if text == "hello" {
			// From now on everything is read and nothing written.
			pace(60, 1, 0)
		}
	}
	for i, person := range people {
		s.wantLines(person.record, want[i][0])
	}
	slow.takes = 15 * time.Second
	if !wish {
		pace(60, 0, 0)
		s.clock.advance(time.Hour)
	}
	before := s.clock.Now()
	if wish {
		s.do(contract.KindPopupSyncNow, contract.Nothing{})
	} else {
		s.tick()
	}
	if took := s.clock.Now().Sub(before); took > 75*time.Second {
		t.Errorf("the cycle took %v", took)
	}
	s.wantLines(people[1-heavy].record, want[1-heavy]...)
	if len(s.lines(people[heavy].record)) == len(want[heavy]) {
		t.Fatal("nothing was left for the next cycle")
	}
	if view := s.view(); view.Backup.State != contract.BackupWaiting || view.Backup.Waiting == 0 {
		t.Errorf("backup %+v", view.Backup)
	}
	// What is left does not wait for the next hour, nor for the end of quiet hours.
	for range 14 {
		s.nextTick()
	}
	for i, person := range people {
		s.wantTexts(person.record, want[i]...)
	}
	if view := s.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 {
		t.Errorf("backup %+v", view.Backup)
	}
}
