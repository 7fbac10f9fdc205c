package fakezoho

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// phoneSyntax is Zoho's documented expression for phone fields (insert-records
// page) as far as it can be said without lookahead: an optional plus, groups of
// letters and digits parted by single spaces, dots or hyphens, bracketed groups,
// and extensions after commas, a semicolon or hashes.
var phoneSyntax = regexp.MustCompile(`^\+?(?:[.-]? ?[0-9A-Za-z]+| ?\((?:[ .-]?[0-9A-Za-z]+)+\)(?:[ -]?[0-9A-Za-z]+)?)+(?:,*;?[0-9A-Za-z]+)*[#0-9A-Za-z]*$`)

func validPhone(s string) bool {
	bare := strings.TrimPrefix(s, "+")
	return phoneSyntax.MatchString(s) && !strings.HasPrefix(bare, ".") && !strings.HasPrefix(bare, "-") &&
		!strings.Contains(s, "(.") && !strings.Contains(s, "(-") && !strings.Contains(s, ").")
}

func validEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndexByte(s, '@'):], ".")
}

// length measures a text.
func length(s string, unit TextUnit) int {
	switch unit {
	case UTF16Units:
		n := 0
		for _, r := range s {
			n += utf16.RuneLen(r)
		}
		return n
	case UTF8Bytes:
		return len(s)
	default:
		return utf8.RuneCountInString(s)
	}
}

// itemPath is the json_path of a field of the i-th item.
func itemPath(i int, name string) string { return fmt.Sprintf("$.data[%d].%s", i, name) }

func errItem(code, message, name string, i int, more object) *apiError {
	details := object{"api_name": name, "json_path": itemPath(i, name)}
	for k, v := range more {
		details[k] = v
	}
	return fail(http.StatusBadRequest, code, message, details)
}

func errType(f *Field, i int, expected string) *apiError {
	return errItem("INVALID_DATA", "invalid data", f.Name, i, object{"expected_data_type": expected})
}

// accept checks the value sent for a field of item i and returns what is stored,
// always in the form that [record.values] has for the field's type. An empty text
// is stored as nothing.
func (o *org) accept(f *Field, sent any, i int) (any, *apiError) {
	if sent == nil {
		return nil, nil
	}
	switch f.Type {
	case TypeBoolean:
		v, ok := sent.(bool)
		if !ok {
			return nil, errType(f, i, "boolean")
		}
		return v, nil
	case TypeInteger:
		n, ok := sent.(json.Number)
		if !ok {
			return nil, errType(f, i, "integer")
		}
		v, err := n.Int64()
		if err != nil || f.Length > 0 && len(strings.TrimPrefix(n.String(), "-")) > f.Length {
			return nil, errType(f, i, "integer")
		}
		return v, nil
	case TypeCurrency, TypeDouble:
		n, ok := sent.(json.Number)
		if !ok {
			return nil, errType(f, i, "double")
		}
		v, err := n.Float64()
		if err != nil {
			return nil, errType(f, i, "double")
		}
		return v, nil
	case TypeLookup:
		return o.acceptLookup(f, sent, i)
	case TypeOwner:
		return o.acceptUser(f, sent, i)
	case TypeChoices:
		return acceptChoices(f, sent, i)
	case TypeID:
		return acceptNumber(f, sent, i)
	}
	v, ok := sent.(string)
	if !ok {
		return nil, errType(f, i, "string")
	}
	if v == "" {
		return nil, nil
	}
	if f.Length > 0 && length(v, CodePoints) > f.Length {
		return nil, errItem("INVALID_DATA", "invalid data", f.Name, i, object{"maximum_length": f.Length})
	}
	switch f.Type {
	case TypePhone:
		if !validPhone(v) {
			return nil, errType(f, i, "phone")
		}
	case TypeEmail:
		if !validEmail(v) {
			return nil, errType(f, i, "email")
		}
	case TypeDate:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			return nil, errType(f, i, "date")
		}
	case TypeDateTime:
		at, ok := parseMoment(v)
		if !ok {
			return nil, errType(f, i, "datetime")
		}
		return at, nil
	case TypePicklist:
		if !slices.Contains(f.Options, v) {
			return nil, errItem("INVALID_DATA", "invalid data", f.Name, i, object{"supported_values": f.Options})
		}
	}
	return v, nil
}

// acceptChoices checks the value of a picklist that takes several: an array.
func acceptChoices(f *Field, sent any, i int) (any, *apiError) {
	list, ok := sent.([]any)
	if !ok {
		return nil, errType(f, i, "jsonarray")
	}
	values := []string{}
	for _, item := range list {
		v, ok := item.(string)
		if !ok || !slices.Contains(f.Options, v) {
			return nil, errItem("INVALID_DATA", "invalid data", f.Name, i, object{"supported_values": f.Options})
		}
		values = append(values, v)
	}
	if len(values) == 0 {
		return nil, nil
	}
	return values, nil
}

// acceptUser checks the value of a field that refers to a user.
func (o *org) acceptUser(f *Field, sent any, i int) (any, *apiError) {
	ref, ok := sent.(object)
	if !ok {
		return nil, errType(f, i, "jsonobject")
	}
	id, _ := ref["id"].(string)
	u := o.user(id)
	if u == nil {
		return nil, errItem("INVALID_DATA", "the id given seems to be invalid", f.Name, i, nil)
	}
	return u, nil
}

// acceptNumber checks a number too long for other programs' integers, sent as a
// number or a text.
func acceptNumber(f *Field, sent any, i int) (any, *apiError) {
	text, _ := sent.(string)
	if n, ok := sent.(json.Number); ok {
		text = n.String()
	}
	if !isBigNumber(text) {
		return nil, errType(f, i, "bigint")
	}
	return text, nil
}

func (o *org) acceptLookup(f *Field, sent any, i int) (any, *apiError) {
	ref, ok := sent.(object)
	if !ok {
		return nil, errType(f, i, "jsonobject")
	}
	id, _ := ref["id"].(string)
	target := o.find(f.Lookup, id)
	if target == nil {
		return nil, errItem("INVALID_DATA", "the id given seems to be invalid", f.Name, i, object{"expected_data_type": f.Lookup})
	}
	return lookup{id: target.id, name: target.fullName(), module: f.Lookup}, nil
}
