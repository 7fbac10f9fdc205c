package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// customers adds linked customers who have each said something, and returns their
// records and texts.
func (s *stage) customers(n int) (records, texts []string) {
	s.t.Helper()
	for i := range n {
		number := fmt.Sprintf("1%d5550142", 205+i)
		id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": fmt.Sprintf("Customer %02d", i), "Mobile": "+" + number})
		must(s.t, err)
		text := fmt.Sprintf("text %02d", i)
		s.whatsApp.add(contract.ChatRow{Chat: number + "@c.us", Title: fmt.Sprintf("Customer %02d", i)})
		s.whatsApp.say(number+"@c.us", s.now(-60), false, text)
		records, texts = append(records, id), append(texts, text)
	}
	return records, texts
}

func (s *stage) wantCustomers(records, texts []string) {
	s.t.Helper()
	for i, record := range records {
		s.wantLines(record, texts[i])
		if n := len(s.zoho.NotesOf(record)); n != 1 {
			s.t.Errorf("%d notes for customer %d", n, i)
		}
	}
}

func (s *stage) togetherCalls() int { return len(s.zoho.CallsOf(fakezoho.OpComposite)) }

// TestReadsTogether: looks at several records take one call for five, before and
// after, in either form in which Zoho may tell of a part that failed.
func TestReadsTogether(t *testing.T) {
	t.Parallel()
	for _, form := range []fakezoho.CompositeFailure{fakezoho.FailureInPlace, fakezoho.FailureWrapped} {
		s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.CompositeFailure = form })
		records, texts := s.customers(10)
		s.connect()
		s.tick()
		s.wantCustomers(records, texts)
		if looks := len(s.zoho.CallsOf(fakezoho.OpNotesRelated)); looks != 0 || s.togetherCalls() != 4 {
			t.Errorf("%d looks by themselves and %d calls for several", looks, s.togetherCalls())
		}
		// One of five is gone: the others do not suffer.
		s.clock.advance(24 * time.Hour)
		must(t, s.zoho.DeleteContact(records[3]))
		for i := range records {
			s.whatsApp.say(fmt.Sprintf("1%d5550142@c.us", 205+i), s.now(-60), false, "next day")
		}
		for range 3 {
			s.nextTick()
		}
		for i, record := range records {
			if i != 3 {
				s.wantLines(record, texts[i], "next day")
			}
		}
	}
}

// TestReadsApart: without the scope, in the free edition, and when Zoho does not want
// it, every read is a call of its own, and all is saved.
func TestReadsApart(t *testing.T) {
	t.Parallel()
	const scope = "ZohoCRM.composite_requests.CUSTOM"
	without := slices.DeleteFunc(fakezoho.DemoScopes(), func(s string) bool { return s == scope })
	for _, tt := range []struct {
		name    string
		edition fakezoho.Edition
		scopes  []string
		// calls are those for several reads in the first cycle; later and muchLater
		// count those after two hours and after nine days in.
		calls, later, muchLater int
	}{
		{name: "free edition", edition: fakezoho.Free()},
		{name: "without the scope", edition: fakezoho.Standard(), scopes: without, calls: 1, later: 1, muchLater: 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t, func(o *fakezoho.Options) { o.Edition = tt.edition })
			records, texts := s.customers(3)
			s.do(contract.KindOptionsSelfClient, s.selfClient(tt.scopes...))
			s.tick()
			s.wantCustomers(records, texts)
			if s.togetherCalls() != tt.calls {
				t.Errorf("%d calls for several reads, want %d", s.togetherCalls(), tt.calls)
			}
			s.clock.advance(2 * time.Hour)
			s.nextTick()
			if s.togetherCalls() != tt.later {
				t.Errorf("%d calls for several reads after two hours, want %d", s.togetherCalls(), tt.later)
			}
			s.clock.advance(9 * 24 * time.Hour)
			s.nextTick()
			s.nextTick()
			if s.togetherCalls() != tt.muchLater {
				t.Errorf("%d calls for several reads after nine days, want %d", s.togetherCalls(), tt.muchLater)
			}
			if view := s.view(); view.Zoho.State != contract.ZohoConnected || view.Backup.State != contract.BackupIdle {
				t.Errorf("view %+v, %+v", view.Zoho, view.Backup)
			}
		})
	}
}

// TestReadsTogetherInTrouble: whatever becomes of a call for several reads, each note
// is there once in the end.
func TestReadsTogetherInTrouble(t *testing.T) {
	t.Parallel()
	for _, kind := range []fakezoho.FaultKind{
		fakezoho.FaultReplyLost, fakezoho.FaultRequestLost, fakezoho.FaultCutBody, fakezoho.FaultInternal,
		fakezoho.FaultBadGateway, fakezoho.FaultUnavailable, fakezoho.FaultTooMany, fakezoho.FaultUnauthorized,
	} {
		for nth := 1; nth <= 3; nth++ {
			t.Run(fmt.Sprintf("%s %d", kind, nth), func(t *testing.T) {
				t.Parallel()
				s := newDirectStage(t)
				records, texts := s.customers(7)
				s.connect()
				s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpComposite, Kind: kind, Nth: nth})
				for range 25 {
					s.ask(contract.KindAlarmTick, contract.Nothing{})
					s.clock.advance(3 * time.Minute)
				}
				s.wantCustomers(records, texts)
				if s.togetherCalls() < nth {
					t.Errorf("only %d calls for several reads", s.togetherCalls())
				}
				if view := s.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 {
					t.Errorf("view %+v", view.Backup)
				}
			})
		}
	}
}

// TestManyChangesAtOnce: more changes than fit in a call for both modules are all
// taken, and the next ones are asked for by themselves.
func TestManyChangesAtOnce(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.connect()
	s.tick()
	s.refreshed()
	s.clock.advance(10 * time.Minute)
	var ids []string
	for i := range 60 {
		id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "New", "Mobile": fmt.Sprintf("+1 %d 555 0142", 205+i)})
		must(t, err)
		ids = append(ids, id)
		s.clock.advance(time.Second)
	}
	lead, err := s.zoho.AddLead(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Lead", "Company": "x", "Mobile": newNum})
	must(t, err)
	before := s.togetherCalls()
	s.refreshed()
	if s.togetherCalls() != before+1 {
		t.Errorf("%d calls for both modules", s.togetherCalls()-before)
	}
	s.whatsApp.add(contract.ChatRow{Chat: "12645550142@c.us", Title: "One"})
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Two"})
	s.openChat("12645550142@c.us")
	if card := s.wantCard("12645550142@c.us", contract.ChatLinked); card.Record.ID != ids[59] {
		t.Errorf("record %+v", card.Record)
	}
	s.openChat(newJID)
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != lead {
		t.Errorf("record %+v", card.Record)
	}
	before = s.togetherCalls()
	s.refreshed()
	if s.togetherCalls() != before {
		t.Error("both modules were asked for in one call although they hold too much for it")
	}
	if !slices.ContainsFunc(s.zoho.CallsOf(fakezoho.OpCOQL), func(c fakezoho.Call) bool { return strings.Contains(c.Path, "coql") }) {
		t.Error("no module was asked for by itself")
	}
}
