package app

import (
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// readBack is a note that was read back.
type readBack struct {
	note journal.Note
	// difference is nil when it says word for word what was confirmed.
	difference *contract.ProofDifference
}

// verifyChat reads the notes of a chat back from Zoho, 1 credit for each 200 notes
// of its record, and the list of its attachments, if files were attached. It names
// every difference from what was confirmed, and changes nothing. A cycle that runs is
// waited for.
func (a *App) verifyChat(ctx context.Context, in contract.ChatRef) (contract.ChatProof, error) {
	release, err := a.busy.hold(ctx, cycleTurn)
	if err != nil {
		return contract.ChatProof{}, err
	}
	defer release()
	p, err := a.proofOf(ctx, in.Chat)
	if err != nil {
		return contract.ChatProof{}, err
	}
	found, unseen, err := a.readBack(ctx, p)
	if err != nil {
		return contract.ChatProof{}, err
	}
	files, err := a.readFilesBack(ctx, p)
	if err != nil {
		return contract.ChatProof{}, err
	}
	times, err := a.store.SyncTimes(ctx)
	if err != nil {
		return contract.ChatProof{}, err
	}
	out := p.tell(times)
	out.Check = &contract.ProofCheck{At: a.nowMS(), Notes: len(found), Unseen: unseen, Differences: []contract.ProofDifference{}}
	files.tell(out.Check)
	for _, f := range found {
		if f.difference == nil {
			out.Check.Good++
			continue
		}
		out.Check.Differences = append(out.Check.Differences, *f.difference)
	}
	return out, nil
}

// repairChat reads the notes of a chat back and orders what is missing to be
// written again: notes that are gone, also when a person has deleted them, and
// notes that miss lines; and files that are gone to be attached again. It then runs a
// cycle, which does that.
func (a *App) repairChat(ctx context.Context, in contract.RepairChat) (contract.RepairedChat, error) {
	out, err := a.orderRepair(ctx, in)
	if err != nil || out.Ordered+out.Files == 0 {
		return out, err
	}
	return out, a.syncNow(ctx)
}

func (a *App) orderRepair(ctx context.Context, in contract.RepairChat) (contract.RepairedChat, error) {
	var out contract.RepairedChat
	release, err := a.busy.hold(ctx, cycleTurn)
	if err != nil {
		return out, err
	}
	defer release()
	p, err := a.proofOf(ctx, in.Chat)
	if err != nil {
		return out, err
	}
	if !p.chat.Link.Active() {
		return out, fail(contract.CodeConflict, "", "the chat is not backed up")
	}
	found, _, err := a.readBack(ctx, p)
	if err != nil {
		return out, err
	}
	files, err := a.readFilesBack(ctx, p)
	if err != nil {
		return out, err
	}
	for _, f := range found {
		switch d := f.difference; {
		case d == nil:
			continue
		case d.Kind == contract.DifferenceMissing, in.Overwrite, d.Missing > 0 && d.Unexpected == 0:
		default:
			out.Left++
			continue
		}
		if err := a.journal.WriteAgain(ctx, f.note, f.difference.Kind == contract.DifferenceMissing, a.nowMS()); err != nil {
			return out, err
		}
		out.Ordered++
	}
	out.Files, err = a.repairFiles(ctx, files)
	return out, err
}

// readBack compares every note of a chat that Zoho has confirmed with what Zoho
// holds. unseen counts those that its list does not reach to.
func (a *App) readBack(ctx context.Context, p proof) (found []readBack, unseen int, err error) {
	ctx = forPurpose(ctx, contract.PurposeBackup)
	var notes []journal.Note
	for _, d := range p.days {
		for _, n := range d.Notes {
			if n.ID != "" && (n.Confirmed != "" || n.State == journal.NoteGone) {
				notes = append(notes, n)
			}
		}
	}
	if len(notes) == 0 {
		return nil, 0, nil
	}
	held, whole, err := a.listNotes(ctx, notes)
	if err != nil {
		return nil, 0, err
	}
	for _, n := range notes {
		there, listed := held[n.ID]
		switch {
		case listed:
			difference, err := a.compare(ctx, p, n, there)
			if err != nil {
				return nil, 0, err
			}
			found = append(found, readBack{n, difference})
		case whole:
			found = append(found, readBack{n, &contract.ProofDifference{
				Kind: contract.DifferenceMissing, Date: n.Date, Part: n.Part, Missing: n.Count, NoteID: n.ID,
			}})
		default:
			unseen++
		}
	}
	return found, unseen, nil
}

// listNotes returns the notes of the records that some notes stand on, by their
// ids, and whether these are all.
func (a *App) listNotes(ctx context.Context, notes []journal.Note) (held map[string]zoho.Note, whole bool, err error) {
	crm, _, err := a.crm(ctx)
	if err != nil {
		return nil, false, err
	}
	held, whole = map[string]zoho.Note{}, true
	var looked []backup.Record
	for _, n := range notes {
		record := backup.Record{Module: n.Module, ID: n.RecordID}
		if slices.Contains(looked, record) {
			continue
		}
		looked = append(looked, record)
		more := true
		for page := 1; more && page <= zoho.MaxNotePage; page++ {
			list, err := crm.Notes.ListRelatedTexts(ctx, string(record.Module), record.ID, page)
			if errors.Is(err, zoho.ErrParentGone) || errors.Is(err, zoho.ErrNotFound) {
				return nil, false, &Failure{Code: contract.CodeNotFound, Problem: contract.ProblemRecordGone, Message: "verify", Err: err}
			}
			if err != nil {
				return nil, false, a.zohoFailed(ctx, err)
			}
			for _, note := range list.Items {
				held[note.ID] = note
			}
			more = list.More
		}
		whole = whole && !more
	}
	return held, whole, a.zohoWorks(ctx)
}

// compare says how a note differs from what was confirmed, nil for not at all: by
// the digest of the whole, and where that differs line by line, if the words are
// still held here.
func (a *App) compare(ctx context.Context, p proof, n journal.Note, there zoho.Note) (*contract.ProofDifference, error) {
	text := plainText(there.Content)
	if backup.Digest(there.Title, there.Content) == n.Confirmed || backup.Digest(there.Title, text) == n.Confirmed {
		return nil, nil
	}
	difference := &contract.ProofDifference{Kind: contract.DifferenceUnknown, Date: n.Date, Part: n.Part, NoteID: n.ID}
	sheet, known, err := a.sheetOf(ctx, p, n)
	if err != nil {
		return nil, err
	}
	if n.Left {
		// It is not ours to write. What counts is that our messages stand in it.
		var missing []string
		if known {
			missing = unheldIn(sheet, n.Part, text)
		}
		if len(missing) == 0 {
			return nil, nil
		}
		difference.Kind, difference.Missing, difference.MissingAt = contract.DifferenceChanged, len(missing), firstTimes(missing)
		return difference, nil
	}
	if !known {
		return difference, nil
	}
	// Another browser may have seen other words of a message before its edit.
	sheet.tellEarlier(text)
	day, _, _ := sheet.render()
	i := slices.IndexFunc(day.Parts, func(part backup.Part) bool { return part.Number == n.Part })
	if i < 0 {
		return difference, nil
	}
	difference.Kind = contract.DifferenceChanged
	sheet.whole.Former = true
	former, _, _ := sheet.render()
	wanted := []string{day.Parts[i].Text}
	if i < len(former.Parts) {
		wanted = append(wanted, former.Parts[i].Text)
	}
	missing, unexpected := compareLines(wanted, text)
	difference.Missing, difference.MissingAt = len(missing), firstTimes(missing)
	difference.Unexpected, difference.UnexpectedAt = len(unexpected), firstTimes(unexpected)
	if difference.Missing == 0 && !sheet.compare(text).Edited {
		// Another browser has added what it knows.
		return nil, nil
	}
	return difference, nil
}

// sheetOf returns the day of a note as it is held here; false when the words of
// some of the note's messages are not.
func (a *App) sheetOf(ctx context.Context, p proof, n journal.Note) (sheet daySheet, known bool, err error) {
	frozen, err := a.journal.Frozen(ctx, n.Day())
	if err != nil || frozen[n.Part] {
		return sheet, false, err
	}
	entries, err := a.journal.Messages(ctx, n.Day())
	if err != nil {
		return sheet, false, err
	}
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return sheet, false, err
	}
	tag, err := a.store.InstallTag(ctx)
	if err != nil {
		return sheet, false, err
	}
	var notes []journal.Note
	for _, d := range p.days {
		notes = append(notes, d.Notes...)
	}
	if sheet, err = a.sheet(n.Day(), p.chat, p.account, conn.OrgID, tag, entries, notes, frozen); err != nil {
		return sheet, false, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return sheet, false, err
	}
	if err := a.withdraw(ctx, &sheet, settings); err != nil {
		return sheet, false, err
	}
	sheet.whole.Halvings, err = a.store.NoteHalvings(ctx, conn.OrgID)
	return sheet, err == nil, err
}
