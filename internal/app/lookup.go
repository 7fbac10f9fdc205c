package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// lookupLife is how long Zoho's answer about a number without a certain
	// match is remembered.
	lookupLife = 24 * time.Hour
	// failedLookupLife is how long Zoho's refusal to answer about one number is
	// remembered.
	failedLookupLife = time.Hour
	// lookupLimit is the LIMIT of a suffix query: the most that costs one credit.
	lookupLimit = 200
	// shortSuffix and longSuffix are the last digits asked for. Four digits
	// catch most ways of writing a number; seven are asked when four brought
	// more rows than one query returns.
	shortSuffix, longSuffix = 4, 7
)

// nameFields are read of every candidate, besides its id, owner and times.
var nameFields = []string{"Full_Name"}

// lookupDue says whether Zoho has to be asked about a chat.
func (a *App) lookupDue(chat store.Chat) bool {
	if chat.Lookup == nil {
		return true
	}
	life := lookupLife
	if chat.Lookup.Failed {
		life = failedLookupLife
	}
	return a.now().Sub(time.UnixMilli(chat.Lookup.At)) > life
}

// lookup asks Zoho who a chat's number is, decides, and leaves the card. It
// costs at most six credits. Nothing is decided on what Zoho's search returned:
// rows only bring candidates, whose stored numbers are compared here.
func (a *App) lookup(ctx context.Context, chat store.Chat, identity whatsapp.Identity) error {
	ctx = forPurpose(ctx, contract.PurposeLookup)
	release, freed := a.busy.try("lookup " + syncKey(chat))
	if release == nil {
		// Two chats can be one person. The answer is stored with the person, and
		// each of the chats has a card of its own.
		select {
		case <-freed:
			return a.saveCard(ctx, chat, contract.ChatNotInZoho)
		case <-ctx.Done():
			return fmt.Errorf("app: look up: %w", ctx.Err())
		}
	}
	defer release()
	chat, err := a.readNumber(ctx, chat, identity)
	if err != nil {
		return a.lookupFailed(ctx, chat, err)
	}
	decision, err := a.decide(ctx, chat)
	if err != nil {
		return a.lookupFailed(ctx, chat, err)
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	certain := decision.Kind == match.Certain
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link != nil {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = chat.Title, chat.Name, chat.Number, nil
		if certain && settings.Linking == contract.LinkCertain {
			best := decision.Record
			c.Link = a.newLink(best.Module, best.ID, best.Name, contract.LinkedByMatch, settings)
			c.Lookup = nil
			return true
		}
		c.Lookup = &store.Lookup{At: a.nowMS(), Candidates: offers(conn, decision)}
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatNotInZoho)
}

// lookupFailed says why a number could not be asked about. What concerns this
// number alone is remembered for a while, so that the cycles do not spend their
// lookups on the same ones again and again.
func (a *App) lookupFailed(ctx context.Context, chat store.Chat, err error) error {
	err = a.zohoFailed(ctx, err)
	problem := problemOf(err)
	chat.Problem = &problem
	if stopsAll(err) {
		return errors.Join(err, a.saveCard(ctx, chat, contract.ChatUnknown))
	}
	like := chat
	chat, saveErr := a.updateChat(ctx, like, func(c *store.Chat) bool {
		if c.Link != nil {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = like.Title, like.Name, like.Number, &problem
		c.Lookup = &store.Lookup{At: a.nowMS(), Failed: true}
		return true
	})
	return errors.Join(err, saveErr, a.saveCard(ctx, chat, contract.ChatUnknown))
}

// decide asks Zoho for candidates for a chat whose number has been read, and
// decides. It stores nothing.
func (a *App) decide(ctx context.Context, chat store.Chat) (match.Decision, error) {
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return match.Decision{}, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return match.Decision{}, err
	}
	defaultRegion := conn.Region
	if settings.Region != "" {
		defaultRegion = settings.Region
	}
	options := match.Options{DefaultRegion: defaultRegion, UserID: conn.UserID}
	rows, err := findRows(ctx, crm, conn.Modules, *chat.Number)
	if err != nil {
		return match.Decision{}, err
	}
	found, err := a.readRows(ctx, conn, rows, defaultRegion)
	if err != nil {
		return match.Decision{}, err
	}
	decision := match.Decide(*chat.Number, found, options)
	if !slices.ContainsFunc(decision.Candidates, strongCandidate) {
		// Records that merely end in the same digits say nothing about a record in
		// which those digits stand apart.
		if rows, err = searchRows(ctx, crm, conn.Modules, *chat.Number, rows); err != nil {
			return match.Decision{}, err
		}
		if found, err = a.readRows(ctx, conn, rows, defaultRegion); err != nil {
			return match.Decision{}, err
		}
		decision = match.Decide(*chat.Number, found, options)
	}
	return decision, a.zohoWorks(ctx)
}

// offers are the candidates of a decision as people see them.
func offers(conn store.Connection, decision match.Decision) []contract.Candidate {
	var out []contract.Candidate
	for _, c := range decision.Candidates {
		out = append(out, contract.Candidate{
			Module: c.Module, ID: c.ID, Name: c.Name, URL: recordURL(conn, c.Module, c.ID),
			Field: c.Match.Label, Stored: c.Match.Stored, Reason: c.Reason,
		})
	}
	return out
}

// readNumber reads the number of a chat once; it is kept with the chat, so that
// the numbers module is not woken again for it.
func (a *App) readNumber(ctx context.Context, chat store.Chat, identity whatsapp.Identity) (store.Chat, error) {
	if chat.Number != nil {
		return chat, nil
	}
	digits, ok := identity.PhoneDigits()
	if !ok {
		return chat, fail(contract.CodeNotFound, "", "the chat has no number")
	}
	text, ok := phone.JIDText(digits)
	if !ok {
		return chat, fail(contract.CodeInvalid, "", "the chat's number is malformed")
	}
	read, err := a.numbers.Read(ctx, []phone.Text{text})
	if err != nil {
		return chat, numbersFailed(err)
	}
	if len(read[0]) != 1 || read[0][0].E164 == "" {
		return chat, fail(contract.CodeInvalid, "", "the chat's number is not a possible number")
	}
	chat.Number = &read[0][0]
	return chat, nil
}

// numbersFailed says that the reader of phone numbers did not answer. Chats that
// are linked do not need it, so it does not end a cycle.
func numbersFailed(err error) error {
	return &Failure{Code: contract.CodeInternal, Problem: contract.ProblemInternal, Message: "read numbers", Err: err}
}

// foundRow is a row of Zoho with its module.
type foundRow struct {
	module contract.Module
	row    zoho.Row
}

// findRows asks every module for rows in which the number's last digits stand
// together.
func findRows(ctx context.Context, crm *zoho.Client, modules []store.PeopleModule, n phone.Number) ([]foundRow, error) {
	digits := n.CountryCode + n.National
	var out []foundRow
	for _, m := range modules {
		rows, err := suffixRows(ctx, crm, m, digits)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, foundRow{m.Module, r})
		}
	}
	return out, nil
}

