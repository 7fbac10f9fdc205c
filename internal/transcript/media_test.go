package transcript

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func TestOwnName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"":                        "",
		"IMG-20261122-WA0001.jpg": "", "WhatsApp Image 2026-11-22 at 10.01.07 AM.jpeg": "", "image.jpg": "", "VID_20261122.mp4": "",
		"PXL_20261122_090107.MP.jpg": "", "Screenshot 2026-11-22.png": "", "1732262462.mp4": "", "3f2504e0-4f89-11d3-9a0c-0305e82cabed.jpg": "", "facade.jpg": "facade.jpg",
		"Floor plan.jpg": "Floor plan.jpg", "IMG_0001 kitchen.jpg": "IMG_0001 kitchen.jpg", "תמונה.jpg": "תמונה.jpg", "合同.png": "合同.png",
		"plan\u202egpj.exe": "plangpj.exe",
	} {
		if got := ownName(name); got != want {
			t.Errorf("%q is called %q, want %q", name, got, want)
		}
	}
}

// A note that tells of pictures and videos as earlier versions did holds the same
// messages, with a seal and without.
func TestFormerLinesAreKnown(t *testing.T) {
	t.Parallel()
	photo := like(numbered(t, 1, "here"), func(m *whatsapp.Message) {
		m.Kind, m.Media = whatsapp.MessageImage, &whatsapp.Media{Name: "Floor plan.jpg", Size: 245_000}
	})
	gif := like(numbered(t, 2, ""), func(m *whatsapp.Message) {
		m.Kind, m.Media = whatsapp.MessageGIF, &whatsapp.Media{Seconds: 3, Size: 245_000}
	})
	video := like(numbered(t, 3, ""), func(m *whatsapp.Message) {
		m.Kind, m.Media = whatsapp.MessageVideo, &whatsapp.Media{Seconds: 34, Size: 3_100_000}
	})
	day := dayOf(t, photo, gif, video)
	former := day
	former.Former = true
	note := Render(former)[0].Text
	for _, want := range []string{"[photo] here\n", "[GIF]\n", "[video, 0:34]\n"} {
		if !strings.Contains(note, want) {
			t.Errorf("%q is not in\n%s", want, note)
		}
	}
	fields := strings.Split(note, tagMark)
	unsealed := strings.Join(append(fields[:len(fields)-2], fields[len(fields)-1]), tagMark)
	for _, text := range []string{note, unsealed} {
		if h := day.Holding(text); h.Edited || len(h.Others) > 0 || len(h.IDs) != 3 {
			t.Errorf("%+v in\n%s", h, text)
		}
	}
	h := dayOf(t, gif, video).Holding(unsealed)
	if len(h.Others) != 1 || !slices.Contains(day.Keys(photo), h.Others[0]) {
		t.Errorf("others %q, keys %q", h.Others, day.Keys(photo))
	}
}
