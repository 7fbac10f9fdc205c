package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// maxDailyCredits is more than any organisation has.
const maxDailyCredits = 10_000_000

// maxAttachMB is the largest choice for attachments, in megabytes: what Zoho takes by
// every page of its documentation, and what a worker can hold in memory.
const maxAttachMB = 15

// writeEvery are the minutes that can be chosen between two writes of notes.
func writeEvery() []int { return []int{store.DefaultWriteEvery, stretchedMinutes, 60} }

// saveSettings stores the user's choices.
func (a *App) saveSettings(ctx context.Context, in contract.Settings) error {
	in, err := checkedSettings(in)
	if err != nil {
		return err
	}
	before, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	if err := a.store.SaveSettings(ctx, in); err != nil {
		return err
	}
	if in.AttachMedia != before.AttachMedia {
		if err := a.checkAttaching(ctx); err != nil && !errors.Is(err, errNotConnected) {
			return err
		}
	}
	if in.Directory == contract.DirectoryNever {
		if err := a.forgetDirectory(ctx); err != nil {
			return err
		}
	}
	if err := a.tryDealsAgain(ctx); err != nil {
		return err
	}
	return a.pages.KeepAwake(ctx, in.KeepAwake)
}

// checkedSettings refuses what cannot be chosen, and fills in what a face of an
// earlier version does not know of.
func checkedSettings(in contract.Settings) (contract.Settings, error) {
	in.Linking = linkingOr(in.Linking)
	in.DeletedText = cmp.Or(in.DeletedText, contract.DeletedKeep)
	in.WriteEveryMinutes = cmp.Or(in.WriteEveryMinutes, store.DefaultWriteEvery)
	in.Deals = cmp.Or(in.Deals, contract.DealsOff)
	in.AttachMostMB = cmp.Or(in.AttachMostMB, store.DefaultAttachMostMB)
	if in.Directory != contract.DirectoryNever {
		in.Directory = contract.DirectoryAuto
	}
	switch {
	case in.Region != "" && region(in.Region) == "":
		return in, fail(contract.CodeInvalid, "", "not a country code")
	case in.FirstBackupDays < 1 || in.FirstBackupDays > 30:
		return in, fail(contract.CodeInvalid, "", "days of the first backup must be 1 to 30")
	case in.DailyCredits < 0 || in.DailyCredits > maxDailyCredits:
		return in, fail(contract.CodeInvalid, "", "the daily budget must be 0 to %d credits", maxDailyCredits)
	case in.DeletedText != contract.DeletedKeep && in.DeletedText != contract.DeletedDrop:
		return in, fail(contract.CodeInvalid, "", "unknown way with deleted messages")
	case !slices.Contains([]contract.DealsMode{contract.DealsOff, contract.DealsOpen, contract.DealsLatest}, in.Deals):
		return in, fail(contract.CodeInvalid, "", "unknown choice of deals")
	case min(in.QuietFrom, in.QuietTo) < 0 || max(in.QuietFrom, in.QuietTo) >= minutesOfDay:
		return in, fail(contract.CodeInvalid, "", "quiet hours must lie within a day of %d minutes", minutesOfDay)
	case in.AttachMostMB < 1 || in.AttachMostMB > maxAttachMB:
		return in, fail(contract.CodeInvalid, "", "attachments may have 1 to %d megabytes", maxAttachMB)
	case !slices.Contains(writeEvery(), in.WriteEveryMinutes):
		return in, fail(contract.CodeInvalid, "", "notes are written every 3, 15 or 60 minutes")
	}
	in.Region = region(in.Region)
	return in, nil
}
