package phone

import (
	"slices"
	"strings"
	"testing"
)

// isFiledFor reports whether a text is found by spans.
func isFiledFor(text string, spans []Span) bool {
	return slices.ContainsFunc(AppendKeys(nil, text), func(key Key) bool {
		return slices.ContainsFunc(spans, func(span Span) bool { return span.From <= key && key < span.To })
	})
}

func TestTextsAreFiledUnderTheirDigits(t *testing.T) {
	t.Parallel()
	niue := Number{E164: "+6834002", CountryCode: "683", National: "4002", HasCountry: true, Possible: true}
	marino := Number{E164: "+3780549886377", CountryCode: "378", National: "0549886377", HasCountry: true, Possible: true}
	argentine := Number{E164: "+5492966412345", CountryCode: "54", National: "92966412345", HasCountry: true, Possible: true}
	tests := []struct {
		text  string
		n     Number
		filed bool
	}{
		{"+14155550100", us("4155550100"), true},
		{"(415) 555-0100", us("4155550100"), true},
		{"\uff08\uff14\uff11\uff15\uff09 \uff15\uff15\uff15-\uff10\uff11\uff10\uff10", us("4155550100"), true},
		{"Büro: 415 555 0100 x7", us("4155550100"), true},
		{"415 555 0100 12#", us("4155550100"), true},
		{"020 7946 0018; 415.555.0100", us("4155550100"), true},
		{"415/555-0100", us("4155550100"), true},
		{"tel:555-0100;phone-context=+1-415", us("4155550100"), true},
		{"1-800-FLOWERS", us("8003569377"), true},
		{"1-800-flowersx12", us("8003569377"), true},
		{"415-555-0100 2", us("4155550100"), true},
		{"415 555 0100 12 34", us("4155550100"), true},
		{"415-555-0100 (2)", us("4155550100"), true},
		{"2. 555 0100", us("4155550100"), true},
		{"415-555-0100  415-555-0199", us("4155550100"), true},
		{"415-555-0100\t415-555-0199", us("4155550100"), true},
		{"415-555-0100 (415) 555-0199", us("4155550100"), true},
		{"1%20415%20555%200100", us("4155550100"), true},
		{"1-800-FLOWERS línea 2", us("8003569377"), true},
		{"555-0100", us("4155550100"), true},
		{"555-0101", us("4155550100"), false},
		{"+1 415 555 0101", us("4155550100"), false},
		{"+1 415 555 0100", Number{}, false},
		{"4002", niue, true},
		{"04002", niue, true},
		{"+683 4002", niue, true},
		{"1 4002", niue, true},
		{"4003", niue, false},
		{"886377", marino, true},
		{"+378 886377", marino, true},
		{"02966 15 41-2345", argentine, true},
		{"2966 41-2345", argentine, true},
		{"", us("4155550100"), false},
	}
	for _, tt := range tests {
		if got := isFiledFor(tt.text, tt.n.Spans()); got != tt.filed {
			t.Errorf("%q is filed for %s: %v, want %v", tt.text, tt.n.E164, got, tt.filed)
		}
	}
}

func TestFoldKeepsWhatPartsNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1\t2\r\n3\v4":             "1\t2\n\n3 4",
		"\t415 ":                   "415",
		"\uff14\uff11\uff15\u2003": "415",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"":                       "",
		"50%":                    "50%",
		"100% sure %zz %2":       "100% sure %zz %2",
		"%2B1%20415":             "+1 415",
		"%2b1%28415%29%20":       "+1(415)",
		"%00%0A%FF":              "%00%0A%FF",
		"1%2520":                 "1%20",
		"+1%20415%20555%200100%": "+1 415 555 0100%",
	} {
		if got := WithoutEscapes(text); got != want {
			t.Errorf("WithoutEscapes(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTextsWithoutANumberAreNotFiled(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "n/a", "-", "+", "call reception", "room 12", "112", "000", "0000000000", "\U0001f4de\U0001f600", "2nd floor", "12 Main",
		strings.Repeat("1", MaxTextLength+1), strings.Repeat("ä", MaxTextLength+1), "x2", "v 1.0",
	} {
		if keys := AppendKeys(nil, text); len(keys) != 0 {
			t.Errorf("%q is filed under %d keys", text, len(keys))
		}
	}
	kept := []Key{1, 2}
	if keys := AppendKeys(kept, "4155550100 / 415-555-0100"); len(keys) != 3 || keys[0] != 1 {
		t.Errorf("two writings of one number make %d keys, want one", len(keys)-len(kept))
	}
}

func TestSpansEnding(t *testing.T) {
	t.Parallel()
	for _, digits := range []string{"0100", "50100", "5550100", "55550100", "4155550100"} {
		if !isFiledFor("+1 (415) 555-0100", SpansEnding(digits)) {
			t.Errorf("a number is not found by %s", digits)
		}
	}
	for _, digits := range []string{"", "100", "01a0", "0101", "+0100", "٠١٠٠"} {
		if isFiledFor("+1 (415) 555-0100", SpansEnding(digits)) {
			t.Errorf("a number is found by %q", digits)
		}
	}
}

// TestFewKeysAreMade bounds what a field full of rubbish costs.
func TestFewKeysAreMade(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		strings.Repeat("1a", MaxTextLength/2), strings.Repeat("1,", MaxTextLength/2), strings.Repeat("123456;", MaxTextLength/7),
		strings.Repeat("1#", MaxTextLength/2), strings.Repeat("1 a ", MaxTextLength/4),
	} {
		if keys := AppendKeys(nil, text); len(keys) > MaxTextLength {
			t.Errorf("%d characters make %d keys", len(text), len(keys))
		}
	}
}

func BenchmarkAppendKeys(b *testing.B) {
	for name, text := range map[string]string{"E.164": "+14155550100", "national": "(415) 555-0100", "words": "call reception, room 12", "list": "cell: 415 555 0100; home 415 555 0199"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var keys []Key
			for b.Loop() {
				keys = AppendKeys(keys[:0], text)
			}
		})
	}
}
