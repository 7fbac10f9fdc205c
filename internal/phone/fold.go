package phone

import (
	"strings"
	"unicode"
)

// Fold brings the many ways to write a digit, a plus, a dash and a space to
// one, and drops what cannot be seen: marks of writing direction, joiners,
// variation selectors and bytes that are no UTF-8. Line breaks stay.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range strings.ToValidUTF8(text, "") {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case r == '+' || r == '\uff0b' || r == '\ufe62' || r == '\u2795':
			b.WriteByte('+')
		case r >= '\uff01' && r <= '\uff5e':
			// The full-width forms repeat ASCII in its order.
			b.WriteRune(r - '\uff01' + '!')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector):
		case unicode.Is(unicode.Pd, r) || r == '\u2212':
			b.WriteByte('-')
		case unicode.IsDigit(r):
			b.WriteByte(asciiDigit(r))
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// asciiDigit returns the ASCII digit of the same value as r. Unicode assigns
// decimal digits in runs that begin with zero and hold whole tens.
func asciiDigit(r rune) byte {
	if r <= 0xffff {
		for _, run := range unicode.Nd.R16 {
			if rune(run.Lo) <= r && r <= rune(run.Hi) {
				return '0' + byte((r-rune(run.Lo))%10)
			}
		}
	}
	for _, run := range unicode.Nd.R32 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return '0' + byte((r-rune(run.Lo))%10)
		}
	}
	return '0'
}
