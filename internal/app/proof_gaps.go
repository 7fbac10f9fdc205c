package app

import (
	"cmp"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

// gaps names everything of a chat that is not in Zoho as WhatsApp shows it, with
// its cause: what concerns the whole chat first, then day by day. proven says that the
// chat was proven complete, which one that has had no message since its backup began
// is without having been read. It is a pure function.
func (p proof) gaps(proven bool) []contract.ProofGap {
	gaps := []contract.ProofGap{}
	switch link := p.chat.Link; {
	case link.Gone:
		gaps = append(gaps, contract.ProofGap{Cause: contract.GapRecordGone})
	case link.Paused:
		gaps = append(gaps, contract.ProofGap{Cause: contract.GapExcluded})
	}
	if !p.read.AtRest() || p.read.Partial != nil || p.read.Cursor == nil && !proven {
		gaps = append(gaps, contract.ProofGap{Cause: contract.GapReading})
	}
	gaps = append(gaps, p.olderGaps()...)
	if n := len(p.read.Unread); n > 0 {
		gaps = append(gaps, contract.ProofGap{Cause: contract.GapNotUnderstood, Count: n})
	}
	for _, d := range p.days {
		gaps = append(gaps, dayGaps(d)...)
	}
	return append(gaps, p.fileGaps()...)
}

// olderGaps names what may lie before the messages that were asked for, and before
// those this browser holds.
func (p proof) olderGaps() []contract.ProofGap {
	var gaps []contract.ProofGap
	end := cmp.Or(p.chat.HistoryEnd, contract.HistoryUnknown)
	began := p.read.Began(end)
	if from := savedFrom(p.chat); from > 0 && !began {
		gaps = append(gaps, contract.ProofGap{Cause: contract.GapNotAsked, Before: from})
	}
	if cause := unheld(end); cause != "" {
		gap := contract.ProofGap{Cause: cause}
		if began {
			gap.Before = p.read.Oldest
		}
		gaps = append(gaps, gap)
	}
	return gaps
}

// fileGaps names the files that are not attached, by day and cause. While the user
// wants none to be attached, only those that were tried before are named.
func (p proof) fileGaps() []contract.ProofGap {
	var gaps []contract.ProofGap
	for _, f := range p.files {
		if f.State == journal.AttachSaved || !f.State.Settled() && !p.filesWanted {
			continue
		}
		gap := contract.ProofGap{Cause: f.Cause, Date: f.Date, Count: 1, Problem: f.Problem}
		if p.waits(f) {
			gap.Cause = contract.GapFileWaiting
			if p.filesBarred {
				gap.Problem = &contract.Problem{Code: contract.ProblemScope, Detail: attachScopes()}
			}
		}
		same := func(g contract.ProofGap) bool { return g.Date == gap.Date && g.Cause == gap.Cause }
		if at := slices.IndexFunc(gaps, same); at >= 0 {
			gaps[at].Count++
			gaps[at].Problem = cmp.Or(gaps[at].Problem, gap.Problem)
		} else {
			gaps = append(gaps, gap)
		}
	}
	return gaps
}

// waits says that nothing but time is known to keep a file from being attached: one
// that was too large waits as soon as its size is allowed.
func (p proof) waits(f journal.Attachment) bool {
	switch f.State {
	case journal.AttachLost:
		return false
	case journal.AttachLarge:
		return f.Size <= p.fileLimit
	}
	return f.Cause == "" || f.Cause == contract.GapFileRefused
}

// unheld says why it is not so, or not known, that this browser holds a chat from its
// first message on; empty when it does.
func unheld(end contract.HistoryEnd) contract.GapCause {
	switch end {
	case contract.HistoryOnPhone:
		return contract.GapOnPhone
	case contract.HistoryRunning, contract.HistoryNoAccess:
		return contract.GapNotLoaded
	case contract.HistoryAll:
		return ""
	}
	return contract.GapOlderUnknown
}

// dayGaps names what of a day is not in Zoho.
func dayGaps(d journal.HeldDay) []contract.ProofGap {
	var gaps []contract.ProofGap
	add := func(cause contract.GapCause, count int, problem *contract.Problem) {
		gaps = append(gaps, contract.ProofGap{Cause: cause, Date: d.Date, Count: count, Problem: problem})
	}
	inPart := map[int]int{}
	late, forgotten := 0, 0
	for _, m := range d.Messages {
		inPart[m.Part]++
		if m.Late {
			late++
		}
		if m.Part == 0 && !m.Words {
			forgotten++
		}
	}
	withheld, encrypted, settled := 0, 0, 0
	for _, n := range d.Notes {
		withheld, encrypted = withheld+n.Skipped, encrypted+n.Encrypted
		switch n.State {
		case journal.NoteRefused:
			add(contract.GapRefused, max(1, inPart[n.Part]-n.Count), n.Problem)
			settled += max(0, inPart[n.Part]-n.Count)
		case journal.NoteGone:
			add(contract.GapDeleted, inPart[n.Part], nil)
		}
	}
	if d.Recalled {
		forgotten = 0
	}
	if waiting := len(d.Messages) - d.Confirmed() - settled - forgotten; d.Dirty || d.Recalled {
		add(contract.GapWaiting, max(1, waiting), nil)
	}
	if withheld > 0 {
		add(contract.GapWithheld, withheld, nil)
	}
	if encrypted > 0 {
		add(contract.GapEncrypted, encrypted, nil)
	}
	if late > 0 && !d.Recalled {
		add(contract.GapChangedLater, late, nil)
	}
	if forgotten > 0 {
		add(contract.GapForgotten, forgotten, nil)
	}
	return gaps
}
