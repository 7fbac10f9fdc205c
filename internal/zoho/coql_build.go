package zoho

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of COQL, see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Limitations.html. Where Zoho's pages disagree
// the smaller figure is used.
const (
	// MaxQueryRows is the greatest limit of one query.
	MaxQueryRows = 2000
	// MaxQueryOffset is the greatest offset; beyond it a query must be cut by [Query.CreatedBetween].
	MaxQueryOffset = 100_000
	// maxQueryFields is how many fields may be selected.
	maxQueryFields = 50
	// maxPhoneFields leaves room for the conditions that can be added, below the 25 that one query may have.
	maxPhoneFields = 20
	// ownFields is how many fields every query may select besides those asked for: id, Modified_Time, Owner and the two
	// that mark a conversion.
	ownFields = 5
)

// byID is the order of queries whose pages are reached by [Query.After].
const byID = "id asc"

// Query is a COQL query. It can only be made by the builders below, from names of fields and modules, digits and times,
// so that no text from outside ever becomes part of it. Whether the organisation has such fields is for the caller to
// check against its metadata.
// See https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html.
type Query struct {
	module  string
	fields  []string
	where   string
	orderBy string
	limit   int
	offset  int
	// converted is true if the query excludes converted leads.
	converted bool
	// after is true if the query begins after an id.
	after bool
	// marks are selected besides fields.
	marks Conversion
}

// String names the module only, so that a query's digits cannot get into a log.
func (q Query) String() string { return "query on " + q.module }

// Cost returns the credits that running the query costs.
func (q Query) Cost() int { return OpQuery.Credits(q.limit) }

// PhoneSuffixQuery asks for the records one of whose phone fields ends in the given digits, as the number is stored: a
// stored "(415) 555-0100" does not end in "5550100". suffixDigits are 2 to 15 digits, limit is at most [MaxQueryRows].
func PhoneSuffixQuery(module string, phoneFields, nameFields []string, suffixDigits string, limit int) (Query, error) {
	if !isDigits(suffixDigits, 2, 15) {
		return Query{}, badRequest(OpBuildQuery, "suffix must be 2 to 15 digits")
	}
	return newQuery(module, phoneFields, nameFields, byID, limit, func() string {
		return anyOf(phoneFields, " like '%"+suffixDigits+"'")
	})
}

// WithPhoneQuery asks for all records that have a number in one of the phone fields, ordered by id.
func WithPhoneQuery(module string, phoneFields, nameFields []string, limit int) (Query, error) {
	return newQuery(module, phoneFields, nameFields, byID, limit, func() string {
		return anyOf(phoneFields, " is not null")
	})
}

// CreatedSinceQuery asks for the records created at since or later, oldest first and, at the same time, by id. Fractions
// of a second are cut off.
func CreatedSinceQuery(module string, phoneFields, nameFields []string, since time.Time, limit int) (Query, error) {
	return sinceQuery(module, phoneFields, nameFields, "Created_Time", since, limit)
}

// ModifiedSinceQuery asks for the records changed at since or later, including new ones, oldest change first and,
// at the same time, by id. Fractions of a second are cut off.
func ModifiedSinceQuery(module string, phoneFields, nameFields []string, since time.Time, limit int) (Query, error) {
	return sinceQuery(module, phoneFields, nameFields, "Modified_Time", since, limit)
}

// Offset returns the query for the rows after the first n, at most [MaxQueryOffset].
func (q Query) Offset(n int) (Query, error) {
	if n < 0 || n > MaxQueryOffset {
		return Query{}, badRequest(OpBuildQuery, "offset out of range")
	}
	q.offset = n
	return q, nil
}

// CreatedBetween returns the query for those of its rows that were created from from to to, both included.
func (q Query) CreatedBetween(from, to time.Time) (Query, error) {
	if q.where == "" || !queryTime(from) || !queryTime(to) || to.Before(from) {
		return Query{}, badRequest(OpBuildQuery, "time out of range")
	}
	q.where = "(" + q.where + " and Created_Time between " + timeLiteral(from) + " and " + timeLiteral(to) + ")"
	return q, nil
}

