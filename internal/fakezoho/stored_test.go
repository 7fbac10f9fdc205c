package fakezoho

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// storedAs reports whether a value has the form in which values of a field type are
// stored; an empty field is nil.
func storedAs(t FieldType, v any) bool {
	ok := v == nil
	switch v.(type) {
	case string:
		ok = oneOf(t, TypeText, TypeTextArea, TypePhone, TypeEmail, TypeWebsite, TypePicklist, TypeDate, TypeID)
	case []string:
		ok = t == TypeChoices
	case bool:
		ok = t == TypeBoolean
	case int64:
		ok = t == TypeInteger
	case float64:
		ok = oneOf(t, TypeCurrency, TypeDouble)
	case time.Time:
		ok = t == TypeDateTime
	case lookup:
		ok = t == TypeLookup
	case *user:
		ok = t == TypeOwner
	}
	return ok
}

// anyTypes is a world whose contacts have an empty field of each type, named as the
// type.
type anyTypes struct {
	*rig
	org    *org
	module *module
}

func newAnyTypes(t testing.TB) anyTypes {
	t.Helper()
	s := New(Options{Now: func() time.Time { return time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC) }})
	w, err := SeedDemo(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range FieldTypes() {
		if err := s.AddField(w.Org.ID, "Contacts", Field{Name: "X" + string(kind), Type: kind, Length: 30, Lookup: "Contacts", Options: []string{"North", "1500", "true"}}); err != nil {
			t.Fatal(err)
		}
	}
	o := s.orgByID(w.Org.ID)
	return anyTypes{&rig{s: s, w: w}, o, o.modules["Contacts"]}
}

// call makes a call as the gateway does once it is let in.
func (a anyTypes) call(method, path string, query url.Values, body any) reply {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	raw, _ := json.Marshal(body)
	m := a.s.lookup(method, path)
	c := &apiCall{
		s: a.s, method: method, path: path, rawQuery: query.Encode(), header: http.Header{}, body: raw, module: m.module, id: m.id,
		token: &accessToken{scopes: allScopes()}, user: a.org.users[0], org: a.org, now: a.s.clock(),
	}
	if refusal := c.check(m); refusal != nil {
		return refusal.reply()
	}
	return m.route.handle(c)
}

// values are what somebody may send for a field, in JSON.
func (a anyTypes) values() []any {
	return []any{
		nil, true, false, 0, 1500, -7, 1500.5, 1e300, json.Number("1e400"), json.Number("9223372036854775808"), "", "x", "1500", "true", "North",
		"2026-11-22", "2026-11-22T10:00:00+01:00", "2026-11-22T10:00:00.5Z", "0000-01-01T00:00:00+14:00", "not a date",
		"+14155550147", "ada@example.test", a.ada(), a.org.users[0].id, "18446744073709551615", "99999999999999999999",
		[]any{}, []any{"North"}, []any{"North", "1500"}, []any{1}, []any{nil}, map[string]any{}, map[string]any{"id": a.ada()},
		map[string]any{"id": a.org.users[0].id}, map[string]any{"id": 7}, strings.Repeat("é", 31),
	}
}

// coqlOperators are COQL's, each with a place for a value.
func coqlOperators() []string {
	return []string{
		"= %s", "!= %s", "> %s", ">= %s", "< %s", "<= %s", "like %s", "not like %s", "in (%s)", "not in (%[1]s,%[1]s)",
		"between %[1]s and %[1]s", "is null", "is not null",
	}
}

// query asks for the contacts of which a condition on a field holds.
func (a anyTypes) query(field, condition, more string) reply {
	return a.call(http.MethodPost, "/crm/v8/coql", nil, map[string]any{"select_query": "select " + field + " from Contacts where " + field + " " + condition + more})
}

// condition puts a value in its place in one of COQL's operators.
func condition(operator, value string) string {
	if !strings.Contains(operator, "%") {
		return operator
	}
	return fmt.Sprintf(operator, value)
}

// ofForm fails the test unless every value is stored in the form of its field's
// type.
func (a anyTypes) ofForm(t *testing.T) {
	t.Helper()
	for _, r := range a.org.order {
		for name, v := range r.values {
			if f := r.module.field(name); f != nil && !storedAs(f.Type, v) {
				t.Errorf("%s of type %s is stored as %T", name, f.Type, v)
			}
		}
	}
}

