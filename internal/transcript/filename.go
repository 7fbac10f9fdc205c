package transcript

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// maxStem bounds what is kept of a file's own name without its ending, in bytes.
	maxStem = 100
	// maxEnding bounds the ending of a file's name, in bytes.
	maxEnding = 10
)

// FileMarker returns the ten characters by which the file of one message is found
// again among a record's attachments. It is made as [Marker] is, with the message's
// dedup id in place of day and part.
func FileMarker(orgID, account, chat, message string) string {
	return marker(orgID, "file", account, chat, message)
}

// HasFileMarker says whether the name of an attachment holds one of some markers.
// A CRM may replace characters of a name or add to it; letters and digits stay.
func HasFileMarker(name string, markers []string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(markers, func(m string) bool { return m != "" && strings.Contains(name, m) })
}

// InFileName yields everything in the name of an attachment that may be a file's
// marker, whatever stands around it; see [HasFileMarker].
func InFileName(name string) iter.Seq[string] {
	name = strings.ToLower(name)
	return func(yield func(string) bool) {
		for i := 0; i+markerLength <= len(name); i++ {
			if !yield(name[i : i+markerLength]) {
				return
			}
		}
	}
}

// FileName returns the name under which the file of a message is attached to a
// record: day, time, what the file was called, and the marker, as in "2026-11-22
// 10.01 invoice #abcdefghij.pdf". A file without a name is called by its kind. It
// has at most 200 bytes, and no character that a file system or a header refuses.
func FileName(m whatsapp.Message, mimeType string, z Zone, marker string) string {
	name := ""
	if m.Media != nil {
		name = cleanName(m.Media.Name)
		if mimeType == "" {
			mimeType = m.Media.MIME
		}
	}
	stem, ending := splitName(name)
	if ending == "" {
		ending = endingOf(mimeType)
	}
	if stem == "" {
		stem = fileKind(m.Kind)
	}
	return wall(m.T, z).Format("2006-01-02 15.04 ") + cut(stem, maxStem) + " #" + marker + "." + ending
}

// cleanName drops from a file's name what cannot stand in one, and what changes how
// the rest is shown, such as marks that turn the direction of writing.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`"/\:*?<>|`, r), r == utf8.RuneError:
			return '_'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, name)
	return strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
}

// splitName parts a file's name from its ending, which is in lower case and empty
// if it does not look like one.
func splitName(name string) (stem, ending string) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return name, ""
	}
	ending = strings.ToLower(name[at+1:])
	plain := strings.IndexFunc(ending, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) < 0
	if ending == "" || len(ending) > maxEnding || !plain {
		return name, ""
	}
	return strings.TrimRight(name[:at], ". "), ending
}

// FileEnding returns the ending of the name that the file of a message has of its
// own, in lower case, "" for none.
func FileEnding(m whatsapp.Message) string {
	if m.Media == nil {
		return ""
	}
	_, ending := splitName(cleanName(m.Media.Name))
	return ending
}

// endings are those of the types that files in WhatsApp most often have.
var endings = map[string]string{
	"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "image/heic": "heic",
	"video/mp4": "mp4", "video/3gpp": "3gp", "video/quicktime": "mov",
	"audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/aac": "aac", "audio/amr": "amr", "audio/wav": "wav",
	"application/pdf": "pdf", "text/plain": "txt", "text/vcard": "vcf", "application/zip": "zip",
	"application/msword": "doc", "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   "docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         "xlsx",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}

func endingOf(mimeType string) string {
	media, _, _ := strings.Cut(strings.ToLower(mimeType), ";")
	if ending := endings[strings.TrimSpace(media)]; ending != "" {
		return ending
	}
	return "bin"
}

// fileKind is what a file without a name is called.
func fileKind(k whatsapp.MessageKind) string {
	switch k {
	case whatsapp.MessageImage:
		return "photo"
	case whatsapp.MessageVideo, whatsapp.MessageGIF:
		return "video"
	case whatsapp.MessageVoice:
		return "voice message"
	case whatsapp.MessageAudio:
		return "audio"
	}
	return "file"
}

// cut shortens a text to a number of bytes, between two characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	s = s[:most]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return strings.TrimSpace(s)
}
