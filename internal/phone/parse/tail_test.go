package parse

import (
	"testing"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/corpus"
)

// TestTailsMakeNoOtherNumber puts something short behind every example and holds
// that no other number is read from it for certain. Left out is what the country
// itself writes as the other number, to the letter.
func TestTailsMakeNoOtherNumber(t *testing.T) {
	t.Parallel()
	for _, tail := range corpus.Tails() {
		certain, offered, lost, same := 0, 0, 0, 0
		for _, e := range examples(t) {
			chat := Text(phone.Text{Raw: e.E164})
			for _, raw := range tail.Behind(e) {
				text := phone.Text{Raw: raw, Region: e.Region}
				stored := Text(text)
				checkFiled(t, text, stored)
				for _, n := range stored {
					switch {
					case !n.Possible || phone.Compare(chat[0], n, e.Region).Certain():
					case !tail.Apart && isOwnFormat(n, raw):
						same++
					default:
						t.Errorf("%s: %q in %s is read as %s, valid %v", tail.Name, raw, e.Region, n.E164, n.Valid)
					}
				}
				switch verdict := phone.CompareLists(chat, stored, e.Region); {
				case verdict.Certain():
					certain++
				case verdict == phone.Different:
					lost++
				default:
					offered++
				}
			}
		}
		t.Logf("%-22s %d certain, %d offered, %d lost, %d written as the other number is", tail.Name, certain, offered, lost, same)
	}
}

// isOwnFormat reports whether a text is how a number's country writes it.
func isOwnFormat(n phone.Number, text string) bool {
	parsed, err := phonenumbers.Parse(n.E164, noRegion)
	return err == nil && (text == n.Display || text == phonenumbers.Format(parsed, phonenumbers.NATIONAL))
}
