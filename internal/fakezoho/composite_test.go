package fakezoho

import (
	"net/http"
	"testing"
)

func get(uri string, params map[string]any) map[string]any {
	part := map[string]any{"method": "GET", "uri": "/crm/v8" + uri}
	if params != nil {
		part["params"] = params
	}
	return part
}

func TestComposite(t *testing.T) {
	t.Parallel()
	for _, form := range []CompositeFailure{FailureInPlace, FailureWrapped} {
		r := newRig(t, withSwitches(Switches{CompositeFailure: form}))
		a := r.api(http.MethodPost, "/__composite_requests", composed(
			get("/Contacts/"+r.ada(), map[string]any{"fields": "Last_Name"}),
			map[string]any{"sub_request_id": "q", "method": "POST", "uri": "/crm/v8/coql", "body": map[string]any{"select_query": "select Phone from Leads where Phone like '%0188'"}},
			get("/Contacts/"+r.ada()+"/Notes", map[string]any{"fields": "Note_Title"}),
			get("/Contacts/1/Notes", map[string]any{"fields": "Note_Title"}),
		))
		parts := a.parts()
		if a.status != 207 || len(parts) != 4 {
			t.Fatalf("%q: %d %s", form, a.status, a.raw)
		}
		response := func(i int) map[string]any {
			details, _ := parts[i]["details"].(map[string]any)
			out, _ := details["response"].(map[string]any)
			return out
		}
		if body, _ := response(0)["body"].(map[string]any); response(0)["status_code"] != float64(200) || body["data"].([]any)[0].(map[string]any)["Last_Name"] != "Example" {
			t.Errorf("%q: record %v", form, parts[0])
		}
		if response(1)["status_code"] != float64(200) {
			t.Errorf("%q: query %v", form, parts[1])
		}
		if response(2)["status_code"] != float64(204) || response(2)["body"] != nil {
			t.Errorf("%q: no notes %v", form, parts[2])
		}
		if form == FailureInPlace && parts[3]["code"] != "INVALID_DATA" || form == FailureWrapped && response(3)["status_code"] != float64(400) {
			t.Errorf("%q: missing contact %v", form, parts[3])
		}
		if r.s.CreditsUsed() != 1 || len(r.s.Calls()) != 1 {
			t.Errorf("%q: %d credits, %d calls", form, r.s.CreditsUsed(), len(r.s.Calls()))
		}
	}
}

