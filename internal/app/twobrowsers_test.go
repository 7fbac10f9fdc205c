package app_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

const (
	// pairs is how many random stories of two browsers are played of each sort.
	pairs = 24
	// maxSkew is how far the clock of a computer is off at most, in minutes.
	maxSkew = 40
	// unread is after how long a note is read before it is written again, in
	// minutes, whichever clock counts them.
	unread = 61 + 2*maxSkew
)

// TestTwoBrowsersOfOneUser plays random conversations through random misfortune
// on two browsers that are signed in to the same WhatsApp account and the same
// Zoho. Either lacks messages that the other one holds, and one works in the
// middle of what the other does. TestColleaguesWithOneCustomer does the same with
// two people who talk to the same customer.
//
// A note that was written within the hour is written again unread. So of the stories
// in which two browsers of one user hold different messages, some take turns of more
// than an hour, and in the others a browser may write over a line that it does not
// know: it has to be there again at rest.
//
// What holds at every moment, see "Notes of others" in docs/architecture.md: a
// note never loses a message, unless it is rewritten as not needed and all that
// it held stands elsewhere on the record; no note holds a message twice; what a
// person has written into a note stays. What holds at rest: each message that a
// browser holds stands in the CRM, and nothing waits.
func TestTwoBrowsersOfOneUser(t *testing.T) {
	t.Parallel()
	for seed := range uint64(pairs) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, seed, false)
			p.play()
			p.check()
		})
	}
}

func TestColleaguesWithOneCustomer(t *testing.T) {
	t.Parallel()
	for seed := range uint64(pairs) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, seed, true)
			p.play()
			p.check()
		})
	}
}

// spoken is one message of a pair's conversation.
type spoken struct {
	token   string
	id      string
	t       int64
	fromMe  bool
	version int
	deleted bool
	// held says which browsers have it.
	held [2]bool
}

func (m *spoken) text() string { return fmt.Sprintf("%s v%d %s", m.token, m.version, m.token[1:]) }

// tokens finds a message's token where its line begins its words.
var tokens = regexp.MustCompile(`([ab]\d{4}) v(\d+)`)

// before finds what a message said before its edit.
var before = regexp.MustCompile(`, before: "[^"]*"`)

// tokensIn returns the tokens of a note with the versions of their messages.
func tokensIn(content string) [][]string {
	return tokens.FindAllStringSubmatch(before.ReplaceAllString(content, ""), -1)
}

// pair is two browsers on one Zoho.
type pair struct {
	t        *testing.T
	rand     *rand.Rand
	browsers [2]*stage
	intruder [2]*intruder
	// colleagues says that the browsers belong to two people.
	colleagues bool
	// tight says that Zoho takes less text than is sent at first, so that messages
	// whose place was not confirmed move on to another part.
	tight bool
	// whole says that both browsers of a user get every message at once. Otherwise
	// so much time passes before it is the other browser's turn that a note which
	// this one has written is read by that one.
	whole bool
	// unread says that a note may be written over by a browser that does not know
	// what another one has just added.
	unread bool
	turn   int
	skew   time.Duration
	jid    [2]string
	said   []*spoken
	// notes are the messages and remarks of each note as they were seen last.
	notes   map[string]map[string]bool
	remarks int
}

// intruder is a way to Zoho in the middle of which something else happens once.
type intruder struct {
	http.RoundTripper
	left  int
	after bool
	do    func()
}

func (i *intruder) RoundTrip(r *http.Request) (*http.Response, error) {
	do := i.do
	if i.left--; do == nil || i.left != 0 {
		return i.RoundTripper.RoundTrip(r)
	}
	i.do = nil
	if !i.after {
		do()
		return i.RoundTripper.RoundTrip(r)
	}
	resp, err := i.RoundTripper.RoundTrip(r)
	do()
	return resp, err
}

