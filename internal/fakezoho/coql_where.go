package fakezoho

import "strings"

// whereClause reads the mandatory condition. Conditions are bracketed in pairs:
// each bracket holds one condition, or exactly two parts joined once.
func (p *coqlParser) whereClause(q *coqlQuery) (err *apiError) {
	if !p.accept("where") {
		if t := p.peek(); t.kind == tokenEnd || t.keyword("order") || t.keyword("limit") || t.keyword("offset") {
			return errClause("where")
		}
		return errNear(p.peek())
	}
	if q.where, err = p.part(); err != nil {
		return err
	}
	join := p.peek()
	if p.rules.barePair && q.where.cond != nil && (join.keyword("and") || join.keyword("or")) {
		p.pos++
		right, err := p.part()
		if err != nil {
			return err
		}
		if right.cond == nil {
			return errNear(join)
		}
		q.where = &coqlNode{join: strings.ToLower(join.text), left: q.where, right: right}
	}
	if t := p.peek(); t.keyword("and") || t.keyword("or") {
		return errNear(t)
	}
	if p.conditions > maxCOQLConditions {
		return errCOQLLimit("where", maxCOQLConditions)
	}
	return nil
}

// part reads a condition or a bracket.
func (p *coqlParser) part() (*coqlNode, *apiError) {
	if p.depth++; p.depth > maxCOQLDepth {
		return nil, errNear(p.peek())
	}
	defer func() { p.depth-- }()
	if !p.accept("(") {
		cond, err := p.condition()
		if err != nil {
			return nil, err
		}
		p.conditions++
		return &coqlNode{cond: cond}, nil
	}
	node, err := p.part()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.keyword("and") || t.keyword("or") {
		p.pos++
		right, err := p.part()
		if err != nil {
			return nil, err
		}
		node = &coqlNode{join: strings.ToLower(t.text), left: node, right: right}
	}
	if !p.accept(")") {
		return nil, errNear(p.peek())
	}
	return node, nil
}

func (p *coqlParser) condition() (*coqlCondition, *apiError) {
	column, err := p.name()
	if err != nil {
		return nil, err
	}
	cond := &coqlCondition{column: column}
	t := p.next()
	switch {
	case t.kind == tokenSign && oneOf(t.text, "=", "!=", ">", ">=", "<", "<="):
		cond.op = t.text
		return cond, p.oneValue(cond)
	case t.keyword("like"):
		cond.op = "like"
		return cond, p.oneValue(cond)
	case t.keyword("in"):
		cond.op = "in"
		return cond, p.valueList(cond)
	case t.keyword("between"):
		cond.op = "between"
		if err := p.oneValue(cond); err != nil {
			return nil, err
		}
		if !p.accept("and") {
			return nil, errNear(p.peek())
		}
		return cond, p.oneValue(cond)
	case t.keyword("not") && p.accept("like"):
		cond.op = "not like"
		return cond, p.oneValue(cond)
	case t.keyword("not") && p.accept("in"):
		cond.op = "not in"
		return cond, p.valueList(cond)
	case t.keyword("is"):
		cond.op = "is null"
		if p.accept("not") {
			cond.op = "is not null"
		}
		if !p.accept("null") {
			return nil, errNear(p.peek())
		}
		return cond, nil
	case t.kind == tokenSign || t.kind == tokenName:
		return nil, errSyntax(object{"operator": t.text})
	default:
		return nil, errNear(t)
	}
}

func (p *coqlParser) oneValue(c *coqlCondition) *apiError {
	t := p.next()
	if t.kind == tokenString || t.kind == tokenNumber || t.keyword("true") || t.keyword("false") {
		c.values = append(c.values, t)
		return nil
	}
	return errNear(t)
}

func (p *coqlParser) valueList(c *coqlCondition) *apiError {
	if !p.accept("(") {
		return errNear(p.peek())
	}
	for {
		if err := p.oneValue(c); err != nil {
			return err
		}
		if p.accept(")") {
			break
		}
		if !p.accept(",") {
			return errNear(p.peek())
		}
	}
	if len(c.values) > maxCOQLIn {
		return errCOQLLimit(c.op, maxCOQLIn)
	}
	return nil
}
