package app

import (
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// lookupLimit is the LIMIT of a suffix query: the most that costs one credit.
	lookupLimit = 200
	// shortSuffix and longSuffix are the last digits asked for. Four digits
	// catch most ways of writing a number; seven are asked when four brought
	// more rows than one query returns.
	shortSuffix, longSuffix = 4, 7
	// fullNameField is the name of a record as Zoho puts it together.
	fullNameField = "Full_Name"
)

// nameFields are read of every candidate, besides its id, owner and times.
var nameFields = []string{fullNameField}

// care says how recent a decision has to be.
type care int

const (
	// asKnown: what was found out before, and fresh where nothing was.
	asKnown care = iota
	// fresh: the directory as it was a minute ago, or Zoho itself where none is
	// complete.
	fresh
	// sure: what Zoho holds now. Before something is created.
	sure
)

// finding is a decision with where it comes from.
type finding struct {
	match.Decision
	conn store.Connection
	// indexed is true when the whole directory was asked.
	indexed bool
	// origin is how a link to a certain record comes about, empty for its number.
	origin contract.LinkOrigin
}

// decide finds the records of a chat whose number has been read, and decides. It
// stores nothing. Nothing is decided on what a query or a search returned: rows
// only bring candidates, whose stored numbers are compared here.
func (a *App) decide(ctx context.Context, chat store.Chat, how care) (finding, error) {
	found, err := a.decideBy(ctx, chat, how)
	if !errors.Is(err, zoho.ErrField) {
		return found, err
	}
	changed, learnErr := a.learnFields(ctx)
	if learnErr != nil || !changed {
		return found, errors.Join(err, learnErr)
	}
	// The directory is built anew from the other fields, which takes its time.
	own, err := a.ownNumbers(ctx, chat.Account)
	if err != nil {
		return finding{}, err
	}
	return a.decideOnDemand(ctx, chat, own, nil)
}

// decideBy decides by the fields that are known.
func (a *App) decideBy(ctx context.Context, chat store.Chat, how care) (finding, error) {
	own, err := a.ownNumbers(ctx, chat.Account)
	if err != nil {
		return finding{}, err
	}
	d, err := a.directoryOf(ctx)
	if err != nil {
		return finding{}, err
	}
	if d != nil && !d.status(a.now()).AsOf.IsZero() {
		within := refreshForChat
		if how == sure {
			within = 0
		}
		if err := a.refreshDirectory(ctx, d, within, refreshBudget, false); err != nil {
			return finding{}, err
		}
		answers, complete, err := a.find(ctx, d, *chat.Number)
		if err != nil {
			return finding{}, err
		}
		if complete && how != sure {
			return finding{Decision: match.Decide(*chat.Number, answers[0].Found, d.options(own)), conn: d.conn, indexed: true}, nil
		}
		if complete {
			return a.decideOnDemand(ctx, chat, own, answers[0].Found)
		}
	}
	return a.decideOnDemand(ctx, chat, own, nil)
}

// options are the circumstances of a decision from the directory.
func (d *people) options(own []phone.Number) match.Options {
	return match.Options{DefaultRegion: d.region, UserID: d.conn.UserID, Own: own}
}

// decideOnDemand asks Zoho for candidates: by the last digits as they are stored,
// which is consistent, and where that brings nobody by its search, which folds
// some ways of writing. known are records known already.
func (a *App) decideOnDemand(ctx context.Context, chat store.Chat, own []phone.Number, known []match.Found) (finding, error) {
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return finding{}, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return finding{}, err
	}
	region := regionOf(conn, settings)
	options := match.Options{DefaultRegion: region, UserID: conn.UserID, Own: own}
	rows, all, err := findRows(ctx, crm, conn.Modules, *chat.Number)
	if err != nil {
		return finding{}, err
	}
	options.Incomplete = !all
	found, err := a.readRows(ctx, conn, rows, region)
	if err != nil {
		return finding{}, err
	}
	if known, err = stillThere(ctx, crm, conn, missingIn(found, known)); err != nil {
		return finding{}, err
	}
	decision := match.Decide(*chat.Number, slices.Concat(found, known), options)
	if known == nil && !slices.ContainsFunc(decision.Candidates, strongCandidate) {
		// Records that merely end in the same digits say nothing about a record in
		// which those digits stand apart.
		if rows, err = searchRows(ctx, crm, conn.Modules, *chat.Number, rows); err != nil {
			return finding{}, err
		}
		if found, err = a.readRows(ctx, conn, rows, region); err != nil {
			return finding{}, err
		}
		decision = match.Decide(*chat.Number, found, options)
	}
	return finding{Decision: decision, conn: conn}, a.zohoWorks(ctx)
}

// missingIn returns those of known that found does not have.
func missingIn(found, known []match.Found) []match.Found {
	return slices.DeleteFunc(slices.Clone(known), func(k match.Found) bool {
		return slices.ContainsFunc(found, func(f match.Found) bool { return f.Module == k.Module && f.ID == k.ID })
	})
}

// stillThere returns those of the directory's records that Zoho has. A record that
// was deleted changes nothing that the directory could have taken; 1 credit for
// each module with a record.
func stillThere(ctx context.Context, crm *zoho.Client, conn store.Connection, known []match.Found) ([]match.Found, error) {
	var there []match.Found
	for _, m := range conn.Modules {
		mine := slices.DeleteFunc(slices.Clone(known), func(k match.Found) bool { return k.Module != m.Module })
		for part := range slices.Chunk(mine, zoho.MaxQueryIDs) {
			ids := make([]string, len(part))
			for i, k := range part {
				ids[i] = k.ID
			}
			q, err := zoho.IDsQuery(string(m.Module), phoneNames(m), nameFields, ids)
			if err != nil {
				return nil, err
			}
			page, err := queryPeople(ctx, crm, m, q)
			if err != nil {
				return nil, err
			}
			for _, k := range part {
				if slices.ContainsFunc(page.Items, func(r zoho.Row) bool { return r.ID == k.ID }) {
					there = append(there, k)
				}
			}
		}
	}
	return there, nil
}

// ownNumbers returns the numbers of a WhatsApp account. They are read once.
func (a *App) ownNumbers(ctx context.Context, key string) ([]phone.Number, error) {
	account, found, err := a.store.Account(ctx, key)
	if err != nil || !found || len(account.Numbers) > 0 {
		return account.Numbers, err
	}
	var texts []phone.Text
	for _, id := range account.IDs {
		jid, err := whatsapp.ParseJID(id)
		if err != nil {
			continue
		}
		if digits, ok := jid.PhoneDigits(); ok {
			if text, ok := phone.JIDText(digits); ok {
				texts = append(texts, text)
			}
		}
	}
	if len(texts) == 0 {
		return nil, nil
	}
	read, err := a.numbers.Read(ctx, texts)
	if err != nil {
		return nil, numbersFailed(err)
	}
	own := slices.Concat(read...)
	return own, a.store.SaveNumbers(ctx, key, own)
}
