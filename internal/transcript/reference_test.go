package transcript

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReference(t *testing.T) {
	t.Parallel()
	const address = "https://crm.zoho.com/crm/org600000001/tab/Contacts/7001000000000100001"
	marker := ReferenceMarker("7001000000000000001", "7001000000000100001", "7001000000000400001")
	for _, name := range []string{"Ada Example", " Ada \n Example ", "", strings.Repeat("שלום ", 80), "a · #abcdefghij", "WhatsApp · 2026-11-22 · part 1"} {
		for _, to := range []string{address, ""} {
			title, text := Reference(English(), name, to, marker)
			if found, ok := MarkerOf(title); !ok || found != marker {
				t.Errorf("%q: the title %q has the marker %q", name, title, found)
			}
			if _, rolling := HeadingOf(title); rolling {
				t.Errorf("%q is taken for a rolling note", title)
			}
			if n := utf8.RuneCountInString(title); n > 120 || strings.Contains(title, "\n") {
				t.Errorf("a title of %d characters: %q", n, title)
			}
			if strings.Contains(text, address) != (to != "") || strings.Contains(text, "\n\n") || strings.Contains(text, "{") {
				t.Errorf("text %q", text)
			}
			if surplus, why := ReferenceSurplus(English(), title); why == "" || strings.Contains(surplus, marker) {
				t.Errorf("surplus %q, %q", surplus, why)
			}
		}
	}
	title, text := Reference(English(), "Ada Example", address, "abcdefghij")
	if title != "WhatsApp messages: see the contact Ada Example · #abcdefghij" {
		t.Errorf("title %q", title)
	}
	if want := "WhatsApp messages are kept in the notes of the contact Ada Example:\n" + address + "\nNew ones are added there; this note stays as it is. Written by Chatkeep."; text != want {
		t.Errorf("text %q", text)
	}
}

func TestReferenceMarker(t *testing.T) {
	t.Parallel()
	base := ReferenceMarker("1", "2", "3")
	if base != ReferenceMarker("1", "2", "3") || len(base) != markerLength {
		t.Errorf("marker %q", base)
	}
	seen := map[string]bool{base: true}
	for _, other := range []string{
		ReferenceMarker("2", "2", "3"), ReferenceMarker("1", "3", "3"), ReferenceMarker("1", "2", "4"), ReferenceMarker("1", "3", "2"), ReferenceMarker("1", "23", ""),
		Marker("1", "reference", "2", "3", 1),
	} {
		if seen[other] {
			t.Errorf("%q stands for two", other)
		}
		seen[other] = true
	}
}
