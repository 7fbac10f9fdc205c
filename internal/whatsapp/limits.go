package whatsapp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
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
	// deepest of the contract is page, messages, message, poll, options.
	maxDepth = 6
	// maxChats and maxMessages are the lengths of the lists.
	maxChats    = 50_000
	maxMessages = 200
	// Lengths of texts, in UTF-16 units.
	maxTextLength  = 65_536
	maxNameLength  = 256
	maxQuoteLength = 1_024
	// Lengths of lists within a message.
	maxContacts = 300
	maxOptions  = 64
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
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
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
	text, _ = cleanText(strings.Join(strings.Fields(text), " "), limit)
	return text
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
