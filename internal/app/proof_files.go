package app

import (
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// filesBack are the attached files of a chat, compared with the list of its record's
// attachments.
type filesBack struct {
	// compared counts the files that were looked for, unseen those of which nothing can
	// be told, for problem or because the list does not reach to them.
	compared, unseen int
	problem          *contract.Problem
	differences      []fileBack
}

// fileBack is a file that does not stand at its record once.
type fileBack struct {
	file       journal.Attachment
	difference contract.FileDifference
}

// tell adds what was found to the result of a check.
func (f filesBack) tell(out *contract.ProofCheck) {
	out.Files, out.FilesUnseen, out.FilesProblem = f.compared, f.unseen, f.problem
	out.FileDifferences = []contract.FileDifference{}
	for _, d := range f.differences {
		out.FileDifferences = append(out.FileDifferences, d.difference)
	}
}

// readFilesBack compares the files of a chat that are attached with what Zoho lists at
// its record, 1 credit for each 200 attachments of the record, and nothing where no
// file was attached. That the sign-in may not see attachments leaves the rest of the
// check as it is.
func (a *App) readFilesBack(ctx context.Context, p proof) (filesBack, error) {
	var out filesBack
	var saved []journal.Attachment
	for _, f := range p.files {
		if f.State == journal.AttachSaved {
			saved = append(saved, f)
		}
	}
	if len(saved) == 0 {
		return out, nil
	}
	ctx = forPurpose(ctx, contract.PurposeBackup)
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return out, err
	}
	link := p.chat.Link
	there, whole, err := listFiles(ctx, crm, backup.Record{Module: link.Module, ID: link.RecordID})
	if err != nil {
		problem, err := a.filesUnlisted(ctx, crm, *link, err)
		return filesBack{unseen: len(saved), problem: problem}, err
	}
	known := make([]backup.KnownFile, len(saved))
	for i, f := range saved {
		known[i] = backup.KnownFile{ID: f.ZohoID, Markers: fileMarkers(conn.OrgID, p.account, p.chat, f.ID)}
	}
	for i, copies := range backup.CompareFiles(known, there) {
		f := saved[i]
		if copies == 0 && (!whole || !backup.SettledFile(f, a.now())) {
			// Zoho's lists may show moments later what was attached.
			out.unseen++
			continue
		}
		if out.compared++; copies == 1 {
			continue
		}
		again, err := a.attachesAgain(ctx, p, f, copies)
		if err != nil {
			return out, err
		}
		out.differences = append(out.differences, fileBack{f, contract.FileDifference{
			Date: f.Date, AttachmentID: f.ZohoID, Copies: copies, Again: again,
		}})
	}
	return out, a.zohoWorks(ctx)
}

// filesUnlisted says what keeps attachments from being listed; the error is about the
// connection, or the record.
func (a *App) filesUnlisted(ctx context.Context, crm *zoho.Client, link store.Link, refusal error) (*contract.Problem, error) {
	refusal = a.understood(ctx, refusal)
	if stopsAll(refusal) && !errors.Is(refusal, zoho.ErrScope) {
		return nil, errors.Join(refusal, a.noteTrouble(ctx, refusal))
	}
	if errors.Is(refusal, zoho.ErrParentGone) {
		there, err := recordThere(ctx, crm, link.Module, link.RecordID)
		if err != nil {
			return nil, a.zohoFailed(ctx, err)
		}
		if !there {
			return nil, &Failure{Code: contract.CodeNotFound, Problem: contract.ProblemRecordGone, Message: "verify files", Err: refusal}
		}
	}
	problem := problemOf(refusal)
	return &problem, nil
}

// attachesAgain says whether a file that stands at its record so often is attached
// again if somebody wishes that.
func (a *App) attachesAgain(ctx context.Context, p proof, f journal.Attachment, copies int) (bool, error) {
	if copies > 0 || !p.filesWanted || p.filesBarred || !p.chat.Link.Active() {
		return false, nil
	}
	return a.journal.HoldsFile(ctx, f)
}

// repairFiles orders files that are gone from their record to be attached again, and
// returns how many.
func (a *App) repairFiles(ctx context.Context, found filesBack) (ordered int, err error) {
	for _, f := range found.differences {
		if !f.difference.Again {
			continue
		}
		done, err := a.journal.AttachAgain(ctx, f.file)
		if err != nil {
			return ordered, err
		}
		if done {
			ordered++
		}
	}
	return ordered, nil
}