// TestEveryValueInEveryField: whatever is sent, seeded or typed is refused or stored
// in the form of the field's type, and no query of what is stored fails.
func TestEveryValueInEveryField(t *testing.T) {
	t.Parallel()
	a := newAnyTypes(t)
	accepted := map[FieldType]int{}
	for _, kind := range FieldTypes() {
		name := "X" + string(kind)
		for _, v := range a.values() {
			rep := a.call(http.MethodPost, "/crm/v8/Contacts", nil, data(map[string]any{"Last_Name": "Sent", name: v}))
			if rep.status != 201 && rep.status != 400 {
				t.Errorf("%s = %v: %d %s", name, v, rep.status, rep.body)
			}
			if rep.status == 201 && v != nil && v != "" {
				accepted[kind]++
			}
			_, _ = a.s.AddContact(a.w.Org.ID, Fields{"Last_Name": "Seeded", name: v})
			_ = a.s.EditRecord(a.ada(), Fields{name: v})
		}
		if accepted[kind] == 0 {
			t.Errorf("a field of type %s takes nothing", kind)
		}
	}
	a.ofForm(t)
	for _, f := range a.module.fields {
		if rep := a.query(f.Name, "is not null", " order by "+f.Name); !oneOf(rep.status, 200, 204, 400) {
			t.Errorf("order by %s: %d", f.Name, rep.status)
		}
		for _, operator := range coqlOperators() {
			for _, value := range []string{"'x'", "'%x%'", "'1500'", "1500", "-1.5", "true", "'2026-11-22'", "'2026-11-22T10:00:00Z'", "'" + a.ada() + "'"} {
				if rep := a.query(f.Name, condition(operator, value), " limit 1"); !oneOf(rep.status, 200, 204, 400) {
					t.Fatalf("%s %s %s: %d", f.Name, operator, value, rep.status)
				}
			}
		}
		for _, criteria := range []string{"equals:1500", "starts_with:x", "in:x,1500", "not_equal:North"} {
			if rep := a.call(http.MethodGet, "/crm/v8/Contacts/search", url.Values{"criteria": {"(" + f.Name + ":" + criteria + ")"}}, nil); !oneOf(rep.status, 200, 204, 400) {
				t.Errorf("%s:%s: %d", f.Name, criteria, rep.status)
			}
		}
	}
	if _, err := json.Marshal(a.s.State()); err != nil {
		t.Error(err)
	}
}

// TestTypedFieldsAreComparedAsTheirType: what is stored can be found by the
// operators of its type, however it came in.
func TestTypedFieldsAreComparedAsTheirType(t *testing.T) {
	t.Parallel()
	a := newAnyTypes(t)
	user := a.org.users[0].id
	for _, c := range []struct {
		kind    FieldType
		sent    any // through the API
		typed   any // by a person
		finds   string
		misses  string
		refused any
	}{
		{TypeDateTime, "2026-11-22T10:00:00+01:00", "2026-11-22T09:00:00Z", "<= '2026-11-22T09:00:00Z'", "> '2026-11-22T10:00:00+01:00'", "tomorrow"},
		{TypeDateTime, "2026-11-22T10:00:00+01:00", time.Date(2026, 11, 22, 9, 0, 0, 5, time.UTC), "= '2026-11-22T09:00:00Z'", "< '2026-11-22T09:00:00Z'", "2026-11-22"},
		{TypeCurrency, 1500, 1500, ">= 1500.0", "> 1500", "1500"},
		{TypeDouble, 0.5, float64(0.5), "between 0 and 1", "= 1", "0.5"},
		{TypeInteger, 12, float64(12), "in (11,12)", "< 12", 1.5},
		{TypePhone, "+14155550147", "(415) 555-0147", "like '%0147'", "= '1'", 4155550147},
		{TypeDate, "2026-11-22", "2026-11-22", "> '2026-11-21'", "> '2026-11-22'", "22.11.2026"},
		{TypeID, json.Number("18446744073709551615"), "18446744073709551615", "> 7", "= 7", "99999999999999999999"},
		{TypeLookup, map[string]any{"id": a.ada()}, a.ada(), "= '" + a.ada() + "'", "= '7'", "1"},
		{TypeOwner, map[string]any{"id": user}, user, "in ('" + user + "')", "!= '" + user + "'", "1"},
		{TypeBoolean, true, true, "= true", "= false", "true"},
		{TypeChoices, []any{"North"}, []any{"North"}, "is not null", "is null", "North"},
	} {
		name := "X" + string(c.kind)
		found := func(condition string) int {
			rep := a.query(name, condition, " limit 2000")
			var doc struct{ Data []any }
			if rep.status == 200 && json.Unmarshal(rep.body, &doc) != nil || !oneOf(rep.status, 200, 204) {
				t.Errorf("%s %s: %d %s", name, condition, rep.status, rep.body)
			}
			return len(doc.Data)
		}
		before, other := found(c.finds), found(c.misses)
		if rep := a.call(http.MethodPost, "/crm/v8/Contacts", nil, data(map[string]any{"Last_Name": "Sent", name: c.sent})); rep.status != 201 {
			t.Errorf("%s = %v: %s", name, c.sent, rep.body)
		}
		must(a.s.AddContact(a.w.Org.ID, Fields{"Last_Name": "Typed", name: c.typed}))
		if n, m := found(c.finds)-before, found(c.misses)-other; n != 2 || m != 0 {
			t.Errorf("%s: %q finds %d, %q finds %d", name, c.finds, n, c.misses, m)
		}
		if rep := a.call(http.MethodPost, "/crm/v8/Contacts", nil, data(map[string]any{"Last_Name": "Sent", name: c.refused})); rep.status != 400 || !contains(rep.body, "INVALID_DATA") {
			t.Errorf("%s = %v: %d %s", name, c.refused, rep.status, rep.body)
		}
		if _, err := a.s.AddContact(a.w.Org.ID, Fields{"Last_Name": "Typed", name: c.refused}); err == nil {
			t.Errorf("%s: %v can be seeded", name, c.refused)
		}
	}
}

