package transcript_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func TestFileName(t *testing.T) {
	t.Parallel()
	zone := transcript.LocationZone(time.FixedZone("Test", 3600))
	at := time.Date(2026, 11, 22, 23, 1, 0, 0, time.UTC).Unix()
	const tag = "abcdefghij"
	for name, tt := range map[string]struct {
		kind       whatsapp.MessageKind
		name, mime string
		want       string
	}{
		"a document":           {whatsapp.MessageDocument, "Invoice 7.PDF", "application/pdf", "2026-11-23 00.01 Invoice 7 #abcdefghij.pdf"},
		"a picture":            {whatsapp.MessageImage, "", "image/jpeg", "2026-11-23 00.01 photo #abcdefghij.jpg"},
		"a recording":          {whatsapp.MessageVoice, "", "audio/ogg; codecs=opus", "2026-11-23 00.01 voice message #abcdefghij.ogg"},
		"a moving picture":     {whatsapp.MessageGIF, "", "VIDEO/MP4", "2026-11-23 00.01 video #abcdefghij.mp4"},
		"music":                {whatsapp.MessageAudio, "", "audio/mpeg", "2026-11-23 00.01 audio #abcdefghij.mp3"},
		"nothing known":        {whatsapp.MessageDocument, "", "", "2026-11-23 00.01 file #abcdefghij.bin"},
		"no ending":            {whatsapp.MessageDocument, "README", "text/plain", "2026-11-23 00.01 README #abcdefghij.txt"},
		"no such ending":       {whatsapp.MessageDocument, "v1.2 – final", "text/plain", "2026-11-23 00.01 v1.2 – final #abcdefghij.txt"},
		"a path":               {whatsapp.MessageDocument, `..\..\a/b.txt`, "", "2026-11-23 00.01 _.._a_b #abcdefghij.txt"},
		"a header":             {whatsapp.MessageDocument, "a\"; x=\"\r\ny.txt", "", "2026-11-23 00.01 a_; x=_ y #abcdefghij.txt"},
		"a turned name":        {whatsapp.MessageDocument, "photo\u202egpj.exe", "", "2026-11-23 00.01 photogpj #abcdefghij.exe"},
		"letters of the world": {whatsapp.MessageDocument, "Angebot Müller 見積.docx", "", "2026-11-23 00.01 Angebot Müller 見積 #abcdefghij.docx"},
		"dots":                 {whatsapp.MessageDocument, "...", "", "2026-11-23 00.01 file #abcdefghij.bin"},
	} {
		m := whatsapp.Message{Kind: tt.kind, T: at, Media: &whatsapp.Media{Name: tt.name}}
		if got := transcript.FileName(m, tt.mime, zone, tag); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	long := transcript.FileName(whatsapp.Message{T: at, Kind: whatsapp.MessageDocument, Media: &whatsapp.Media{Name: strings.Repeat("見", 200) + ".abcdefghij"}}, "", zone, tag)
	if len(long) > 200 || !utf8.ValidString(long) || !strings.HasSuffix(long, " #abcdefghij.abcdefghij") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
	if got := transcript.FileName(whatsapp.Message{T: at, Kind: whatsapp.MessageImage, Media: &whatsapp.Media{MIME: "image/png"}}, "", zone, tag); !strings.HasSuffix(got, ".png") {
		t.Errorf("the message's own type: %q", got)
	}
}

func TestFileMarker(t *testing.T) {
	t.Parallel()
	one := transcript.FileMarker("1", "me@lid", "ada@c.us", "3EB0_in")
	for _, other := range []string{
		transcript.FileMarker("2", "me@lid", "ada@c.us", "3EB0_in"), transcript.FileMarker("1", "you@lid", "ada@c.us", "3EB0_in"),
		transcript.FileMarker("1", "me@lid", "ben@c.us", "3EB0_in"), transcript.FileMarker("1", "me@lid", "ada@c.us", "3EB1_in"),
	} {
		if other == one || len(other) != 10 {
			t.Errorf("marker %q, another %q", one, other)
		}
	}
	for name, want := range map[string]bool{
		"2026-11-22 10.01 a #" + one + ".pdf": true, "2026-11-22_10.01_a__" + strings.ToUpper(one) + "(1).pdf": true, "a.pdf": false, "": false,
	} {
		if got := transcript.HasFileMarker(name, []string{"", one}); got != want {
			t.Errorf("%q: %v", name, got)
		}
		if got := slices.Contains(slices.Collect(transcript.InFileName(name)), one); got != want {
			t.Errorf("in %q: %v", name, got)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("Invoice 7.PDF", "application/pdf")
	f.Add("\u202e..\\\"\x00.exe", "x;\r\n")
	f.Fuzz(func(t *testing.T, name, mime string) {
		m := whatsapp.Message{Kind: whatsapp.MessageDocument, Media: &whatsapp.Media{Name: name}}
		got := transcript.FileName(m, mime, transcript.LocationZone(time.UTC), "abcdefghij")
		if len(got) > 200 || !utf8.ValidString(got) || strings.ContainsAny(got, "\"/\\\r\n\x00\u202e") || !strings.Contains(got, "#abcdefghij.") {
			t.Errorf("%q", got)
		}
	})
}
