package app

import "testing"

func TestSplitName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"":                      {"", ""},
		"Maya Okafor":           {"Maya", "Okafor"},
		"Maya":                  {"", "Maya"},
		"  Maya   Okafor  ":     {"Maya", "Okafor"},
		"Maya Ann Okafor":       {"Maya Ann", "Okafor"},
		"Okafor, Maya":          {"Maya", "Okafor"},
		"Maya Okafor, Jr.":      {"Maya", "Okafor, Jr."},
		"Maya Okafor Jr.":       {"Maya", "Okafor Jr."},
		"Dr. Maya Okafor":       {"Maya", "Okafor"},
		"Mr. Okafor":            {"", "Okafor"},
		"Ludwig van Beethoven":  {"Ludwig", "van Beethoven"},
		"Anna von der Heide":    {"Anna", "von der Heide"},
		"Omar bin Said al Amin": {"Omar bin Said", "al Amin"},
		"de la Cruz":            {"", "de la Cruz"},
		"Van Morrison":          {"Van", "Morrison"},
		"Maya Okafor 🌸":         {"Maya", "Okafor"},
		"🌸🌸":                    {"", ""},
		"+1 415 555 0178":       {"", ""},
		"عمر الحداد":            {"عمر", "الحداد"},
		"王小明":                   {"", "王小明"},
		"王 小明":                  {"小明", "王"},
		"山田 太郎":                 {"太郎", "山田"},
		"山田\u3000たろう":           {"たろう", "山田"},
		"サトウ ユーコ":               {"ユーコ", "サトウ"},
		"김 민준":                  {"민준", "김"},
		"山田, 太郎":                {"太郎", "山田"},
		"Anna 山田":               {"Anna", "山田"},
		"🌸 山田 太郎 🌸":             {"太郎", "山田"},
		"O'Neil-Smith":          {"", "O'Neil-Smith"},
		"Maya (Acme) Okafor":    {"Maya (Acme)", "Okafor"},
	} {
		if first, last := splitName(name); first != want[0] || last != want[1] {
			t.Errorf("%q is split into %q and %q, want %q", name, first, last, want)
		}
	}
}
