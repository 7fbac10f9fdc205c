package fakezoho

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// parseMoment reads a time in the form of Zoho's pages, with an offset and whole
// seconds.
func parseMoment(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text)
	// time.Parse would let fractions of a second pass.
	return at, err == nil && !strings.ContainsAny(text, ".,")
}

// isBigNumber reports whether a text is a number as fields of type bigint hold
// it.
func isBigNumber(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil && isID(text)
}

// imported turns a value of [Fields] into the form in which it is stored.
func (o *org) imported(f *Field, v any) (any, error) {
	if v == nil || v == "" {
		return nil, nil
	}
	wrong := fmt.Errorf("a value of type %s is not a %T", f.Type, v)
	text, isText := v.(string)
	switch f.Type {
	case TypeBoolean:
		if b, ok := v.(bool); ok {
			return b, nil
		}
	case TypeInteger:
		if n, ok := number(v); ok && n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			return int64(n), nil
		}
	case TypeCurrency, TypeDouble:
		if n, ok := number(v); ok {
			return n, nil
		}
	case TypeChoices:
		if list, ok := texts(v); ok {
			return list, nil
		}
	case TypeDate:
		if _, err := time.Parse(time.DateOnly, text); isText && err == nil {
			return text, nil
		}
	case TypeDateTime:
		at, ok := v.(time.Time)
		if isText {
			at, ok = parseMoment(text)
		}
		if ok {
			return at.Truncate(time.Second), nil
		}
	case TypeID:
		if isText && isBigNumber(text) {
			return text, nil
		}
	case TypeLookup:
		if target := o.find(f.Lookup, text); isText && target != nil {
			return lookup{id: target.id, name: target.fullName(), module: f.Lookup}, nil
		}
		return nil, errors.New("refers to no record")
	case TypeOwner:
		if u := o.user(text); isText && u != nil {
			return u, nil
		}
		return nil, errors.New("refers to no user")
	default:
		if isText && f.Length > 0 && length(text, CodePoints) > f.Length {
			return nil, errors.New("the value is too long")
		}
		if isText {
			return text, nil
		}
	}
	return nil, wrong
}

// number reads a finite number.
func number(v any) (float64, bool) {
	var n float64
	switch v := v.(type) {
	case int:
		n = float64(v)
	case int64:
		n = float64(v)
	case float64:
		n = v
	case json.Number:
		parsed, err := v.Float64()
		if err != nil {
			return 0, false
		}
		n = parsed
	default:
		return 0, false
	}
	return n, !math.IsNaN(n) && !math.IsInf(n, 0)
}

// texts reads a list of texts; one without any is nothing.
func texts(v any) (any, bool) {
	var out []string
	switch v := v.(type) {
	case []string:
		out = slices.Clone(v)
	case []any:
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, false
			}
			out = append(out, text)
		}
	default:
		return nil, false
	}
	if len(out) == 0 {
		return nil, true
	}
	return out, true
}

// sameValue reports whether two values count as the same in a unique field: text
// without regard to case.
func sameValue(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return false
	case string:
		other, ok := b.(string)
		return ok && strings.EqualFold(a, other)
	case []string:
		other, ok := b.([]string)
		return ok && slices.Equal(a, other)
	case time.Time:
		other, ok := b.(time.Time)
		return ok && a.Equal(other)
	case lookup:
		other, ok := b.(lookup)
		return ok && a.id == other.id
	default:
		return a == b
	}
}

// checkField refuses a field that no value could ever be stored in.
func (o *org) checkField(f Field) error {
	switch {
	case !slices.Contains(FieldTypes(), f.Type):
		return fmt.Errorf("unknown type %q", f.Type)
	case f.Length < 0:
		return errors.New("the length is negative")
	case f.Type == TypeLookup && o.modules[f.Lookup] == nil:
		return fmt.Errorf("a lookup needs a module to refer to, not %q", f.Lookup)
	case oneOf(f.Type, TypePicklist, TypeChoices) && len(f.Options) == 0:
		return errors.New("a picklist needs options")
	}
	return nil
}
