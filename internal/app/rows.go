package app

import (
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// foundRow is a row of Zoho with its module.
type foundRow struct {
	module contract.Module
	row    zoho.Row
	// byDigits is true when a query for the number's last digits brought the row, so
	// that one of its phone fields holds them. A search proves nothing: its index is
	// behind.
	byDigits bool
}

// findRows asks every module for rows in which the number's last digits stand
// together, and says whether these are all.
func findRows(ctx context.Context, crm *zoho.Client, modules []store.PeopleModule, n phone.Number) (out []foundRow, all bool, err error) {
	digits, all := n.CountryCode+n.National, true
	for _, m := range modules {
		rows, complete, err := suffixRows(ctx, crm, m, digits)
		if err != nil {
			return nil, false, err
		}
		all = all && complete
		for _, r := range rows {
			out = append(out, foundRow{module: m.Module, row: r, byDigits: true})
		}
	}
	return out, all, nil
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
				out = append(out, foundRow{module: m.Module, row: r})
			}
		}
	}
	return out, nil
}

func suffixRows(ctx context.Context, crm *zoho.Client, m store.PeopleModule, digits string) (rows []zoho.Row, all bool, err error) {
	ask := func(suffix int) (zoho.Page[zoho.Row], error) {
		q, err := zoho.PhoneSuffixQuery(string(m.Module), phoneNames(m), nameFields, digits[max(0, len(digits)-suffix):], lookupLimit)
		if err != nil {
			return zoho.Page[zoho.Row]{}, err
		}
		return queryPeople(ctx, crm, m, q)
	}
	page, err := ask(shortSuffix)
	for all = true; errors.Is(err, zoho.ErrField); all = false {
		// A field that an administrator has encrypted or hidden since the metadata
		// was read cannot be compared; the others can, and the search may know it.
		left, ok := withoutField(m, err)
		if !ok {
			return nil, false, err
		}
		if m = left; len(m.Phones) == 0 {
			return nil, false, nil
		}
		page, err = ask(shortSuffix)
	}
	if err != nil || !page.More {
		return page.Items, all, err
	}
	narrow, err := ask(longSuffix)
	if err != nil {
		return nil, false, err
	}
	// Both lists are kept: the wide one may hold forms the narrow one misses.
	rows = narrow.Items
	for _, r := range page.Items {
		if !slices.ContainsFunc(rows, func(have zoho.Row) bool { return have.ID == r.ID }) {
			rows = append(rows, r)
		}
	}
	return rows, false, nil
}

// withoutField returns a module without the field that Zoho has refused to
// compare, false if it named none of the module's phone fields.
func withoutField(m store.PeopleModule, refusal error) (store.PeopleModule, bool) {
	var e *zoho.APIError
	if !errors.As(refusal, &e) {
		return m, false
	}
	left := slices.DeleteFunc(slices.Clone(m.Phones), func(f store.PhoneField) bool { return f.Name == e.APIName() })
	found := len(left) < len(m.Phones)
	m.Phones = left
	return m, found
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
			ModifiedTime: r.row.ModifiedTime, Converted: r.row.Converted, ConvertedTo: r.row.ConvertedTo,
		}
		for _, field := range phonesOf(conn, r.module) {
			stored := r.row.Fields[field.Name]
			if stored == "" {
				continue
			}
			texts = append(texts, phone.Text{Raw: stored, Region: region})
			f.Numbers = append(f.Numbers, match.FieldNumber{Field: field.Name, Label: field.Label, Stored: stored})
		}
		f.Withheld = r.byDigits && len(f.Numbers) == 0
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
