package fakezoho

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

// phoneParam is the documented form of the phone parameter (search-records page
// and Zoho's OpenAPI description).
var phoneParam = regexp.MustCompile(`^[+]?[0-9\s\-().]+$`)

// minFolded is the number of digits a stored number needs before a longer asked
// number may end in it.
const minFolded = 7

// searchRecords serves GET /{module}/search (search-records page). Of criteria,
// email, phone and word only the first present counts.
func searchRecords(c *apiCall) reply {
	m := c.visible(c.module)
	matches, err := c.searchFilter(m)
	if err != nil {
		return err.reply()
	}
	page, err := c.positive("page", 1)
	if err != nil {
		return err.reply()
	}
	perPage, err := c.perPage()
	if err != nil {
		return err.reply()
	}
	if page > maxReach || page*perPage > maxReach {
		return fail(http.StatusBadRequest, "LIMIT_REACHED", "maximum response iteration limit reached", object{"limit": "2000"}).reply()
	}
	order := listOrder{"id", "desc"}
	if c.query.Has("sort_by") || c.query.Has("sort_order") {
		if order, err = c.listOrder(false); err != nil {
			return err.reply()
		}
	}
	converted, err := c.converted()
	if err != nil {
		return err.reply()
	}

	if c.s.lag >= 0 {
		c.org.index.learn(c.s.now().Add(-c.s.lag))
	}
	var hits []*record
	for _, doc := range c.org.index.ofModule(m.name) {
		if converted != "both" && doc.converted != (converted == "true") {
			continue
		}
		if matches(doc) {
			hits = append(hits, doc)
		}
	}
	order.sort(hits)
	from := min((page-1)*perPage, len(hits))
	to := min(from+perPage, len(hits))
	if from == to {
		return noContent()
	}
	data := make([]any, 0, to-from)
	for _, doc := range hits[from:to] {
		if m.name == "Notes" {
			data = append(data, c.noteObject(doc, c.fieldList()))
			continue
		}
		data = append(data, doc.object(c.fieldList(), c.user))
	}
	return jsonReply(http.StatusOK, object{"data": data, "info": object{
		"per_page": perPage, "count": len(data), "page": page, "more_records": to < len(hits),
		"sort_by": order.by, "sort_order": order.order,
	}})
}

// searchFilter builds the condition of a search from the parameter that counts.
func (c *apiCall) searchFilter(m *module) (func(*record) bool, *apiError) {
	switch {
	case c.query.Has("criteria"):
		return parseCriteria(m, c.query.Get("criteria"), c.s.sw.CriteriaConditions)
	case c.query.Has("email"):
		asked := c.query.Get("email")
		if !validEmail(asked) {
			return nil, errSearch("email")
		}
		return anyField(m, TypeEmail, false, func(stored string) bool { return strings.EqualFold(stored, asked) }), nil
	case c.query.Has("phone"):
		asked := c.query.Get("phone")
		if n := utf8.RuneCountInString(asked); n < 3 || n > 50 || !phoneParam.MatchString(asked) {
			return nil, errSearch("phone")
		}
		return anyField(m, TypePhone, c.s.sw.PhoneSeesEncrypted, func(stored string) bool { return c.s.phoneMatches(stored, asked) }), nil
	case c.query.Has("word"):
		asked := strings.ToLower(c.query.Get("word"))
		if utf8.RuneCountInString(asked) < 2 {
			return nil, errSearch("word")
		}
		return func(r *record) bool {
			for _, f := range m.fields {
				if v, ok := r.value(f.Name).(string); ok && (f.textual() || f.Type == TypeTextArea) && !f.Encrypted && strings.Contains(strings.ToLower(v), asked) {
					return true
				}
			}
			return false
		}, nil
	default:
		return nil, fail(http.StatusBadRequest, "EXPECTED_PARAM_MISSING", "one of the expected parameter is missing",
			object{"param_names": []string{"criteria", "email", "phone", "word"}})
	}
}

func errSearch(param string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_QUERY", "invalid query formed", object{"param_name": param})
}

// anyField matches the values of a type of fields, those that are encrypted only if
// encrypted is true.
func anyField(m *module, t FieldType, encrypted bool, match func(string) bool) func(*record) bool {
	return func(r *record) bool {
		for _, f := range m.fields {
			if v, ok := r.value(f.Name).(string); ok && f.Type == t && (encrypted || !f.Encrypted) && match(v) {
				return true
			}
		}
		return false
	}
}

// phoneMatches compares a stored with an asked number. How the real service
// folds punctuation is not documented, hence the switch.
func (s *Server) phoneMatches(stored, asked string) bool {
	if s.sw.PhoneSearch == PhoneStrict {
		return strings.Contains(stored, asked)
	}
	a, b := digits(stored), digits(asked)
	return b != "" && strings.Contains(a, b) || len(a) >= minFolded && strings.HasSuffix(b, a)
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}
