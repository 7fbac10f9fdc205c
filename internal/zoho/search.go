package zoho

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// SearchService asks Zoho's search index.
//
// The index lags behind: a record made or changed a moment ago may be missing, so an empty result never proves that
// there is no such record. Leads that were converted are never found.
type SearchService struct{ c *Client }

const (
	// searchPageSize is the greatest page size of a search.
	searchPageSize = 200
	// MaxFound is how many records a search by word or by e-mail address returns.
	MaxFound = 50
	// maxSearchText bounds the text of such a search, in code points.
	maxSearchText = 100
)

// ByPhone returns the records that Zoho's search finds for a number in any phone field of the module. digits are 3 to
// 49 digits, with a plus sign before them or without. fields names the fields that the rows shall hold; without any, they hold
// all.
//
// What was found must be compared locally, because how Zoho treats punctuation in stored numbers is not documented. If
// there are more results than one page of 200, those found are returned together with ErrIncomplete.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
// Scopes: ZohoCRM.modules.{module}.READ and ZohoSearch.securesearch.READ. Cost: 1 credit.
func (s *SearchService) ByPhone(ctx context.Context, module, digits string, fields ...string) ([]Row, error) {
	if !isDigits(strings.TrimPrefix(digits, "+"), 3, 49) {
		return nil, badRequest(OpSearchByPhone, "number must be 3 to 49 digits")
	}
	page, err := s.search(ctx, OpSearchByPhone, module, url.Values{"phone": {digits}}, searchPageSize, fields)
	if err == nil && page.More {
		err = fmt.Errorf("%w: %s", ErrIncomplete, OpSearchByPhone)
	}
	return page.Items, err
}

// ByWord returns the first [MaxFound] records with the text in any of their text fields, for a person to choose from. text
// is 2 to 100 code points without control characters; spaces around it do not count. fields is as for
// [SearchService.ByPhone].
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
// Scopes: ZohoCRM.modules.{module}.READ and ZohoSearch.securesearch.READ. Cost: 1 credit.
func (s *SearchService) ByWord(ctx context.Context, module, text string, fields ...string) (Page[Row], error) {
	text = strings.TrimSpace(text)
	if !searchText(text) {
		return Page[Row]{}, badRequest(OpSearchByWord, "text must be 2 to 100 characters")
	}
	return s.search(ctx, OpSearchByWord, module, url.Values{"word": {text}}, MaxFound, fields)
}

// ByEmail returns the first [MaxFound] records with the address in any of their e-mail fields. fields is as for
// [SearchService.ByPhone].
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
// Scopes: ZohoCRM.modules.{module}.READ and ZohoSearch.securesearch.READ. Cost: 1 credit.
func (s *SearchService) ByEmail(ctx context.Context, module, address string, fields ...string) (Page[Row], error) {
	address = strings.TrimSpace(address)
	if !LooksLikeEmail(address) {
		return Page[Row]{}, badRequest(OpSearchByEmail, "e-mail address")
	}
	return s.search(ctx, OpSearchByEmail, module, url.Values{"email": {address}}, MaxFound, fields)
}

// LooksLikeEmail reports whether a text can be asked for as an e-mail address: one "@" with something before it and a
// domain with a dot after it, at most 100 code points, no spaces. Zoho refuses others.
func LooksLikeEmail(text string) bool {
	local, domain, found := strings.Cut(text, "@")
	if !found || local == "" || !searchText(text) || strings.ContainsFunc(text, unicode.IsSpace) || strings.ContainsAny(text, `"(),:;<>[\]`) {
		return false
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(text, "..") || strings.Contains(domain, "@") {
		return false
	}
	return strings.Contains(domain, ".") && !strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".")
}

// searchText reports whether a text can be searched for.
func searchText(text string) bool {
	n := utf8.RuneCountInString(text)
	return utf8.ValidString(text) && n >= 2 && n <= maxSearchText && !strings.ContainsFunc(text, unicode.IsControl)
}

// search asks for the first page of what the parameter in query finds.
func (s *SearchService) search(ctx context.Context, op Op, module string, query url.Values, perPage int, fields []string) (Page[Row], error) {
	if !ValidAPIName(module) {
		return Page[Row]{}, badRequest(op, "module name")
	}
	query.Set("per_page", strconv.Itoa(perPage))
	if op != OpSearchByPhone && module == "Leads" {
		query.Set("converted", "false")
	}
	if len(fields) > 0 {
		list, err := fieldList(op, fields)
		if err != nil {
			return Page[Row]{}, err
		}
		query.Set("fields", list)
	}
	return run(ctx, s.c, reading[Page[Row]]{
		call: call{op: op, method: methodGet, path: "/crm/v8/" + module + "/search", query: query, modules: []string{module}},
		read: func(body gjson.Result) (Page[Row], error) {
			rows, ok := readRows(body, fields)
			if !ok {
				return Page[Row]{}, badReply(op, statusOK)
			}
			return Page[Row]{Items: rows, More: body.IsObject() && moreRecords(body, len(rows), perPage)}, nil
		},
	})
}
