package transcript

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"unicode"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// A seal stands in the last line of a note. Its first four letters are a check
// over what stands above, and every four after them name a message, or a piece
// of one, in the order of the lines. So a reader in another browser knows which
// messages a note holds, whatever has become of their words by edits, deletions
// and reactions, and whether a person has changed the note since.
const (
	codeLength = 4
	// sealDomain keeps seals apart from any other use of the same values.
	sealDomain = "chatkeep note seal 1"
)

func letters(text string) string {
	sum := sha256.Sum256([]byte(sealDomain + "\x00" + text))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))[:codeLength]
}

// codeOf names a message by WhatsApp's own id and its direction, which are the
// same in every browser, before and after a chat moves from a number to a LID.
// The 20 bits say nothing of the message, and of two messages of one day have
// the same code once in a million cases.
func codeOf(m whatsapp.Message) string {
	return letters("message " + m.ID + " " + strconv.FormatBool(m.FromMe) + " " + m.Self)
}

// pieceCode names the piece of a message that is continued from another part.
func pieceCode(code string, piece int) string {
	return letters("piece " + code + " " + strconv.Itoa(piece))
}

// sealOf returns the seal of a note that holds the entries of the codes below
// its head, which is all but its last line.
func sealOf(above, codes string) string { return letters("text "+plain(above)+codes) + codes }

// sealWord is how many letters of a seal stand together, so that a long one is
// broken between lines like any other text.
const sealWord = 2 * codeLength

// inWords returns a seal as it is written.
func inWords(seal string) string {
	var words []string
	for len(seal) > sealWord {
		words, seal = append(words, seal[:sealWord]), seal[sealWord:]
	}
	return strings.Join(append(words, seal), " ")
}

// withoutTags returns a text without what a system that removes HTML takes for a
// tag: "<", perhaps "/", a letter, and whatever follows up to ">".
func withoutTags(text string) string {
	var kept strings.Builder
	for {
		at := strings.IndexByte(text, '<')
		if at < 0 {
			break
		}
		kept.WriteString(text[:at])
		rest := strings.TrimPrefix(text[at+1:], "/")
		end := strings.IndexAny(rest, "<>")
		if end > 0 && rest[end] == '>' && isLetter(rest[0]) {
			text = rest[end+1:]
			continue
		}
		kept.WriteByte('<')
		text = text[at+1:]
	}
	kept.WriteString(text)
	return kept.String()
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// plain returns a text without what a CRM may change in it: spaces, line ends,
// and what it may take for HTML.
func plain(text string) string {
	unescape := strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
	for {
		before := text
		text = withoutTags(unescape.Replace(text))
		if text == before {
			break
		}
	}
	return strings.Map(func(r rune) rune {
		if r == '<' || r == '>' || r == '&' || unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// unseal reads the last line of a note. intact says that everything above it is
// as it was written. sealed is false for a note without a seal.
func unseal(text string) (codes []string, intact, sealed bool) {
	text = strings.TrimSpace(text)
	at := strings.LastIndex(text, tailMark)
	if at < 0 || strings.ContainsAny(text[at:], "\r\n") {
		return nil, false, false
	}
	fields := strings.Split(text[at:], tagMark)
	if len(fields) < 3 {
		return nil, false, false
	}
	seal := strings.ReplaceAll(fields[len(fields)-2], " ", "")
	if len(seal) < codeLength || len(seal)%codeLength != 0 || strings.Trim(seal, markerLetters) != "" {
		return nil, false, false
	}
	all := seal[codeLength:]
	for i := 0; i < len(all); i += codeLength {
		codes = append(codes, all[i:i+codeLength])
	}
	return codes, sealOf(text[:at], all) == seal, true
}
