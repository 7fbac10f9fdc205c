package whatsapp

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// exactNames reports whether every object in a JSON text has only the fields
// that t names, letter by letter. Package encoding/json takes "CHAT" for "chat",
// so that two fields of an object could mean one.
func exactNames(data []byte, t reflect.Type) bool {
	return walkNames(json.NewDecoder(bytes.NewReader(data)), t)
}

// walkNames reads one value. What t leaves open, such as a json.RawMessage, is
// read over.
func walkNames(d *json.Decoder, t reflect.Type) bool {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == rawMessage {
		t = nil
	}
	token, err := d.Token()
	if err != nil {
		return false
	}
	switch token {
	case json.Delim('['):
		for d.More() {
			if !walkNames(d, elementOf(t)) {
				return false
			}
		}
	case json.Delim('{'):
		if !walkObject(d, t) {
			return false
		}
	default:
		return true
	}
	_, err = d.Token()
	return err == nil
}

func walkObject(d *json.Decoder, t reflect.Type) bool {
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok || seen[name] {
			return false
		}
		seen[name] = true
		field := elementOf(t)
		if t != nil && t.Kind() == reflect.Struct {
			if field, ok = fieldOf(t, name); !ok {
				return false
			}
		}
		if !walkNames(d, field) {
			return false
		}
	}
	return true
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

// elementOf returns the type of a list's or map's elements, nil for what is
// neither.
func elementOf(t reflect.Type) reflect.Type {
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		return t.Elem()
	}
	return nil
}

// fieldOf returns the type of the field that JSON calls name. A struct's own
// fields hide those it embeds.
func fieldOf(t reflect.Type, name string) (reflect.Type, bool) {
	var embedded []reflect.Type
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			embedded = append(embedded, field.Type)
			continue
		}
		if called, _, _ := strings.Cut(field.Tag.Get("json"), ","); called == name {
			return field.Type, true
		}
	}
	for _, e := range embedded {
		if found, ok := fieldOf(e, name); ok {
			return found, true
		}
	}
	return nil, false
}
