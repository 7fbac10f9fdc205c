package zoho

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// SearchService asks Zoho's search index.
type SearchService struct{ c *Client }

// searchPageSize is the greatest page size of a search.
const searchPageSize = 200

// ByPhone returns the records that Zoho's search finds for a number in any phone field of the module. digits are 3 to
// 49 digits, with a plus sign before them or without. fields names the fields that the rows shall hold; without any, they hold
// all.
//
// The index lags behind: a record made or changed a moment ago may be missing, so an empty result never proves that
// there is no such record. What was found must be compared locally, because how Zoho treats punctuation in stored
// numbers is not documented. If there are more results than one page of 200, those found are returned together with
// ErrIncomplete.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
// Scopes: ZohoCRM.modules.{module}.READ and ZohoSearch.securesearch.READ. Cost: 1 credit.
func (s *SearchService) ByPhone(ctx context.Context, module, digits string, fields ...string) ([]Row, error) {
	if !ValidAPIName(module) {
		return nil, badRequest(OpSearchByPhone, "module name")
	}
	if !isDigits(strings.TrimPrefix(digits, "+"), 3, 49) {
		return nil, badRequest(OpSearchByPhone, "number must be 3 to 49 digits")
	}
	query := url.Values{"phone": {digits}, "per_page": {strconv.Itoa(searchPageSize)}}
	if len(fields) > 0 {
		for _, f := range fields {
			if !ValidAPIName(f) {
				return nil, badRequest(OpSearchByPhone, "field name")
			}
		}
		asked := slices.Clone(fields)
		for _, own := range []string{"Modified_Time", "Owner"} {
			if !slices.Contains(asked, own) {
				asked = append(asked, own)
			}
		}
		query.Set("fields", strings.Join(asked, ","))
	}
	return run(ctx, s.c, reading[[]Row]{
		call: call{op: OpSearchByPhone, method: methodGet, path: "/crm/v8/" + module + "/search", query: query, modules: []string{module}},
		read: func(body gjson.Result) ([]Row, error) {
			rows, ok := readRows(body, fields)
			if !ok {
				return nil, badReply(OpSearchByPhone, statusOK)
			}
			if body.IsObject() && moreRecords(body, len(rows), searchPageSize) {
				return rows, fmt.Errorf("%w: %s", ErrIncomplete, OpSearchByPhone)
			}
			return rows, nil
		},
	})
}
