package app

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// maxCounted is of how many chats the messages are counted for one estimate, and
	// countBudget how long that may take; the others are taken to be like them.
	maxCounted  = 60
	countBudget = 15 * time.Second
	// unitsPerLine is about how long a message is in a note, in UTF-16 units with its
	// time and its author. WhatsApp's database tells no lengths.
	unitsPerLine  = 65
	secondsPerDay = 24 * 60 * 60
)

// estimateChat says what reading the older messages of one chat would come to. It
// asks Zoho nothing, and WhatsApp's page for numbers only.
func (a *App) estimateChat(ctx context.Context, in contract.ReadHistory) (contract.HistoryEstimate, error) {
	if err := a.checkFrom(in.From); err != nil {
		return contract.HistoryEstimate{}, err
	}
	p, err := a.readPage(ctx)
	if err != nil {
		return contract.HistoryEstimate{}, err
	}
	chat, err := a.backedUpChat(ctx, p, in.Chat)
	if err != nil {
		return contract.HistoryEstimate{}, err
	}
	return a.estimate(ctx, p, []store.Chat{chat}, in.From)
}

// estimateHistory says the same of all chats.
func (a *App) estimateHistory(ctx context.Context, in contract.AllHistory) (contract.HistoryEstimate, error) {
	if err := a.checkFrom(in.From); err != nil {
		return contract.HistoryEstimate{}, err
	}
	chats, err := a.backedUp(ctx)
	if err != nil {
		return contract.HistoryEstimate{}, err
	}
	p, err := a.readPage(ctx)
	if err != nil {
		return contract.HistoryEstimate{}, err
	}
	return a.estimate(ctx, p, chats, in.From)
}

// backedUpChat returns the chat of a JID, also when no page lists it.
func (a *App) backedUpChat(ctx context.Context, p page, jid string) (store.Chat, error) {
	if p.ready() {
		if chat, err := a.chatCalled(ctx, p, jid); err != nil || chat.Link.Active() {
			return chat, err
		}
	}
	chats, err := a.backedUp(ctx)
	if err != nil {
		return store.Chat{}, err
	}
	i := slices.IndexFunc(chats, func(c store.Chat) bool { return slices.Contains(c.IDs, jid) })
	if i < 0 {
		return store.Chat{}, fail(contract.CodeConflict, "", "the chat is not backed up")
	}
	return chats[i], nil
}

// past is the older part of one chat, as far as it is known.
type past struct {
	chat  store.Chat
	read  journal.Read
	notes []journal.Note
	load  load
	// counted says that load was counted, supposed that it was not and is what the
	// days that are saved suggest.
	counted, supposed bool
}

func (a *App) estimate(ctx context.Context, p page, chats []store.Chat, from int64) (contract.HistoryEstimate, error) {
	var out contract.HistoryEstimate
	pasts, err := a.pastsOf(ctx, chats, from)
	if err != nil || len(pasts) == 0 {
		return out, err
	}
	if err := a.countPasts(ctx, p, pasts, from); err != nil {
		return out, err
	}
	supposePasts(pasts, from, a.now().Unix())
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return out, err
	}
	out.Chats = len(pasts)
	var loads []load
	var messages, notes float64
	for _, past := range pasts {
		if !past.counted && !past.supposed {
			continue
		}
		out.Measured++
		if past.counted {
			out.Counted++
		}
		loads = append(loads, past.load)
		messages += past.load.messages
		notes += past.load.notes + float64(past.load.grown)
	}
	out.Messages, out.Notes = whole(messages), whole(notes)
	out.Credits = creditsOf(loads, settings.RespectEdits)
	return out, nil
}

// pastsOf returns what is known of the chats that would be read further back.
func (a *App) pastsOf(ctx context.Context, chats []store.Chat, from int64) ([]*past, error) {
	var out []*past
	for _, chat := range chats {
		if !goesFurther(chat, from) {
			continue
		}
		read, err := a.journal.Read(ctx, chatRef(chat))
		if err != nil {
			return nil, err
		}
		notes, err := a.journal.Notes(ctx, chatRef(chat))
		if err != nil {
			return nil, err
		}
		notes = slices.DeleteFunc(notes, func(n journal.Note) bool { return n.ID == "" })
		found := &past{chat: chat, read: read, notes: notes, load: load{standing: float64(len(notes))}}
		if read.Older == nil || read.Older.Before == "" {
			for _, n := range notes {
				found.load.known += float64(n.Count)
			}
		}
		out = append(out, found)
	}
	return out, nil
}

