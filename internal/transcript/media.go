package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// media names a picture, a video or a recording by its name, its length and its size,
// as far as they are known.
func (w writer) media(label string, m whatsapp.Message) string {
	switch {
	case m.Media == nil, w.former && m.Kind == whatsapp.MessageGIF:
		return bracket(label)
	case w.former:
		return bracket(label, length(m.Media))
	}
	return bracket(named(label, ownName(m.Media.Name)), length(m.Media), w.bytes(m.Media.Size))
}

// ownName returns the name of a file if somebody has chosen it, "" for one that a
// camera, an app or WhatsApp has made up, such as "IMG-20261122-WA0001.jpg". It is
// made fit to stand before the rest of a line.
func ownName(file string) string {
	stem, _ := splitName(cleanName(file))
	chosen := strings.ContainsFunc(stem, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
	numbered := strings.ContainsAny(stem, "0123456789")
	for _, word := range strings.FieldsFunc(strings.ToLower(stem), func(r rune) bool { return !unicode.IsLetter(r) }) {
		// Between digits, these letters are hexadecimal ones.
		number := numbered && strings.Trim(word, "abcdef") == ""
		chosen = chosen || len(word) > 2 && !number && !madeUp(word)
	}
	if !chosen {
		return ""
	}
	return undirected(file)
}

// madeUp says whether a word in lower case stands in names that nobody has chosen.
func madeUp(word string) bool {
	switch word {
	case "img", "image", "photo", "picture", "pic", "pxl", "dsc", "dscn", "dscf", "screenshot",
		"vid", "video", "mov", "mvi", "movie", "gif", "aud", "audio", "ptt", "rec", "recording", "voice",
		"whatsapp", "signal", "telegram", "file", "media", "download", "unnamed", "untitled", "tmp", "temp":
		return true
	}
	return false
}
