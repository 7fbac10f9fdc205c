package fakezoho

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// compileCondition turns a checked condition into a function on records. An
// empty field satisfies no comparison but is null.
func (s *Server) compileCondition(c *coqlCondition, f *Field) (func(*record) bool, *apiError) {
	switch c.op {
	case "is null":
		return func(r *record) bool { return comparand(r, f) == nil }, nil
	case "is not null":
		return func(r *record) bool { return comparand(r, f) != nil }, nil
	case "like", "not like":
		if c.values[0].kind != tokenString {
			return nil, errCOQLValue(f, c.op)
		}
		p, err := s.parsePattern(f, c.op, c.values[0].text)
		if err != nil {
			return nil, err
		}
		return func(r *record) bool {
			v, ok := comparand(r, f).(string)
			return ok && p.match(v) == (c.op == "like")
		}, nil
	}
	values := make([]any, len(c.values))
	for i, t := range c.values {
		v, err := operand(f, c.op, t)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return func(r *record) bool {
		v := comparand(r, f)
		return v != nil && holds(c.op, v, values)
	}, nil
}

func holds(op string, v any, values []any) bool {
	n := order(v, values[0])
	switch op {
	case "=":
		return n == 0
	case "!=":
		return n != 0
	case ">":
		return n > 0
	case ">=":
		return n >= 0
	case "<":
		return n < 0
	case "<=":
		return n <= 0
	case "between":
		return n >= 0 && order(v, values[1]) <= 0
	case "in":
		return slices.ContainsFunc(values, func(w any) bool { return order(v, w) == 0 })
	default: // not in
		return !slices.ContainsFunc(values, func(w any) bool { return order(v, w) == 0 })
	}
}

// comparand returns a field's value in the form operand gives, or nil.
func comparand(r *record, f *Field) any {
	switch v := r.value(f.Name).(type) {
	case nil:
		return nil
	case *user:
		return idNumber(v.id)
	case lookup:
		return idNumber(v.id)
	case string:
		switch f.Type {
		case TypeID:
			return idNumber(v)
		case TypeDate:
			// Dates are checked when they are stored.
			d, _ := time.Parse(time.DateOnly, v)
			return d
		}
		return v
	default:
		return v
	}
}

// idNumber reads an id that was checked when it was made.
func idNumber(id string) uint64 {
	n, _ := strconv.ParseUint(id, 10, 64)
	return n
}

// kind numbers the types of comparands. Fields of one type have comparands of one
// kind; that of others comes last.
func kind(v any) int {
	switch v.(type) {
	case string:
		return 0
	case uint64:
		return 1
	case int64:
		return 2
	case float64:
		return 3
	case time.Time:
		return 4
	case bool:
		return 5
	default:
		return 6
	}
}

// order compares two comparands, whatever they are: those of different kinds by
// kind, text with regard to case.
func order(a, b any) int {
	if n := cmp.Compare(kind(a), kind(b)); n != 0 {
		return n
	}
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case uint64:
		return cmp.Compare(a, b.(uint64))
	case int64:
		return cmp.Compare(a, b.(int64))
	case float64:
		return cmp.Compare(a, b.(float64))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		if a == b.(bool) {
			return 0
		}
		if a {
			return 1
		}
		return -1
	}
	return 0
}

// sortRows orders rows as the query says, by id where it says nothing. Empty
// values come first.
func sortRows(rows []*record, q *coqlQuery, m *module) {
	slices.SortStableFunc(rows, func(a, b *record) int {
		for _, o := range q.order {
			f := m.field(o.column)
			x, y := comparand(a, f), comparand(b, f)
			n := 0
			switch {
			case x == nil && y == nil:
			case x == nil:
				n = -1
			case y == nil:
				n = 1
			default:
				n = order(x, y)
			}
			if o.desc {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return cmp.Compare(idNumber(a.id), idNumber(b.id))
	})
}
