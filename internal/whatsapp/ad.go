package whatsapp

import (
	"strings"
	"unicode"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Ad is the advertisement that led a person to the chat.
type Ad struct {
	Title string `json:"title,omitempty"`
	// URL is its address. It is text to be read, never fetched.
	URL string `json:"url,omitempty"`
}

func (r reader) ad(record *contract.AdRecord) *Ad {
	if record == nil {
		return nil
	}
	ad := &Ad{Title: r.line(record.Title, maxNameLength)}
	if isWebAddress(record.URL) {
		ad.URL = record.URL
	}
	return ad
}

// isWebAddress reports whether text is an address of the web in visible
// characters, of at most maxURLLength bytes.
func isWebAddress(text string) bool {
	if len(text) > maxURLLength || (!strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://")) {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>"`, r)
	})
}
