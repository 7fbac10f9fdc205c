package phone

import (
	"strconv"
	"strings"
	"unicode"
)

// Fold brings the many ways to write a digit, a plus, a dash and a space to
// one, and drops what cannot be seen: marks of writing direction, joiners,
// variation selectors and bytes that are no UTF-8. Line breaks and tabs stay,
// because they part numbers.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range strings.ToValidUTF8(text, "") {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte('\t')
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
		case r == '\u017f' || r == '\u0131' || r == '\u212a':
			// The long s, the i without its dot and the sign of the kelvin are the only
			// letters that become ASCII with their case.
			b.WriteRune(unicode.ToUpper(unicode.ToLower(r)))
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// WithoutEscapes resolves the escapes of RFC 3986 in a folded text,
// "+1%20415%20555%200132", as far as they stand for printable ASCII.
func WithoutEscapes(text string) string {
	at := strings.IndexByte(text, '%')
	if at < 0 {
		return text
	}
	var b strings.Builder
	for ; at >= 0; at = strings.IndexByte(text, '%') {
		b.WriteString(text[:at])
		text = text[at:]
		value, err := strconv.ParseUint(text[1:min(3, len(text))], 16, 8)
		if len(text) < 3 || err != nil || value < ' ' || value > '~' {
			b.WriteByte('%')
			text = text[1:]
			continue
		}
		b.WriteByte(byte(value))
		text = text[3:]
	}
	b.WriteString(text)
	return strings.TrimSpace(b.String())
}

// WithoutDecimals drops the fraction of nothing but zeros that a table of
// floating-point numbers puts behind a number, "4155550100.0", from a folded
// text that is nothing else.
func WithoutDecimals(text string) string {
	whole := strings.TrimRight(text, "0")
	if len(whole) == len(text) || !strings.HasSuffix(whole, ".") {
		return text
	}
	whole = whole[:len(whole)-1]
	if digits := strings.TrimPrefix(whole, "+"); len(digits) < suffixDigits-1 || strings.Trim(digits, "0123456789") != "" {
		return text
	}
	return whole
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
