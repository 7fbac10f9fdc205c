package parse

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// certainOf are the E.164 forms that are read from a text, with the extension
// behind an x.
func certainOf(text phone.Text) string {
	var forms []string
	for _, n := range Text(text) {
		switch {
		case !n.Possible:
		case n.Extension != "":
			forms = append(forms, n.E164+" x"+n.Extension)
		default:
			forms = append(forms, n.E164)
		}
	}
	return strings.Join(forms, ", ")
}

// TestStrayDigitsMakeNoOtherNumber reads numbers with something beside them.
func TestStrayDigitsMakeNoOtherNumber(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, raw, want string }{
		{"US", "415-555-0132 2", "+14155550132 x2"},
		{"US", "415-555-0132 1234", "+14155550132 x1234"},
		{"US", "(415) 555-0132 line 2", "+14155550132"},
		{"US", "415-555-0132 after 5pm", "+14155550132"},
		{"US", "415-555-0132 Unit 2", "+14155550132"},
		{"US", "415 555 0132 since 2019", "+14155550132"},
		{"US", "415 555 0132 \U0001f3e0 2", "+14155550132"},
		{"US", "+1 415 555 0132 (24h)", "+14155550132"},
		{"US", "+1 415 555 0132 (9-17h)", "+14155550132"},
		{"US", "+1 415 555 0132 [2]", "+14155550132 x2"},
		{"IN", "98765 43210 2", "+919876543210 x2"},
		{"FR", "01 23 45 67 89 01", "+33123456789 x01"},
		{"DE", "0171 1234567 (Büro 8)", "+491711234567"},
		{"DE", "0171 1234567 Haus 8", "+491711234567"},
		{"DE", "0171 1234567 8h", "+491711234567"},
		{"DE", "0151 12345678 (24h)", "+4915112345678"},
		{"DE", "+49 171 1234567 (2)", "+491711234567 x2"},
		{"DE", "+49 171 1234567 * 2", "+491711234567"},
		{"DE", "+49 171 1234567 12", "+491711234567 x12"},
		{"DE", "0171 1234567 / 2", "+491711234567 x2"},
		{"DE", "0171 1234567, 2", "+491711234567 x2"},
		{"DE", "2. 0171 1234567", "+491711234567"},
		{"DE", "Tel 2: 0171 1234567", "+491711234567"},
		{"DE", "Apt 2, 0171 1234567", "+491711234567"},
		{"DE", "0171 1234567 9-17 Uhr", "+491711234567"},
		{"DE", "2 030 123456", "+4930123456"},
		{"DE", "Tel (2) 030 123456", "+4930123456"},
		{"DE", "2/030 123456", "+4930123456"},
		{"AE", "2: 050 123 4567", "+971501234567"},
		{"AR", "011 15-2345-6789 2", "+5491123456789 x2"},
		{"AR", "011 15-2345-6789-2", ""},
		{"FO", "20 12 34\t21 12 34", ""},
		{"AT", "0664 123456 2nd", ""},
		{"DE", "43 0664 1234567", ""},
		// Both are numbers, and nothing says which.
		{"DE", "0171 1234567 2", ""},
		{"DE", "030 123456 12", ""},
		// A code in front, or the first digits of a number.
		{"US", "91 701 234 5678", ""},
		{"US", "9 1 701 234 5678", ""},
		{"US", "91 7012345678", "+917012345678"},
		{"US", "91 70123 45678", "+917012345678"},
		{"DE", "44 20 7946 0018", ""},
		{"BR", "5511 98765-4321", "+5511987654321"},
		// Digits on both sides of a word.
		{"DE", "+1 (USA) 415 555 0132", ""},
		{"DE", "+43 (Austria) 0664 1234567", ""},
		{"AT", "49 (Germany) 0171 1234567", ""},
		{"AT", "0664 privat 1234567", ""},
		{"AT", "12, 1234567", ""},
		{"US", "4155 Haus 22", ""},
		// People group digits like this.
		{"SE", "08-123 456 78", "+46812345678"},
		{"DE", "030 12 34 56 78", "+493012345678"},
		{"DE", "030 123456-12", "+493012345612"},
		{"AT", "0664 1234 567", "+436641234567"},
		{"AR", "011 15 2345-6789", "+5491123456789"},
	}
	for _, tt := range tests {
		text := phone.Text{Raw: tt.raw, Region: tt.region}
		if got := certainOf(text); got != tt.want {
			t.Errorf("%q in %s is read as %q, want %q", tt.raw, tt.region, got, tt.want)
		}
		checkFiled(t, text, Text(text))
	}
}

// TestDoubtfulNumbersAreOffered holds that a number which is not read for certain
// is still suspected.
func TestDoubtfulNumbersAreOffered(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, raw, jid string }{
		{"DE", "0171 1234567 2", "491711234567"},
		{"DE", "0171 1234567 2", "4917112345672"},
		{"DE", "0049 171 1234567 2", "491711234567"},
		{"US", "91 701 234 5678", "917012345678"},
		{"US", "91 701 234 5678", "17012345678"},
		{"DE", "+1 (USA) 415 555 0132", "14155550132"},
		{"DE", "+43 (Austria) 0664 1234567", "436641234567"},
		{"AT", "0664 privat 1234567", "436641234567"},
		{"DE", "44 20 7946 0018", "442079460018"},
		{"IT", "+39 (0)331 1234567", "393311234567"},
	}
	for _, tt := range tests {
		chat, ok := FromJID(tt.jid)
		if !ok {
			t.Fatalf("FromJID(%q) refused it", tt.jid)
		}
		text := phone.Text{Raw: tt.raw, Region: tt.region}
		if verdict := phone.CompareLists([]phone.Number{chat}, Text(text), tt.region); verdict != phone.Suffix {
			t.Errorf("chat %s and stored %q are %v, want a suspicion", tt.jid, tt.raw, verdict)
		}
		checkFiled(t, text, Text(text))
	}
}

