package zoho

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// valueSeparator stands between the labels of several choices.
const valueSeparator = ";"

// Set puts a value into the record as the type of the field wants it. text is what a person has entered: "true" or "false"
// for a checkbox, a number with a point for its decimals and no other separators, a date as yyyy-MM-dd, the label of a
// picklist's choice or, for one of several, their labels separated by ";". An empty text leaves the field out. The error
// matches ErrInvalidData if the text does not fit, in which case Zoho would refuse it too, or ErrTooLong.
func (r *NewRecord) Set(field FormField, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	if !field.Fillable || !utf8.ValidString(text) {
		return unfit()
	}
	value, err := formValue(field, text)
	if err != nil {
		return err
	}
	if plain, ok := value.(string); ok {
		if field.Length > 0 && utf8.RuneCountInString(plain) > field.Length {
			return tooLong(OpSetValue)
		}
		if r.Fields == nil {
			r.Fields = map[string]string{}
		}
		r.Fields[field.APIName] = plain
		return nil
	}
	if r.Values == nil {
		r.Values = map[string]any{}
	}
	r.Values[field.APIName] = value
	return nil
}

// formValue returns a text as the type of a field wants it.
func formValue(field FormField, text string) (any, error) {
	switch field.DataType {
	case "boolean":
		switch text {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, unfit()
	case "integer", "bigint":
		if !isDigits(strings.TrimPrefix(text, "-"), 1, 19) || !isNumber(text) {
			return nil, unfit()
		}
		return json.Number(text), nil
	case "double", "currency", "percent":
		if len(text) > 40 || !isNumber(text) || strings.ContainsAny(text, "eE") {
			return nil, unfit()
		}
		return json.Number(text), nil
	case "date":
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return nil, unfit()
		}
	case "picklist":
		if !field.has(text) {
			return nil, unfit()
		}
	case "multiselectpicklist":
		labels := strings.Split(text, valueSeparator)
		for i, label := range labels {
			labels[i] = strings.TrimSpace(label)
			if !field.has(labels[i]) {
				return nil, unfit()
			}
		}
		return labels, nil
	}
	return text, nil
}

// has reports whether a label is one of the field's choices.
func (f FormField) has(label string) bool {
	for _, c := range f.Choices {
		if c.Label == label {
			return true
		}
	}
	return false
}

// isNumber reports whether a text is a JSON number.
func isNumber(text string) bool {
	return text != "" && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') && json.Valid([]byte(text))
}

// unfit returns the error for a value that its field would not take.
func unfit() error { return fmt.Errorf("%w: %s", ErrInvalidData, OpSetValue) }