// searchRows adds to out what Zoho's search finds. A number stored with a gap
// within its last four digits ends in no run of them, and the search may fold
// such gaps.
func searchRows(ctx context.Context, crm *zoho.Client, modules []store.PeopleModule, n phone.Number, out []foundRow) ([]foundRow, error) {
	digits := n.CountryCode + n.National
	for _, m := range modules {
		rows, err := crm.Search.ByPhone(ctx, string(m.Module), "+"+digits, append(phoneNames(m), nameFields...)...)
		switch {
		case errors.Is(err, zoho.ErrIncomplete), err == nil:
		case errors.Is(err, zoho.ErrScope), errors.Is(err, zoho.ErrNoPermission), errors.Is(err, zoho.ErrInvalidModule):
			continue
		default:
			return nil, err
		}
		for _, r := range rows {
			if !slices.ContainsFunc(out, func(have foundRow) bool { return have.module == m.Module && have.row.ID == r.ID }) {
				out = append(out, foundRow{m.Module, r})
			}
		}
	}
	return out, nil
}

func suffixRows(ctx context.Context, crm *zoho.Client, m store.PeopleModule, digits string) ([]zoho.Row, error) {
	ask := func(suffix int) (zoho.Page[zoho.Row], error) {
		q, err := zoho.PhoneSuffixQuery(string(m.Module), phoneNames(m), nameFields, digits[max(0, len(digits)-suffix):], lookupLimit)
		if err != nil {
			return zoho.Page[zoho.Row]{}, err
		}
		return crm.COQL.Query(ctx, q)
	}
	page, err := ask(shortSuffix)
	if err != nil || !page.More {
		return page.Items, err
	}
	narrow, err := ask(longSuffix)
	if err != nil {
		return nil, err
	}
	// Both lists are kept: the wide one may hold forms the narrow one misses.
	rows := narrow.Items
	for _, r := range page.Items {
		if !slices.ContainsFunc(rows, func(have zoho.Row) bool { return have.ID == r.ID }) {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func phoneNames(m store.PeopleModule) []string {
	names := make([]string, 0, len(m.Phones))
	for _, f := range m.Phones {
		names = append(names, f.Name)
	}
	return names
}

// readRows reads the stored numbers of rows, in one batch.
func (a *App) readRows(ctx context.Context, conn store.Connection, rows []foundRow, region string) ([]match.Found, error) {
	var texts []phone.Text
	var found []match.Found
	for _, r := range rows {
		f := match.Found{
			Module: r.module, ID: r.row.ID, Name: r.row.Fields["Full_Name"], OwnerID: r.row.OwnerID,
			ModifiedTime: r.row.ModifiedTime,
		}
		for _, field := range phonesOf(conn, r.module) {
			stored := r.row.Fields[field.Name]
			if stored == "" {
				continue
			}
			texts = append(texts, phone.Text{Raw: stored, Region: region})
			f.Numbers = append(f.Numbers, match.FieldNumber{Field: field.Name, Label: field.Label, Stored: stored})
		}
		found = append(found, f)
	}
	read, err := a.numbers.Read(ctx, texts)
	if err != nil {
		return nil, numbersFailed(err)
	}
	next := 0
	for i := range found {
		for j := range found[i].Numbers {
			found[i].Numbers[j].Numbers = read[next]
			next++
		}
	}
	return found, nil
}

func phonesOf(conn store.Connection, module contract.Module) []store.PhoneField {
	for _, m := range conn.Modules {
		if m.Module == module {
			return m.Phones
		}
	}
	return nil
}

// recordURL is the address of a record in Zoho's web application.
func recordURL(conn store.Connection, module contract.Module, id string) string {
	dc, ok := zoho.DataCentreByCode(conn.DataCentre)
	if !ok {
		return ""
	}
	return dc.RecordURL(conn.ZGID, string(module), id)
}

// lookAgain forgets what Zoho said about a chat, and a record that is no longer
// there, and asks again.
func (a *App) lookAgain(ctx context.Context, in contract.ChatRef) error {
	p, row, err := a.chatOnPage(ctx, in.Chat)
	if err != nil {
		return err
	}
	chat, _, err := a.knownChat(ctx, p, row)
	if err != nil {
		return err
	}
	if _, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Lookup, c.Problem = nil, nil
		if c.Link != nil && c.Link.Gone {
			c.Link = nil
		}
		return true
	}); err != nil {
		return err
	}
	return a.showChat(ctx, p, row)
}

// chatOnPage reads the page and returns the row of a chat on it.
func (a *App) chatOnPage(ctx context.Context, jid string) (page, contract.ChatRow, error) {
	p, err := a.readPage(ctx)
	if err != nil {
		return p, contract.ChatRow{}, err
	}
	if !p.ready() {
		return p, contract.ChatRow{}, fail(contract.CodeConflict, p.problem(), "WhatsApp Web cannot be read now")
	}
	row, found := p.row(jid)
	if !found {
		return p, row, fail(contract.CodeNotFound, "", "the chat is not in WhatsApp Web's list")
	}
	return p, row, nil
}
