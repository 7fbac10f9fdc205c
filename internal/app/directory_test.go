package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// indexed leads to a connected stage whose directory is complete.
func (s *stage) indexed() {
	s.t.Helper()
	s.connect()
	s.tick()
	if view := s.view(); view.Directory.State != contract.DirectoryReady || view.Directory.Records == 0 {
		s.t.Fatalf("the directory is %+v", view.Directory)
	}
}

// refreshed lets half an hour pass, in which a cycle takes Zoho's changes.
func (s *stage) refreshed() {
	s.t.Helper()
	s.clock.advance(31 * time.Minute)
	s.tick()
}

// TestDirectoryFindsWhatNoQueryDoes: a number whose last digits are written apart,
// among 300 records that end in the same four digits.
func TestDirectoryFindsWhatNoQueryDoes(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Gaps", "Phone": "06 39 98 01 2 3", "Mailing_Country": "France"})
	if err != nil {
		t.Fatal(err)
	}
	s.connect()
	settings := s.view().Settings
	settings.Region = "FR"
	s.do(contract.KindOptionsSettings, settings)
	s.tick()
	s.zoho.ResetCalls()
	const gaps = "33639980123@c.us"
	s.whatsApp.add(contract.ChatRow{Chat: gaps, Title: "Chloé"})
	s.openChat(gaps)
	card := s.card(gaps)
	if card.Record == nil && len(card.Candidates) == 0 {
		t.Fatalf("card %+v", card)
	}
	found := card.Record != nil && card.Record.ID == id
	for _, c := range card.Candidates {
		found = found || c.ID == id
	}
	if !found {
		t.Errorf("card %+v", card)
	}
	if n := len(s.zoho.CallsOf(fakezoho.OpSearch)); n != 0 {
		t.Errorf("%d searches", n)
	}
}

// TestIdleCyclesCostNothing: with a directory, cycles with nothing new make no call
// for half an hour, and then few.
func TestIdleCyclesCostNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	s.zoho.ResetCalls()
	for range 8 {
		s.nextTick()
	}
	s.wantCalls()
	s.clock.advance(10 * time.Minute)
	s.tick()
	if calls := s.ops(); len(calls) == 0 || len(calls) > 4 {
		t.Errorf("a refresh made calls %v", calls)
	}
}

// TestRecordsChangedByHand: what somebody does in Zoho leads within one refresh to
// the right state.
func TestRecordsChangedByHand(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*stage)
		state  contract.ChatState
		check  func(*stage, contract.Card)
	}{
		"reformatted": {
			change: func(s *stage) { s.setContact(s.ada(), fakezoho.Fields{"Phone": "415 555 01 32"}) },
			state:  contract.ChatLinked,
		},
		"moved to another field": {
			change: func(s *stage) { s.setContact(s.ada(), fakezoho.Fields{"Phone": "", "Home_Phone": "+14155550132"}) },
			state:  contract.ChatLinked,
		},
		"another number": {
			change: func(s *stage) { s.setContact(s.ada(), fakezoho.Fields{"Phone": "+1 415 555 0999"}) },
			state:  contract.ChatLinked,
		},
		"no number": {
			change: func(s *stage) { s.setContact(s.ada(), fakezoho.Fields{"Phone": ""}) },
			state:  contract.ChatLinked,
		},
		"renamed": {
			change: func(s *stage) { s.setContact(s.ada(), fakezoho.Fields{"Last_Name": "Married"}) },
			state:  contract.ChatLinked,
			check: func(s *stage, card contract.Card) {
				if card.Record.Name != "Ada Married" {
					s.t.Errorf("the record is called %q", card.Record.Name)
				}
			},
		},
		"deleted": {
			change: func(s *stage) { must(s.t, s.zoho.DeleteContact(s.ada())) },
			state:  contract.ChatRecordGone,
			check: func(s *stage, card contract.Card) {
				if card.Former == nil || card.Former.ID != s.ada() {
					s.t.Errorf("the former record is %+v", card.Former)
				}
			},
		},
		"merged": {
			change: func(s *stage) {
				keep, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Survivor", "Mobile": "+1 (415) 555 0132"})
				must(s.t, err)
				must(s.t, s.zoho.MergeRecords(keep, s.ada()))
			},
			state: contract.ChatLinked,
			check: func(s *stage, card contract.Card) {
				if card.Record.Name != "Ada Survivor" || card.Record.Origin != contract.LinkedByMerge {
					s.t.Errorf("the record is %+v", card.Record)
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			s.nextTick()
			test.change(s)
			s.refreshed()
			card := s.wantCard(adaJID, test.state)
			if test.check != nil {
				test.check(s, card)
			}
			if test.state == contract.ChatLinked {
				s.whatsApp.say(adaJID, s.now(0), false, "afterwards")
				s.nextTick()
				s.wantLines(card.Record.ID, "Good morning", "afterwards")
				s.wantTitlesOnce()
			}
		})
	}
}

