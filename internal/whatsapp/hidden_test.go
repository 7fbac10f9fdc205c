package whatsapp

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestHideLIDs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                      "",
		"hi @111222333444555":                   "hi @…",
		"@111222333444555 and @11122233344455,": "@… and @…,",
		"(@111222333444555)\n@111222333444555hello": "(@…)\n@…hello",
		"@14155550132 @+14155550132 @1":             "@14155550132 @+14155550132 @1",
		"mail a@111222333444555.example":            "mail a@111222333444555.example",
		"https://example.com/@111222333444555":      "https://example.com/@111222333444555",
		"111222333444555":                           "111222333444555",
		"@ @@111222333444555 @":                     "@ @@… @",
		"שלום @111222333444555 👍🏽":                  "שלום @… 👍🏽",
	} {
		if got := HideLIDs(text); got != want {
			t.Errorf("HideLIDs(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNamesThatAreLIDs(t *testing.T) {
	t.Parallel()
	lids := []string{"111222333444555", "12345"}
	for name, want := range map[string]bool{
		"111222333444555": true, "+111 222 333 444 555": true, "+1 (112) 223-334.445/55": true, "111222333444555@lid": true, "~ 12345": true,
		"": false, "Ada": false, "Ada 12345": false, "+1 415 555 0132": false, "12346": false, "+1 ∙∙∙∙∙∙∙∙55": false,
	} {
		if got := isOneOf(name, lids); got != want {
			t.Errorf("isOneOf(%q) = %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string]bool{"99988877766655": true, "9998887776665": false, "+99988877766655": false, "99988877766655x": false, "": false} {
		if got := IsLIDName(name); got != want {
			t.Errorf("IsLIDName(%q) = %v, want %v", name, got, want)
		}
	}
}

// TestDigitsOfALIDNeverShow puts random LIDs wherever a page can name one and
// holds that their digits come out of the decoders in JIDs only: in no name,
// title, number, text or error.
func TestDigitsOfALIDNeverShow(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(11, 12))
	digits := func() string {
		return fmt.Sprint(random.Int64N(899_999_999_999_999) + 100_000_000_000_000)[:14+random.IntN(2)]
	}
	writings := []func(string) string{
		func(d string) string { return d },
		func(d string) string { return "+" + d[:3] + " " + d[3:8] + "-" + d[8:] },
		func(d string) string { return "@" + d },
		func(d string) string { return "~" + d + "@lid" },
	}
	for range 2_000 {
		chat, other, sender := digits(), digits(), digits()
		written := writings[random.IntN(len(writings))]
		w, v := written(chat), written(sender)
		snapshot := fmt.Appendf(nil, `{"v":1,"session":"ready","me":{"lid":"%s@lid"},"tab":{},"chats":[{"chat":"%s@lid","title":%q,"name":%q,"t":0,"endOfHistory":-1,"former":["%s@lid"]}]}`,
			other, chat, w, w, digits())
		page, rejected, err := DecodeSnapshot(snapshot, now)
		if err != nil || len(rejected) > 0 {
			t.Fatalf("%v, %v", rejected, err)
		}
		id, err := IdentityOf(page.Chats[0], Account{})
		if err != nil {
			t.Fatal(err)
		}
		if number, known := id.PhoneDigits(); known {
			t.Fatalf("a LID gave the number %s", number)
		}
		if shown := page.Chats[0].Title + page.Chats[0].Name; strings.Trim(shown, "@…") != "" {
			t.Fatalf("%q is shown as %q", w, shown)
		}
		message := fmt.Sprintf(`{"key":"false_%[1]s@lid_3A","id":"3A","fromMe":false,"t":%[2]d,"type":"chat","sender":"%[3]s@lid","senderName":%[4]q,
			"text":"see @%[3]s and @%[1]s","quote":{"sender":"%[3]s@lid","senderName":%[4]q,"text":"@%[5]s"},"contacts":[{"name":%[4]q,"phones":["%[3]s"]}],
			"reactions":[{"emoji":"a","sender":"%[3]s@lid","name":%[4]q}],"poll":{"question":"@%[3]s?","options":["@%[3]s"]},"choices":["@%[3]s"],
			"event":{"place":"@%[3]s"},"shop":{"title":"@%[3]s"},"ad":{"title":"@%[3]s"}}`, chat, now, sender, v, other)
		notice := fmt.Sprintf(`{"key":"false_%[1]s@lid_3B","id":"3B","fromMe":false,"t":%[2]d,"type":"gp2","subtype":"add",
			"system":{"actor":"%[3]s@lid","actorName":%[4]q,"people":[%[4]q,"%[1]s"],"text":%[4]q}}`, chat, now, sender, v)
		answer := fmt.Appendf(nil, `{"v":1,"chat":"%s@lid","me":{},"messages":[%s,%s],"start":true,"source":"store","variant":"msgFindBefore"}`, chat, message, notice)
		got, rejected, err := DecodePage(answer, id, now)
		if err != nil || len(rejected) > 0 {
			t.Fatalf("%v, %v", rejected, err)
		}
		packed, err := json.Marshal(got.Messages)
		if err != nil {
			t.Fatal(err)
		}
		if shown := jids.ReplaceAllString(string(packed), ""); strings.Contains(bareDigits(shown), chat) || strings.Contains(bareDigits(shown), sender) {
			t.Fatalf("the digits of a LID are in %s", shown)
		}
		_, err = ParseJID(chat + "@nowhere")
		if _, _, pageErr := DecodePage(answer, ada(t), now); err == nil || pageErr == nil || anyDigit.MatchString(err.Error()+pageErr.Error()) {
			t.Fatalf("errors %v and %v", err, pageErr)
		}
	}
}

var (
	jids     = regexp.MustCompile(`"(?:key|sender|actor)":"[^"]*"`)
	anyDigit = regexp.MustCompile(`[0-9]`)
)

// bareDigits drops everything that is no digit and no end of a text.
func bareDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '"' {
			return r
		}
		return -1
	}, text)
}
