package transcript

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTitle(t *testing.T) {
	t.Parallel()
	if got, want := Title("2026-11-22", 1, "abcdefghij"), "WhatsApp · 2026-11-22 · part 1 · #abcdefghij"; got != want {
		t.Errorf("Title = %q, want %q", got, want)
	}
	if length := utf8.RuneCountInString(Title("2026-11-22", 1_000_000, "abcdefghij")); length > 120 {
		t.Errorf("a title has %d characters", length)
	}
}

func TestMarkerOf(t *testing.T) {
	t.Parallel()
	marker := Marker("org", "account", "chat", "2026-11-22", 3)
	if got, ok := MarkerOf(" " + Title("2026-11-22", 3, marker) + "\n"); !ok || got != marker {
		t.Errorf("MarkerOf gave %q, %v, want %q", got, ok, marker)
	}
	for _, title := range []string{"", "Call Ada", "WhatsApp · 2026-11-22 · part 1", "#abcdefghi", "#ABCDEFGHIJ", "#abcdefghij more", "#abcdefghi1"} {
		if got, ok := MarkerOf(title); ok {
			t.Errorf("MarkerOf(%q) = %q, want none", title, got)
		}
	}
}

func TestMarker(t *testing.T) {
	t.Parallel()
	// The recipe must never change: notes in a CRM are found again by it.
	if got, want := Marker("60012345678", "999888777666555@lid", "111222333444555@lid", "2026-11-22", 1), "gxciryaznj"; got != want {
		t.Errorf("Marker = %q, want %q", got, want)
	}
	seen := map[string]bool{}
	for _, fields := range [][4]string{
		{"o", "a", "c", "d"}, {"p", "a", "c", "d"}, {"o", "b", "c", "d"}, {"o", "a", "e", "d"}, {"o", "a", "c", "f"},
		{"o", "ac", "", "d"}, {"o", "", "ac", "d"}, {"o", "a1:c", "", "d"},
	} {
		for part := 1; part <= 12; part++ {
			marker := Marker(fields[0], fields[1], fields[2], fields[3], part)
			if seen[marker] || len(marker) != markerLength || strings.ToLower(marker) != marker {
				t.Errorf("%v part %d has the marker %q", fields, part, marker)
			}
			seen[marker] = true
		}
	}
}

func TestDayOf(t *testing.T) {
	t.Parallel()
	tests := []struct{ zone, t, want string }{
		{"Europe/Berlin", "2026-11-22T22:59:59Z", "2026-11-22"},
		{"Europe/Berlin", "2026-11-22T23:00:00Z", "2026-11-23"},
		{"America/Los_Angeles", "2026-11-22T07:59:59Z", "2026-11-21"},
		{"Asia/Kolkata", "2026-11-22T18:30:00Z", "2026-11-23"},
		{"Pacific/Kiritimati", "2026-11-22T10:00:00Z", "2026-11-23"},
		{"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"},
		{"Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29"},
		{"Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"},
	}
	for _, tt := range tests {
		if got := DayOf(at(t, tt.t), zone(t, tt.zone)); got != tt.want {
			t.Errorf("%s in %s is %s, want %s", tt.t, tt.zone, got, tt.want)
		}
	}
}

// TestOffsetAtStart compares with package time for every day of a year in zones
// with all kinds of offsets and changes.
func TestOffsetAtStart(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati"} {
		z := zone(t, name)
		location, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := range 365 {
			midnight := time.Date(2026, 1, 1+day, 0, 0, 0, 0, location)
			_, want := midnight.Zone()
			if got := offsetAtStart(midnight.Format(time.DateOnly), z); got != want {
				t.Errorf("%s on %s: offset %d, want %d", name, midnight.Format(time.DateOnly), got, want)
			}
		}
	}
}

func TestOffsetName(t *testing.T) {
	t.Parallel()
	for offset, want := range map[int]string{0: "UTC", 3600: "UTC+01:00", -12600: "UTC-03:30", 20700: "UTC+05:45", 50400: "UTC+14:00", 3208: "UTC+00:53"} {
		if got := offsetName(offset); got != want {
			t.Errorf("offsetName(%d) = %q, want %q", offset, got, want)
		}
	}
}
