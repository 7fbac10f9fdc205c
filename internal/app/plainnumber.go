package app

import (
	"strings"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// The marks that say what they are in every country: Arabic's own.
const (
	decimalMark = "٫"
	groupMark   = "٬"
)

// maxNumber bounds a number, in characters.
const maxNumber = 40

// plainNumber returns a number as people write it in the form that Zoho takes: "-"
// for less than nothing, digits, and a point before decimals. whole is true for a
// field without decimals. Points and commas mean different things in different
// countries, so a number with one of them before exactly three digits is refused
// where it could be either a thousand times as much or not.
func plainNumber(text string, whole bool) (string, bool) {
	s := strings.TrimSpace(strings.TrimSuffix(phone.Fold(text), "%"))
	if len(s) > maxNumber {
		return "", false
	}
	sign := ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = "-", rest
	} else {
		s = strings.TrimPrefix(s, "+")
	}
	s = strings.TrimSpace(s)
	for _, gap := range []string{" ", "'", "’"} {
		s = strings.ReplaceAll(s, gap, groupMark)
	}
	s, ok := settleMarks(s, whole)
	if !ok {
		return "", false
	}
	before, after, decimals := strings.Cut(s, decimalMark)
	digits, ok := joinGroups(before)
	if !ok || !decimals && before == "" || decimals && (whole || !allDigits(after)) {
		return "", false
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		digits = "0"
	}
	if decimals {
		digits += "." + after
	}
	return sign + digits, true
}

// settleMarks replaces points and commas by the marks that they stand for.
func settleMarks(s string, whole bool) (string, bool) {
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	asGroups := strings.NewReplacer(".", groupMark, ",", groupMark)
	switch {
	case points+commas == 0:
		return s, true
	case strings.Contains(s, decimalMark):
		return asGroups.Replace(s), true
	case points > 0 && commas > 0:
		// The one that comes last begins the decimals.
		decimal := "."
		if strings.LastIndex(s, ",") > strings.LastIndex(s, ".") {
			decimal = ","
		}
		if strings.Count(s, decimal) > 1 {
			return "", false
		}
		return asGroups.Replace(strings.Replace(s, decimal, decimalMark, 1)), true
	case points+commas > 1 || whole:
		return asGroups.Replace(s), true
	}
	i := strings.IndexAny(s, ".,")
	before, after := s[:i], s[i+1:]
	if len(after) == 3 && before != "" && before != "0" && len(before) <= 3 {
		return "", false
	}
	return before + decimalMark + after, true
}

// joinGroups joins the groups of a number's digits: three each, or two between the
// first and the last as in India.
func joinGroups(s string) (string, bool) {
	groups := strings.Split(s, groupMark)
	for i, g := range groups {
		last := i == len(groups)-1
		switch {
		case s == "" && last:
			// Nothing stands before the decimals.
			return "", true
		case !allDigits(g),
			len(groups) > 1 && len(g) > 3,
			i > 0 && len(g) < 2,
			i > 0 && last && len(g) != 3:
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
