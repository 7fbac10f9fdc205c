package app

import (
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// save brings the notes of an account's dirty days into Zoho.
func (a *App) save(ctx context.Context, account store.Account) error {
	days, chats, err := a.dirtyDays(ctx, account)
	if err != nil || len(days) == 0 {
		return err
	}
	plan := backup.Make(days, a.now())
	if err := a.settle(ctx, plan.Settled); err != nil {
		return err
	}
	var result backup.Result
	if !plan.Empty() {
		crm, _, err := a.crm(ctx)
		if err != nil {
			return err
		}
		runner := backup.Runner{Notes: crm.Notes, Ledger: a.journal, Now: a.now, StopsAll: stopsAll, Problem: problemOf}
		result = runner.Run(ctx, plan)
		if err := a.notesGone(ctx, crm, chats, result.Gone); err != nil {
			return errors.Join(result.Err, err)
		}
		if err := a.settleDone(ctx, days); err != nil {
			return errors.Join(result.Err, err)
		}
	}
	for _, chat := range chats {
		if err := a.tally(ctx, chat); err != nil {
			return errors.Join(result.Err, err)
		}
	}
	if result.Err == nil && len(result.Done) > 0 {
		return a.zohoWorks(ctx)
	}
	return result.Err
}

// dirtyDays returns the dirty days of the chats that are backed up now, with
// the notes as they should stand, and those chats by their keys. The part each
// message belongs to is stored before anything is sent.
func (a *App) dirtyDays(ctx context.Context, account store.Account) ([]backup.Day, map[string]store.Chat, error) {
	dirty, err := a.journal.Dirty(ctx, account.Key)
	if err != nil || len(dirty) == 0 {
		return nil, nil, err
	}
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found || conn.OrgID == "" {
		return nil, nil, err
	}
	tag, err := a.store.InstallTag(ctx)
	if err != nil {
		return nil, nil, err
	}
	var days []backup.Day
	var assigned []journal.Assignment
	chats := map[string]store.Chat{}
	notes := map[string][]journal.Note{}
	for _, d := range dirty {
		chat, known := chats[d.Key]
		if !known {
			if chat, _, err = a.store.Chat(ctx, d.Account, d.Key); err != nil {
				return nil, nil, err
			}
			if notes[d.Key], err = a.journal.Notes(ctx, d.Chat); err != nil {
				return nil, nil, err
			}
			chats[d.Key] = chat
		}
		if !chat.Link.Active() {
			continue
		}
		entries, err := a.journal.Messages(ctx, d)
		if err != nil {
			return nil, nil, err
		}
		day, assignment := a.render(d, chat, account, conn.OrgID, tag, entries, notes[d.Key])
		days = append(days, day)
		if len(assignment.Parts) > 0 {
			assigned = append(assigned, assignment)
		}
	}
	return days, chats, a.journal.SaveNotes(ctx, nil, assigned)
}

// render writes the notes of one day, and says which messages have got a part.
func (a *App) render(d journal.Day, chat store.Chat, account store.Account, org, tag string, entries []journal.Entry, notes []journal.Note) (backup.Day, journal.Assignment) {
	before := map[string]int{}
	withheld := map[string]bool{}
	messages := make([]whatsapp.Message, len(entries))
	for i, e := range entries {
		messages[i] = e.Message
		if e.Part > 0 {
			before[e.Message.DedupID()] = e.Part
		}
		withheld[e.Message.DedupID()] = e.Message.Kind == whatsapp.MessageWithheld
	}
	written := 0
	for _, n := range notes {
		if n.Date == d.Date && n.ID != "" {
			written = max(written, n.Part)
		}
	}
	day := backup.Day{Day: d, Record: backup.Record{Module: chat.Link.Module, ID: chat.Link.RecordID}, Notes: notes}
	assignment := journal.Assignment{Day: d, Parts: map[string]int{}}
	day.Parts = transcript.Render(transcript.Day{
		Date: d.Date, Zone: a.zone, Title: chat.Title, OwnName: account.Name, Messages: messages,
		Words: a.words, InstallTag: tag, Assigned: before, Parts: written,
	})
	for _, part := range day.Parts {
		marker := transcript.Marker(org, d.Account, d.Key, d.Date, part.Number)
		day.Titles = append(day.Titles, transcript.Title(d.Date, part.Number, marker))
		skipped := 0
		for _, id := range part.MessageIDs {
			if withheld[id] {
				skipped++
			}
			if before[id] != part.Number {
				assignment.Parts[id] = part.Number
			}
		}
		day.Skipped = append(day.Skipped, skipped)
	}
	return day, assignment
}

// settleDone takes the mark from the days of a run that stand in Zoho now.
func (a *App) settleDone(ctx context.Context, days []backup.Day) error {
	notes := map[journal.Chat][]journal.Note{}
	for i, d := range days {
		known, read := notes[d.Chat]
		if !read {
			var err error
			if known, err = a.journal.Notes(ctx, d.Chat); err != nil {
				return err
			}
			notes[d.Chat] = known
		}
		days[i].Notes = known
	}
	return a.settle(ctx, backup.Make(days, a.now()).Settled)
}

func (a *App) settle(ctx context.Context, days []journal.Day) error {
	for _, d := range days {
		if err := a.journal.Settle(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// notesGone finds out what became of notes Zoho no longer finds. When their
// record is gone, the chat's backup ends with a word; when only the note is, a
// person has deleted it, and it stays deleted.
func (a *App) notesGone(ctx context.Context, crm *zoho.Client, chats map[string]store.Chat, gone []backup.Gone) error {
	looked := map[string]bool{}
	for _, g := range gone {
		there, known := looked[g.Task.Note.RecordID]
		if !known {
			var err error
			if there, err = recordThere(ctx, crm, g.Task.Note.Module, g.Task.Note.RecordID); err != nil {
				return err
			}
			looked[g.Task.Note.RecordID] = there
		}
		switch {
		case !there:
			problem := contract.Problem{Code: contract.ProblemRecordGone}
			if _, err := a.updateChat(ctx, chats[g.Task.Note.Key], func(c *store.Chat) bool {
				if c.Link == nil || c.Link.RecordID != g.Task.Note.RecordID {
					return false
				}
				c.Link.Gone, c.Problem = true, &problem
				return true
			}); err != nil {
				return err
			}
		case !g.Parent:
			note := g.Task.Note
			note.State = journal.NoteGone
			if err := a.journal.SaveNotes(ctx, []journal.Note{note}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func recordThere(ctx context.Context, crm *zoho.Client, module contract.Module, id string) (bool, error) {
	var err error
	if module == contract.ModuleLeads {
		_, err = crm.Leads.Get(ctx, id)
	} else {
		_, err = crm.Contacts.Get(ctx, id)
	}
	if errors.Is(err, zoho.ErrNotFound) {
		return false, nil
	}
	return true, err
}

// tally counts what Zoho has confirmed of a chat and what waits, and keeps the
// reason why a note was refused.
func (a *App) tally(ctx context.Context, chat store.Chat) error {
	notes, err := a.journal.Notes(ctx, chatRef(chat))
	if err != nil {
		return err
	}
	var t store.Tally
	var refused *contract.Problem
	confirmed := map[string]int{}
	for _, n := range notes {
		t.Saved += n.Count - n.Skipped
		t.Skipped += n.Skipped
		confirmed[n.Date] += n.Count
		if n.State == journal.NoteRefused && n.Problem != nil {
			refused = n.Problem
		}
	}
	dirty, err := a.journal.Dirty(ctx, chat.Account)
	if err != nil {
		return err
	}
	for _, d := range dirty {
		if d.Key != chat.Key {
			continue
		}
		entries, err := a.journal.Messages(ctx, d)
		if err != nil {
			return err
		}
		visible := 0
		for _, e := range entries {
			if e.Message.Visible() {
				visible++
			}
		}
		// A day that is dirty because of an edit waits with one message.
		t.Waiting += max(1, visible-confirmed[d.Date])
	}
	_, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil || c.Link.Gone {
			return false
		}
		c.Tally, c.Problem = t, refused
		return true
	})
	return err
}
