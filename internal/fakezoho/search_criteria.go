package fakezoho

import (
	"net/http"
	"slices"
	"strings"
)

// The limits of a criteria parameter (search-records page).
const (
	maxCriteriaLength = 3000
	maxCriteriaIn     = 100
)

// criteriaParser reads ((Phone:equals:…)or(Mobile:equals:…)).
type criteriaParser struct {
	module *module
	rest   string
	count  int
	most   int // conditions
}

// parseCriteria compiles a criteria parameter into a condition on records. most
// is how many conditions it may hold.
func parseCriteria(m *module, raw string, most int) (func(*record) bool, *apiError) {
	if raw == "" || len(raw) > maxCriteriaLength {
		return nil, errSearch("criteria")
	}
	p := &criteriaParser{module: m, rest: raw, most: most}
	cond, err := p.group()
	if err != nil {
		return nil, err
	}
	if p.rest != "" {
		return nil, errSearch("criteria")
	}
	return cond, nil
}

// group reads one bracketed part: a condition, or groups joined by and / or.
func (p *criteriaParser) group() (func(*record) bool, *apiError) {
	if !p.take("(") {
		return nil, errSearch("criteria")
	}
	if !strings.HasPrefix(p.rest, "(") {
		return p.condition()
	}
	cond, err := p.group()
	if err != nil {
		return nil, err
	}
	for !p.take(")") {
		left := cond
		and := p.take("and")
		if !and && !p.take("or") {
			return nil, errSearch("criteria")
		}
		right, err := p.group()
		if err != nil {
			return nil, err
		}
		if and {
			cond = func(r *record) bool { return left(r) && right(r) }
		} else {
			cond = func(r *record) bool { return left(r) || right(r) }
		}
	}
	return cond, nil
}

// condition reads field:operator:value and the closing bracket. Brackets, commas
// and backslashes in a value are escaped by a backslash.
func (p *criteriaParser) condition() (func(*record) bool, *apiError) {
	if p.count++; p.count > p.most {
		return nil, errSearch("criteria")
	}
	name, rest, ok := strings.Cut(p.rest, ":")
	if !ok {
		return nil, errSearch("criteria")
	}
	operator, rest, ok := strings.Cut(rest, ":")
	if !ok {
		return nil, errSearch("criteria")
	}
	p.rest = rest
	values, ok := p.values()
	if !ok {
		return nil, errSearch("criteria")
	}
	f := p.module.field(name)
	if f == nil {
		return nil, fail(http.StatusBadRequest, "INVALID_QUERY", "invalid query formed", object{"api_name": name})
	}
	if oneOf(f.Type, TypeLookup, TypeOwner) && (len(values) == 1 || operator == "in" && len(values) <= maxCriteriaIn) {
		return referenceCriterion(f, operator, values)
	}
	if !f.textual() || f.Encrypted && operator != "equals" || operator != "in" && len(values) != 1 || len(values) > maxCriteriaIn {
		return nil, fail(http.StatusBadRequest, "INVALID_QUERY", "invalid query formed", object{"api_name": name, "operator": operator})
	}
	return criterion(f, operator, values)
}

// criterion compiles one condition. equals behaves as contains except on
// picklists.
func criterion(f *Field, operator string, values []string) (func(*record) bool, *apiError) {
	for i, v := range values {
		values[i] = strings.ToLower(v)
	}
	first := values[0]
	stored := func(r *record) string {
		v, _ := r.value(f.Name).(string)
		return strings.ToLower(v)
	}
	equals := func(v string) bool { return v != "" && strings.Contains(v, first) }
	if f.Type == TypePicklist {
		equals = func(v string) bool { return v == first }
	}
	switch operator {
	case "equals":
		return func(r *record) bool { return equals(stored(r)) }, nil
	case "not_equal":
		return func(r *record) bool { return !equals(stored(r)) }, nil
	case "starts_with":
		return func(r *record) bool { return strings.HasPrefix(stored(r), first) }, nil
	case "in":
		return func(r *record) bool { return slices.Contains(values, stored(r)) }, nil
	default:
		return nil, fail(http.StatusBadRequest, "INVALID_QUERY", "invalid query formed", object{"api_name": f.Name, "operator": operator})
	}
}

// referenceCriterion compiles a condition on what a field refers to, by its id.
func referenceCriterion(f *Field, operator string, ids []string) (func(*record) bool, *apiError) {
	if !oneOf(operator, "equals", "not_equal", "in") || slices.ContainsFunc(ids, func(id string) bool { return !isID(id) }) {
		return nil, fail(http.StatusBadRequest, "INVALID_QUERY", "invalid query formed", object{"api_name": f.Name, "operator": operator})
	}
	return func(r *record) bool {
		id := ""
		switch v := r.value(f.Name).(type) {
		case lookup:
			id = v.id
		case *user:
			id = v.id
		}
		return slices.Contains(ids, id) == (operator != "not_equal")
	}, nil
}

// values reads the value up to its closing bracket, cut at unescaped commas.
func (p *criteriaParser) values() ([]string, bool) {
	var out []string
	var b strings.Builder
	for i := 0; i < len(p.rest); i++ {
		switch ch := p.rest[i]; ch {
		case '\\':
			if i++; i == len(p.rest) {
				return nil, false
			}
			b.WriteByte(p.rest[i])
		case '(':
			return nil, false
		case ',', ')':
			if b.Len() == 0 {
				return nil, false
			}
			out = append(out, b.String())
			b.Reset()
			if ch == ')' {
				p.rest = p.rest[i+1:]
				return out, true
			}
		default:
			b.WriteByte(ch)
		}
	}
	return nil, false
}

func (p *criteriaParser) take(s string) bool {
	rest, ok := strings.CutPrefix(p.rest, s)
	if ok {
		p.rest = rest
	}
	return ok
}