func newPair(t *testing.T, seed uint64, colleagues bool) *pair {
	p := &pair{
		t: t, rand: rand.New(rand.NewPCG(seed, 2)), colleagues: colleagues, tight: seed%3 == 2, whole: seed%2 == 0, unread: seed%4 == 3 && !colleagues,
		jid: [2]string{adaJID, adaJID}, notes: map[string]map[string]bool{},
	}
	a := newBareStage(t, func(o *fakezoho.Options) {
		if p.tight {
			o.Switches.NoteContentLimit, o.Switches.NoteContentUnit = 9_000, fakezoho.UTF8Bytes
		}
	})
	a.http = direct{a.zoho}
	a.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example", T: a.now(0)})
	p.browsers[0] = a
	p.intrude(0)
	b := a.another(-1)
	b.clock = &clock{t: a.clock.Now()}
	if colleagues {
		b.whatsApp.me = contract.Account{Phone: "15550008888@c.us", LID: "888777666555444@lid", Name: "Otto"}
	}
	p.browsers[1] = b
	p.intrude(1)
	return p
}

func (p *pair) intrude(i int) {
	s := p.browsers[i]
	p.intruder[i] = &intruder{RoundTripper: direct{s.zoho}}
	s.http = p.intruder[i]
	s.wake()
}

func (p *pair) advance(d time.Duration) {
	for _, s := range p.browsers {
		s.clock.advance(d)
	}
}

func (p *pair) play() {
	p.say(0)
	p.browsers[0].connect()
	p.ring(0)
	joins := p.rand.IntN(20)
	for step := range 60 {
		if step == joins {
			p.turn = 1
			p.advance(unread * time.Minute)
			p.browsers[1].ask(contract.KindOptionsSelfClient, p.browsers[1].selfClient())
		}
		p.step()
		p.look()
	}
	// The misfortune ends, and everything comes to rest.
	p.browsers[0].zoho.ClearFaults()
	p.browsers[0].zoho.SetDown(false)
	for i, s := range p.browsers {
		s.killer.at = map[int]bool{}
		p.intruder[i].do = nil
		if s.view().Zoho.State != contract.ZohoConnected {
			s.connect()
		}
	}
	for round := range 32 {
		switch round {
		case 8:
			// What nobody told of is found.
			p.advance(7 * time.Hour)
		case 16, 24:
			// Notes that both browsers write are read back.
			p.advance(unread * time.Minute)
		}
		for i := range p.browsers {
			p.ring(i)
		}
		p.advance(3 * time.Minute)
		p.look()
	}
}

func (p *pair) ring(i int) {
	if p.turn != i && !p.colleagues && !p.whole && !p.unread {
		p.advance(unread * time.Minute)
	}
	p.turn = i
	p.browsers[i].ask(contract.KindAlarmTick, contract.Nothing{})
}

// say lets a message be said. A browser may get it later or never.
func (p *pair) say(i int) *spoken {
	owner := "a"
	if p.colleagues && i == 1 {
		owner = "b"
	}
	m := &spoken{
		token: fmt.Sprintf("%s%04d", owner, len(p.said)), id: fmt.Sprintf("3EB0%08d", len(p.said)),
		t: p.browsers[0].now(0), fromMe: p.rand.IntN(2) == 0,
	}
	p.said = append(p.said, m)
	p.deliver(m, i)
	if other := 1 - i; !p.colleagues && (p.whole || p.rand.IntN(4) > 0) {
		p.deliver(m, other)
	}
	return m
}

// deliver puts a message where it belongs by its time, and hints at it as the
// page does.
func (p *pair) deliver(m *spoken, i int) {
	s, jid := p.browsers[i], p.jid[i]
	m.held[i] = true
	s.whatsApp.change(jid, func(c *chat) {
		record := contract.MessageRecord{Key: fmt.Sprintf("%v_%s_%s", m.fromMe, jid, m.id), ID: m.id, FromMe: m.fromMe, T: m.t, Sender: jid}
		if m.fromMe {
			record.Sender = s.whatsApp.me.Phone
		}
		at := len(c.messages)
		for at > 0 && c.messages[at-1].T > m.t {
			at--
		}
		c.messages = slices.Insert(c.messages, at, record)
		c.row.T = max(c.row.T, m.t)
	})
	p.show(m, i)
	s.touchAt(jid, m.t)
}

