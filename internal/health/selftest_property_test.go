package health

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// natural are changes that a chat and its witnesses may show with nothing being
// wrong. None of them, nor several together, may fail a test.
var natural = []struct {
	name  string
	apply func(rng *rand.Rand, s *sample)
}{
	{"the database cannot be read", func(_ *rand.Rand, s *sample) {
		s.witness.Database = contract.DatabaseWitness{State: contract.DatabaseBusy}
	}},
	{"only some keys were asked for", func(rng *rand.Rand, s *sample) {
		s.witness.Database.Found = s.witness.Database.Found[:rng.IntN(len(s.witness.Database.Found)+1)]
	}},
	{"messages arrived between the two reads", func(rng *rand.Rand, s *sample) {
		for i := range 12 {
			id := fmt.Sprintf("3AFF%016X", rng.Uint64())
			row := contract.WitnessRow{Key: key(false, s.row.Chat, id, ""), ID: id, T: sampleNow - int64(i), Type: "chat"}
			s.witness.Database.Newest = append([]contract.WitnessRow{row}, s.witness.Database.Newest...)
		}
	}},
	{"two late ones of a phone that was offline arrived as well", func(rng *rand.Rand, s *sample) {
		for range 2 {
			id := fmt.Sprintf("3AAA%016X", rng.Uint64())
			row := contract.WitnessRow{Key: key(false, s.row.Chat, id, ""), ID: id, T: sampleNow - 3600, Type: "chat"}
			s.witness.Database.Newest = append([]contract.WitnessRow{row}, s.witness.Database.Newest...)
		}
	}},
	{"messages were deleted between the two reads", func(rng *rand.Rand, s *sample) {
		s.witness.Database.Newest = slices.DeleteFunc(s.witness.Database.Newest, func(contract.WitnessRow) bool { return rng.IntN(9) == 0 })
		s.witness.Database.Found = slices.DeleteFunc(s.witness.Database.Found, func(contract.WitnessRow) bool { return rng.IntN(9) == 0 })
	}},
	{"the database holds parts of albums and messages about messages", func(rng *rand.Rand, s *sample) {
		for i := range s.page.Messages {
			id := fmt.Sprintf("3EBB%016X", rng.Uint64())
			row := contract.WitnessRow{Key: key(true, s.row.Chat, id, ""), ID: id, FromMe: true, T: s.page.Messages[i].T, Type: []string{"image", "video", "poll_update", "album", "revoked", "ciphertext"}[rng.IntN(6)]}
			s.witness.Database.Newest = append(s.witness.Database.Newest, row)
		}
	}},
	{"long messages cut the page", func(rng *rand.Rand, s *sample) {
		s.page.Messages = s.page.Messages[rng.IntN(len(s.page.Messages)):]
	}},
	{"one message cannot be read", func(rng *rand.Rand, s *sample) {
		s.page.Messages[rng.IntN(len(s.page.Messages))].Error = "no"
	}},
	{"one message has an odd id", func(rng *rand.Rand, s *sample) {
		m := &s.page.Messages[rng.IntN(len(s.page.Messages))]
		m.ID += "_1"
		m.Key = key(m.FromMe, s.row.Chat, m.ID, "")
	}},
	{"one text is empty", func(_ *rand.Rand, s *sample) {
		for i := range s.page.Messages {
			if s.page.Messages[i].Type == "chat" {
				s.page.Messages[i].Text = ""
				return
			}
		}
	}},
	{"older keys name the person's other id", func(_ *rand.Rand, s *sample) {
		if s.row.Chat != "111222333444555@lid" || s.row.Phone == "" {
			return
		}
		for i := range len(s.page.Messages) / 2 {
			s.page.Messages[i].Key = strings.Replace(s.page.Messages[i].Key, s.row.Chat, s.row.Phone, 1)
		}
	}},
	{"the database names the person's other id", func(_ *rand.Rand, s *sample) {
		if s.row.Phone == "" || s.row.LID == "" {
			return
		}
		for _, rows := range [][]contract.WitnessRow{s.witness.Database.Newest, s.witness.Database.Found} {
			for i := range rows {
				rows[i].Key = key(rows[i].FromMe, s.row.Phone, rows[i].ID, "")
			}
		}
	}},
	{"a row of the database is of another chat, with the opposite direction", func(_ *rand.Rand, s *sample) {
		m := s.page.Messages[0]
		row := contract.WitnessRow{Key: key(!m.FromMe, "447700900123@c.us", m.ID, ""), ID: m.ID, FromMe: !m.FromMe, T: m.T, Type: m.Type}
		s.witness.Database.Found = append(s.witness.Database.Found, row)
	}},
	{"a batch was forwarded in one second", func(rng *rand.Rand, s *sample) {
		last := s.page.Messages[len(s.page.Messages)-1].T
		for at := max(0, len(s.page.Messages)-12); at < len(s.page.Messages); at++ {
			s.page.Messages[at].T = last
			for _, rows := range [][]contract.WitnessRow{s.witness.Database.Newest, s.witness.Database.Found} {
				for n := range rows {
					if rows[n].ID == s.page.Messages[at].ID {
						rows[n].T = last
					}
				}
			}
		}
	}},
	{"the server gave a message another second", func(rng *rand.Rand, s *sample) {
		if len(s.witness.Database.Found) > 0 {
			s.witness.Database.Found[0].T += 3
		}
	}},
	{"the list in memory has gaps, and says so", func(rng *rand.Rand, s *sample) {
		s.page.Partial, s.page.Variant = true, "chat.msgs"
		s.page.Messages = slices.DeleteFunc(s.page.Messages, func(contract.MessageRecord) bool { return rng.IntN(2) == 0 })
	}},
	{"the phone is still sending", func(rng *rand.Rand, s *sample) {
		s.firstSync = contract.FirstSyncRunning
		s.page.Messages = slices.DeleteFunc(s.page.Messages, func(contract.MessageRecord) bool { return rng.IntN(3) == 0 })
	}},
}