// countPasts counts the messages of chats in the order of WhatsApp's list, the
// latest first, as far as the page can be asked and there is time.
func (a *App) countPasts(ctx context.Context, p page, pasts []*past, from int64) error {
	if !p.ready() {
		return nil
	}
	byKey := map[string]*past{}
	for _, past := range pasts {
		byKey[syncKey(past.chat)] = past
	}
	perNote, err := a.messagesPerNote(ctx)
	if err != nil {
		return err
	}
	if p, err = a.withBook(ctx, p); err != nil {
		return err
	}
	start, asked := a.now(), 0
	for _, row := range p.snapshot.Chats {
		chat, identity, err := a.knownChat(ctx, p, row)
		if err != nil {
			return err
		}
		past := byKey[syncKey(chat)]
		if past == nil || !whatsapp.PolicyOf(identity, row).BackUp {
			continue
		}
		if asked++; asked > maxCounted || a.now().Sub(start) > countBudget {
			return nil
		}
		question := contract.HistoryQuestion{Chat: row.Chat, From: from, Until: past.heldFrom(), PerNote: perNote}
		count, err := a.askCount(ctx, p, question)
		if tabLost(err) {
			return nil
		}
		if err != nil {
			return err
		}
		past.take(count, from, a.zone)
	}
	return nil
}

// askCount asks for the number of a chat's messages. An answer about this chat that
// is of no use is that of a database which cannot be read now.
func (a *App) askCount(ctx context.Context, p page, question contract.HistoryQuestion) (contract.HistoryCount, error) {
	raw, err := a.pages.Ask(ctx, p.tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpHistoryCount, History: &question})
	unknown := contract.HistoryCount{V: contract.Version, State: contract.DatabaseBusy}
	var refused PageError
	switch {
	case ctx.Err() != nil:
		return unknown, ctx.Err()
	case tabLost(err):
		return unknown, err
	case errors.As(err, &refused):
		return unknown, nil
	case err != nil:
		return unknown, err
	}
	count, err := whatsapp.DecodeHistoryCount(raw, question, a.now().Unix())
	if err != nil {
		return unknown, nil
	}
	return count, nil
}

// messagesPerNote is about how many messages of a day one note takes.
func (a *App) messagesPerNote(ctx context.Context) (int, error) {
	org, err := a.org(ctx)
	if err != nil {
		return 0, err
	}
	halvings, err := a.store.NoteHalvings(ctx, org)
	return max(1, min(transcript.MaxUnits/unitsPerLine>>max(halvings, 0), transcript.MaxMessages)), err
}

// heldFrom is from when on the chat's messages are in the journal or on their way
// there, Unix seconds; 0 for none of them. What lies between the beginning of the
// backup and the oldest message that was read was not there then.
func (p *past) heldFrom() int64 {
	if p.read.Cursor == nil || p.read.Gap != nil {
		return savedFrom(p.chat)
	}
	return max(savedFrom(p.chat), p.read.Oldest)
}

// take takes what was counted.
func (p *past) take(count contract.HistoryCount, from int64, zone transcript.Zone) {
	if count.State != contract.DatabaseOK || count.Messages == 0 && count.Rest > 0 {
		return
	}
	p.counted = true
	p.load.messages, p.load.notes = float64(count.Messages), float64(count.Notes)
	if count.Days > 0 {
		// The newest of the days may have its note already, which is written anew.
		date := transcript.DayOf(count.Newest, zone)
		if slices.ContainsFunc(p.notes, func(n journal.Note) bool { return n.Date == date && n.State == journal.NoteSaved && !n.Left }) {
			p.load.grown, p.load.notes = 1, p.load.notes-1
		}
	}
	if count.Rest > 0 {
		rest := float64(count.Rest)
		if from > 0 {
			rest = min(rest, p.load.messages*float64(count.Oldest-from)/float64(count.Newest-count.Oldest+1))
		}
		p.load.notes += p.load.notes * rest / p.load.messages
		p.load.messages += rest
	}
}

// supposePasts gives the chats that were not counted what those that were have on
// average. Without any, each is taken to have been as lively before as in the days
// of it that are saved; of how many years, nobody can tell.
func supposePasts(pasts []*past, from, now int64) {
	var counted, messages, notes float64
	for _, p := range pasts {
		if p.counted {
			counted++
			messages += p.load.messages
			notes += p.load.notes
		}
	}
	for _, p := range pasts {
		switch {
		case p.counted:
		case counted > 0:
			p.supposed, p.load.messages, p.load.notes = true, messages/counted, notes/counted
		case from > 0 && len(p.notes) > 0:
			begin := savedFrom(p.chat)
			known := max(1, float64(now-begin)/secondsPerDay)
			times := float64(begin-from) / secondsPerDay / known
			p.supposed = true
			for _, n := range p.notes {
				p.load.messages += float64(n.Count) * times
			}
			p.load.notes = float64(len(p.notes)) * times
		}
	}
}

// whole rounds up, within what a face can count. What is over by no more than the
// sums of parts are wrong by does not count.
func whole(n float64) int { return int(math.Ceil(max(0, min(n, 1e9)-1e-6))) }
