package health

import (
	"math/rand/v2"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

func TestAgree(t *testing.T) {
	t.Parallel()
	agreed := contract.Agreement{
		Store: 20, Database: 20, Screen: 20, DatabaseState: contract.DatabaseOK, Layout: contract.Screen2026, Title: true,
	}
	tests := []struct {
		name  string
		apply func(s *sample)
		want  func(a *contract.Agreement)
	}{
		{"all three agree", func(*sample) {}, func(*contract.Agreement) {}},
		{"another chat is open", func(s *sample) { s.open = false }, func(a *contract.Agreement) {
			a.Screen, a.Layout, a.Title = 0, "", false
		}},
		{"no chat on the screen", func(s *sample) {
			s.witness.Screen = contract.ScreenWitness{Layout: contract.ScreenNone}
		}, func(a *contract.Agreement) {
			a.Screen, a.Layout, a.Title = 0, contract.ScreenNone, false
		}},
		{"another name over the chat", func(s *sample) { s.witness.Screen.Title = "Somebody" }, func(a *contract.Agreement) { a.Title = false }},
		{"the name in other spaces and directions", func(s *sample) {
			s.witness.Screen.Title = "\u2068Erika\u00a0Muster\u2069"
		}, func(*contract.Agreement) {}},
		{"the database cannot be read", func(s *sample) { s.witness.Database.State = contract.DatabaseBusy }, func(a *contract.Agreement) {
			a.Database, a.DatabaseState = 0, contract.DatabaseBusy
		}},
		{"two are missing", func(s *sample) { behindBy(s, 2) }, func(a *contract.Agreement) {
			a.Store, a.Missing, a.Off = 18, 2, 2
		}},
		{"three are unknown to the database", func(s *sample) {
			s.witness.Database.Newest, s.witness.Database.Found = s.witness.Database.Newest[3:], s.witness.Database.Found[3:]
		}, func(a *contract.Agreement) { a.Database, a.Unknown = 17, 3 }},
		{"a direction and two times disagree", func(s *sample) {
			m := &s.page.Messages[4]
			m.FromMe = !m.FromMe
			m.Key = key(m.FromMe, s.row.Chat, m.ID, "")
			each(s, 2, func(_ int, m *contract.MessageRecord) { m.T += 2 })
		}, func(a *contract.Agreement) { a.Directions, a.Times = 1, 2 }},
		{"encrypted, unheard of and unreadable ones", func(s *sample) {
			s.page.Messages[3].Type, s.page.Messages[3].Text = "ciphertext", ""
			s.page.Messages[4].Type, s.page.Messages[5].Type = "brand_new_type", "brand_new_type"
			s.page.Messages[6].Error = "no"
		}, func(a *contract.Agreement) { a.Encrypted, a.OtherTypes, a.Errors = 1, 2, 1 }},
		{"a picture is left out and has no name", func(s *sample) {
			s.page.Messages[5].Type = "image"
			s.witnessed()
			s.page.Messages[5].Key = "no"
		}, func(a *contract.Agreement) { a.Errors, a.Off = 1, 1 }},
		{"scrolled up", func(s *sample) {
			s.witness.Screen.Rows = []contract.ScreenRow{{ID: "3EB0FFFF", Direction: contract.ScreenIn}, {ID: "3EB0FFFE", Direction: contract.ScreenIn}}
		}, func(a *contract.Agreement) { a.Screen, a.Off = 2, 2 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := plain(20)
			s.open = true
			tt.apply(&s)
			want := agreed
			tt.want(&want)
			if got := Agree(s.reading(t)); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
}

// TestAgreeWithUnheardWords: what is not of the contract's sets is not passed on.
func TestAgreeWithUnheardWords(t *testing.T) {
	t.Parallel()
	got := Agree(Reading{Open: true, Witness: contract.Witness{
		Database: contract.DatabaseWitness{State: "Erika"}, Screen: contract.ScreenWitness{Layout: "Muster"},
	}})
	if got.DatabaseState != contract.DatabaseUnknown || got.Layout != contract.ScreenNone {
		t.Errorf("%+v", got)
	}
}

// TestAgreementNeverContradictsTheSelfTest: a page that passes has no direction
// wrong, and one whose directions disagree does not pass.
func TestAgreementNeverContradictsTheSelfTest(t *testing.T) {
	t.Parallel()
	eachSample(t, func(t *testing.T, rng *rand.Rand, s sample) {
		for _, change := range natural {
			if rng.IntN(4) == 0 {
				change.apply(rng, &s)
			}
		}
		if flip := rng.IntN(2) == 0; flip && len(s.page.Messages) > 0 {
			m := &s.page.Messages[rng.IntN(len(s.page.Messages))]
			m.FromMe = !m.FromMe
			m.Key = key(m.FromMe, s.row.Chat, m.ID, "")
		}
		r := s.reading(t)
		wrong := false
		for _, test := range SelfTest(r) {
			wrong = wrong || test == contract.TestDirections
		}
		if wrong != (Agree(r).Directions > 0) {
			t.Errorf("failed: %v, %+v", SelfTest(r), Agree(r))
		}
	})
}
