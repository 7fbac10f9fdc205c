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
const stories = 60

// TestRandomHistoriesAndFaults plays random conversations through random
// misfortune, lets everything come to rest, and compares Zoho with WhatsApp.
func TestRandomHistoriesAndFaults(t *testing.T) {
	t.Parallel()
	for seed := range uint64(stories) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			r := randomStory{stage: newDirectStage(t), rand: rand.New(rand.NewPCG(seed, 1)), jid: map[bool]string{true: adaJID, false: newJID}}
			if r.order = nora; seed%2 == 1 {
				r.demanding()
				r.order = noraLead()
			}
			r.play()
		})
	}
}

type randomStory struct {
	*stage
	rand *rand.Rand
	// jid is the present id of Ada's chat and of the newcomer's.
	jid map[bool]string
	// said are the texts as WhatsApp shows them, by chat, and ids their messages.
	said, ids map[bool][]string
	n         int
	// order is what is asked for the newcomer: in every other story a lead with a
	// field of each kind.
	order contract.CreateContact
}

func (r *randomStory) play() {
	r.said, r.ids = map[bool][]string{}, map[bool][]string{}
	r.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	r.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	r.say(true)
	r.say(false)
	r.connect()
	r.whatsApp.open(newJID)
	r.do(contract.KindPanelRefresh, contract.Nothing{})
	r.trouble()
	r.ask(contract.KindPanelForm, contract.FormRef{Module: contract.ModuleContacts})
	r.ask(contract.KindPanelCreateContact, r.order)
	for range 40 {
		r.step()
	}
	r.zoho.ClearFaults()
	r.zoho.SetDown(false)
	r.killer.at = map[int]bool{}
	if chat := r.card(r.jid[false]).State; chat != contract.ChatLinked && chat != contract.ChatCreating {
		// The click came to nothing, and the person sees the button again.
		again := r.order
		again.Chat = r.jid[false]
		r.ask(contract.KindPanelCreateContact, again)
	}
	for range 30 {
		r.clock.advance(3 * time.Minute)
		r.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	made := append(r.contactsWith(newNum), r.leadsWith(newNum)...)
	if len(made) != 1 || made[0].Module != string(cmp.Or(r.order.Module, contract.ModuleContacts)) {
		r.t.Fatalf("%d records: %+v", len(made), made)
	}
	r.wantLines(r.ada(), r.said[true]...)
	r.wantLines(made[0].ID, r.said[false]...)
	if view := r.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 {
		r.t.Fatalf("at rest: %+v, problem %+v", view.Backup, view.Backup.Problem)
	}
}

func (r *randomStory) say(ada bool) {
	r.n++
	text := fmt.Sprintf("message %03d", r.n)
	r.said[ada] = append(r.said[ada], text)
	r.ids[ada] = append(r.ids[ada], r.whatsApp.say(r.jid[ada], r.now(0), r.rand.IntN(2) == 0, text))
}

// step lets one thing happen.
func (r *randomStory) step() {
	ada := r.rand.IntN(2) == 0
	switch r.rand.IntN(12) {
	case 0, 1, 2:
		for range r.rand.IntN(4) {
			r.say(ada)
		}
	case 3:
		for range 60 + r.rand.IntN(80) {
			r.say(ada)
			r.clock.advance(time.Duration(r.rand.IntN(2)) * time.Second)
		}
	case 4:
		// An edit, with the hint the page gives.
		i := r.rand.IntN(len(r.ids[ada]))
		r.whatsApp.edit(r.jid[ada], r.ids[ada][i], func(m *contract.MessageRecord) {
			if m.T < r.now(-15*60) {
				return
			}
			r.n++
			m.Text, m.Edited = fmt.Sprintf("message %03d", r.n), true
			r.said[ada][i] = m.Text
			r.touch(r.jid[ada])
		})
	case 5:
		if jid := r.jid[ada]; jid[len(jid)-4:] == "c.us" {
			r.jid[ada] = map[bool]string{true: "222333444555666@lid", false: "333444555666777@lid"}[ada]
			r.whatsApp.migrate(jid, r.jid[ada])
		}
	case 6:
		r.clock.advance(time.Duration(r.rand.IntN(10)) * time.Hour)
	case 7:
		r.restartBrowser()
	case 8:
		r.trouble()
	default:
		r.clock.advance(3 * time.Minute)
		r.ask(contract.KindAlarmTick, contract.Nothing{})
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
