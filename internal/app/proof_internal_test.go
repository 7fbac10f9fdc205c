package app

import "testing"

// A line counts as written in either form; what stands in neither is missing, and
// what neither has is not expected.
func TestCompareLines(t *testing.T) {
	t.Parallel()
	const (
		now    = "10:01 Ada: [photo, 245 kB] here\n10:02 Ada: hello\n10:03 Ada: [GIF, 0:03]\n      | below"
		former = "10:01 Ada: [photo] here\n10:02 Ada: hello\n10:03 Ada: [GIF]\n      | below"
	)
	for name, tt := range map[string]struct {
		want                []string
		have                string
		missing, unexpected int
	}{
		"as now":                 {[]string{now, former}, now, 0, 0},
		"as before":              {[]string{now, former}, former, 0, 0},
		"one of each":            {[]string{now, former}, "10:01 Ada: [photo] here\n10:02 Ada: hello\n10:03 Ada: [GIF, 0:03]\n      | below", 0, 0},
		"a line twice":           {[]string{now, former}, now + "\n10:02 Ada: hello", 0, 1},
		"in both forms":          {[]string{now, former}, now + "\n10:01 Ada: [photo] here", 0, 1},
		"a word changed":         {[]string{now, former}, "10:01 Ada: [photo] there\n10:02 Ada: hello\n10:03 Ada: [GIF]\n      | below", 1, 1},
		"one gone":               {[]string{now, former}, "10:02 Ada: hello", 2, 0},
		"no former form":         {[]string{now}, former, 2, 2},
		"a former form of less":  {[]string{now, "10:02 Ada: hello"}, now, 0, 0},
		"nothing that is wanted": {[]string{""}, "10:02 Ada: hello", 0, 1},
	} {
		if missing, unexpected := compareLines(tt.want, tt.have); len(missing) != tt.missing || len(unexpected) != tt.unexpected {
			t.Errorf("%s: %v missing and %v unexpected, want %d and %d", name, missing, unexpected, tt.missing, tt.unexpected)
		}
	}
}