// TestLeadBecomesContact: the link follows the lead to its contact, wherever COQL
// shows converted leads and whatever the organisation's fields tell of them.
func TestLeadBecomesContact(t *testing.T) {
	t.Parallel()
	for _, position := range fakezoho.Positions() {
		about, _, _ := strings.Cut(position.Name, "=")
		if !slices.Contains([]string{"ConvertedLead", "COQLConversion", "HideConvertedInCOQL", "RelatedLag"}, about) {
			continue
		}
		t.Run(position.Name, func(t *testing.T) {
			t.Parallel()
			leadBecomesContact(t, newStage(t, func(o *fakezoho.Options) { o.Switches = position.Switches }))
		})
	}
}

func leadBecomesContact(t *testing.T, s *stage) {
	t.Helper()
	lead, err := s.zoho.AddLead(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Lead", "First_Name": "Lena", "Company": "Acme", "Mobile": "+14155550160"})
	must(t, err)
	s.connect()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Lena"})
	s.whatsApp.say(newJID, s.now(-60), false, "as a lead")
	s.tick()
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.Module != contract.ModuleLeads || card.Record.ID != lead {
		t.Fatalf("the record is %+v", card.Record)
	}
	contact, err := s.zoho.ConvertLead(lead)
	must(t, err)
	s.refreshed()
	card := s.wantCard(newJID, contract.ChatLinked)
	if card.Record.Module != contract.ModuleContacts || card.Record.ID != contact || card.Record.Origin != contract.LinkedByConversion {
		t.Fatalf("the record is %+v", card.Record)
	}
	s.whatsApp.say(newJID, s.now(0), false, "as a contact")
	s.nextTick()
	s.wantLines(contact, "as a lead", "as a contact")
	s.wantTitlesOnce()
}

// TestMessageMeetsTheChangeFirst: where no directory is kept, a note that is refused is
// the first that is heard of a record which was merged, converted or deleted. The
// message goes to what became of the record, or the chat says that it is gone.
func TestMessageMeetsTheChangeFirst(t *testing.T) {
	t.Parallel()
	const number = "+1 (415) 555 0160"
	add := func(s *stage, module contract.Module) string {
		s.t.Helper()
		fields := fakezoho.Fields{"Last_Name": "Newcomer", "First_Name": "Nora", "Mobile": number}
		if module == contract.ModuleLeads {
			fields["Company"] = "Acme"
			id, err := s.zoho.AddLead(s.world.Org.ID, fields)
			must(s.t, err)
			return id
		}
		id, err := s.zoho.AddContact(s.world.Org.ID, fields)
		must(s.t, err)
		return id
	}
	convert := func(s *stage, record string) string {
		contact, err := s.zoho.ConvertLead(record)
		must(s.t, err)
		return contact
	}
	for name, test := range map[string]struct {
		// answers is true where the id of a converted lead still answers, and takes
		// notes as before.
		answers bool
		module  contract.Module
		// change returns the record that holds the chat from then on, "" for none.
		change func(s *stage, record string) string
		origin contract.LinkOrigin
	}{
		"merged": {false, contract.ModuleContacts, func(s *stage, record string) string {
			keep := add(s, contract.ModuleContacts)
			must(s.t, s.zoho.MergeRecords(keep, record))
			return keep
		}, contract.LinkedByMerge},
		"converted":                 {false, contract.ModuleLeads, convert, contract.LinkedByConversion},
		"converted, lead answering": {true, contract.ModuleLeads, convert, contract.LinkedByConversion},
		"deleted": {false, contract.ModuleContacts, func(s *stage, record string) string {
			must(s.t, s.zoho.DeleteContact(record))
			return ""
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, func(o *fakezoho.Options) {
				if !test.answers {
					o.Switches.ConvertedLead = fakezoho.ConvertedGone
				}
			})
			s.connect()
			s.onDemand()
			record := add(s, test.module)
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
			s.whatsApp.say(newJID, s.now(-60), false, "before")
			s.openChat(newJID)
			s.nextTick()
			s.wantCard(newJID, contract.ChatLinked)
			s.wantLines(record, "before")
			now := test.change(s, record)
			s.clock.advance(24 * time.Hour)
			s.whatsApp.say(newJID, s.now(0), false, "after")
			s.nextTick()
			s.nextTick()
			if now == "" {
				s.wantCard(newJID, contract.ChatRecordGone)
				return
			}
			if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != now || card.Record.Origin != test.origin {
				t.Errorf("the record is %+v", card.Record)
			}
			s.wantLines(now, "before", "after")
			s.wantTitlesOnce()
		})
	}
}

