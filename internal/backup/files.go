package backup

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// KnownFile is a file that was attached.
type KnownFile struct {
	// ID is Zoho's id of the attachment, and may be empty.
	ID string
	// Markers are those by which its name may be known; see [transcript.FileMarker].
	Markers []string
}

// CompareFiles counts how often each of some files stands among a record's
// attachments. It is a pure function.
func CompareFiles(files []KnownFile, there []zoho.Attachment) []int {
	byID, byMarker := map[string]int{}, map[string]int{}
	for i, f := range files {
		if f.ID != "" {
			byID[f.ID] = i
		}
		for _, marker := range f.Markers {
			byMarker[marker] = i
		}
	}
	copies := make([]int, len(files))
	for _, a := range there {
		var of []int
		if i, ours := byID[a.ID]; ours {
			of = append(of, i)
		}
		for part := range transcript.InFileName(a.Name) {
			if i, ours := byMarker[part]; ours && !slices.Contains(of, i) {
				of = append(of, i)
			}
		}
		for _, i := range of {
			copies[i]++
		}
	}
	return copies
}
