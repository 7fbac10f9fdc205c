package health

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// plain makes a chat of n text messages, a minute apart, in which both sides
// write in turn and the database agrees.
func plain(n int) sample {
	s := sample{row: contract.ChatRow{Chat: "14155550132@c.us", Phone: "14155550132@c.us", Title: "Erika Muster"}}
	s.page = contract.MessagePage{
		V: contract.Version, Chat: s.row.Chat, Source: contract.SourceStore, Variant: "msgFindBefore",
		Me: contract.Account{Phone: "15550009999@c.us"}, Messages: []contract.MessageRecord{},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		s.message(rng, "chat", i%2 == 0, 60)
	}
	s.witnessed()
	return s
}

// each changes the messages from the first to before last.
func each(s *sample, last int, change func(i int, m *contract.MessageRecord)) {
	for i := range last {
		change(i, &s.page.Messages[i])
	}
}

// otherChat gives a message a key of another chat.
func otherChat(_ int, m *contract.MessageRecord) {
	m.Key = strings.Replace(m.Key, "14155550132", "447700900123", 1)
}

// unwitnessed takes the database away.
func unwitnessed(s *sample) {
	s.witness.Database = contract.DatabaseWitness{State: contract.DatabaseMissing}
}

// behindBy takes the n messages after the first from the page, so that only the
// database has them.
func behindBy(s *sample, n int) { s.page.Messages = slices.Delete(s.page.Messages, 1, 1+n) }

