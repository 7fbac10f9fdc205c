package zoho

import (
	"strings"
	"time"
)

// maxAPIName bounds a module's or field's API name, in bytes. Zoho's own stay below 60.
const maxAPIName = 100

// ValidAPIName reports whether name can be the API name of a field or module: a letter, then letters, digits and
// underscores, as in Last_Name or Mobile_2__c. It says nothing about whether the organisation has such a field.
func ValidAPIName(name string) bool {
	if name == "" || len(name) > maxAPIName {
		return false
	}
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return true
}

// ValidID reports whether id has the form of a Zoho record id: decimal digits, kept as text because they exceed what a
// JavaScript number can hold. Real ones are up to about 20 digits long.
func ValidID(id string) bool { return isDigits(id, 1, 30) }

// isDigits reports whether s consists of least to most ASCII digits.
func isDigits(s string, least, most int) bool {
	if len(s) < least || len(s) > most {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// ValidSecret reports whether s can be sent as a token, code, client id or client secret: printable ASCII without
// spaces, so that it can break neither a header nor a form.
func ValidSecret(s string) bool {
	if s == "" || len(s) > 2048 {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// shownCode returns a code that came from outside if it is safe to appear in an error text, else "". Zoho's codes are
// words joined by underscores, all in capitals or all in small letters; tokens, numbers, names and addresses look
// different.
func shownCode(code string) string {
	if strings.EqualFold(code, CodeTokenThrottled) {
		return CodeTokenThrottled
	}
	upper, lower := 0, 0
	for i := range len(code) {
		switch c := code[i]; {
		case 'A' <= c && c <= 'Z':
			upper++
		case 'a' <= c && c <= 'z':
			lower++
		case c != '_':
			return ""
		}
	}
	if len(code) > 48 || upper > 0 && lower > 0 {
		return ""
	}
	return code
}

// parseTime reads a time as Zoho writes it, ISO 8601 with an offset. An empty string is the zero time.
func parseTime(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, true
	}
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	if err != nil {
		return time.Time{}, false
	}
	return t, true
}
