package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// minSearch and maxSearch bound the text of a search by hand, in code points.
	minSearch, maxSearch = 2, 100
	// minDigits is how many digits make a text a number rather than a name.
	minDigits = 4
	// emailField is the e-mail address of both modules of people.
	emailField = "Email"
)

// searchRecords looks for records by name, number or e-mail address, as somebody
// does who knows better than the numbers whose chat it is. It costs at most 2
// credits for each module, and nothing is stored.
func (a *App) searchRecords(ctx context.Context, in contract.SearchRecords) (contract.FoundRecords, error) {
	out := contract.FoundRecords{Records: []contract.FoundRecord{}}
	text := strings.TrimSpace(in.Text)
	if n := utf8.RuneCountInString(text); n < minSearch || n > maxSearch || !utf8.ValidString(text) {
		return out, fail(contract.CodeInvalid, "", "the text must have %d to %d characters", minSearch, maxSearch)
	}
	crm, conn, err := a.crm(forPurpose(ctx, contract.PurposeLookup))
	if err != nil {
		return out, err
	}
	ctx = forPurpose(ctx, contract.PurposeLookup)
	refused, asked := error(nil), 0
	for _, m := range conn.Modules {
		page, err := searchModule(ctx, crm, m, text)
		if errors.Is(err, zoho.ErrNoPermission) && !errors.Is(err, zoho.ErrAPIAccess) || errors.Is(err, zoho.ErrInvalidModule) {
			refused = err
			continue
		}
		if err != nil {
			return out, a.zohoFailed(ctx, err)
		}
		asked++
		out.More = out.More || page.More
		for _, row := range page.Items {
			out.Records = append(out.Records, foundRecord(conn, m, row))
		}
	}
	if asked == 0 && refused != nil {
		return out, a.zohoFailed(ctx, refused)
	}
	return out, a.zohoWorks(ctx)
}

// searchModule looks through one module for a text, by what the text is.
func searchModule(ctx context.Context, crm *zoho.Client, m store.PeopleModule, text string) (zoho.Page[zoho.Row], error) {
	fields := slices.Concat(nameFields, []string{emailField}, phoneNames(m))
	switch digits := digitsOf(text); {
	case zoho.LooksLikeEmail(text):
		return crm.Search.ByEmail(ctx, string(m.Module), text, fields...)
	case digits == "":
		return crm.Search.ByWord(ctx, string(m.Module), text, fields...)
	default:
		return searchNumber(ctx, crm, m, digits, fields)
	}
}

// searchNumber looks for records that hold a number ending in some digits. The
// query is consistent and brings those whose last four digits stand together;
// Zoho's search folds some other ways of writing.
func searchNumber(ctx context.Context, crm *zoho.Client, m store.PeopleModule, digits string, fields []string) (zoho.Page[zoho.Row], error) {
	q, err := zoho.PhoneSuffixQuery(string(m.Module), phoneNames(m), nameFields, digits[max(0, len(digits)-shortSuffix):], lookupLimit)
	if err != nil {
		return zoho.Page[zoho.Row]{}, err
	}
	page, err := queryPeople(ctx, crm, m, q)
	if err != nil {
		return page, err
	}
	page.Items = slices.DeleteFunc(page.Items, func(row zoho.Row) bool {
		return row.Converted || !slices.ContainsFunc(phoneNames(m), func(name string) bool { return endsAlike(row.Fields[name], digits) })
	})
	rows, err := crm.Search.ByPhone(ctx, string(m.Module), digits, fields...)
	if errors.Is(err, zoho.ErrIncomplete) {
		page.More, err = true, nil
	}
	for _, row := range rows {
		if !slices.ContainsFunc(page.Items, func(have zoho.Row) bool { return have.ID == row.ID }) {
			page.Items = append(page.Items, row)
		}
	}
	return page, err
}

// endsAlike says whether a stored text ends in the digits that were typed; of a
// longer number the last seven count, as what precedes them may be written in
// several ways.
func endsAlike(stored, typed string) bool {
	bare := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone.Fold(stored))
	return strings.HasSuffix(bare, typed[max(0, len(typed)-longSuffix):])
}

// digitsOf returns the digits of a text that is a telephone number in whatever
// digits, or its last ones, and "" for any other text.
func digitsOf(text string) string {
	var digits strings.Builder
	for _, r := range phone.Fold(text) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case strings.ContainsRune("+-.()/ \u00a0", r):
		default:
			return ""
		}
	}
	d := digits.String()
	if len(d) < minDigits {
		return ""
	}
	return d[max(0, len(d)-15):]
}

// foundRecord is a record that a search by hand has brought up. It is told apart
// from others of its name by a number or an address.
func foundRecord(conn store.Connection, m store.PeopleModule, row zoho.Row) contract.FoundRecord {
	found := contract.FoundRecord{
		Module: m.Module, ID: row.ID, Name: row.Fields[fullNameField], URL: recordURL(conn, m.Module, row.ID),
	}
	for _, name := range append(phoneNames(m), emailField) {
		if found.Detail == "" {
			found.Detail = row.Fields[name]
		}
	}
	return found
}