// TestOddSigns reads numbers as programs and hurried people write them.
func TestOddSigns(t *testing.T) {
	t.Parallel()
	tests := []struct{ region, raw, want string }{
		{"US", "'0049 151 12345678", "+4915112345678"},
		{"US", "Tel : 0049 151 12345678", "+4915112345678"},
		{"US", "\U0001f4de 0049 151 12345678", "+4915112345678"},
		{"US", "Tel.-Nr.: 0049 151 12345678", "+4915112345678"},
		{"US", "Tel 2: +1 415 555 0132", "+14155550132"},
		{"US", "2. +1 415 555 0132", "+14155550132"},
		{"US", "+1+415 555 0132", "+14155550132"},
		{"US", "415·555·0132", "+14155550132"},
		{"US", "415•555•0132", "+14155550132"},
		{"US", "415_555_0132", "+14155550132"},
		{"US", "415:555:0132", "+14155550132"},
		{"US", "415'555'0132", "+14155550132"},
		{"US", `415\555\0132`, "+14155550132"},
		{"US", "{415} 555-0132", "+14155550132"},
		{"US", "4\ufe0f\u20e31\ufe0f\u20e35\ufe0f\u20e3 555 0132", "+14155550132"},
		{"DE", "+1%20415%20555%200132", "+14155550132"},
		{"DE", "tel:%2B1%20415%20555%200132", "+14155550132"},
		{"US", "+1\t415\t555\t0132", "+14155550132"},
		{"US", "415-555-0132\t415-555-0133", "+14155550132, +14155550133"},
		{"US", "415-555-0132  415-555-0133", "+14155550132, +14155550133"},
		{"US", "415-555-0132 - 415-555-0133", "+14155550132, +14155550133"},
		{"US", "415-555-0132 (415-555-0133)", "+14155550132, +14155550133"},
		{"US", "(415) 555-0132 (415) 555-0133", "+14155550132, +14155550133"},
		{"DE", "030 12345678 (mobil 0171 2345678)", "+493012345678, +491712345678"},
		{"DE", "+49 - 171 - 1234567", "+491711234567"},
		{"AT", "0664/1234567 / 0650/7654321", "+436641234567, +436507654321"},
		{"AT", "0664/1234567/0650/7654321", "+436641234567, +436507654321"},
		{"DE", "030/12345678 / 0171/2345678", "+493012345678, +491712345678"},
		{"DE", "0011 65 9823 4567", "+6598234567"},
		{"US", "0011 61 412 345 678", "+61412345678"},
		{"AU", "0011 65 9823 4567", "+6598234567"},
		{"DE", "0011 415 555 0132", ""},
		{"IT", "+39 (0)347 1234567", "+393471234567"},
		{"IT", "+39 (0)6 698 12345", "+390669812345"},
		{"US", "1-800-FLOWERS línea 2", "+18003569377 x2"},
		{"US", "1-800-FLOWERSx12", "+18003569377 x12"},
	}
	for _, tt := range tests {
		text := phone.Text{Raw: tt.raw, Region: tt.region}
		if got := certainOf(text); got != tt.want {
			t.Errorf("%q in %s is read as %q, want %q", tt.raw, tt.region, got, tt.want)
		}
		checkFiled(t, text, Text(text))
	}
}

func TestExtensionMarkers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ region, raw, want string }{
		{"US", "415-555-0132 opt 3", "+14155550132 x3"},
		{"US", "415-555-0132 ext 3 (office)", "+14155550132 x3"},
		{"BR", "(11) 3265-4321 r. 12", "+551132654321 x12"},
		{"BR", "(11) 3265-4321 ramal 12", "+551132654321 x12"},
		{"DE", "030 123456 Apparat 12", "+4930123456 x12"},
		{"DE", "030 123456 App. 12", "+4930123456 x12"},
		{"DE", "030 123456App 12", "+4930123456 x12"},
		{"DE", "030 123456 Nebenstelle 12", "+4930123456 x12"},
		{"DE", "030 123456 Nst. 12", "+4930123456 x12"},
		{"AT", "+43 1 2345678 Klappe 9", "+4312345678 x9"},
		{"AT", "+43 1 2345678 Kl. 9", "+4312345678 x9"},
		{"IT", "06 698 12345 interno 12", "+390669812345 x12"},
		{"IT", "06 698 12345 int. 12", "+390669812345 x12"},
		{"RU", "+7 495 123-45-67 вн. 12", "+74951234567 x12"},
		{"FR", "01 23 45 67 89 poste 12", "+33123456789 x12"},
		{"ES", "912 345 678 línea 2", "+34912345678 x2"},
		// The end of a word is no marker.
		{"US", "415-555-0132 manager 3", "+14155550132"},
	} {
		if got := certainOf(phone.Text{Raw: tt.raw, Region: tt.region}); got != tt.want {
			t.Errorf("%q in %s is read as %q, want %q", tt.raw, tt.region, got, tt.want)
		}
	}
}
