package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestRecordsAreFollowedWithoutDirectory: where no directory is kept, what becomes of
// the record of a chat is noticed within the hour, also when nobody writes.
func TestRecordsAreFollowedWithoutDirectory(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		module contract.Module
		change func(s *stage, record string) error
		state  contract.ChatState
		origin contract.LinkOrigin
		called string
	}{
		"nothing": {contract.ModuleContacts, func(*stage, string) error { return nil }, contract.ChatLinked, contract.LinkedByMatch, "Nora Newcomer"},
		"renamed": {contract.ModuleContacts, func(s *stage, record string) error {
			return s.zoho.EditRecord(record, fakezoho.Fields{"Last_Name": "Married"})
		}, contract.ChatLinked, contract.LinkedByMatch, "Nora Married"},
		"deleted": {contract.ModuleContacts, func(s *stage, record string) error { return s.zoho.DeleteContact(record) }, contract.ChatRecordGone, "", ""},
		"merged": {contract.ModuleContacts, func(s *stage, record string) error {
			keep, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Survivor", "Mobile": newNum})
			must(s.t, err)
			return s.zoho.MergeRecords(keep, record)
		}, contract.ChatLinked, contract.LinkedByMerge, "Nora Survivor"},
		"converted": {contract.ModuleLeads, func(s *stage, record string) error {
			_, err := s.zoho.ConvertLead(record)
			return err
		}, contract.ChatLinked, contract.LinkedByConversion, "Nora Newcomer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.connect()
			s.onDemand()
			fields := fakezoho.Fields{"Last_Name": "Newcomer", "First_Name": "Nora", "Mobile": newNum}
			add := s.zoho.AddContact
			if test.module == contract.ModuleLeads {
				fields["Company"], add = "Acme", s.zoho.AddLead
			}
			record, err := add(s.world.Org.ID, fields)
			must(t, err)
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
			s.whatsApp.say(newJID, s.now(-60), false, "before")
			s.openChat(newJID)
			s.nextTick()
			s.nextTick()
			s.wantCard(newJID, contract.ChatLinked)
			must(t, test.change(s, record))
			s.zoho.ResetCalls()
			for range 20 {
				s.nextTick()
			}
			if name == "nothing" {
				if looks := len(s.zoho.CallsOf(fakezoho.OpCOQL)); looks != 1 {
					t.Errorf("%d looks in an hour", looks)
				}
			}
			card := s.wantCard(newJID, test.state)
			if test.state == contract.ChatLinked && (card.Record.Name != test.called || card.Record.Origin != test.origin) {
				t.Errorf("the record is %+v", card.Record)
			}
		})
	}
}
