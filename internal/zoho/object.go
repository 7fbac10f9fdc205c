package zoho

import (
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// object reads the members of one JSON object from outside and remembers whether one of them was of the wrong type, so
// that a reader can take everything it wants and judge once. A missing or null member is empty, not wrong.
type object struct {
	gjson.Result
	bad bool
}

// text returns a string member.
func (o *object) text(path string) string {
	v := o.Get(path)
	switch v.Type {
	case gjson.String:
		// The copy lets go of the reply that the text is part of.
		return strings.Clone(v.Str)
	case gjson.Null:
		return ""
	}
	o.bad = true
	return ""
}

// id returns a record id, which must be there.
func (o *object) id(path string) string {
	id := o.text(path)
	if !ValidID(id) {
		o.bad = true
		return ""
	}
	return id
}

// ref returns the id of a lookup member, {"id": …}, or "" if there is none.
func (o *object) ref(path string) string {
	v := o.Get(path)
	if v.IsObject() {
		v = v.Get("id")
	}
	if v.Type == gjson.Null {
		return ""
	}
	if v.Type != gjson.String || !ValidID(v.Str) {
		o.bad = true
		return ""
	}
	return strings.Clone(v.Str)
}

// time returns a time member, the zero time if there is none.
func (o *object) time(path string) time.Time {
	t, ok := parseTime(o.text(path))
	if !ok {
		o.bad = true
	}
	return t
}

// flag returns a boolean member.
func (o *object) flag(path string) bool {
	v := o.Get(path)
	switch v.Type {
	case gjson.True:
		return true
	case gjson.False, gjson.Null:
		return false
	}
	o.bad = true
	return false
}

// allowed returns a boolean member that says what the user may do. What is not told
// is allowed: only the call itself can tell then.
func (o *object) allowed(path string) bool {
	return o.Get(path).Type == gjson.Null || o.flag(path)
}

// list returns the items of a list member, none if it is not there.
func (o *object) list(path string) []gjson.Result {
	v := o.Get(path)
	if v.Type != gjson.Null && !v.IsArray() {
		o.bad = true
		return nil
	}
	return v.Array()
}

// number returns a number member as it is written, so that no amount is rounded, or "" if there is none.
func (o *object) number(path string) string {
	v := o.Get(path)
	switch {
	case v.Type == gjson.Null:
		return ""
	case v.Type == gjson.Number && len(v.Raw) <= 40:
		return strings.Clone(v.Raw)
	}
	o.bad = true
	return ""
}