// TestAnswersFollowTheDirectory: a chat nobody was found for is linked as soon as a
// refresh brings a record with its number, and asked about when a second one comes.
func TestAnswersFollowTheDirectory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	s.indexed()
	if row := s.people()[newJID]; row.State != contract.ChatNotInZoho || row.Why != contract.WhyNobody {
		t.Fatalf("the list says %+v", row)
	}
	_, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Nora", "Home_Phone": "415.555.0160"})
	must(t, err)
	s.refreshed()
	s.wantCard(newJID, contract.ChatLinked)
	if row := s.people()[newJID]; row.State != contract.ChatLinked || row.Record.Name != "Nora" {
		t.Errorf("the list says %+v", row)
	}
}

// setContact changes a contact by hand.
func (s *stage) setContact(id string, fields fakezoho.Fields) {
	s.t.Helper()
	must(s.t, s.zoho.EditRecord(id, fields))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reinstall forgets everything that is stored in the browser.
func (s *stage) reinstall() {
	s.t.Helper()
	s.local, s.session, s.database = store.NewMemory(), store.NewMemory(), journal.NewMemory()
	s.wake()
	s.connect()
}

// TestChoiceOutlivesTheInstallation: of two records with the number the user picked
// one; after a new installation its notes tell which, nothing is written twice, and
// the other record is not touched.
func TestChoiceOutlivesTheInstallation(t *testing.T) {
	t.Parallel()
	for name, asks := range map[string]bool{"recognised by a cycle": false, "opened": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			second, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Double", "Mobile": "+1 415-555-0132"})
			must(t, err)
			s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
			s.whatsApp.say(adaJID, s.now(-60), false, "hello")
			s.indexed()
			s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: second})
			s.nextTick()
			s.wantLines(second, "hello")

			s.reinstall()
			if asks {
				s.openChat(adaJID)
			} else {
				s.tick()
			}
			if card := s.wantCard(adaJID, contract.ChatLinked); card.Record.ID != second || card.Record.Origin != contract.LinkedByNotes {
				t.Fatalf("record %+v", card.Record)
			}
			s.whatsApp.say(adaJID, s.now(0), false, "again")
			s.nextTick()
			s.nextTick()
			s.wantLines(second, "hello", "again")
			if len(s.zoho.NotesOf(second)) != 1 || len(s.zoho.NotesOf(s.ada())) != 0 {
				t.Errorf("%d and %d notes", len(s.zoho.NotesOf(second)), len(s.zoho.NotesOf(s.ada())))
			}
		})
	}
}

// TestDirectoryCredits: what a directory costs, as Zoho counts it: 3 credits for
// 2,000 records while it is built, one for both modules at a refresh.
func TestDirectoryCredits(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	const more = 10_000
	for i := range more {
		_, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "x", "Mobile": fmt.Sprintf("+1 212 555 %04d", i), "Created_Time": s.clock.Now().Add(-48 * time.Hour)})
		must(t, err)
	}
	s.connect()
	spent := s.zoho.CreditsUsed()
	s.tick()
	if view := s.view(); view.Directory.State != contract.DirectoryReady || view.Directory.Records < more {
		t.Fatalf("the directory is %+v", view.Directory)
	}
	cost := s.zoho.CreditsUsed() - spent
	if used := s.view().Credits.By[contract.PurposeDirectory]; cost > 20 || used != cost {
		t.Errorf("building cost %d credits, %d by our own count", cost, used)
	}
	spent = s.zoho.CreditsUsed()
	s.refreshed()
	if cost := s.zoho.CreditsUsed() - spent; cost != 1 {
		t.Errorf("a refresh cost %d credits", cost)
	}

	// Somebody unknown costs one refresh, also with many records.
	s.clock.advance(5 * time.Minute)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	spent = s.zoho.CreditsUsed()
	s.openChat(newJID)
	s.wantCard(newJID, contract.ChatNotInZoho)
	if cost := s.zoho.CreditsUsed() - spent; cost > 1 {
		t.Errorf("an unknown number cost %d credits", cost)
	}
}