// Against checks a query against its module's metadata, so that nothing is asked for that the organisation does not have.
// The error matches ErrField.
func (q Query) Against(fields []Field) error {
	known := map[string]bool{}
	for _, f := range fields {
		known[f.APIName] = true
	}
	asked := slices.Concat(q.fields, q.marks.Fields())
	if q.converted {
		asked = append(asked, convertedField)
	}
	for _, name := range asked {
		if !known[name] {
			return badField(OpBuildQuery)
		}
	}
	return nil
}

// sinceQuery builds a query on one of the two times of a record.
func sinceQuery(module string, phoneFields, nameFields []string, column string, since time.Time, limit int) (Query, error) {
	if !queryTime(since) {
		return Query{}, badRequest(OpBuildQuery, "time out of range")
	}
	// The id decides between equal times, so that the pages of one list fit together.
	return newQuery(module, phoneFields, nameFields, column+" asc, "+byID, limit, func() string {
		return column + " >= " + timeLiteral(since)
	})
}

// newQuery checks every part before where is called to put them together.
func newQuery(module string, phoneFields, nameFields []string, orderBy string, limit int, where func() string) (Query, error) {
	if !queryName(module) {
		return Query{}, badRequest(OpBuildQuery, "module name")
	}
	if len(phoneFields) == 0 || len(phoneFields) > maxPhoneFields {
		return Query{}, badRequest(OpBuildQuery, "number of phone fields")
	}
	if limit < 1 || limit > MaxQueryRows {
		return Query{}, badRequest(OpBuildQuery, "limit out of range")
	}
	fields := slices.Concat(nameFields, phoneFields)
	if len(fields)+ownFields > maxQueryFields {
		return Query{}, badRequest(OpBuildQuery, "number of fields")
	}
	seen := map[string]bool{"id": true, "owner": true, "modified_time": true}
	for _, name := range fields {
		// A field named twice makes Zoho refuse the query, and it does not tell upper case from lower.
		if lower := strings.ToLower(name); !queryName(name) || seen[lower] {
			return Query{}, badRequest(OpBuildQuery, "field name")
		} else {
			seen[lower] = true
		}
	}
	return Query{module: module, fields: fields, where: where(), orderBy: orderBy, limit: limit}, nil
}

// text returns the query in COQL. A condition is always there, because Zoho refuses a query without one.
func (q Query) text() string {
	text := "select id, " + strings.Join(slices.Concat(q.fields, q.marks.Fields()), ", ") + ", Modified_Time, Owner from " + q.module +
		" where " + q.where + " order by " + q.orderBy + " limit " + strconv.Itoa(q.limit)
	if q.offset > 0 {
		text += " offset " + strconv.Itoa(q.offset)
	}
	return text
}

// anyOf joins one condition per field by "or", in pairs of brackets as COQL demands: ((a or b) or c).
func anyOf(fields []string, condition string) string {
	where := fields[0] + condition
	for _, f := range fields[1:] {
		where = "(" + where + " or " + f + condition + ")"
	}
	return where
}

// queryName reports whether a name can stand in a query: an API name that is none of COQL's own words.
func queryName(name string) bool {
	switch strings.ToLower(name) {
	case "select", "from", "where", "and", "or", "not", "in", "is", "null", "like", "between", "order", "group", "by",
		"having", "limit", "offset", "as", "asc", "desc", "on", "join", "true", "false", "case", "when", "then", "else", "end":
		return false
	}
	return ValidAPIName(name)
}

// queryTime reports whether a time can be the time of a record.
func queryTime(t time.Time) bool { return t.UTC().Year() >= 2000 && t.UTC().Year() < 2200 }

// timeLiteral writes a time for a query, with a numeric offset as in all of Zoho's examples.
func timeLiteral(t time.Time) string {
	return "'" + t.UTC().Format("2006-01-02T15:04:05-07:00") + "'"
}