func TestCompositeRules(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	send := func(body map[string]any) answer { return r.api(http.MethodPost, "/__composite_requests", body) }
	org := get("/org", nil)
	expect(t, send(map[string]any{}), 400, "MANDATORY_NOT_FOUND")
	expect(t, send(map[string]any{"__composite_requests": []any{}}), 400, "INVALID_DATA")
	expect(t, send(composed(org, org, org, org, org, org)), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodPost, "/__composite_requests", "[]"), 400, "INVALID_DATA")
	both := composed(org)
	both["rollback_on_fail"], both["parallel_execution"] = true, true
	expect(t, send(both), 400, "AMBIGUITY_DURING_PROCESSING")
	both["parallel_execution"] = "no"
	expect(t, send(both), 400, "INVALID_DATA")
	delete(both, "parallel_execution")
	both["concurrent_execution"] = true
	if a := send(both); a.status != 400 || a.code() != "AMBIGUITY_DURING_PROCESSING" || !contains(a.raw, "$.concurrent_execution") {
		t.Errorf("by its other name: %d %s", a.status, a.raw)
	}
	both["concurrent_execution"] = 1
	expect(t, send(both), 400, "INVALID_DATA")
	both["rollback_on_fail"], both["concurrent_execution"] = false, true
	expect(t, send(both), 200, "")
	r.s.ResetCalls()
	note := map[string]any{"method": "POST", "uri": "/crm/v8/Notes", "body": data(noteFor(r.ada(), "t", "c"))}
	two := map[string]any{"method": "POST", "uri": "/crm/v8/Notes", "body": data(noteFor(r.ada(), "t", "c"), noteFor(r.ada(), "t", "c"))}
	coql := func(query string) map[string]any {
		return map[string]any{"method": "POST", "uri": "/crm/v8/coql", "body": map[string]any{"select_query": query}}
	}
	with := func(part map[string]any, name string, value any) map[string]any {
		out := map[string]any{name: value}
		for k, v := range part {
			if k != name {
				out[k] = v
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		part map[string]any
		code string
	}{
		"two records":       {two, "LIMIT_EXCEEDED"},
		"26 rows":           {coql("select id from Contacts where id is not null limit 26"), "LIMIT_EXCEEDED"},
		"26 notes":          {get("/Contacts/"+r.ada()+"/Notes", map[string]any{"fields": "id", "per_page": "26"}), "LIMIT_EXCEEDED"},
		"26 hits":           {get("/Contacts/search", map[string]any{"word": "Example", "per_page": "26"}), "LIMIT_EXCEEDED"},
		"users":             {get("/users", map[string]any{"type": "CurrentUser"}), "NOT_SUPPORTED"},
		"itself":            {map[string]any{"method": "POST", "uri": "/crm/v8/__composite_requests", "body": composed(org)}, "NOT_SUPPORTED"},
		"reference":         {get("/Contacts/@{1:$.data[0].id}", nil), "MANDATORY_NOT_FOUND"},
		"query in the uri":  {get("/settings/fields?module=Contacts", nil), "MANDATORY_NOT_FOUND"},
		"whole address":     {map[string]any{"method": "GET", "uri": usAPI + "/crm/v8/org"}, "MANDATORY_NOT_FOUND"},
		"no method":         {map[string]any{"uri": "/crm/v8/org"}, "MANDATORY_NOT_FOUND"},
		"id with a dot":     {with(org, "sub_request_id", "a.b"), "INVALID_DATA"},
		"number as param":   {get("/settings/fields", map[string]any{"module": 7}), "INVALID_DATA"},
		"own authorisation": {with(org, "headers", map[string]any{"Authorization": "x"}), "INVALID_DATA"},
		"body is a list":    {with(org, "body", []any{}), "INVALID_DATA"},
		"unknown address":   {get("/nope/nope/nope/nope", nil), "INVALID_URL_PATTERN"},
	} {
		a := send(composed(c.part))
		if parts := a.parts(); a.status != 400 || len(parts) != 1 || parts[0]["code"] != c.code {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
	}
	if a := send(composed(with(org, "sub_request_id", "a"), with(org, "sub_request_id", "a"))); a.status != 207 || a.parts()[1]["code"] != "DUPLICATE_DATA" {
		t.Errorf("same id twice: %s", a.raw)
	}
	if a := send(composed(note)); a.status != 200 || len(r.s.Notes()) != 1 {
		t.Errorf("one note: %d %s", a.status, a.raw)
	}
	rollback := composed(note)
	rollback["rollback_on_fail"] = true
	if a := send(rollback); a.status != 400 || len(r.s.Notes()) != 1 {
		t.Errorf("write under rollback: %d %s", a.status, a.raw)
	}
	if a := send(composed(coql("select id from Contacts where id is not null"))); a.status != 200 {
		t.Errorf("query without a limit: %s", a.raw)
	}
}

// TestCompositeCredits: the second credit is for a rollback that was not needed.
func TestCompositeCredits(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	org, gone := get("/org", nil), get("/Contacts/1/Notes", map[string]any{"fields": "id"})
	spent := 0
	for _, c := range []struct {
		rollback any
		parts    []map[string]any
		status   int
		credits  int
	}{
		{nil, []map[string]any{org, org}, 200, 1},
		{false, []map[string]any{org, gone}, 207, 1},
		{true, []map[string]any{org, org}, 200, 2},
		{true, []map[string]any{org, gone}, 207, 1},
		{true, []map[string]any{gone}, 400, 1},
		{true, nil, 400, 1},
		{"yes", []map[string]any{org}, 400, 1},
	} {
		body := composed(c.parts...)
		if c.rollback != nil {
			body["rollback_on_fail"] = c.rollback
		}
		r.s.ResetCalls()
		a := r.api(http.MethodPost, "/__composite_requests", body)
		if spent += c.credits; a.status != c.status || r.s.Calls()[0].Credits != c.credits || r.s.CreditsUsed() != spent {
			t.Errorf("%v: %d %s, %d credits, %d in all", c.rollback, a.status, a.raw, r.s.Calls()[0].Credits, r.s.CreditsUsed())
		}
	}
}

// TestCompositeTakesFiveCalls: on Free that is everything there is.
func TestCompositeTakesFiveCalls(t *testing.T) {
	t.Parallel()
	r := newRig(t, withEdition(Free()))
	r.s.Inject(Fault{Op: OpOrgGet, Kind: FaultStall})
	done := make(chan answer, 1)
	req := r.request(http.MethodGet, "/org", nil)
	go func() { a, _ := r.do(req); done <- a }()
	if err := r.s.WaitStalled(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	expect(t, r.api(http.MethodPost, "/__composite_requests", composed(get("/org", nil))), 429, "TOO_MANY_REQUESTS")
	r.s.ReleaseStalls()
	expect(t, <-done, 200, "")
	if a := r.api(http.MethodPost, "/__composite_requests", composed(get("/org", nil))); a.status != 200 {
		t.Errorf("alone: %d %s", a.status, a.raw)
	}
}

func FuzzComposite(f *testing.F) {
	s := New(Options{})
	w, err := SeedDemo(s)
	if err != nil {
		f.Fatal(err)
	}
	o := s.orgByID(w.Org.ID)
	f.Add(`{"__composite_requests":[{"method":"GET","uri":"/crm/v8/org"},{"method":"POST","uri":"/crm/v8/coql","body":{"select_query":"select id from Contacts where id is not null"}}]}`)
	f.Add(`{"rollback_on_fail":true,"__composite_requests":[{"sub_request_id":"a","method":"PUT","uri":"/crm/v8/Notes","params":{"a":"b"},"headers":{"If-Modified-Since":"x"},"body":{"data":[{}]}}]}`)
	f.Add(`{"__composite_requests":[null,7,{"method":"GET","uri":"/crm/v8/Contacts/1/Notes","params":{"fields":"id","per_page":"26"}}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		c := &apiCall{
			s: s, method: http.MethodPost, path: "/crm/v8/__composite_requests", header: http.Header{}, body: []byte(body),
			token: &accessToken{scopes: allScopes()}, user: o.users[0], org: o, now: s.clock(),
		}
		weight, credits := compositeWeight(c), compositeCredits(c)
		rep := serveComposite(c)
		if rep.status != 200 && rep.status != 207 && rep.status != 400 || len(rep.body) == 0 {
			t.Errorf("status %d, %d bytes", rep.status, len(rep.body))
		}
		if weight.calls != 5 || weight.heavy < 1 || weight.heavy > 6 || credits < 1 || credits > 2 {
			t.Errorf("weight %+v, %d credits", weight, credits)
		}
	})
}