// show lets WhatsApp in a browser show a message as it is now.
func (p *pair) show(m *spoken, i int) {
	p.browsers[i].whatsApp.edit(p.jid[i], m.id, func(r *contract.MessageRecord) {
		r.Type, r.Text, r.Edited, r.Deleted = "chat", m.text(), m.version > 0, ""
		if m.deleted {
			r.Type, r.Text, r.Deleted = "revoked", "", "sender"
		}
	})
}

// step lets one thing happen in one of the browsers or to it.
func (p *pair) step() {
	i := p.rand.IntN(2)
	s := p.browsers[i]
	switch p.rand.IntN(16) {
	case 0, 1, 2:
		for range 1 + p.rand.IntN(4) {
			p.say(i)
			p.advance(time.Duration(p.rand.IntN(20)) * time.Second)
		}
	case 3:
		for range 60 + p.rand.IntN(80) {
			p.say(i)
		}
	case 4:
		p.change(p.said[p.rand.IntN(len(p.said))])
	case 5:
		// What was sent from the phone to one of them only comes to the other.
		for _, m := range p.said {
			if !m.held[i] && !p.colleagues && p.rand.IntN(2) == 0 {
				p.deliver(m, i)
			}
		}
	case 6:
		if p.jid[i] == adaJID {
			p.jid[i] = "222333444555666@lid"
			s.whatsApp.migrate(adaJID, p.jid[i])
		}
	case 7:
		p.advance(time.Duration(p.rand.IntN(8)) * time.Hour)
	case 8:
		// The clock of one computer is set.
		skew := time.Duration(p.rand.IntN(2*maxSkew+1)-maxSkew) * time.Minute
		p.browsers[1].clock.advance(skew - p.skew)
		p.skew = skew
	case 9:
		s.restartBrowser()
	case 10, 11:
		p.trouble(s)
	case 12:
		p.remark()
	default:
		p.advance(3 * time.Minute)
		if (p.colleagues || p.whole || p.unread) && p.rand.IntN(2) == 0 {
			p.intruder[i].left, p.intruder[i].after = 1+p.rand.IntN(8), p.rand.IntN(2) == 0
			p.intruder[i].do = func() { p.ring(1 - i); p.look() }
		}
		p.ring(i)
		p.intruder[i].do = nil
	}
}

// change edits a message or deletes it, as long as that is possible.
func (p *pair) change(m *spoken) {
	if m.t < p.browsers[0].now(-15*60) || m.deleted {
		return
	}
	if p.rand.IntN(3) == 0 {
		m.deleted = true
	} else {
		m.version++
	}
	for i, s := range p.browsers {
		if m.held[i] {
			p.show(m, i)
			s.touchAt(p.jid[i], m.t)
		}
	}
}

// remark lets a person write into a note of an hour ago, and an hour pass.
func (p *pair) remark() {
	s := p.browsers[0]
	notes := s.zoho.NotesOf(s.ada())
	if len(notes) == 0 {
		return
	}
	p.remarks++
	n := notes[p.rand.IntN(len(notes))]
	if strings.HasPrefix(n.Title, "Not needed") {
		return
	}
	text := strings.Replace(n.Content, "\n", fmt.Sprintf("\nremark %d!\n", p.remarks), 1)
	must(p.t, s.zoho.EditRecord(n.ID, fakezoho.Fields{"Note_Content": text}))
	p.look()
	p.advance(unread * time.Minute)
}

