//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
)

const (
	chatJID = "14151000000@c.us"
	meJID   = "15550009999@c.us"
	meLID   = "999888777666555@lid"
	// perDay is how many messages a day has.
	perDay = 100
)

// page is a page of WhatsApp Web with one chat, whose messages are made when they
// are asked for. The time for that is metered, the heap looked at before.
type page struct {
	count int
	// last is when the last message was written, Unix seconds.
	last      int64
	meter     *meter
	questions int
}

var _ app.Pages = (*page)(nil)

// List implements [app.Pages].
func (p *page) List(context.Context) ([]app.Tab, error) {
	return []app.Tab{{ID: 1, LastUsedAt: 1}}, nil
}

// KeepAwake implements [app.Pages].
func (p *page) KeepAwake(context.Context, bool) error { return nil }

// Ask implements [app.Pages].
func (p *page) Ask(_ context.Context, _ int, q contract.PageQuestion) (json.RawMessage, error) {
	p.meter.look()
	defer p.meter.page.begin()()
	switch q.Op {
	case contract.OpPageRead:
		return json.Marshal(p.snapshot())
	case contract.OpMessagesRead:
		p.questions++
		return p.messages(*q.Messages)
	case contract.OpWitnessRead:
		return json.Marshal(p.witness(*q.Witness))
	}
	return nil, fmt.Errorf("the page was asked for %s", q.Op)
}

func (p *page) snapshot() contract.PageSnapshot {
	return contract.PageSnapshot{
		V: contract.Version, Session: contract.SessionReady, Build: "2.3000.1", Epoch: "bench",
		Me:    contract.Account{Phone: meJID, LID: meLID, Name: "Olive"},
		Chats: []contract.ChatRow{{Chat: chatJID, Title: "Customer", Name: "Customer", T: p.last, EndOfHistory: 1}},
		Variants: map[string]string{
			"version": "Debug.VERSION", "session": "Stream.Socket", "me": "getMaybeMePnUser", "chats": "WAWebChatCollection",
			"active": "getActive", "history": "msgFindBefore", "key": "toString", "lid": "getPhoneNumber", "reactions": "Reactions",
			"events": "all", "database": "ok", "channel": "early",
		},
	}
}

// messages answers as the bridge does: the newest messages or those before a key,
// the oldest of them first, and an empty page with start set at the end.
func (p *page) messages(q contract.MessagesQuestion) (json.RawMessage, error) {
	end := p.count
	if q.Before != "" {
		id := q.Before[strings.LastIndex(q.Before, "_")+1:]
		n, err := strconv.ParseUint(strings.TrimPrefix(id, "3EB0"), 16, 32)
		if err != nil {
			return nil, app.PageAnchorGone
		}
		end = int(n)
	}
	out := contract.MessagePage{
		V: contract.Version, Chat: q.Chat, Me: contract.Account{Phone: meJID, LID: meLID, Name: "Olive"},
		Source: contract.SourceStore, Variant: "msgFindBefore", Messages: []contract.MessageRecord{},
	}
	for i := max(0, end-q.Count); i < end; i++ {
		out.Messages = append(out.Messages, p.message(i))
	}
	out.Start = len(out.Messages) == 0
	return json.Marshal(out)
}

// message is the i-th message of the chat, from 0.
func (p *page) message(i int) contract.MessageRecord {
	back := int64(p.count - 1 - i)
	m := contract.MessageRecord{
		ID: fmt.Sprintf("3EB0%08X", i), FromMe: i%3 == 0, T: p.last - back/perDay*24*3600 - back%perDay*2*60, Sender: chatJID, Type: "chat",
		Text: fmt.Sprintf("Message %d of a long conversation: what we agreed about the delivery stands.", i),
	}
	if m.FromMe {
		m.Sender = meJID
	}
	m.Key = fmt.Sprintf("%v_%s_%s", m.FromMe, chatJID, m.ID)
	return m
}

// witness says the same as the page.
func (p *page) witness(q contract.WitnessQuestion) contract.Witness {
	said := contract.Witness{
		V:        contract.Version,
		Database: contract.DatabaseWitness{State: contract.DatabaseOK, Newest: []contract.WitnessRow{}, Found: []contract.WitnessRow{}},
		Screen:   contract.ScreenWitness{Layout: contract.ScreenNone, Rows: []contract.ScreenRow{}},
	}
	for i := p.count - 1; i >= 0 && len(said.Database.Newest) < q.Count; i-- {
		m := p.message(i)
		said.Database.Newest = append(said.Database.Newest, contract.WitnessRow{Key: m.Key, ID: m.ID, FromMe: m.FromMe, T: m.T, Type: m.Type})
	}
	return said
}

// clock moves only when somebody sleeps or is told to wait.
type clock struct{ now time.Time }

// Now implements [app.Clock].
func (c *clock) Now() time.Time { return c.now }

// Sleep implements [app.Clock].
func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}
