package transcript

import "testing"

func TestSurplusCarriesNoMarker(t *testing.T) {
	t.Parallel()
	title, text := Surplus(English(), Title("2026-11-22", 2, "abcdefghij"))
	if title != "Not needed: WhatsApp · 2026-11-22 · part 2" || text == "" {
		t.Errorf("title %q, text %q", title, text)
	}
	if marker, found := MarkerOf(title); found {
		t.Errorf("the title carries the marker %q", marker)
	}
}
