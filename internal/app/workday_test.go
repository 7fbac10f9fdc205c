package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

const (
	// A working day of one user: cycles of three minutes over eight hours.
	workdayCycles   = 160
	workdayChats    = 50
	workdayMessages = 600
	workdayUnknown  = 20
)

// workday is a user with fifty customers who are linked since the day before.
type workday struct {
	*stage
	rand  *rand.Rand
	chats []string
	// records are the customers' records, said the texts of each chat.
	records map[string]string
	said    map[string][]string
}

// newWorkday returns the morning of a working day in New York, with the
// directory built and the day before saved.
func newWorkday(t *testing.T, seed uint64, edition fakezoho.Edition, condition fakezoho.NoteCondition) *workday {
	t.Helper()
	w := &workday{
		stage: newDirectStage(t, func(o *fakezoho.Options) { o.Edition, o.Switches.NoteCondition = edition, condition }), rand: rand.New(rand.NewPCG(seed, 6)), records: map[string]string{}, said: map[string][]string{},
	}
	for i := range workdayChats {
		number := fmt.Sprintf("1%d5550142", 205+i)
		id, err := w.zoho.AddContact(w.world.Org.ID, fakezoho.Fields{"Last_Name": fmt.Sprintf("Customer %02d", i), "Mobile": "+" + number})
		if err != nil {
			t.Fatal(err)
		}
		jid := number + "@c.us"
		w.chats, w.records[jid] = append(w.chats, jid), id
		w.whatsApp.add(contract.ChatRow{Chat: jid, Title: fmt.Sprintf("Customer %02d", i)})
		w.speak(jid)
		// People are entered one after the other.
		w.clock.advance(5 * time.Minute)
	}
	w.connect()
	w.tick()
	for range 3 {
		w.nextTick()
	}
	// Monday, nine o'clock. The weekly rebuilding of the directory is not due.
	w.clock.advance(time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC).Sub(w.clock.Now()))
	for range 12 {
		w.nextTick()
	}
	if view := w.view(); view.Backup.Linked != workdayChats || view.Backup.Waiting != 0 {
		t.Fatalf("in the morning: %+v", view.Backup)
	}
	w.zoho.ResetCalls()
	return w
}

func (w *workday) speak(jid string) {
	text := fmt.Sprintf("%s says %03d", jid[:4], len(w.said[jid]))
	w.said[jid] = append(w.said[jid], text)
	w.whatsApp.say(jid, w.now(0), w.rand.IntN(2) == 0, text)
}

// conversations spreads the day's messages over its cycles, in conversations of
// six messages, of which about one a minute is written.
func (w *workday) conversations() [][]string {
	const length, spread = 6, 2
	byCycle := make([][]string, workdayCycles)
	for i := range workdayMessages / length {
		jid, begin := w.chats[i%len(w.chats)], w.rand.IntN(workdayCycles-spread)
		for j := range length {
			at := begin + j*spread/length
			byCycle[at] = append(byCycle[at], jid)
		}
	}
	return byCycle
}

// work lets the day go by.
func (w *workday) work() {
	talk := w.conversations()
	for cycle := range workdayCycles {
		for _, jid := range talk[cycle] {
			w.clock.advance(time.Second)
			w.speak(jid)
		}
		if every := workdayCycles / workdayUnknown; cycle%every == every/2 {
			// Somebody unknown writes, and the user looks who it is.
			jid := fmt.Sprintf("1%d5550177@c.us", 205+cycle)
			w.whatsApp.add(contract.ChatRow{Chat: jid, Title: "Unknown"})
			w.whatsApp.say(jid, w.now(0), false, "Hello?")
			w.openChat(jid)
			w.wantCard(jid, contract.ChatNotInZoho)
		}
		w.nextTick()
	}
}

