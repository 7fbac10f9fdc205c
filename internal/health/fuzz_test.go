package health

import (
	"encoding/json"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// FuzzSelfTest feeds whatever passes the decoders. Without a database only the
// tests that rest on the page alone may fail.
func FuzzSelfTest(f *testing.F) {
	s := plain(4)
	page, witness := encodeFuzz(f, s.page), encodeFuzz(f, s.witness)
	f.Add(page, witness)
	f.Add([]byte(`{"v":1,"chat":"14155550132@c.us","me":{},"messages":[],"start":true,"source":"store","variant":"msgFindBefore"}`), witness)
	identity, err := whatsapp.IdentityOf(s.row, whatsapp.Account{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page, witness []byte) {
		decoded, rejected, err := whatsapp.DecodePage(page, identity, sampleNow)
		if err != nil {
			return
		}
		said, err := whatsapp.DecodeWitness(witness)
		if err != nil {
			return
		}
		r := Reading{Identity: identity, Page: decoded, Rejected: rejected, Witness: said, Open: true, Now: sampleNow}
		agreement := Agree(r)
		if agreement.Missing > agreement.Database || agreement.Unknown > agreement.Store || agreement.Off > agreement.Screen {
			t.Errorf("%+v", agreement)
		}
		SelfTest(r)
		r.Witness.Database.State = contract.DatabaseBusy
		for _, failed := range SelfTest(r) {
			if failed == contract.TestDirections || failed == contract.TestComplete {
				t.Errorf("%s fails without a database", failed)
			}
		}
	})
}

func encodeFuzz(f *testing.F, value any) []byte {
	f.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		f.Fatal(err)
	}
	return data
}