// trouble arms one misfortune.
func (p *pair) trouble(s *stage) {
	ops := []fakezoho.Op{fakezoho.OpNotesCreate, fakezoho.OpNotesUpdate, fakezoho.OpNotesRelated, fakezoho.OpNotesGet, fakezoho.OpCOQL, fakezoho.OpToken}
	kinds := []fakezoho.FaultKind{
		fakezoho.FaultReplyLost, fakezoho.FaultRequestLost, fakezoho.FaultCutBody, fakezoho.FaultInternal,
		fakezoho.FaultBadGateway, fakezoho.FaultUnavailable, fakezoho.FaultTooMany,
	}
	switch p.rand.IntN(5) {
	case 0, 1:
		s.killer.at[s.killer.count()+1+p.rand.IntN(60)] = true
	case 2:
		s.zoho.SetDown(p.rand.IntN(2) == 0)
	default:
		s.zoho.Inject(fakezoho.Fault{
			Op: ops[p.rand.IntN(len(ops))], Kind: kinds[p.rand.IntN(len(kinds))], Nth: 1 + p.rand.IntN(3), Count: 1 + p.rand.IntN(2),
		})
	}
}

// remarked finds what a person has written.
var remarked = regexp.MustCompile(`remark \d+!`)

// look compares the notes with what they were.
func (p *pair) look() {
	p.t.Helper()
	s := p.browsers[0]
	now, all := map[string]map[string]bool{}, map[string]bool{}
	retired := map[string]bool{}
	for _, n := range s.zoho.NotesOf(s.ada()) {
		held, owners := map[string]bool{}, map[byte]bool{}
		for _, found := range tokensIn(n.Content) {
			token := found[1]
			if held[token] {
				p.t.Fatalf("%s stands twice in the note %q", token, n.Title)
			}
			held[token], all[token], owners[token[0]] = true, true, true
		}
		for _, remark := range remarked.FindAllString(n.Content, -1) {
			held[remark], all[remark] = true, true
		}
		if len(owners) > 1 {
			p.t.Fatalf("the note %q holds what two people wrote", n.Title)
		}
		now[n.ID], retired[n.ID] = held, strings.HasPrefix(n.Title, "Not needed: ")
	}
	for id, before := range p.notes {
		for what := range before {
			moved := (p.unread || all[what] && (retired[id] || p.tight)) && !strings.HasPrefix(what, "remark")
			if !now[id][what] && !moved {
				p.t.Fatalf("a note has lost %q", what)
			}
		}
	}
	p.notes = now
}

// check holds the promises at rest.
func (p *pair) check() {
	p.t.Helper()
	all, newest := map[string]int{}, map[string]bool{}
	for _, n := range p.browsers[0].zoho.NotesOf(p.browsers[0].ada()) {
		for _, found := range tokensIn(n.Content) {
			all[found[1]]++
			newest[found[1]+" v"+found[2]] = true
		}
	}
	twice, old := 0, 0
	for _, m := range p.said {
		if all[m.token] == 0 && !m.deleted {
			p.t.Errorf("%s, held by %v, is nowhere", m.token, m.held)
		}
		if all[m.token] > 1 {
			twice++
		}
		if !newest[fmt.Sprintf("%s v%d", m.token, m.version)] && !m.deleted {
			old++
		}
	}
	p.t.Logf("%d messages, %d of them in two notes, %d in an older version; %d notes, %d remarks", len(p.said), twice, old, len(p.notes), p.remarks)
	p.browsers[0].wantTitlesOnce()
	for i, s := range p.browsers {
		held := 0
		for _, m := range p.said {
			if m.held[i] {
				held++
			}
		}
		view := s.view()
		if view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 {
			p.t.Errorf("browser %d at rest: %+v, problem %+v", i, view.Backup, view.Backup.Problem)
		}
		if card := s.wantCard(p.jid[i], contract.ChatLinked); card.Sync.Saved != held || card.Sync.Waiting != 0 {
			p.t.Errorf("browser %d says %+v, problem %+v; it holds %d messages", i, *card.Sync, card.Problem, held)
		}
	}
}
