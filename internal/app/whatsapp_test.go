package app_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
)

// whatsApp is a small WhatsApp Web in memory. It answers questions with JSON of
// the contract, and pages as the bridge does: newest page first, then what lies
// before a key, and at the end an empty page with start set.
type whatsApp struct {
	mu      sync.Mutex
	session contract.SessionState
	me      contract.Account
	active  string
	chats   []*chat
	tabs    []app.Tab
	// asked counts the questions for messages, by chat.
	asked map[string]int
	// refuse holds the answer to questions for messages of a chat.
	refuse map[string]error
	// garble makes the answers for a chat's messages unreadable.
	garble map[string]bool
	// hidden names the ids that WhatsApp's own list leaves out, as a list in
	// memory does after a jump; while it is set, every page is partial.
	hidden map[string]bool
	// unaware is true while the page does not say by itself that it will read its
	// messages in part only.
	unaware bool
	// epoch names the life of the page's script; reload begins another.
	epoch string
	// thawed counts how often the page was frozen and went on.
	thawed int
	// distort changes what the page's modules tell of a message, as a build of
	// WhatsApp that nobody understands does; the database keeps the truth.
	distort func(*contract.MessageRecord)
	// onScreen is how many of the open chat's newest messages can be seen.
	onScreen int
	// masked is how many chats of the list cannot be told apart; they are not listed.
	masked int
	// silent is true while the page's own script does not answer, noBridge while
	// nobody at all does.
	silent, noBridge bool
	// database is the state of WhatsApp's own database, empty for ok; lookedAt is how
	// many of a chat's newest rows are looked at for a count, 0 for all, and counts how
	// many counts were asked for.
	database contract.DatabaseState
	lookedAt int
	counts   int
	// files holds what the page holds of attachments, by the ids of the messages.
	files map[string]*file
	// before runs before each question, without the lock.
	before func(contract.PageQuestion)
}

// chat is one chat of a whatsApp.
type chat struct {
	row      contract.ChatRow
	messages []contract.MessageRecord
	// lost counts the messages from before the first one.
	lost int
}

func newWhatsApp() *whatsApp {
	return &whatsApp{
		session: contract.SessionReady,
		me:      contract.Account{Phone: "15550009999@c.us", LID: "999888777666555@lid", Name: "Olive"},
		tabs:    []app.Tab{{ID: 7, LastUsedAt: 1}},
		epoch:   "one", onScreen: 8,
		asked: map[string]int{}, refuse: map[string]error{}, garble: map[string]bool{}, files: map[string]*file{},
	}
}

var _ app.Pages = (*whatsApp)(nil)

func (w *whatsApp) List(context.Context) ([]app.Tab, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tabs), nil
}

