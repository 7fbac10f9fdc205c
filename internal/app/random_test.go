package app_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// stories is how many random stories are played.
const stories = 80

// TestRandomHistoriesAndFaults plays random conversations through random
// misfortune, lets everything come to rest, and compares Zoho with WhatsApp.
func TestRandomHistoriesAndFaults(t *testing.T) {
	t.Parallel()
	for seed := range uint64(stories) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			newRandomStory(t, seed).play()
		})
	}
}

// randomStory is what one person lives through with two chats: Ada, whom Zoho
// knows, and a newcomer whose record is ordered by a click.
type randomStory struct {
	*stage
	rand *rand.Rand
	// jid is the present id of Ada's chat and of the newcomer's.
	jid map[bool]string
	// said are their messages, in the order in which they came.
	said map[bool][]*saying
	n    int
	// order is what is asked for the newcomer: in every other story a lead with a
	// field of each kind.
	order contract.CreateContact
	// arrival says that WhatsApp lists messages in the order in which they came, and
	// not by their times; nobody documents which. drop says that the words of deleted
	// messages are not kept. long lets days pass; what nobody hints at is found
	// within a week, so in such a story everything is hinted at.
	arrival, drop, long bool
	// zones are those the computer has been in, and began is when the story did.
	zones []string
	began time.Time
}

func newRandomStory(t *testing.T, seed uint64) *randomStory {
	r := &randomStory{
		stage: newDirectStage(t), rand: rand.New(rand.NewPCG(seed, 1)), order: nora,
		jid: map[bool]string{true: adaJID, false: newJID}, said: map[bool][]*saying{},
		arrival: seed%4 >= 2, drop: seed%3 == 0, long: seed%5 == 4, zones: []string{"America/New_York"},
	}
	if seed%2 == 1 {
		r.demanding()
		r.order = noraLead()
	}
	r.began = r.clock.True()
	return r
}

func (r *randomStory) play() {
	r.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	r.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	r.say(true)
	r.say(false)
	r.connect()
	r.set(func(v *contract.Settings) {
		v.FirstBackupDays = firstDays
		if r.drop {
			v.DeletedText = contract.DeletedDrop
		}
	})
	r.whatsApp.open(newJID)
	r.do(contract.KindPanelRefresh, contract.Nothing{})
	r.trouble()
	r.ask(contract.KindPanelForm, contract.FormRef{Module: contract.ModuleContacts})
	r.ask(contract.KindPanelCreateContact, r.order)
	for range 40 {
		r.step()
	}
	r.rest()
	r.check()
}

// rest ends all misfortune and lets so much time pass that everything is found.
func (r *randomStory) rest() {
	r.zoho.ClearFaults()
	r.zoho.SetDown(false)
	r.killer.at = map[int]bool{}
	r.clock.set(0)
	for range 10 {
		if chat := r.card(r.jid[false]).State; chat == contract.ChatLinked || chat == contract.ChatCreating {
			break
		}
		// The click came to nothing, and the person sees the button again.
		again := r.order
		again.Chat = r.jid[false]
		reply, _ := r.ask(contract.KindPanelCreateContact, again)
		r.tell("clicked again: %+v", reply.Error)
		r.rings(1)
	}
	r.rings(30)
	// Changes that nobody has hinted at are looked for every six hours.
	r.clock.advance(sweepHours * time.Hour)
	r.rings(4)
}

// rings rings the alarm some times.
func (r *randomStory) rings(times int) {
	for range times {
		r.clock.advance(3 * time.Minute)
		_, killed := r.ask(contract.KindAlarmTick, contract.Nothing{})
		r.tell("alarm, killed %v", killed)
		if !killed {
			r.checkWord()
		}
	}
}

// report lets the page say something that may lead to a cycle.
func (r *randomStory) report(hint contract.PageHint) {
	before, _ := stored[contract.SyncTimes](r.stage, r.local, contract.SyncKey)
	_, killed := r.ask(contract.KindBridgeHint, hint)
	now, _ := stored[contract.SyncTimes](r.stage, r.local, contract.SyncKey)
	led := now.LastTickAt != before.LastTickAt
	r.tell("hint %s, killed %v, led to a cycle %v", hint.Reason, killed, led)
	if led && !killed {
		r.checkWord()
	}
}

// record is the record of Ada or of the newcomer, who has one alone.
func (r *randomStory) record(ada bool) string {
	r.t.Helper()
	if ada {
		return r.ada()
	}
	made := append(r.contactsWith(newNum), r.leadsWith(newNum)...)
	if len(made) != 1 || made[0].Module != string(cmp.Or(r.order.Module, contract.ModuleContacts)) {
		r.t.Fatalf("%d records: %+v", len(made), made)
	}
	return made[0].ID
}

// step lets one thing happen.
func (r *randomStory) step() {
	ada := r.rand.IntN(2) == 0
	switch r.rand.IntN(20) {
	case 0, 1, 2:
		for range r.rand.IntN(4) {
			r.say(ada)
		}
	case 3:
		for range 60 + r.rand.IntN(80) {
			r.say(ada)
			r.clock.advance(time.Duration(r.rand.IntN(2)) * time.Second)
		}
		if r.rand.IntN(2) == 0 {
			r.clock.advance(20 * time.Second)
			r.report(contract.PageHint{Reason: contract.HintBurst, Chat: r.jid[ada]})
		}
	case 4:
		r.edit(ada)
	case 5:
		if jid := r.jid[ada]; jid[len(jid)-4:] == "c.us" {
			r.jid[ada] = map[bool]string{true: "222333444555666@lid", false: "333444555666777@lid"}[ada]
			r.tell("migration of %s", jid)
			r.whatsApp.migrate(jid, r.jid[ada])
		}
	case 6:
		r.pass()
	case 7:
		r.tell("restart")
		r.restartBrowser()
		if r.rand.IntN(2) == 0 {
			r.report(contract.PageHint{Reason: contract.HintReady})
		}
	case 8, 9:
		r.trouble()
	case 10:
		r.delete(ada)
	case 11, 12:
		r.late(ada)
	case 13:
		r.react(ada)
	case 14:
		r.setClock()
	case 15:
		r.travel()
	default:
		r.rings(1)
	}
}

// trouble arms one misfortune.
func (r *randomStory) trouble() {
	ops := []fakezoho.Op{fakezoho.OpNotesCreate, fakezoho.OpNotesUpdate, fakezoho.OpNotesRelated, fakezoho.OpContactsCreate, fakezoho.OpLeadsCreate, fakezoho.OpSettingsLayouts, fakezoho.OpCOQL, fakezoho.OpToken}
	kinds := []fakezoho.FaultKind{
		fakezoho.FaultReplyLost, fakezoho.FaultRequestLost, fakezoho.FaultCutBody, fakezoho.FaultInternal,
		fakezoho.FaultBadGateway, fakezoho.FaultUnavailable, fakezoho.FaultTooMany,
	}
	switch r.rand.IntN(4) {
	case 0:
		r.killer.at[r.killer.count()+1+r.rand.IntN(60)] = true
	case 1:
		r.zoho.SetDown(r.rand.IntN(2) == 0)
	default:
		r.zoho.Inject(fakezoho.Fault{
			Op: ops[r.rand.IntN(len(ops))], Kind: kinds[r.rand.IntN(len(kinds))],
			Nth: 1 + r.rand.IntN(3), Count: 1 + r.rand.IntN(2),
		})
	}
}
