package fakezoho

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

func errColumn(name string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_QUERY", "column given seems to be invalid", object{"column_name": name})
}

func errOperator(f *Field, op, reason string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_QUERY", "invalid operator found",
		object{"reason": reason, "column_name": f.Name, "operator": op})
}

func errCOQLValue(f *Field, op string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_QUERY", "value given seems to be invalid",
		object{"reason": "invalid value", "column_name": f.Name, "operator": op})
}

// comparators returns the operators a field may be compared with in COQL
// (COQL-Overview page). Multi-line text cannot be in a condition at all, and of
// an encrypted field only whether it is empty.
func comparators(f *Field) []string {
	nulls := []string{"is null", "is not null"}
	switch {
	case f.Type == TypeTextArea:
		return nil
	case f.Encrypted || f.Type == TypeChoices:
		return nulls
	case f.textual():
		return append(nulls, "=", "!=", "like", "not like", "in", "not in")
	case oneOf(f.Type, TypeLookup, TypeOwner):
		return append(nulls, "=", "!=", "in", "not in")
	case f.Type == TypeBoolean:
		return []string{"=", "!="}
	default: // numbers, amounts, dates and times
		return append(nulls, "=", "!=", ">", ">=", "<", "<=", "between", "in", "not in")
	}
}

// checkCOQL compares a query with the fields of its module and compiles its
// condition.
func (s *Server) checkCOQL(q *coqlQuery, m *module) (func(*record) bool, *apiError) {
	for _, name := range q.columns {
		if m.field(name) == nil {
			return nil, errColumn(name)
		}
	}
	for _, o := range q.order {
		if f := m.field(o.column); f == nil || oneOf(f.Type, TypeTextArea, TypeChoices) || f.Encrypted {
			return nil, errColumn(o.column)
		}
	}
	if q.offset+q.limit > s.sw.COQLOffsetCeiling {
		return nil, fail(http.StatusBadRequest, "INVALID_QUERY", "the offset given is invalid", object{"offset": s.sw.COQLOffsetCeiling})
	}
	return s.compile(q.where, m)
}

func (s *Server) compile(n *coqlNode, m *module) (func(*record) bool, *apiError) {
	if n.cond != nil {
		f := m.field(n.cond.column)
		if f == nil {
			return nil, errColumn(n.cond.column)
		}
		if !oneOf(n.cond.op, comparators(f)...) {
			return nil, errOperator(f, n.cond.op, "operator not supported for the column")
		}
		return s.compileCondition(n.cond, f)
	}
	left, err := s.compile(n.left, m)
	if err != nil {
		return nil, err
	}
	right, err := s.compile(n.right, m)
	if err != nil {
		return nil, err
	}
	if n.join == "and" {
		return func(r *record) bool { return left(r) && right(r) }, nil
	}
	return func(r *record) bool { return left(r) || right(r) }, nil
}

// operand converts a value of a condition to the form fields of its type are
// compared in: string, bool, int64, float64, uint64 for ids, or time.Time.
func operand(f *Field, op string, t coqlToken) (any, *apiError) {
	switch {
	case f.textual():
		if t.kind == tokenString {
			return t.text, nil
		}
	case oneOf(f.Type, TypeID, TypeLookup, TypeOwner):
		if id, err := strconv.ParseUint(t.text, 10, 64); err == nil && isID(t.text) {
			return id, nil
		}
	case f.Type == TypeBoolean:
		switch strings.ToLower(t.text) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	case f.Type == TypeInteger:
		if n, err := strconv.ParseInt(t.text, 10, 64); err == nil {
			return n, nil
		}
	case oneOf(f.Type, TypeCurrency, TypeDouble):
		if n, err := strconv.ParseFloat(t.text, 64); err == nil && t.kind == tokenNumber {
			return n, nil
		}
	case f.Type == TypeDate:
		if d, err := time.Parse(time.DateOnly, t.text); err == nil && t.kind == tokenString {
			return d, nil
		}
	case f.Type == TypeDateTime:
		if at, ok := parseMoment(t.text); ok && t.kind == tokenString {
			return at, nil
		}
	}
	return nil, errCOQLValue(f, op)
}

// pattern is a like pattern: the text between its outer wildcards.
type pattern struct {
	open, shut bool // a % at the start, at the end
	parts      []string
}

// parsePattern reads a like pattern. Documented are a % at the start, at the
// end, or both; not like needs both.
func (s *Server) parsePattern(f *Field, op, text string) (pattern, *apiError) {
	p := pattern{open: strings.HasPrefix(text, "%"), shut: strings.HasSuffix(text, "%") && len(text) > 1}
	if op == "not like" && (!p.open || !p.shut) {
		return p, errOperator(f, op, "not like takes % at both ends")
	}
	body := text
	if p.open {
		body = body[1:]
	}
	if p.shut {
		body = body[:len(body)-1]
	}
	p.parts = []string{body}
	if strings.Contains(body, "%") {
		switch s.sw.InnerWildcard {
		case InnerRefused:
			return p, errOperator(f, op, "% is allowed at the ends only")
		case InnerMatches:
			p.parts = strings.Split(body, "%")
		}
	}
	return p, nil
}

func (p pattern) match(v string) bool {
	last := len(p.parts) - 1
	for i, part := range p.parts {
		first := i == 0 && !p.open
		final := i == last && !p.shut
		switch {
		case first && final:
			return v == part
		case first:
			if !strings.HasPrefix(v, part) {
				return false
			}
			v = v[len(part):]
		case final:
			return strings.HasSuffix(v, part)
		default:
			at := strings.Index(v, part)
			if at < 0 {
				return false
			}
			v = v[at+len(part):]
		}
	}
	return true
}