func TestCorrectPageNeverFails(t *testing.T) {
	t.Parallel()
	eachSample(t, func(t *testing.T, _ *rand.Rand, s sample) {
		r := s.reading(t)
		if failed := SelfTest(r); failed != nil || len(r.Rejected) > 0 {
			t.Errorf("%v, rejected %+v", failed, r.Rejected)
		}
	})
}

func TestNaturalPagesNeverFail(t *testing.T) {
	t.Parallel()
	for _, change := range natural {
		t.Run(change.name, func(t *testing.T) {
			t.Parallel()
			eachSample(t, func(t *testing.T, rng *rand.Rand, s sample) {
				change.apply(rng, &s)
				if failed := SelfTest(s.reading(t)); failed != nil {
					t.Error(failed)
				}
			})
		})
	}
}

// TestNaturalPagesNeverFailTogether applies several natural changes at once.
func TestNaturalPagesNeverFailTogether(t *testing.T) {
	t.Parallel()
	eachSample(t, func(t *testing.T, rng *rand.Rand, s sample) {
		var applied []string
		for _, change := range natural {
			if rng.IntN(4) == 0 {
				change.apply(rng, &s)
				applied = append(applied, change.name)
			}
		}
		if failed := SelfTest(s.reading(t)); failed != nil {
			t.Errorf("%v after %q", failed, applied)
		}
	})
}