// TestLookupWithoutDirectory: an unknown number costs at most six credits.
func TestLookupWithoutDirectory(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	for i := range 250 {
		_, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "x", "Mobile": fmt.Sprintf("+1 212 %03d 0160", 200+i)})
		must(t, err)
		_, err = s.zoho.AddLead(s.world.Org.ID, fakezoho.Fields{"Last_Name": "x", "Company": "y", "Mobile": fmt.Sprintf("+1 213 %03d 0160", 200+i)})
		must(t, err)
	}
	s.connect()
	s.onDemand()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	spent := s.zoho.CreditsUsed()
	s.openChat(newJID)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Why != contract.WhyIncomplete {
		t.Errorf("the reason is %q", card.Why)
	}
	if cost := s.zoho.CreditsUsed() - spent; cost > 6 {
		t.Errorf("an unknown number cost %d credits", cost)
	}
	spent = s.zoho.CreditsUsed()
	s.nextTick()
	s.openChat(newJID)
	if cost := s.zoho.CreditsUsed() - spent; cost != 0 {
		t.Errorf("it was asked about again for %d credits", cost)
	}
}

// TestDisconnectForgetsTheDirectory: nothing of Zoho's numbers is left in the
// browser.
func TestDisconnectForgetsTheDirectory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.indexed()
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	must(t, s.database.View(t.Context(), func(tx journal.Tx) error {
		names, err := tx.Keys("shelf", "")
		if len(names) > 0 {
			t.Errorf("pieces %q are left", names)
		}
		return err
	}))
}

// TestOpeningAChatTakesNewRecords: a colleague has made a record since the last
// refresh; who opens the chat sees it linked.
func TestOpeningAChatTakesNewRecords(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	s.indexed()
	s.openChat(newJID)
	s.wantCard(newJID, contract.ChatNotInZoho)
	id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Nora", "Mobile": newNum})
	must(t, err)
	s.clock.advance(11 * time.Minute)
	s.zoho.ResetCalls()
	s.openChat(newJID)
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != id {
		t.Errorf("record %+v", card.Record)
	}
	if calls := s.ops(); len(calls) > 2 {
		t.Errorf("calls %v", calls)
	}
}

// TestStrangersAreNotKept: of chats whose number nobody holds nothing is stored but
// that it is so, and they are found out about anew when Zoho's records change.
func TestStrangersAreNotKept(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for i := range 300 {
		s.whatsApp.add(contract.ChatRow{Chat: fmt.Sprintf("1415555%04d@c.us", 1000+i), Title: "Stranger", T: s.now(int64(-i))})
	}
	s.indexed()
	people := s.people()
	for jid, row := range people {
		if row.State != contract.ChatNotInZoho || row.Why != contract.WhyNobody {
			t.Fatalf("%s: %+v", jid, row)
		}
	}
	kept, err := s.local.WithPrefix(t.Context(), "chat/")
	if err != nil || len(kept) != 0 {
		t.Errorf("%d chats are stored, %v", len(kept), err)
	}
	const one = "14155551234@c.us"
	_, err = s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Known", "Mobile": "+14155551234"})
	must(t, err)
	s.whatsApp.add(contract.ChatRow{Chat: "14155559999@c.us", Title: "New stranger", T: s.now(0)})
	s.refreshed()
	if row := s.people()[one]; row.State != contract.ChatLinked {
		t.Errorf("%+v", row)
	}
	if row := s.people()["14155559999@c.us"]; row.Why != contract.WhyNobody {
		t.Errorf("%+v", row)
	}
}

// TestDeletedRecordsAreNoticed: that a record is gone shows within an hour and a half,
// and at once to whoever presses Sync now. A note refused because of it lets the
// others' records be looked at with the next refresh.
func TestDeletedRecordsAreNoticed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		notice  func(*stage)
		noticed bool
	}{
		"a refresh later": {func(s *stage) { s.refreshed() }, false},
		"two refreshes":   {func(s *stage) { s.refreshed(); s.refreshed() }, true},
		"by a wish": {func(s *stage) {
			s.clock.advance(time.Minute)
			s.do(contract.KindPanelSyncNow, contract.Nothing{})
		}, true},
		"by another's note": {func(s *stage) {
			s.whatsApp.say(newJID, s.now(0), false, "nowhere to go")
			s.nextTick()
			s.wantCard(newJID, contract.ChatRecordGone)
			s.wantCard(adaJID, contract.ChatLinked)
			s.refreshed()
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			nora, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Nora", "Mobile": newNum})
			must(t, err)
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
			s.whatsApp.say(newJID, s.now(-60), false, "hello")
			s.linkedAda()
			s.nextTick()
			s.refreshed()
			s.wantCard(newJID, contract.ChatLinked)
			must(t, s.zoho.DeleteContact(s.ada()))
			must(t, s.zoho.DeleteContact(nora))
			test.notice(s)
			want := contract.ChatLinked
			if test.noticed {
				want = contract.ChatRecordGone
			}
			s.wantCard(adaJID, want)
		})
	}
}
