package arch

import (
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

func TestBelow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pkg, parent string
		want        bool
	}{
		{"internal/phone", "internal/phone", true},
		{"internal/phone/parse", "internal/phone", true},
		{"internal/phonebook", "internal/phone", false},
		{"internal", "internal/phone", false},
	} {
		if got := below(test.pkg, test.parent); got != test.want {
			t.Errorf("below(%q, %q) is %v", test.pkg, test.parent, got)
		}
	}
}

func TestClockUses(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]string{
		"import \"time\"\nvar a = time.Now()":                {"Now"},
		"import clock \"time\"\nvar a = clock.Since":         {"Since"},
		"import \"time\"\nvar a = time.Unix(1, 0).UTC()":     nil,
		"import \"time\"\nfunc f(t time.Time) { t.Local() }": nil,
		"import \"x/time\"\nvar a = time.Now()":              nil,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\n"+source, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := clockUses(file); !slices.Equal(got, want) {
			t.Errorf("%q uses %q, want %q", source, got, want)
		}
	}
}
