package fakezoho

import (
	"net/http"
	"slices"
)

// coqlCall is the body of a COQL call, parsed once for scopes, price and answer.
type coqlCall struct {
	query    *coqlQuery
	withMeta bool
	err      *apiError
}

// parsedCOQL parses the body of POST /coql: {"select_query":"…"}.
func (c *apiCall) parsedCOQL() *coqlCall {
	if c.coql != nil {
		return c.coql
	}
	c.coql = &coqlCall{}
	var root any
	if err := decodeJSON(c.body, &root); err != nil {
		c.coql.err = errBodyType("jsonobject", "", "$")
		return c.coql
	}
	doc, ok := root.(object)
	if !ok {
		c.coql.err = errBodyType("jsonobject", "", "$")
		return c.coql
	}
	sent, present := doc["select_query"]
	if !present {
		c.coql.err = fail(http.StatusBadRequest, "MANDATORY_NOT_FOUND", "required field not found",
			object{"api_name": "select_query", "json_path": "$.select_query"})
		return c.coql
	}
	text, ok := sent.(string)
	if !ok {
		c.coql.err = errBodyType("text", "select_query", "$.select_query")
		return c.coql
	}
	if c.coql.withMeta, c.coql.err = includesMeta(doc); c.coql.err != nil {
		return c.coql
	}
	rules := coqlRules{barePair: c.s.sw.BarePair, columns: c.s.sw.COQLColumns, defaultLimit: defaultCOQLLimit}
	if c.part {
		rules.defaultLimit = maxPartRecords
	}
	c.coql.query, c.coql.err = parseCOQL(text, rules)
	if c.coql.err == nil && c.part && c.coql.query.limit > maxPartRecords {
		c.coql.err = errPartLimit(maxPartRecords)
	}
	return c.coql
}

// coqlScopes are the scopes of a query: COQL itself, the module it reads, and
// the field metadata if that is asked for.
func coqlScopes(c *apiCall) []string {
	scopes := []string{"ZohoCRM.coql.READ"}
	q := c.parsedCOQL()
	if q.err == nil && c.visible(q.query.from) != nil {
		scopes = append(scopes, moduleScope(q.query.from, "READ"))
	}
	if q.withMeta {
		scopes = append(scopes, "ZohoCRM.settings.fields.READ")
	}
	return scopes
}

// coqlPermissions are the rights a query needs: to see the module's records.
func coqlPermissions(c *apiCall) []string {
	if q := c.parsedCOQL(); q.err == nil && c.visible(q.query.from) != nil {
		return []string{permissionView + q.query.from}
	}
	return nil
}

// coqlCredits is the price of a query by the limit it writes.
func coqlCredits(c *apiCall) int {
	q := c.parsedCOQL()
	switch {
	case q.err != nil || q.query.limit <= 200:
		return 1
	case q.query.limit <= 1000:
		return 2
	default:
		return 3
	}
}

// queryCOQL serves POST /coql. It reads the records themselves, so unlike search
// it sees every change at once. Notes are open to administrators only.
func queryCOQL(c *apiCall) reply {
	call := c.parsedCOQL()
	if call.err != nil {
		return call.err.reply()
	}
	q := call.query
	m := c.visible(q.from)
	if m == nil {
		return errModule(object{"module": q.from}).reply()
	}
	if m.name == "Notes" && !c.user.profile.Admin {
		return errNoPermission().reply()
	}
	m = m.inCOQL(c.s.sw.COQLConversion)
	matches, err := c.s.checkCOQL(q, m)
	if err != nil {
		return err.reply()
	}
	var rows []*record
	for _, r := range c.org.ofModule(m.name) {
		if r.converted && c.s.sw.HideConvertedInCOQL {
			continue
		}
		if matches(r) {
			rows = append(rows, r)
		}
	}
	sortRows(rows, q, m)
	from := min(q.offset, len(rows))
	to := min(from+q.limit, len(rows))
	if from == to {
		return noContent()
	}
	data := make([]any, 0, to-from)
	for _, r := range rows[from:to] {
		row := object{"id": r.id}
		for _, name := range q.columns {
			row[name] = coqlValue(r, m.field(name), c.user, c.s.sw.COQLLookupIDsOnly)
		}
		data = append(data, row)
	}
	out := object{"data": data, "info": object{"count": len(data), "more_records": to < len(rows)}}
	if call.withMeta {
		meta := object{}
		for _, name := range q.columns {
			meta[name] = fieldMeta(m.field(name), c.s.sw)
		}
		out["fields"] = meta
	}
	return jsonReply(http.StatusOK, out)
}

// includesMeta reports whether the body of a query asks for the metadata of the
// columns: include_meta is an array that holds "fields" only.
func includesMeta(doc object) (bool, *apiError) {
	sent, present := doc["include_meta"]
	if !present {
		return false, nil
	}
	list, ok := sent.([]any)
	for _, v := range list {
		ok = ok && v == "fields"
	}
	if !ok {
		return false, fail(http.StatusBadRequest, "INVALID_QUERY", "the value given in the include_meta key seems to be invalid",
			object{"api_name": "include_meta", "json_path": "$.include_meta"})
	}
	return len(list) > 0, nil
}

// inCOQL returns the module with the fields that queries know.
func (m *module) inCOQL(known COQLConversion) *module {
	if m.name != "Leads" || known == ConversionKnown {
		return m
	}
	seen := *m
	seen.fields = slices.DeleteFunc(slices.Clone(m.fields), func(f *Field) bool {
		return f.Name == "Converted__s" || known == ConversionUnknown && oneOf(f.Name, "Converted_Contact", "Converted_Date_Time")
	})
	return &seen
}

// coqlValue renders a column. Owner and user columns carry no email here, and
// with idsOnly no column carries more than the id of what it refers to.
func coqlValue(r *record, f *Field, reader *user, idsOnly bool) any {
	if f.Restricted {
		return nil
	}
	switch v := r.value(f.Name).(type) {
	case *user:
		if idsOnly {
			return object{"id": v.id}
		}
		return v.ref()
	case lookup:
		if idsOnly {
			return object{"id": v.id}
		}
	}
	return r.render(f, reader)
}