// corruptions are systematic: a change of WhatsApp Web that Chatkeep does not
// know. Every one must fail the test it is named with.
var corruptions = []struct {
	name  string
	test  contract.SelfTest
	apply func(m *contract.MessageRecord, s sample)
}{
	{"all directions are flipped", contract.TestDirections, func(m *contract.MessageRecord, s sample) {
		rest := strings.TrimPrefix(m.Key, fmt.Sprint(m.FromMe))
		m.FromMe = !m.FromMe
		m.Key = fmt.Sprint(m.FromMe) + rest
	}},
	{"all messages are the others'", contract.TestDirections, func(m *contract.MessageRecord, s sample) {
		m.Key = "false" + strings.TrimPrefix(m.Key, fmt.Sprint(m.FromMe))
		m.FromMe = false
	}},
	{"ids are cut short", contract.TestKeys, func(m *contract.MessageRecord, s sample) {
		m.Key = strings.Replace(m.Key, "_"+m.ID, "_"+m.ID[2:], 1)
		m.ID = m.ID[2:]
	}},
	{"ids are lost", contract.TestKeys, func(m *contract.MessageRecord, s sample) {
		m.Key = strings.Replace(m.Key, "_"+m.ID, "_undefined", 1)
		m.ID = "undefined"
	}},
	{"ids beside the keys are others", contract.TestKeys, func(m *contract.MessageRecord, s sample) { m.ID = "X" + m.ID }},
	{"keys are objects", contract.TestKeys, func(m *contract.MessageRecord, s sample) { m.Key = "[object Object]" }},
	{"keys are bare ids", contract.TestKeys, func(m *contract.MessageRecord, s sample) { m.Key = m.ID }},
	{"keys are of another chat", contract.TestKeys, func(m *contract.MessageRecord, s sample) {
		m.Key = strings.Replace(m.Key, s.row.Chat, "120363099999999999@g.us", 1)
	}},
	{"texts are empty", contract.TestTexts, func(m *contract.MessageRecord, s sample) { m.Text = "" }},
	{"times are in milliseconds", contract.TestTimes, func(m *contract.MessageRecord, s sample) { m.T *= 1000 }},
	{"times are lost", contract.TestTimes, func(m *contract.MessageRecord, s sample) { m.T = 0 }},
	{"times are of another calendar", contract.TestTimes, func(m *contract.MessageRecord, s sample) { m.T -= 543 * day }},
	{"times are all the same", contract.TestTimes, func(m *contract.MessageRecord, s sample) { m.T = s.page.Messages[0].T }},
	{"nothing can be read", contract.TestMessages, func(m *contract.MessageRecord, s sample) { m.Error = "no" }},
	{"types are lost", contract.TestMessages, func(m *contract.MessageRecord, s sample) { m.Type = "" }},
	{"withheld for a new reason", contract.TestMessages, func(m *contract.MessageRecord, s sample) { m.Withheld = "because" }},
}

func TestSystematicCorruptionFails(t *testing.T) {
	t.Parallel()
	for _, corruption := range corruptions {
		t.Run(corruption.name, func(t *testing.T) {
			t.Parallel()
			eachSample(t, func(t *testing.T, _ *rand.Rand, s sample) {
				whole := s.clone()
				for i := range s.page.Messages {
					corruption.apply(&s.page.Messages[i], whole)
				}
				if failed := SelfTest(s.reading(t)); !slices.Contains(failed, corruption.test) {
					t.Errorf("%v, want %s", failed, corruption.test)
				}
			})
		})
	}
}

// TestCorruptPageFailsAmongNaturalChanges: what may naturally come on top does
// not hide a corruption, as long as the database can be read.
func TestCorruptPageFailsAmongNaturalChanges(t *testing.T) {
	t.Parallel()
	onTop := []string{
		"messages arrived between the two reads", "messages were deleted between the two reads",
		"the database holds parts of albums and messages about messages", "the database names the person's other id",
	}
	for _, corruption := range corruptions {
		t.Run(corruption.name, func(t *testing.T) {
			t.Parallel()
			eachSample(t, func(t *testing.T, rng *rand.Rand, s sample) {
				for _, change := range natural {
					if slices.Contains(onTop, change.name) {
						change.apply(rng, &s)
					}
				}
				whole := s.clone()
				for i := range s.page.Messages {
					corruption.apply(&s.page.Messages[i], whole)
				}
				if SelfTest(s.reading(t)) == nil {
					t.Error("passes")
				}
			})
		})
	}
}

// TestMissingMessagesFail holds for pages that leave messages out without saying
// so.
func TestMissingMessagesFail(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		test  contract.SelfTest
		apply func(s *sample)
	}{
		"none at all": {contract.TestMessages, func(s *sample) { s.page.Messages = s.page.Messages[:0] }},
		"the newest half": {contract.TestComplete, func(s *sample) {
			s.page.Messages = s.page.Messages[:len(s.page.Messages)/4]
		}},
		"all but the ends": {contract.TestComplete, func(s *sample) {
			s.page.Messages = append(s.page.Messages[:1:1], s.page.Messages[len(s.page.Messages)-1])
		}},
		"all texts": {contract.TestComplete, func(s *sample) {
			s.page.Messages = slices.DeleteFunc(s.page.Messages, func(m contract.MessageRecord) bool { return m.Type == "chat" })
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachSample(t, func(t *testing.T, rng *rand.Rand, s sample) {
				// All else lies within the page's span, whatever is cut.
				s.page.Messages[0].T -= 60 * day
				for range 8 {
					s.message(rng, "chat", rng.IntN(2) == 0, 60)
				}
				s.witnessed()
				test.apply(&s)
				if failed := SelfTest(s.reading(t)); !slices.Contains(failed, test.test) {
					t.Errorf("%v, want %s", failed, test.test)
				}
			})
		})
	}
}
