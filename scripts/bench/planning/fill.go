package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	org = "4150868000000000001"
	// pattern is the chat that the others are copies of, by its JID.
	pattern = "19990000000@c.us"
	epoch   = "bench"
	// perDay is how many messages a day has.
	perDay = 10
)

func jidOf(i int) string { return fmt.Sprintf("1415%07d@c.us", 1_000_000+i) }

// fill puts down linked chats that were saved to their end, the last message of
// each three weeks ago.
func (w *world) fill(ctx context.Context, chats, messages int) error {
	settings, err := store.Open(ctx, w.local, w.session)
	if err != nil {
		return err
	}
	account, err := settings.ResolveAccount(ctx, org, "15550009999@c.us", []string{"15550009999@c.us", "999888777666555@lid"}, "Olive")
	if err != nil {
		return err
	}
	choice := store.DefaultSettings()
	choice.Linking, choice.Directory = contract.LinkAsk, contract.DirectoryNever
	conn := store.Connection{
		DataCentre: "us", ClientType: "self", ClientID: "1000.BENCH", APIDomain: "https://www.zohoapis.com", UserID: "1", UserName: "Olive",
		OrgID: org, OrgName: "Bench", Region: "US", State: contract.ZohoConnected,
		Modules: []store.PeopleModule{{Module: contract.ModuleContacts, Phones: []store.PhoneField{{Name: "Phone", Label: "Phone"}}}},
	}
	if err := settings.Connect(ctx, conn, store.Secrets{RefreshToken: "x"}, choice); err != nil {
		return err
	}
	last := w.now.Unix() - 21*24*3600
	snapshot := contract.PageSnapshot{
		V: contract.Version, Session: contract.SessionReady, Build: "2.3000.1", Epoch: epoch,
		Me: contract.Account{Phone: "15550009999@c.us", LID: "999888777666555@lid", Name: "Olive"},
		Variants: map[string]string{
			"version": "Debug.VERSION", "session": "Stream.Socket", "me": "getMaybeMePnUser", "chats": "WAWebChatCollection",
			"active": "getActive", "history": "msgFindBefore", "key": "toString", "lid": "getPhoneNumber", "reactions": "Reactions",
			"events": "all", "database": "ok", "channel": "early",
		},
	}
	for i := range chats {
		jid := jidOf(i)
		chat := store.Chat{
			Account: account.Key, Key: jid, IDs: []string{jid}, Title: fmt.Sprintf("Customer %d", i), Name: fmt.Sprintf("Customer %d", i),
			Number: &phone.Number{E164: "+" + strings.TrimSuffix(jid, "@c.us"), Display: "+1 415 100 0000"}, HistoryEnd: contract.HistoryUnknown,
			Link: &store.Link{
				Module: contract.ModuleContacts, RecordID: fmt.Sprintf("41508680000%08d", i), Name: fmt.Sprintf("Customer %d", i),
				Origin: contract.LinkedByMatch, LinkedAt: 1,
			},
		}
		if err := settings.SaveChat(ctx, chat); err != nil {
			return err
		}
		snapshot.Chats = append(snapshot.Chats, contract.ChatRow{Chat: jid, Title: chat.Title, Name: chat.Name, T: last, EndOfHistory: -1})
	}
	if w.page, err = json.Marshal(snapshot); err != nil {
		return err
	}
	return w.fillJournal(ctx, journal.Chat{Account: account.Key, Key: pattern}, chats, messages, last)
}

// fillJournal makes one chat as a backup leaves it, through the journal itself, and
// then copies it under the name of each of the others.
func (w *world) fillJournal(ctx context.Context, c journal.Chat, chats, messages int, last int64) error {
	scratch := journal.NewMemory()
	j, err := journal.Open(ctx, scratch)
	if err != nil {
		return err
	}
	days := map[string][]journal.Filed{}
	for i := range messages {
		t := last - int64(i/perDay)*24*3600 - int64(i%perDay)
		m := whatsapp.Message{
			ID: fmt.Sprintf("3EB0%08d", i), Key: fmt.Sprintf("false_%s_3EB0%08d", pattern, i), T: t,
			Kind: whatsapp.MessageText, Type: "chat", Text: "A line of a message as people write them",
		}
		date := transcript.DayOf(t, transcript.LocationZone(time.UTC))
		days[date] = append(days[date], journal.Filed{Date: date, Message: m})
	}
	read := journal.Read{
		Cursor: &journal.Mark{ID: "3EB000000000_in", T: last}, At: w.now.Unix() - 60, Epoch: epoch, Swept: w.now.Unix(),
	}
	for date, filed := range days {
		if _, err := j.Observe(ctx, c, journal.Batch{Messages: filed}, read); err != nil {
			return err
		}
		day := journal.Day{Chat: c, Date: date}
		note := journal.Note{
			Chat: c, Date: date, Part: 1, State: journal.NoteSaved, Module: contract.ModuleContacts, RecordID: "1", ID: "2", Confirmed: "3",
			Count: len(filed), LastT: filed[0].Message.T, Alone: true,
		}
		parts := map[string]int{}
		for _, f := range filed {
			parts[f.Message.DedupID()] = 1
		}
		if err := j.SaveNotes(ctx, []journal.Note{note}, []journal.Assignment{{Day: day, Parts: parts}}); err != nil {
			return err
		}
		if err := j.Settle(ctx, day); err != nil {
			return err
		}
		if done, err := j.DropWords(ctx, day); err != nil || !done {
			return fmt.Errorf("the words of a day were not dropped: %w", err)
		}
	}
	if _, err := journal.Open(ctx, w.database); err != nil {
		return err
	}
	return w.copy(ctx, scratch, chats)
}

// copy copies the chat in scratch under the name of each of some chats.
func (w *world) copy(ctx context.Context, scratch *journal.Memory, chats int) error {
	type value struct{ store, key, text string }
	var values []value
	if err := scratch.View(ctx, func(tx journal.Tx) error {
		for _, name := range journal.Stores() {
			if err := tx.Range(name, "", func(key string, raw []byte) error {
				if strings.Contains(key, pattern) {
					values = append(values, value{name, key, string(raw)})
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for i := range chats {
		jid := jidOf(i)
		if err := w.database.Update(ctx, func(tx journal.Tx) error {
			for _, v := range values {
				if err := tx.Put(v.store, strings.Replace(v.key, pattern, jid, 1), []byte(strings.ReplaceAll(v.text, pattern, jid))); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
