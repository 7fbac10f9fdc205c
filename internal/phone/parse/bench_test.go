package parse

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// BenchmarkText measures what reading one text costs, which is why an index files
// texts unread.
func BenchmarkText(b *testing.B) {
	for name, raw := range map[string]string{"E.164": "+14155550100", "national": "(415) 555-0100", "words": "call reception, room 12", "list": "cell: 415 555 0100; home 415 555 0199"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Text(phone.Text{Raw: raw, Region: "US"})
			}
		})
	}
}
