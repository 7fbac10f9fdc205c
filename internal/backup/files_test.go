package backup_test

import (
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestCompareFiles(t *testing.T) {
	t.Parallel()
	const first, second, moved = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"
	files := []backup.KnownFile{{ID: "1", Markers: []string{first, moved}}, {ID: "2", Markers: []string{second}}, {Markers: []string{"dddddddddd"}}}
	for name, test := range map[string]struct {
		there []zoho.Attachment
		want  []int
	}{
		"nothing":             {nil, []int{0, 0, 0}},
		"both":                {[]zoho.Attachment{{ID: "1", Name: "a #" + first + ".jpg"}, {ID: "2", Name: "b #" + second + ".jpg"}}, []int{1, 1, 0}},
		"by its id":           {[]zoho.Attachment{{ID: "1", Name: "renamed.jpg"}}, []int{1, 0, 0}},
		"by its marker":       {[]zoho.Attachment{{ID: "9", Name: "A_" + "AAAAAAAAAA" + "_1_.jpg"}}, []int{1, 0, 0}},
		"by another chat's":   {[]zoho.Attachment{{ID: "9", Name: "a #" + moved + ".jpg"}}, []int{1, 0, 0}},
		"twice":               {[]zoho.Attachment{{ID: "9", Name: "#" + second}, {ID: "2", Name: "#" + second}}, []int{0, 2, 0}},
		"a marker twice":      {[]zoho.Attachment{{ID: "9", Name: first + " " + moved}}, []int{1, 0, 0}},
		"others":              {[]zoho.Attachment{{ID: "9", Name: "offer.pdf"}, {ID: "8", Name: "aaaaaaaaa"}, {Name: ""}}, []int{0, 0, 0}},
		"known by no id here": {[]zoho.Attachment{{ID: "", Name: "#dddddddddd.jpg"}}, []int{0, 0, 1}},
	} {
		if got := backup.CompareFiles(files, test.there); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