func (w *whatsApp) Ask(_ context.Context, _ int, q contract.PageQuestion) (json.RawMessage, error) {
	if w.before != nil {
		w.before(q)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.noBridge {
		return nil, app.ErrTabSilent
	}
	if w.silent && (q.Op == contract.OpPageRead || q.Op == contract.OpMessagesRead) {
		return nil, app.PageSilent
	}
	switch q.Op {
	case contract.OpPageRead:
		snapshot := contract.PageSnapshot{
			V: contract.Version, Session: w.session, Build: "2.3000.1", Epoch: w.epoch, Chats: []contract.ChatRow{}, Variants: variants(w.hidden != nil && !w.unaware),
			Tab: contract.TabLife{Thawed: w.thawed},
		}
		if w.session == contract.SessionReady {
			snapshot.Me, snapshot.Active = w.me, w.active
			snapshot.Failed = w.masked
			for _, c := range w.chats {
				snapshot.Chats = append(snapshot.Chats, c.row)
			}
		}
		return json.Marshal(snapshot)
	case contract.OpMediaRead:
		return w.media(*q.Media)
	case contract.OpWitnessRead:
		return w.witness(*q.Witness)
	case contract.OpVisibleRead:
		return w.visible(q.Visible)
	case contract.OpHistoryCount:
		w.counts++
		return w.history(*q.History)
	}
	return w.messages(*q.Messages)
}

// variants are those of a page on which everything answers in the best way, or
// whose history can be read in part only.
func variants(partial bool) map[string]string {
	v := map[string]string{
		"version": "Debug.VERSION", "session": "Stream.Socket", "me": "getMaybeMePnUser", "chats": "WAWebChatCollection",
		"active": "getActive", "history": "msgFindBefore", "key": "toString", "lid": "getPhoneNumber", "reactions": "Reactions",
		"events": "all", "database": "ok", "channel": "early",
	}
	if partial {
		v["history"] = "chat.msgs"
	}
	return v
}

// witness answers for WhatsApp's database and screen.
func (w *whatsApp) witness(q contract.WitnessQuestion) (json.RawMessage, error) {
	said := contract.Witness{
		V:        contract.Version,
		Database: contract.DatabaseWitness{State: contract.DatabaseOK, Newest: []contract.WitnessRow{}, Found: []contract.WitnessRow{}},
		Screen:   contract.ScreenWitness{Layout: contract.ScreenNone, Rows: []contract.ScreenRow{}},
	}
	c := w.find(q.Chat)
	if c == nil {
		return json.Marshal(said)
	}
	for _, m := range slices.Backward(c.messages) {
		row := contract.WitnessRow{Key: m.Key, ID: m.ID, FromMe: m.FromMe, T: m.T, Type: m.Type}
		if len(said.Database.Newest) < q.Count {
			said.Database.Newest = append(said.Database.Newest, row)
		}
		if slices.Contains(q.Keys, m.Key) {
			said.Database.Found = append(said.Database.Found, row)
		}
	}
	return json.Marshal(said)
}

// visible answers for the screen: the newest messages of the open chat.
func (w *whatsApp) visible(q *contract.VisibleQuestion) (json.RawMessage, error) {
	seen := contract.VisibleChat{V: contract.Version, Layout: contract.ScreenNone, Database: contract.DatabaseOK}
	c := w.find(w.active)
	if c == nil || w.onScreen == 0 {
		return json.Marshal(seen)
	}
	seen.Layout, seen.Title, seen.Me, seen.Chat = contract.Screen2026, c.row.Title, contract.Account{Phone: w.me.Phone}, &c.row
	if q == nil || q.Chat != c.row.Chat {
		return json.Marshal(seen)
	}
	w.asked[q.Chat]++
	seen.Page = &contract.MessagePage{
		V: contract.Version, Chat: c.row.Chat, Me: seen.Me, Source: contract.SourceScreen, Variant: "screen.2026", Partial: true,
		Messages: slices.Clone(c.messages[max(0, len(c.messages)-w.onScreen):]),
	}
	return json.Marshal(seen)
}

// history counts messages as the bridge does, in the zone of the tests.
func (w *whatsApp) history(q contract.HistoryQuestion) (json.RawMessage, error) {
	count := contract.HistoryCount{V: contract.Version, State: cmp.Or(w.database, contract.DatabaseOK)}
	c := w.find(q.Chat)
	if c == nil || count.State != contract.DatabaseOK {
		return json.Marshal(count)
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return nil, err
	}
	days := map[string]int{}
	looked := 0
	for _, m := range slices.Backward(c.messages) {
		if looked++; w.lookedAt > 0 && looked > w.lookedAt {
			count.Rest++
			continue
		}
		if m.T < q.From || q.Until > 0 && m.T >= q.Until || m.Type == "protocol" {
			continue
		}
		if m.Withheld == "" {
			count.Messages++
		}
		days[time.Unix(m.T, 0).In(zone).Format(time.DateOnly)]++
		if count.Oldest == 0 || m.T < count.Oldest {
			count.Oldest = m.T
		}
		count.Newest = max(count.Newest, m.T)
	}
	count.Days = len(days)
	for _, n := range days {
		count.Notes += (n + q.PerNote - 1) / q.PerNote
	}
	return json.Marshal(count)
}

// KeepAwake implements [app.Pages].
func (w *whatsApp) KeepAwake(_ context.Context, on bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.tabs {
		w.tabs[i].AutoDiscardable = !on
	}
	return nil
}

func (w *whatsApp) messages(q contract.MessagesQuestion) (json.RawMessage, error) {
	w.asked[q.Chat]++
	if w.session != contract.SessionReady {
		return nil, app.PageNotReady
	}
	if err := w.refuse[q.Chat]; err != nil {
		return nil, err
	}
	if w.garble[q.Chat] {
		return json.RawMessage(`{"v":1,"surprise":true}`), nil
	}
	c := w.find(q.Chat)
	if c == nil {
		return nil, app.PageError("not_found")
	}
	end := len(c.messages)
	if q.Before != "" {
		end = slices.IndexFunc(c.messages, func(m contract.MessageRecord) bool { return m.Key == q.Before })
		if end < 0 {
			return nil, app.PageAnchorGone
		}
	}
	page := contract.MessagePage{V: contract.Version, Chat: q.Chat, Me: w.me, Source: contract.SourceStore, Variant: "msgFindBefore"}
	page.Messages = slices.Clone(c.messages[max(0, end-q.Count):end])
	if page.Messages == nil {
		page.Messages = []contract.MessageRecord{}
	}
	page.Start = len(page.Messages) == 0
	if w.distort != nil {
		for i := range page.Messages {
			w.distort(&page.Messages[i])
		}
	}
	if w.hidden != nil {
		page.Partial, page.Variant = true, variants(true)["history"]
		page.Messages = slices.DeleteFunc(page.Messages, func(m contract.MessageRecord) bool { return w.hidden[m.ID] })
	}
	return json.Marshal(page)
}

func (w *whatsApp) find(jid string) *chat {
	for _, c := range w.chats {
		if c.row.Chat == jid {
			return c
		}
	}
	return nil
}

// add lists a chat.
func (w *whatsApp) add(row contract.ChatRow) {
	w.mu.Lock()
	defer w.mu.Unlock()
	row.EndOfHistory = -1
	w.chats = append(w.chats, &chat{row: row})
}

// change changes a chat.
func (w *whatsApp) change(jid string, fn func(*chat)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.find(jid)
	if c == nil {
		panic("no such chat")
	}
	fn(c)
}

// say puts a text message into a chat at a time in Unix seconds and returns its id.
func (w *whatsApp) say(jid string, t int64, fromMe bool, text string) string {
	var id string
	w.change(jid, func(c *chat) {
		id = fmt.Sprintf("3EB0%04d%s", c.lost+len(c.messages), strings.ToUpper(strings.Split(jid, "@")[0][:4]))
		sender := jid
		if fromMe {
			sender = w.me.Phone
		}
		c.messages = append(c.messages, contract.MessageRecord{
			Key: fmt.Sprintf("%v_%s_%s", fromMe, jid, id), ID: id, FromMe: fromMe, T: t, Sender: sender, Type: "chat", Text: text,
		})
		c.row.T = max(c.row.T, t)
	})
	return id
}

// edit changes one message of a chat.
func (w *whatsApp) edit(jid, id string, fn func(*contract.MessageRecord)) {
	w.change(jid, func(c *chat) {
		for i := range c.messages {
			if c.messages[i].ID == id {
				fn(&c.messages[i])
			}
		}
	})
}

// migrate moves a chat to its LID, keys of messages included.
func (w *whatsApp) migrate(jid, lid string) {
	w.change(jid, func(c *chat) {
		c.row.Phone, c.row.LID, c.row.Chat = jid, lid, lid
		for i := range c.messages {
			c.messages[i].Key = strings.Replace(c.messages[i].Key, jid, lid, 1)
		}
	})
}

func (w *whatsApp) open(jid string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.active = jid
}

func (w *whatsApp) set(fn func(*whatsApp)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fn(w)
}

func (w *whatsApp) askedOf(jid string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[jid]
}
