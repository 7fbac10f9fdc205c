package parse

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// filed reports whether a text filed under keys is found in one of spans.
func filed(keys []phone.Key, spans []phone.Span) bool {
	return slices.ContainsFunc(keys, func(key phone.Key) bool {
		return slices.ContainsFunc(spans, func(span phone.Span) bool { return span.From <= key && key < span.To })
	})
}

// checkFiled holds that a text is found in an index for every number that is
// read from it, and for every form of that number.
func checkFiled(t *testing.T, text phone.Text, numbers []phone.Number) {
	t.Helper()
	written := digitsOf(phone.Fold(text.Raw))
	if strings.Trim(written, "0") == "" {
		return
	}
	keys := phone.AppendKeys(nil, text.Raw)
	short := len(strings.TrimLeft(written, "0")) < 4
	for _, n := range numbers {
		if len(strings.TrimLeft(n.National, "0")) < 4 || short && strings.HasSuffix(n.National, written) {
			continue
		}
		if !n.Possible {
			checkFiledAsTail(t, text, keys, n.Suffix())
			continue
		}
		for _, form := range n.Forms() {
			chat := Text(phone.Text{Raw: form})
			if len(chat) != 1 || !filed(keys, chat[0].Spans()) {
				t.Errorf("%q in %q is not filed under %s, as %s is looked for", text.Raw, text.Region, form, n.E164)
			}
		}
	}
}

// checkFiledAsTail holds that a text with a number that is not whole is found by
// the last digits of it.
func checkFiledAsTail(t *testing.T, text phone.Text, keys []phone.Key, suffix string) {
	t.Helper()
	bare := strings.TrimLeft(suffix, "0")
	if len(bare) >= 4 && !filed(keys, slices.Concat(phone.SpansEnding(suffix), phone.SpansEnding(bare))) {
		t.Errorf("%q in %q is not filed under the last digits %s", text.Raw, text.Region, suffix)
	}
}

// FuzzFiling holds that no text is filed where the numbers in it are not looked
// for. Run it with: go test -fuzz FuzzFiling ./internal/phone/parse
func FuzzFiling(f *testing.F) {
	for _, seed := range [][2]string{
		{"+14155550100", ""}, {"(415) 555-0100 x7 / 020 7946 0018", "US"}, {"tel:555-0100;phone-context=+1-415", ""},
		{"1-800-FLOWERSx12; 044 55 1234 5678", "MX"}, {"02966 15 41-2345", "AR"}, {"555 0100 12#", "BB"}, {"911HELP or 4002", "BB"},
		{"\u202e+٠١٠१२३\xff", "EG"}, {"812345", "SM"}, {"00001", "NF"}, {"+378812345", ""}, {"1 247 1234", "MH"}, {"0001 001/2345678", "LI"},
		{"4002", "NU"}, {"0 4002", "NU"}, {"+261 4123456", ""}, {"+672 21234", ""}, {"29201500000", "AR"}, {"2000000\v0#", "BB"}, {"12000000", "MP"}, {"120000AAA0AX00&A", "MX"}, {"00X11A02AA0000", "AC"},
		{"80/0FLOWERS", "US"}, {"20000AAA00X,0", "MX"}, {"44812345", "GG"}, {"call 415 Tel 555 0100 (home)", "US"},
		// What was once filed elsewhere.
		{"6\n281235#6?", "GG"}, {"+44 7797 ;712345 ext. 12", "JE"}, {"wa.me/+14155550100 942", "UY"}, {"wa.me/612123456 78", "AU"},
		{"+1410 ode0100 oder +362012456w7", "HU"}, {"+14152233Ext or 7.22345678", "CY"}, {"0812\u017f4ABC6", "SE"}, {"00293;phone-context=+222212/34", "NG"},
		{"1.550100 oder 3;phone-context=+612345678", "HU"}, {"+8\n562;phone-context=+23123456", "GP"}, {"4155550100.0", "US"}, {"800-FLOWERS or 1-800-CALLNOW1 / 4155550100", "US"}, {"+1 41 555501 P 00 5550100", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, raw, region string) {
		text := phone.Text{Raw: raw, Region: region}
		checkFiled(t, text, Text(text))
	})
}