// table lists the calls by operation with their number and credits.
func (w *workday) table() (text string, credits int) {
	calls, spent := map[fakezoho.Op]int{}, map[fakezoho.Op]int{}
	for _, c := range w.zoho.Calls() {
		calls[c.Op]++
		spent[c.Op] += c.Credits
		credits += c.Credits
	}
	var ops []string
	for op := range calls {
		ops = append(ops, string(op))
	}
	slices.Sort(ops)
	var b strings.Builder
	for _, op := range ops {
		fmt.Fprintf(&b, "%-16s %4d calls %4d credits\n", op, calls[fakezoho.Op(op)], spent[fakezoho.Op(op)])
	}
	for _, p := range []contract.Purpose{contract.PurposeConnect, contract.PurposeLookup, contract.PurposeDirectory, contract.PurposeCreate, contract.PurposeBackup} {
		fmt.Fprintf(&b, "for %-12s            %4d credits of the calendar day\n", p, w.view().Credits.By[p])
	}
	fmt.Fprintf(&b, "in all                      %4d credits", credits)
	return b.String(), credits
}

// logCredits tells what a day took in all, in the form that the measurement "day" of
// scripts/bench reads: "day: working, ...: 300 credits".
func logCredits(t *testing.T, day string, credits int) {
	t.Helper()
	t.Logf("day: %s: %d credits", day, credits)
}

// TestWorkingDayCosts counts what a working day takes of the company's credits:
// fifty chats, six hundred messages, twenty unknown numbers, eight hours. To find what
// others change in notes costs less than one credit for each chat, and less where Zoho
// heeds the condition of an update. In the free edition no reads are put together.
func TestWorkingDayCosts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		edition   fakezoho.Edition
		seed      uint64
		respect   bool
		condition fakezoho.NoteCondition
		credits   int
	}{
		{fakezoho.Standard(), 0, false, fakezoho.NoteConditionIgnored, 282},
		{fakezoho.Standard(), 1, false, fakezoho.NoteConditionIgnored, 290},
		{fakezoho.Standard(), 0, true, fakezoho.NoteConditionHonoured, 269},
		{fakezoho.Standard(), 1, true, fakezoho.NoteConditionHonoured, 276},
		{fakezoho.Standard(), 1, true, fakezoho.NoteConditionStrict, 278},
		{fakezoho.Standard(), 0, true, fakezoho.NoteConditionIgnored, 282},
		{fakezoho.Standard(), 1, true, fakezoho.NoteConditionIgnored, 290},
		{fakezoho.Standard(), 1, true, fakezoho.NoteConditionRefused, 291},
		{fakezoho.Free(), 0, true, fakezoho.NoteConditionHonoured, 307},
		{fakezoho.Free(), 1, true, fakezoho.NoteConditionIgnored, 322},
	} {
		t.Run(fmt.Sprintf("%s seed %d respecting edits %v condition %q", tt.edition.Name, tt.seed, tt.respect, tt.condition), func(t *testing.T) {
			t.Parallel()
			w := newWorkday(t, tt.seed, tt.edition, tt.condition)
			settings := w.view().Settings
			settings.RespectEdits = tt.respect
			w.do(contract.KindOptionsSettings, settings)
			w.work()
			table, credits := w.table()
			t.Logf("\n%s", table)
			logCredits(t, fmt.Sprintf("working, %s edition, condition %q, respecting edits %v", tt.edition.Name, tt.condition, tt.respect), credits)
			if credits > tt.credits {
				t.Errorf("%d credits, want at most %d", credits, tt.credits)
			}
			for jid, record := range w.records {
				w.wantLines(record, w.said[jid]...)
			}
		})
	}
}

// TestIdleDayCosts: a day on which nobody writes costs what the directory's
// changes take, and nothing else.
func TestIdleDayCosts(t *testing.T) {
	t.Parallel()
	w := newWorkday(t, 1, fakezoho.Standard(), fakezoho.NoteConditionIgnored)
	for range workdayCycles {
		w.nextTick()
	}
	table, credits := w.table()
	t.Logf("\n%s", table)
	logCredits(t, "idle", credits)
	for _, c := range w.zoho.Calls() {
		if c.Credits > 0 && c.Op != fakezoho.OpCOQL && c.Op != fakezoho.OpComposite {
			t.Errorf("an idle day called %s", c.Op)
		}
	}
}