func TestSelfTest(t *testing.T) {
	t.Parallel()
	fails := func(tests ...contract.SelfTest) []contract.SelfTest { return tests }
	tests := []struct {
		name  string
		n     int
		apply func(s *sample)
		want  []contract.SelfTest
	}{
		{"a good page", 20, func(*sample) {}, nil},
		{"an empty chat", 0, func(*sample) {}, nil},

		{"two keys of another chat on a page of three", 3, func(s *sample) { each(s, 2, otherChat) }, nil},
		{"half of the keys of another chat", 6, func(s *sample) { each(s, 3, otherChat) }, nil},
		{"more than half", 5, func(s *sample) { each(s, 3, otherChat) }, fails(contract.TestKeys)},
		{"the wire's server in all keys", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.Key = strings.Replace(m.Key, "c.us", "s.whatsapp.net", 1) })
		}, fails(contract.TestKeys)},
		{"the person's LID is new", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) {
				m.Key = strings.Replace(m.Key, s.row.Chat, "111222333444555@lid", 1)
			})
		}, nil},
		{"the LIDs of many persons", 20, func(s *sample) {
			each(s, 20, func(i int, m *contract.MessageRecord) {
				m.Key = strings.Replace(m.Key, s.row.Chat, fmt.Sprintf("1112223334445%02d@lid", i), 1)
			})
		}, fails(contract.TestKeys)},
		{"the database knows none, and little", 2, func(s *sample) {
			each(s, 2, func(_ int, m *contract.MessageRecord) {
				m.Key, m.ID = strings.Replace(m.Key, m.ID, "A"+m.ID, 1), "A"+m.ID
			})
		}, nil},
		{"the database knows the chat, and none of them", 20, func(s *sample) {
			s.page.Messages = s.page.Messages[:1]
			s.page.Messages[0].Key, s.page.Messages[0].ID = key(true, s.row.Chat, "ABC", ""), "ABC"
		}, fails(contract.TestKeys, contract.TestComplete)},
		{"the database does not know what has just arrived", 20, func(s *sample) {
			s.page.Messages = s.page.Messages[:1]
			s.page.Messages[0].Key, s.page.Messages[0].ID = key(true, s.row.Chat, "ABC", ""), "ABC"
			s.page.Messages[0].T = sampleNow - 5
		}, nil},

		{"two times in milliseconds", 3, func(s *sample) {
			each(s, 2, func(_ int, m *contract.MessageRecord) { m.T *= 1000 })
		}, nil},
		{"three times in milliseconds", 5, func(s *sample) {
			each(s, 3, func(_ int, m *contract.MessageRecord) { m.T *= 1000 })
		}, fails(contract.TestTimes)},
		{"two times a week off", 3, func(s *sample) {
			each(s, 2, func(_ int, m *contract.MessageRecord) { m.T += 7 * day })
		}, nil},
		{"three times a week off", 5, func(s *sample) {
			each(s, 3, func(_ int, m *contract.MessageRecord) { m.T += 7 * day })
		}, fails(contract.TestTimes)},
		{"three times of six a week off", 6, func(s *sample) {
			each(s, 3, func(_ int, m *contract.MessageRecord) { m.T += 7 * day })
		}, nil},
		{"all times an hour off", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.T += 3600 })
		}, nil},
		{"nineteen of one second, without the database", 19, func(s *sample) {
			unwitnessed(s)
			each(s, 19, func(_ int, m *contract.MessageRecord) { m.T = sampleNow - day })
		}, nil},
		{"twenty of one second, without the database", 20, func(s *sample) {
			unwitnessed(s)
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.T = sampleNow - day })
		}, fails(contract.TestTimes)},
		{"twenty of one second, as in the database", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.T = sampleNow - day })
			s.witnessed()
		}, nil},
		{"four of one second, not so in the database", 4, func(s *sample) {
			each(s, 4, func(_ int, m *contract.MessageRecord) { m.T = s.page.Messages[3].T })
		}, fails(contract.TestTimes)},
		{"times of the database make no sense", 20, func(s *sample) {
			for _, rows := range [][]contract.WitnessRow{s.witness.Database.Newest, s.witness.Database.Found} {
				for i := range rows {
					rows[i].T = int64(i)
				}
			}
		}, nil},

		{"one direction disagrees", 20, func(s *sample) {
			m := &s.page.Messages[7]
			m.FromMe = !m.FromMe
			m.Key = key(m.FromMe, s.row.Chat, m.ID, "")
		}, fails(contract.TestDirections)},
		{"one message is private by the database alone", 20, func(s *sample) {
			s.witness.Database.Newest[7].Private = true
		}, fails(contract.TestPrivate)},
		{"a private message is withheld", 20, func(s *sample) {
			s.witness.Database.Newest[7].Private = true
			for i := range s.page.Messages {
				if m := &s.page.Messages[i]; m.ID == s.witness.Database.Newest[7].ID {
					*m = contract.MessageRecord{Key: m.Key, ID: m.ID, FromMe: m.FromMe, T: m.T, Type: m.Type, Withheld: "view_once"}
				}
			}
		}, nil},
		{"directions disagree with a database that cannot be read", 20, func(s *sample) {
			s.witness.Database.State = contract.DatabaseBusy
			each(s, 20, func(_ int, m *contract.MessageRecord) {
				m.FromMe = !m.FromMe
				m.Key = key(m.FromMe, s.row.Chat, m.ID, "")
			})
		}, nil},
		{"the database has one id in both directions", 20, func(s *sample) {
			row := s.witness.Database.Newest[0]
			row.FromMe = !row.FromMe
			row.Key = key(row.FromMe, s.row.Chat, row.ID, "")
			s.witness.Database.Found = append(s.witness.Database.Found, row)
		}, nil},

		{"one empty text alone", 1, func(s *sample) { s.page.Messages[0].Text = "" }, nil},
		{"two empty texts alone", 2, func(s *sample) {
			each(s, 2, func(_ int, m *contract.MessageRecord) { m.Text = "" })
		}, fails(contract.TestTexts)},
		{"all texts but one are empty", 20, func(s *sample) {
			each(s, 19, func(_ int, m *contract.MessageRecord) { m.Text = "" })
		}, nil},
		{"withheld and deleted messages have no text", 20, func(s *sample) {
			each(s, 20, func(i int, m *contract.MessageRecord) {
				m.Text = ""
				if m.Withheld = "disappearing"; i%2 == 0 {
					m.Withheld, m.Deleted = "", "sender"
				}
			})
		}, nil},
		{"pictures have no text", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.Type, m.Text = "image", "" })
			s.witnessed()
		}, nil},
		{"types are lost, and texts with them", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.Type, m.Text = "unknown", "" })
		}, fails(contract.TestTexts)},
		{"types are lost, without the database", 20, func(s *sample) {
			unwitnessed(s)
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.Type, m.Text = "unknown", "" })
		}, nil},

		{"two of three cannot be read", 3, func(s *sample) {
			each(s, 2, func(_ int, m *contract.MessageRecord) { m.Error = "no" })
		}, nil},
		{"three of five cannot be read", 5, func(s *sample) {
			each(s, 3, func(_ int, m *contract.MessageRecord) { m.Error = "no" })
		}, fails(contract.TestMessages)},
		{"rejected for many reasons", 6, func(s *sample) {
			each(s, 5, func(i int, m *contract.MessageRecord) {
				switch i % 3 {
				case 0:
					m.Key = m.ID
				case 1:
					m.T = 0
				case 2:
					m.Type = ""
				}
			})
		}, fails(contract.TestMessages)},
		{"no messages", 1, func(s *sample) { s.page.Messages = s.page.Messages[:0] }, fails(contract.TestMessages)},
		{"no messages, and pictures in the database", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.Type = "image" })
			s.witnessed()
			s.page.Messages = s.page.Messages[:0]
		}, fails(contract.TestMessages)},
		{"no messages, and notices in the database", 20, func(s *sample) {
			each(s, 20, func(_ int, m *contract.MessageRecord) { m.Type = "e2e_notification" })
			s.witnessed()
			s.page.Messages = s.page.Messages[:0]
		}, nil},
		{"no messages, and no database", 20, func(s *sample) {
			unwitnessed(s)
			s.page.Messages = s.page.Messages[:0]
		}, nil},
		{"no messages before the first arrived", 1, func(s *sample) {
			s.page.Messages[0].T = sampleNow - settling + 1
			s.witnessed()
			s.page.Messages = s.page.Messages[:0]
		}, nil},
		{"no messages in memory", 20, func(s *sample) { s.page.Messages, s.page.Partial = s.page.Messages[:0], true }, nil},
		{"no messages yet", 20, func(s *sample) {
			s.page.Messages, s.firstSync = s.page.Messages[:0], contract.FirstSyncRunning
		}, nil},
		{"no messages after the first transfer", 20, func(s *sample) {
			s.page.Messages, s.firstSync = s.page.Messages[:0], contract.FirstSyncComplete
		}, fails(contract.TestMessages)},
		{"the only message is left out and named", 1, func(s *sample) { s.page.Messages[0].Error = "no" }, nil},
		{"the only message is left out and has no name", 1, func(s *sample) { s.page.Messages[0].Key = "no" }, nil},

		{"the only message of a short page is left out and has no name", 20, func(s *sample) {
			s.page.Messages = s.page.Messages[19:]
			s.page.Messages[0].Key = "no"
		}, nil},

		{"the database speaks of another chat", 20, func(s *sample) {
			for i := range s.witness.Database.Newest {
				row := &s.witness.Database.Newest[i]
				row.ID += "AB"
				row.Key = key(row.FromMe, "447700900123@c.us", row.ID, "")
			}
		}, nil},
		{"two are missing", 5, func(s *sample) { behindBy(s, 2) }, nil},
		{"three are missing", 5, func(s *sample) { behindBy(s, 3) }, fails(contract.TestComplete)},
		{"a tenth is missing", 41, func(s *sample) { behindBy(s, 4) }, nil},
		{"more than a tenth is missing", 40, func(s *sample) { behindBy(s, 4) }, fails(contract.TestComplete)},
		{"the older half lies before the page", 20, func(s *sample) { s.page.Messages = s.page.Messages[10:] }, nil},
		{"the newer half lies after the page", 20, func(s *sample) { s.page.Messages = s.page.Messages[:10] }, fails(contract.TestComplete)},
		{"three are left out and named", 20, func(s *sample) {
			each(s, 3, func(_ int, m *contract.MessageRecord) { m.Error = "no" })
		}, nil},
		{"three in the midst are left out and have no name", 20, func(s *sample) {
			for i := 5; i < 8; i++ {
				s.page.Messages[i].Key = "no"
			}
		}, nil},
		{"the database tells two that are missing twice", 5, func(s *sample) {
			s.witness.Database.Newest = append(s.witness.Database.Newest, s.witness.Database.Newest...)
			behindBy(s, 2)
		}, nil},
		{"half is missing from the memory", 20, func(s *sample) { behindBy(s, 10); s.page.Partial = true }, nil},
		{"half is missing while the phone is sending", 20, func(s *sample) {
			behindBy(s, 10)
			s.firstSync = contract.FirstSyncRunning
		}, nil},
		{"half is missing, and the database cannot be read", 20, func(s *sample) { unwitnessed(s); behindBy(s, 10) }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := plain(tt.n)
			tt.apply(&s)
			if got := SelfTest(s.reading(t)); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}
