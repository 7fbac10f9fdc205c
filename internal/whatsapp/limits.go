package whatsapp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What is accepted from the page at most.
const (
	// maxBytes is the size of one answer: 50 messages of 65,536 UTF-16 units,
	// with room for quotes and escapes.
	maxBytes = 16 << 20
	// maxDepth is how deep objects and lists may be nested in an answer. The
	// deepest of the contract is visible chat, page, messages, message, contacts,
	// contact, phones.
	maxDepth = 7
	// maxChats, maxMessages and maxScreenRows are the lengths of the lists.
	maxChats    = 50_000
	maxMessages = 200
	// maxScreenRows is how many messages a screen shows at most.
	maxScreenRows = 1_000
	// Lengths of texts, in UTF-16 units.
	maxTextLength  = 65_536
	maxNameLength  = 256
	maxQuoteLength = 1_024
	// maxNoticeLength fits the longest description of a group, 2,048.
	maxNoticeLength = 2_048
	// maxEmojiLength fits the longest emoji in use, a family with skin tones.
	maxEmojiLength = 64
	maxPhoneLength = 64
	// maxURLLength is in bytes.
	maxURLLength = 2_048
	// Lengths of lists within a message.
	maxContacts  = 300
	maxPhones    = 20
	maxOptions   = 64
	maxReactions = 1_024
	maxPeople    = 1_024
	// maxFormer is how many former ids of a chat are believed.
	maxFormer = 8
	// maxCount is the highest number of pages, votes, pictures or articles that
	// is believed, maxThousandths the highest price.
	maxCount       = 1_000_000
	maxThousandths = 1_000_000_000_000_000
	// latestTime is 1 January 2100, beyond which no time is believed, in Unix
	// seconds.
	latestTime = 4_102_444_800
	// maxReadyMS is the longest start of a page that is believed, in
	// milliseconds: a day.
	maxReadyMS = 24 * 60 * 60 * 1_000
	// earliest is 1 January 2009, the year in which WhatsApp began, in Unix
	// seconds.
	earliest = 1_230_768_000
	// clockSlack is how far a time may lie ahead of this computer's clock, in
	// seconds.
	clockSlack = 24 * 60 * 60
	// maxSeconds is the longest recording or call that is believed: a week.
	maxSeconds = 7 * 24 * 60 * 60
)

// Errors of decoding a whole answer. They carry nothing of its content.
var (
	// ErrSize: the answer is larger or more deeply nested than any real one.
	ErrSize = errors.New("whatsapp: answer of the page is too large")
	// ErrMalformed: the answer is not what the contract describes.
	ErrMalformed = errors.New("whatsapp: answer of the page is malformed")
	// ErrVersion: the answer is of another version of the contract.
	ErrVersion = errors.New("whatsapp: answer of the page has another version")
	// ErrOtherChat: the answer is about another chat than was asked for.
	ErrOtherChat = errors.New("whatsapp: answer of the page is about another chat")
)

// checkAnswer refuses what is too large, too deep or not UTF-8 before any of it
// is decoded.
func checkAnswer(data []byte) error {
	if len(data) > maxBytes || depth(data) > maxDepth {
		return ErrSize
	}
	if !utf8.Valid(data) {
		return ErrMalformed
	}
	return nil
}

// depth returns how deep the objects and lists of a JSON text are nested.
func depth(data []byte) int {
	deepest, open := 0, 0
	inString := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			open++
			deepest = max(deepest, open)
		case c == '}' || c == ']':
			open--
		}
	}
	return deepest
}

// strict decodes one JSON value and accepts no field that into does not name
// and nothing after it. The reason for a refusal is not passed on, because it
// would quote what the page sent.
func strict(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return ErrMalformed
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) || !exactNames(data, reflect.TypeOf(into)) {
		return ErrMalformed
	}
	return nil
}

// plausible reports whether t, in Unix seconds, lies between WhatsApp's first
// year and a day after now.
func plausible(t, now int64) bool { return t >= earliest && t <= now+clockSlack }

// lineFeeds turns every way to end a line into a line feed.
var lineFeeds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// cleanText keeps line feeds and tabs as the only control characters and cuts
// at limit UTF-16 units; cut reports whether something was lost.
func cleanText(text string, limit int) (cleaned string, cut bool) {
	text = lineFeeds.Replace(text)
	text = strings.Map(func(r rune) rune {
		if (r < ' ' && r != '\n' && r != '\t') || r == 0x7f {
			return -1
		}
		return r
	}, text)
	units := 0
	for at, r := range text {
		if units += utf16.RuneLen(r); units > limit {
			return text[:at], true
		}
	}
	return text, false
}

// cleanLine is cleanText for names: white space of any kind becomes one space.
func cleanLine(text string, limit int) string {
	if isCleanLine(text, limit) {
		return text
	}
	text, _ = cleanText(strings.Join(strings.Fields(text), " "), limit)
	return text
}

// isCleanLine says of most texts of printable ASCII that cleanLine leaves them as
// they are; of any other it says false.
func isCleanLine(text string, limit int) bool {
	if len(text) > limit {
		return false
	}
	before := byte(' ')
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c >= 0x7f || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return text == "" || before != ' '
}

// short is cleanLine for what means something else without its end: it is "" when
// it is longer than limit.
func short(text string, limit int) string {
	whole := cleanLine(text, maxTextLength)
	if cleanLine(whole, limit) != whole {
		return ""
	}
	return whole
}

// word reports whether text is a name as WhatsApp gives its types, of at most
// 64 bytes.
func word(text string) bool {
	if len(text) > 64 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.') {
			return false
		}
	}
	return true
}
