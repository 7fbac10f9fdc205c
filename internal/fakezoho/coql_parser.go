package fakezoho

import (
	"net/http"
	"strconv"
	"strings"
)

// The limits of a query (COQL-Limitations page).
const (
	maxCOQLConditions = 25
	maxCOQLOrder      = 10
	maxCOQLIn         = 100
	maxCOQLLimit      = 2000
	defaultCOQLLimit  = 200
	// 25 conditions never need deeper brackets than this.
	maxCOQLDepth = 64
)

// coqlQuery is a parsed query.
type coqlQuery struct {
	columns       []string
	from          string
	where         *coqlNode
	order         []coqlOrder
	limit, offset int
}

type coqlOrder struct {
	column string
	desc   bool
}

// coqlNode is a condition, or two nodes joined by "and" or "or".
type coqlNode struct {
	join        string
	left, right *coqlNode
	cond        *coqlCondition
}

// coqlCondition compares a column. op is one of = != > >= < <= like, not like,
// in, not in, between, is null, is not null.
type coqlCondition struct {
	column string
	op     string
	values []coqlToken
}

// coqlParser is a recursive-descent parser over the tokens of a query.
type coqlParser struct {
	tokens     []coqlToken
	pos        int
	conditions int
	depth      int // of brackets
	rules      coqlRules
}

// coqlRules are what the documentation leaves open, or what depends on where a
// query comes from.
type coqlRules struct {
	// barePair accepts two conditions without brackets.
	barePair bool
	// columns is how many may be selected.
	columns int
	// defaultLimit counts where the query writes none.
	defaultLimit int
}

// parseCOQL parses a query.
func parseCOQL(text string, rules coqlRules) (*coqlQuery, *apiError) {
	tokens, err := lexCOQL(text)
	if err != nil {
		return nil, err
	}
	p := &coqlParser{tokens: tokens, rules: rules}
	q := &coqlQuery{limit: rules.defaultLimit}
	for _, part := range []func(*coqlQuery) *apiError{p.selectList, p.fromClause, p.whereClause, p.orderClause, p.limitClause} {
		if err := part(q); err != nil {
			return nil, err
		}
	}
	if t := p.peek(); t.kind != tokenEnd {
		return nil, errNear(t)
	}
	return q, nil
}

func (p *coqlParser) peek() coqlToken { return p.tokens[p.pos] }

func (p *coqlParser) next() coqlToken {
	t := p.tokens[p.pos]
	if t.kind != tokenEnd {
		p.pos++
	}
	return t
}

func (p *coqlParser) accept(word string) bool {
	if p.peek().keyword(word) || p.peek().sign(word) {
		p.pos++
		return true
	}
	return false
}

// name reads a column or module name; reserved words are not names.
func (p *coqlParser) name() (string, *apiError) {
	t := p.next()
	if t.kind != tokenName || reserved(t.text) {
		return "", errNear(t)
	}
	return t.text, nil
}

func reserved(word string) bool {
	return oneOf(strings.ToLower(word), "select", "from", "where", "and", "or", "not", "in", "like", "is", "null",
		"between", "order", "group", "by", "asc", "desc", "limit", "offset", "as", "true", "false")
}

func (p *coqlParser) selectList(q *coqlQuery) *apiError {
	if !p.accept("select") {
		return errNear(p.peek())
	}
	for {
		name, err := p.name()
		if err != nil {
			return err
		}
		if oneOf(name, q.columns...) {
			return fail(http.StatusBadRequest, "DUPLICATE_DATA", "duplicate data", object{"column_name": name})
		}
		q.columns = append(q.columns, name)
		if !p.accept(",") {
			break
		}
	}
	if len(q.columns) > p.rules.columns {
		return errCOQLLimit("select", p.rules.columns)
	}
	return nil
}

func errCOQLLimit(clause string, limit int) *apiError {
	return fail(http.StatusBadRequest, "LIMIT_EXCEEDED", "the limit is exceeded", object{"clause": clause, "limit": limit})
}

func errClause(clause string) *apiError {
	return fail(http.StatusBadRequest, "SYNTAX_ERROR", "missing clause", object{"clause": clause})
}

func (p *coqlParser) fromClause(q *coqlQuery) (err *apiError) {
	if !p.accept("from") {
		if p.peek().kind == tokenEnd {
			return errClause("from")
		}
		return errNear(p.peek())
	}
	q.from, err = p.name()
	return err
}

func (p *coqlParser) orderClause(q *coqlQuery) *apiError {
	if !p.accept("order") {
		return nil
	}
	if !p.accept("by") {
		return errNear(p.peek())
	}
	for {
		name, err := p.name()
		if err != nil {
			return err
		}
		for _, o := range q.order {
			if o.column == name {
				return fail(http.StatusBadRequest, "DUPLICATE_DATA", "duplicate data", object{"column_name": name})
			}
		}
		o := coqlOrder{column: name}
		if p.accept("desc") {
			o.desc = true
		} else {
			p.accept("asc")
		}
		q.order = append(q.order, o)
		if !p.accept(",") {
			break
		}
	}
	if len(q.order) > maxCOQLOrder {
		return errCOQLLimit("order by", maxCOQLOrder)
	}
	return nil
}

func (p *coqlParser) limitClause(q *coqlQuery) *apiError {
	if p.accept("limit") {
		n, err := p.count()
		if err != nil {
			return err
		}
		if n < 1 || n > maxCOQLLimit {
			return fail(http.StatusBadRequest, "INVALID_QUERY", "the limit given is invalid", object{"limit": maxCOQLLimit})
		}
		q.limit = n
	}
	if p.accept("offset") {
		n, err := p.count()
		if err != nil {
			return err
		}
		q.offset = n
	}
	return nil
}

func (p *coqlParser) count() (int, *apiError) {
	t := p.next()
	n, err := strconv.Atoi(t.text)
	if t.kind != tokenNumber || err != nil || n < 0 {
		return 0, errNear(t)
	}
	return n, nil
}