// TestOrderIsTotal: values of any kinds can be compared, and the comparison can be
// sorted by.
func TestOrderIsTotal(t *testing.T) {
	t.Parallel()
	values := []any{"a", "b", uint64(1), int64(1), int64(2), 1.5, math.NaN(), time.Unix(1, 0), time.Unix(2, 0), false, true, []string{"a"}, nil}
	for _, a := range values {
		for _, b := range values {
			if order(a, b) != -order(b, a) {
				t.Errorf("order(%v, %v) is not the opposite of order(%v, %v)", a, b, b, a)
			}
			for _, c := range values {
				if order(a, b) <= 0 && order(b, c) <= 0 && order(a, c) > 0 {
					t.Errorf("%v, %v, %v cannot be sorted", a, b, c)
				}
			}
		}
	}
}

func TestUniqueFieldsOfAnyType(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for kind, v := range map[FieldType]any{TypeInteger: 7, TypeDateTime: "2026-11-22T10:00:00Z", TypeDouble: 1.5, TypeID: "70", TypeText: "X"} {
		name := "U" + string(kind)
		if err := r.s.AddField(r.w.Org.ID, "Contacts", Field{Name: name, Type: kind, Unique: true}); err != nil {
			t.Fatal(err)
		}
		expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A", name: v})), 201, "SUCCESS")
		expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "B", name: v})), 400, "DUPLICATE_DATA")
	}
}

func TestFieldsThatCannotBe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for name, f := range map[string]Field{
		"no type": {}, "unknown type": {Type: "subform"}, "length": {Type: TypeText, Length: -1}, "lookup": {Type: TypeLookup},
		"lookup elsewhere": {Type: TypeLookup, Lookup: "Nope"}, "picklist": {Type: TypePicklist},
	} {
		f.Name = "X"
		if err := r.s.AddField(r.w.Org.ID, "Contacts", f); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := r.s.ChangeField(r.w.Org.ID, "Contacts", "Phone", func(f *Field) { f.Length = -1 }); err == nil {
		t.Error("a negative length is taken")
	}
}

// TestMistakesOfItsOwn: a call that fails by a mistake of the stand-in's is answered
// and logged, and takes no place among the calls in flight for ever.
func TestMistakesOfItsOwn(t *testing.T) {
	t.Parallel()
	var told bytes.Buffer
	r := newRig(t, withEdition(Free()), func(o *Options) { o.ErrorLog = log.New(&told, "", 0) })
	at := slices.IndexFunc(r.s.routes, func(o route) bool { return o.op == OpOrgGet })
	sound := r.s.routes[at].handle
	r.s.routes[at].handle = func(*apiCall) reply { panic("out of order") }
	for range 6 {
		expect(t, r.api(http.MethodGet, "/org", nil), 500, "INTERNAL_ERROR")
	}
	if calls := r.s.CallsOf(OpOrgGet); len(calls) != 6 || calls[5].Status != 500 || calls[5].Code != "INTERNAL_ERROR" || !calls[5].Delivered {
		t.Errorf("calls %+v", calls)
	}
	if text := told.String(); strings.Count(text, "out of order") < 6 || !strings.Contains(text, "stored_test.go") {
		t.Errorf("told: %s", text)
	}
	r.s.mu.Lock()
	r.s.routes[at].handle = sound
	r.s.mu.Unlock()
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
}

func FuzzFieldValues(f *testing.F) {
	a := newAnyTypes(f)
	a.s.errorLog = log.New(io.Discard, "", 0)
	f.Add(uint8(0), uint8(0), `"x"`, "'x'")
	f.Add(uint8(10), uint8(5), `"2026-11-22T10:00:00+01:00"`, "'2026-11-22T10:00:00Z'")
	f.Add(uint8(11), uint8(10), "1500", "1500.5")
	f.Fuzz(func(t *testing.T, kind, operator uint8, value, literal string) {
		name := "X" + string(FieldTypes()[int(kind)%len(FieldTypes())])
		var v any
		if json.Unmarshal([]byte(value), &v) != nil {
			v = value
		}
		rep := a.call(http.MethodPost, "/crm/v8/Contacts", nil, data(map[string]any{"Last_Name": "Sent", name: v}))
		id, err := a.s.AddContact(a.w.Org.ID, Fields{"Last_Name": "Seeded", name: v})
		a.ofForm(t)
		if rep.status != 201 && rep.status != 400 {
			t.Errorf("%d %s", rep.status, rep.body)
		}
		if rep := a.query(name, condition(coqlOperators()[int(operator)%len(coqlOperators())], literal), " order by "+name); !oneOf(rep.status, 200, 204, 400) {
			t.Errorf("%d %s", rep.status, rep.body)
		}
		if err == nil {
			if err := a.s.DeleteRecord(id); err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range a.s.Contacts() {
			if r.Name == "Sent" {
				if err := a.s.DeleteRecord(r.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
