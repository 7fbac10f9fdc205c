package journal_test

import (
	"errors"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

// TestLayout2IsBroughtUpToDate: the files of messages that have their words are
// listed, wherever the migration is stopped.
func TestLayout2IsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	layout2 := func() *journal.Memory {
		kv := journal.NewMemory()
		if err := kv.Update(t.Context(), func(tx journal.Tx) error {
			for key, value := range map[string]string{
				"A1_in":  `{"message":{"id":"A1","key":"false_14155550132@c.us_A1","t":1795360000,"kind":"text","type":"chat","text":"words"},"seq":1,"run":1,"part":1}`,
				"B1_out": `{"message":{"id":"B1","key":"true_14155550132@c.us_B1","fromMe":true,"t":1795360001,"kind":"document","type":"document","media":{"name":"a.pdf","size":7}},"seq":2,"run":1,"part":1}`,
				"C1_in":  `{"message":{"id":"C1","key":"false_14155550132@c.us_C1","t":1795360002,"kind":"withheld","type":"image","withheld":"view_once"},"seq":3,"run":1,"part":1}`,
			} {
				if err := tx.Put("messages", ada.Account+"|"+ada.Key+"|"+today+"|"+key, []byte(value)); err != nil {
					return err
				}
			}
			return tx.Put("meta", "schema", []byte("2"))
		}); err != nil {
			t.Fatal(err)
		}
		return kv
	}
	stopped := errors.New("the worker was stopped")
	for k := range 5 {
		kv, n := layout2(), 0
		kv.OnCommit = func() error {
			if n++; n == k {
				return stopped
			}
			return nil
		}
		if _, err := journal.Open(t.Context(), kv); (err != nil) != (k > 0 && k < 4) {
			t.Fatalf("stopped at write %d: %v", k, err)
		}
		kv.OnCommit = nil
		j, err := journal.Open(t.Context(), kv)
		if err != nil {
			t.Fatal(err)
		}
		if items := due(t, j, 0); len(items) != 1 || items[0].ID != "B1_out" || items[0].Entry.Message.Media.Name != "a.pdf" {
			t.Errorf("stopped at write %d: due %+v", k, items)
		}
	}
}

// TestLayout3IsBroughtUpToDate: what was too large for the user is decided about anew,
// what was too large for Zoho is not, wherever the migration is stopped.
func TestLayout3IsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	chat := ada.Account + "|" + ada.Key + "|"
	lost := func(id, more string) string {
		return `{"Account":"` + ada.Account + `","Key":"` + ada.Key + `","date":"` + today + `","id":"` + id + `","state":"lost"` + more + `}`
	}
	document := func(id string) string {
		return `{"message":{"id":"` + id + `","key":"true_14155550132@c.us_` + id + `","fromMe":true,"t":1795360001,"kind":"document","type":"document","media":{"size":107}},"seq":2,"run":1,"part":1}`
	}
	layout3 := func() *journal.Memory {
		kv := journal.NewMemory()
		if err := kv.Update(t.Context(), func(tx journal.Tx) error {
			for _, line := range [][3]string{
				{"messages", chat + today + "|A_out", document("A")},
				{"messages", chat + today + "|B_out", document("B")},
				{"messages", chat + today + "|C_out", document("C")},
				{"attachments", chat + "A_out", lost("A_out", `,"cause":"file_too_large"`)},
				{"attachments", chat + "B_out", lost("B_out", `,"cause":"file_too_large","size":107,"digest":"00"`)},
				{"attachments", chat + "C_out", lost("C_out", `,"cause":"file_gone"`)},
				{"attachments", chat + "D_out", lost("D_out", `,"cause":"file_too_large"`)},
				{"totals", ada.Account + "|" + ada.Key, `{"unattached":4}`},
				{"meta", "schema", "3"},
			} {
				if err := tx.Put(line[0], line[1], []byte(line[2])); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return kv
	}
	stopped := errors.New("the worker was stopped")
	for k := range 4 {
		kv, n := layout3(), 0
		kv.OnCommit = func() error {
			if n++; n == k {
				return stopped
			}
			return nil
		}
		if _, err := journal.Open(t.Context(), kv); (err != nil) != (k == 1 || k == 2) {
			t.Fatalf("stopped at write %d: %v", k, err)
		}
		kv.OnCommit = nil
		j, err := journal.Open(t.Context(), kv)
		if err != nil {
			t.Fatal(err)
		}
		all, err := j.Attachments(t.Context(), ada)
		if err != nil || len(all) != 4 {
			t.Fatalf("attachments %+v, %v", all, err)
		}
		for _, a := range all {
			if large := a.State == journal.AttachLarge; large != (a.ID == "A_out") || large && (a.Size != 107 || a.Cause != contract.GapFileTooLarge) {
				t.Errorf("stopped at write %d: %+v", k, a)
			}
		}
		totals, err := j.Totals(t.Context(), ada.Account)
		if err != nil || totals[ada.Key].Unattached != 3 {
			t.Errorf("stopped at write %d: totals %+v, %v", k, totals, err)
		}
		if n := dueCounts(t, j, 106); n != (journal.DueFiles{Large: 1}) {
			t.Errorf("stopped at write %d: due %+v", k, n)
		}
	}
}
