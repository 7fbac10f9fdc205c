package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// maxRounds bounds how often the notes of one cycle are planned. They are planned
// anew when notes of others were found, or when Zoho takes less text than was known.
const maxRounds = 8

// save brings the notes of an account's dirty days into Zoho. They are planned once
// in every cycle, however long the accounts before it took, so that each comes on;
// anew only until the time of the turn is up.
func (a *App) save(ctx context.Context, account store.Account, t *turn) error {
	ctx = forPurpose(ctx, contract.PurposeBackup)
	var until time.Time
	for range maxRounds {
		if again, err := a.saveOnce(ctx, account, t, until); err != nil || !again {
			return err
		}
		if until = t.until; !a.now().Before(until) {
			break
		}
	}
	t.late = true
	return nil
}

// saveOnce makes a plan and carries it out, until a time if that is not zero, and says
// whether there is another to be made.
func (a *App) saveOnce(ctx context.Context, account store.Account, t *turn, until time.Time) (again bool, err error) {
	days, chats, err := a.dirtyDays(ctx, account, t)
	if err != nil || len(days) == 0 {
		return false, err
	}
	plan := backup.Make(days, a.now())
	if err := a.settle(ctx, plan.Settled); err != nil {
		return false, err
	}
	var result backup.Result
	if !plan.Empty() {
		crm, conn, err := a.crm(ctx)
		if err != nil {
			return false, err
		}
		runner, err := a.runner(ctx, crm, conn, account.Key)
		if err != nil {
			return false, err
		}
		runner.Until = until
		result = runner.Run(ctx, plan)
		t.late = t.late || result.TimeUp
		t.wrote = t.wrote || len(result.Done) > 0
		if err := a.notesGone(ctx, crm, runner, chats, result.Gone); err != nil {
			return false, errors.Join(result.Err, err)
		}
		shorter, err := a.shorten(ctx, conn.OrgID, runner, result.TooLong)
		if err != nil {
			return false, errors.Join(result.Err, err)
		}
		// A plan that was overtaken says nothing of what its days lack, also when the
		// run ended early: messages may have left a note that is left as it is now.
		overtaken := shorter || result.Again
		again = overtaken && result.Err == nil
		if !overtaken {
			if err := a.settleDone(ctx, days, result.Gone); err != nil {
				return false, errors.Join(result.Err, err)
			}
		}
	}
	if result.Err == nil && len(result.Done) > 0 {
		return again, a.zohoWorks(ctx)
	}
	return again, result.Err
}

// runner returns what carries a plan for an account out in an organisation.
func (a *App) runner(ctx context.Context, crm *zoho.Client, conn store.Connection, account string) (backup.Runner, error) {
	org := conn.OrgID
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return backup.Runner{}, err
	}
	words, err := a.words()
	if err != nil {
		return backup.Runner{}, err
	}
	condition, err := a.store.NoteCondition(ctx, org)
	if err != nil {
		return backup.Runner{}, err
	}
	met, err := a.store.NoteCompany(ctx, org, account)
	if err != nil {
		return backup.Runner{}, err
	}
	tag, err := a.store.InstallTag(ctx)
	return backup.Runner{
		Notes: understandingNotes{crm.Notes, a}, Newest: a.newest(crm), Ledger: a.journal, Now: a.now, StopsAll: stopsAll, Problem: problemOf,
		Surplus: func(title string) (newTitle, text string) { return transcript.Surplus(words, title) },
		Tag:     tag, User: conn.UserID, RespectEdits: settings.RespectEdits, Condition: backup.Condition(condition),
		Met: met,
		Meet: func(ctx context.Context, at time.Time) error {
			return a.store.SaveNoteCompany(ctx, org, account, at)
		},
		Learn: func(ctx context.Context, c backup.Condition) error {
			return a.store.SaveNoteCondition(ctx, org, store.NoteCondition(c))
		},
	}, err
}

// shorten halves the length of notes for an organisation that has refused one as
// too long, and says whether there is anything new to try. What cannot be made
// shorter is refused for good.
func (a *App) shorten(ctx context.Context, org string, runner backup.Runner, tooLong []backup.Task) (bool, error) {
	if len(tooLong) == 0 {
		return false, nil
	}
	before, err := a.store.NoteHalvings(ctx, org)
	if err != nil {
		return false, err
	}
	halvings, tried := before, false
	for _, t := range tooLong {
		for halvings < transcript.MaxHalvings && !transcript.TooLongFor(t.Text, halvings) {
			halvings++
		}
		if transcript.TooLongFor(t.Text, halvings) {
			tried = true
			continue
		}
		if err := runner.Refuse(ctx, t, zoho.ErrTooLong); err != nil {
			return false, err
		}
	}
	if halvings == before {
		return tried, nil
	}
	return tried, a.store.SaveNoteHalvings(ctx, org, halvings)
}

