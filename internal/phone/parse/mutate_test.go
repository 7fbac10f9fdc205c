package parse

import (
	"cmp"
	"math/rand/v2"
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/corpus"
)

// mutationsPerForm is how many texts are made of one example in one form.
const mutationsPerForm = 2

// oddities are what people, programs and other scripts put into a telephone
// field, each of which means something to a reader of numbers.
func oddities() []string {
	return []string{
		"+", "00", "011", "0", "1", "9", "15", "#", "x", "x1", " ", "-", ".", "(", ")", "/", ";", ",", " or ", "&", "*", "~", "\n", "|", "\v", "[", "]",
		"tel:", ";ext=", ";isub=", ";phone-context=+", ";phone-context=", "wa.me/", "whatsapp.com/send?phone=", "E+", "%", "?", "<", "=", ":", "_", "'", "\"",
		"A", "B", "w", "ABC", "FLOWERS", "ext", "eXt.", "DW", "int", "anexo", "poste", "\u0434\u043e\u0431", "\u0663", "\uff11", "\u00e9", "\u00b2", "\u200b",
		"\u017f", "\u212a", "\u0130", "\u0131", "\uff0c", "\uff1b", "\uff0f", "\uff5e", "\xff",
	}
}

// mutate changes text in one place: puts an oddity in or in the place of a
// character, drops a part or repeats one.
func mutate(random *rand.Rand, text string) string {
	runes, odd := []rune(text), oddities()
	from, to := random.IntN(len(runes)+1), random.IntN(len(runes)+1)
	from, to = min(from, to), max(from, to)
	oddity := odd[random.IntN(len(odd))]
	switch random.IntN(5) {
	case 0, 1:
		return string(runes[:from]) + oddity + string(runes[from:])
	case 2:
		return string(runes[:from]) + oddity + string(runes[min(from+1, len(runes)):])
	case 3:
		return string(runes[:to]) + string(runes[from:])
	default:
		return string(runes[:from]) + string(runes[to:])
	}
}

// TestMutatedCorpusIsFiled writes every example in every form, damages the text
// in up to five places, and holds that it is filed where whatever number can
// still be read from it is looked for, in the example's region and in another.
func TestMutatedCorpusIsFiled(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	list := examples(t)
	texts, numbers := 0, 0
	for _, form := range corpus.Forms() {
		for _, e := range list {
			for round := range mutationsPerForm {
				raw := form.Write(e)
				for range 1 + random.IntN(5) {
					raw = mutate(random, raw)
				}
				text := phone.Text{Raw: raw, Region: cmp.Or(form.Region, e.Region)}
				if round%2 == 1 {
					text.Region = list[random.IntN(len(list))].Region
				}
				read := Text(text)
				checkFiled(t, text, read)
				texts, numbers = texts+1, numbers+len(read)
			}
		}
	}
	t.Logf("%d texts with %d numbers", texts, numbers)
	if want := mutationsPerForm * len(list) * len(corpus.Forms()); texts != want || numbers < want/2 {
		t.Errorf("%d texts with %d numbers were tried, want %d with at least half as many", texts, numbers, want)
	}
}
