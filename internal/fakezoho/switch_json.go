package fakezoho

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// indexLagName is the switch whose zero value is a default that is not zero, while
// zero is one of its values.
const indexLagName = "IndexLag"

// MarshalJSON writes the switches by their names and as they count, defaults among
// them, durations as texts such as "30s".
func (w Switches) MarshalJSON() ([]byte, error) {
	w, err := w.withDefaults()
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	v := reflect.ValueOf(w)
	for i := range v.NumField() {
		value := v.Field(i).Interface()
		name := v.Type().Field(i).Name
		if d, ok := value.(time.Duration); ok {
			if name == indexLagName {
				d = w.indexLag()
			}
			value = d.String()
		}
		out[name] = value
	}
	return json.Marshal(out)
}

// UnmarshalJSON sets the switches that the JSON names and leaves the others as
// they are. A name that no switch has is an error, and so is a zero that no switch
// has as a value.
func (w *Switches) UnmarshalJSON(raw []byte) error {
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(raw, &sent); err != nil {
		return err
	}
	changed := *w
	for name, text := range sent {
		field := reflect.ValueOf(&changed).Elem().FieldByName(name)
		if !field.IsValid() {
			return fmt.Errorf("fakezoho: unknown switch %q", name)
		}
		if field.Type() == reflect.TypeFor[time.Duration]() {
			var d jsonDuration
			if err := json.Unmarshal(text, &d); err != nil {
				return fmt.Errorf("fakezoho: switch %s: %w", name, err)
			}
			if name == indexLagName && d == 0 {
				d = jsonDuration(NoIndexLag)
			}
			field.SetInt(int64(d))
			if d == 0 && name != "RelatedLag" {
				return fmt.Errorf("fakezoho: switch %s has a value it does not know", name)
			}
			continue
		}
		if err := json.Unmarshal(text, field.Addr().Interface()); err != nil {
			return fmt.Errorf("fakezoho: switch %s has a value of the wrong type", name)
		}
		if field.Kind() == reflect.Int && field.IsZero() {
			return fmt.Errorf("fakezoho: switch %s has a value it does not know", name)
		}
	}
	*w = changed
	return nil
}

// jsonDuration is a duration written as a text such as "30s".
type jsonDuration time.Duration

// UnmarshalJSON implements [json.Unmarshaler].
func (d *jsonDuration) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return fmt.Errorf("a duration is a text such as \"30s\"")
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("a duration is a text such as \"30s\"")
	}
	*d = jsonDuration(parsed)
	return nil
}

// MarshalJSON implements [json.Marshaler].
func (d jsonDuration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// decodeStrict reads one JSON value that has nothing in it that is not known.
func decodeStrict(raw []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if dec.More() {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}