// dirtyDays returns the dirty days of the chats that are backed up now, with
// the notes as they should stand, and those chats by their keys. The part each
// message belongs to is stored before anything is sent.
func (a *App) dirtyDays(ctx context.Context, account store.Account, t *turn) ([]backup.Day, map[string]store.Chat, error) {
	dirty, err := a.journal.Dirty(ctx, account.Key)
	if err != nil || len(dirty) == 0 {
		return nil, nil, err
	}
	if dirty, err = a.dueDays(ctx, t, dirty); err != nil || len(dirty) == 0 {
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
	halvings, err := a.store.NoteHalvings(ctx, conn.OrgID)
	if err != nil {
		return nil, nil, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return nil, nil, err
	}
	var days []backup.Day
	var assigned []journal.Assignment
	var claims []journal.Note
	chats := map[string]store.Chat{}
	notes := map[string][]journal.Note{}
	for _, d := range dirty {
		chat, known := chats[d.Key]
		if !known {
			var stored bool
			if chat, stored, err = a.store.Chat(ctx, d.Account, d.Key); err != nil {
				return nil, nil, err
			}
			if !stored {
				// The settings were lost and the journal was not: without its link
				// nothing can be written, and the mark stays for when there is one.
				continue
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
		frozen, err := a.journal.Frozen(ctx, d)
		if err != nil {
			return nil, nil, err
		}
		sheet, err := a.sheet(d, chat, account, conn.OrgID, tag, entries, notes[d.Key], frozen)
		if err != nil {
			return nil, nil, err
		}
		sheet.whole.Halvings = halvings
		if err := a.withdraw(ctx, &sheet, settings); err != nil {
			return nil, nil, err
		}
		day, assignment, claimed := sheet.render()
		days = append(days, day)
		claims = append(claims, claimed...)
		if len(assignment.Parts) > 0 {
			assigned = append(assigned, assignment)
		}
	}
	return days, chats, a.journal.SaveNotes(ctx, claims, assigned)
}

// settleDone takes the mark from the days of a run that stand in Zoho now. A day
// that lost a note may hold messages which belong to another part from now on,
// so it is written anew by the next cycle.
func (a *App) settleDone(ctx context.Context, days []backup.Day, gone []backup.Gone) error {
	days = slices.DeleteFunc(days, func(d backup.Day) bool {
		return slices.ContainsFunc(gone, func(g backup.Gone) bool { return g.Task.Note.Day() == d.Day })
	})
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

// notesGone finds out what became of notes Zoho may no longer have. When their
// record is gone, the chat goes on with what became of it, or its backup ends with a
// word; when only the note is, a person has deleted it, and it stays deleted.
// Whatever is still there was refused for another reason.
func (a *App) notesGone(ctx context.Context, crm *zoho.Client, runner backup.Runner, chats map[string]store.Chat, gone []backup.Gone) error {
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
		if there {
			if err := a.noteGone(ctx, crm, runner, g); err != nil {
				return err
			}
			continue
		}
		if err := a.followRecord(ctx, crm, chats[g.Task.Note.Key], g.Task.Note.RecordID); err != nil {
			return err
		}
		if err := a.buryNote(ctx, g.Task.Note); err != nil {
			return err
		}
		if err := a.lookAtRecords(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lookAtRecords lets the next refresh of the directory look at the records of chats:
// where one is gone, others may be.
func (a *App) lookAtRecords(ctx context.Context) error {
	d, err := a.directoryOf(ctx)
	if err != nil || d == nil {
		return err
	}
	return d.LookAgain(ctx)
}

// noteGone settles a note whose record is there.
func (a *App) noteGone(ctx context.Context, crm *zoho.Client, runner backup.Runner, g backup.Gone) error {
	if g.Task.Note.ID == "" {
		return runner.Refuse(ctx, g.Task, g.Err)
	}
	_, err := crm.Notes.Get(ctx, g.Task.Note.ID)
	switch {
	case errors.Is(err, zoho.ErrNotFound):
		return a.buryNote(ctx, g.Task.Note)
	case err != nil && stopsAll(err):
		return err
	}
	return runner.Refuse(ctx, g.Task, g.Err)
}

// buryNote stores that a note which was in Zoho is no longer there.
func (a *App) buryNote(ctx context.Context, note journal.Note) error {
	if note.ID == "" {
		return nil
	}
	note.State = journal.NoteGone
	return a.journal.SaveNotes(ctx, []journal.Note{note}, nil)
}

func recordThere(ctx context.Context, crm *zoho.Client, module contract.Module, id string) (bool, error) {
	var row zoho.Row
	var err error
	if module == contract.ModuleLeads {
		row, err = crm.Leads.Get(ctx, id)
	} else {
		row, err = crm.Contacts.Get(ctx, id)
	}
	if errors.Is(err, zoho.ErrNotFound) {
		return false, nil
	}
	return row.ConvertedTo == "", err
}
