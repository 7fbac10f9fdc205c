package fakezoho

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The limits of a composite request (composite-api page).
const (
	maxParts       = 5
	maxPartRecords = 25 // that a part reads
	// compositeCalls is what a composite request counts for among the calls in
	// flight, whatever it holds.
	compositeCalls = 5
)

// The forms of a part's id and address, as the composite-api page gives them.
var (
	partID  = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_]*$`)
	partURI = regexp.MustCompile(`^/crm(/.*)?/v[0-9]+([.][0-9]+)?/.*$`)
)

// composite is the body of a composite request, parsed once for price, weight
// and answer.
type composite struct {
	parts    []compositePart
	rollback bool
	err      *apiError
}

// compositePart is one part: a call, or why it cannot be made.
type compositePart struct {
	match match
	call  *apiCall
	err   *apiError
}

// parsedComposite parses the body of POST /__composite_requests.
func (c *apiCall) parsedComposite() *composite {
	if c.composite == nil {
		c.composite = c.parseComposite()
	}
	return c.composite
}

func (c *apiCall) parseComposite() *composite {
	var root any
	doc, ok := object(nil), false
	if decodeJSON(c.body, &root) == nil {
		doc, ok = root.(object)
	}
	if !ok {
		return &composite{err: errBodyType("jsonobject", "", "$")}
	}
	out := &composite{}
	if out.rollback, out.err = rollsBack(doc); out.err != nil {
		return out
	}
	const key = "__composite_requests"
	list, sent := doc[key]
	if !sent || list == nil {
		return &composite{err: fail(http.StatusBadRequest, "MANDATORY_NOT_FOUND", "required field not found", object{"api_name": key, "json_path": "$." + key})}
	}
	items, ok := list.([]any)
	if !ok || len(items) == 0 {
		return &composite{err: errBodyType("jsonarray", key, "$."+key)}
	}
	if len(items) > maxParts {
		return &composite{err: fail(http.StatusBadRequest, "INVALID_DATA", "invalid data", object{"api_name": key, "json_path": "$." + key, "maximum_length": maxParts})}
	}
	ids := map[string]bool{}
	for i, item := range items {
		part := c.parsePart(item, "$."+key+"["+strconv.Itoa(i)+"]", ids)
		if out.rollback && part.err == nil && part.call.method != http.MethodGet && part.match.op() != OpCOQL {
			// Taking writes back is not emulated.
			part.err = fail(http.StatusBadRequest, "NOT_SUPPORTED", "not supported", nil)
		}
		out.parts = append(out.parts, part)
	}
	return out
}

// parallelNames are the members by which parts may be carried out at once: that of
// the composite-api page, and that of the 2025 edition of Zoho's OpenAPI description.
func parallelNames() []string { return []string{"parallel_execution", "concurrent_execution"} }

// rollsBack reports whether what was written is to be taken back if a part fails,
// which excludes carrying parts out at once.
func rollsBack(doc object) (bool, *apiError) {
	const name = "rollback_on_fail"
	asked := func(name string) (bool, *apiError) {
		sent, present := doc[name]
		v, ok := sent.(bool)
		if present && !ok {
			return false, errBodyType("boolean", name, "$."+name)
		}
		return v, nil
	}
	rollback, err := asked(name)
	if err != nil {
		return false, err
	}
	for _, other := range parallelNames() {
		parallel, err := asked(other)
		if err != nil {
			return false, err
		}
		if rollback && parallel {
			return false, fail(http.StatusBadRequest, "AMBIGUITY_DURING_PROCESSING", "ambiguity while processing the request", object{
				"ambiguity_due_to": []any{
					object{"api_name": name, "json_path": "$." + name},
					object{"api_name": other, "json_path": "$." + other},
				},
			})
		}
	}
	return rollback, nil
}

// parsePart reads one part. Parts that refer to the result of another are not
// emulated: their address does not have the form of one.
func (c *apiCall) parsePart(item any, path string, ids map[string]bool) compositePart {
	refuse := func(code, name string, more object) compositePart {
		details := object{"api_name": name, "json_path": path + "." + name}
		for k, v := range more {
			details[k] = v
		}
		return compositePart{err: fail(http.StatusBadRequest, code, "invalid sub request", details)}
	}
	fields, ok := item.(object)
	if !ok {
		return compositePart{err: errBodyType("jsonobject", "", path)}
	}
	if id, sent := fields["sub_request_id"]; sent {
		text, ok := id.(string)
		if !ok || !partID.MatchString(text) {
			return refuse("INVALID_DATA", "sub_request_id", object{"regex": partID.String()})
		}
		if ids[text] {
			return refuse("DUPLICATE_DATA", "sub_request_id", nil)
		}
		ids[text] = true
	}
	method, ok := fields["method"].(string)
	if !ok || !oneOf(method, http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete) {
		return refuse("MANDATORY_NOT_FOUND", "method", nil)
	}
	uri, ok := fields["uri"].(string)
	if !ok || !partURI.MatchString(uri) || strings.ContainsAny(uri, "@?#") {
		return refuse("MANDATORY_NOT_FOUND", "uri", nil)
	}
	part := &apiCall{
		s: c.s, method: method, path: uri, header: http.Header{}, query: url.Values{},
		token: c.token, user: c.user, org: c.org, now: c.now, part: true,
	}
	for name, target := range map[string]func(k, v string){"params": part.query.Set, "headers": part.header.Set} {
		sent, present := fields[name]
		if !present {
			continue
		}
		values, ok := sent.(object)
		if !ok {
			return refuse("INVALID_DATA", name, object{"expected_data_type": "jsonobject"})
		}
		for k, v := range values {
			text, ok := v.(string)
			if !ok || name == "headers" && oneOf(strings.ToLower(k), "authorization", "x-crm-org") {
				return refuse("INVALID_DATA", name, nil)
			}
			target(k, text)
		}
	}
	if sent, present := fields["body"]; present {
		if _, ok := sent.(object); !ok {
			return refuse("INVALID_DATA", "body", object{"expected_data_type": "jsonobject"})
		}
		raw, err := json.Marshal(sent)
		if err != nil {
			return refuse("INVALID_DATA", "body", nil)
		}
		part.body = raw
	}
	m := c.s.lookup(method, uri)
	part.module, part.id = m.module, m.id
	if m.op() == OpComposite || m.op() == OpUsersCurrent {
		// Users are allowed in Zoho's list but not emulated here; a composite
		// request inside another is allowed nowhere.
		return refuse("NOT_SUPPORTED", "uri", nil)
	}
	return compositePart{match: m, call: part}
}

// errPartLimit is the error of a part that asks for too much.
func errPartLimit(most int) *apiError {
	return fail(http.StatusBadRequest, "LIMIT_EXCEEDED", "the limit is exceeded", object{"limit": most})
}

// compositeWeight: the parts take their own share of the sub-concurrency besides
// the request's.
func compositeWeight(c *apiCall) weight {
	w := weight{calls: compositeCalls, heavy: 1}
	for _, p := range c.parsedComposite().parts {
		if p.err == nil {
			w.heavy += p.match.weight(p.call).heavy
		}
	}
	return w
}

// compositeCredits is the most that a composite request can cost: one credit, or
// two under a promise to take everything back if a part fails.
func compositeCredits(c *apiCall) int {
	if request := c.parsedComposite(); request.rollback && request.err == nil {
		return 2
	}
	return 1
}

// compositeSettled is the price once the answer is known: of a request under that
// promise, two credits only if every part succeeded (api-limits page).
func compositeSettled(c *apiCall, answer reply) int {
	if answer.status != http.StatusOK {
		return 1
	}
	return compositeCredits(c)
}

// serveComposite serves POST /__composite_requests (composite-api page). The
// answers carry no id and stand in the order of the parts.
func serveComposite(c *apiCall) reply {
	request := c.parsedComposite()
	if request.err != nil {
		return request.err.reply()
	}
	answers, failed := make([]any, 0, len(request.parts)), 0
	for _, p := range request.parts {
		rep, refusal := p.perform()
		if refusal != nil || rep.status >= 400 {
			failed++
		}
		answers = append(answers, c.partAnswer(rep, refusal))
	}
	status := http.StatusOK
	switch {
	case failed == len(answers):
		status = http.StatusBadRequest
	case failed > 0:
		status = http.StatusMultiStatus
	}
	return jsonReply(status, object{"__composite_requests": answers})
}

// perform makes the call of a part.
func (p compositePart) perform() (reply, *apiError) {
	if p.err != nil {
		return reply{}, p.err
	}
	if refusal := p.call.check(p.match); refusal != nil {
		return refusal.reply(), nil
	}
	if p.call.method != http.MethodGet && p.match.op() != OpCOQL && p.call.items() > 1 {
		return errPartLimit(1).reply(), nil
	}
	return p.match.route.handle(p.call), nil
}

// partAnswer wraps the reply of a part.
func (c *apiCall) partAnswer(rep reply, refusal *apiError) object {
	if refusal != nil {
		return refusal.object()
	}
	body := json.RawMessage("null")
	if len(rep.body) > 0 {
		body = rep.body
	}
	if rep.code != "" && c.s.sw.CompositeFailure == FailureInPlace {
		var in object
		if decodeJSON(rep.body, &in) == nil {
			return in
		}
	}
	return object{
		"code": "SUCCESS", "message": "composite sub request executed successfully", "status": "success",
		"details": object{"response": object{
			"headers": object{"content-type": rep.header.Get("Content-Type")}, "status_code": rep.status, "body": body,
		}},
	}
}
