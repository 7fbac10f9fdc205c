package health

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// sampleNow is the time of every sample reading, in Unix seconds.
const sampleNow = 1_794_000_000

// sample is what page and witnesses say of one chat, as they say it.
type sample struct {
	row       contract.ChatRow
	page      contract.MessagePage
	witness   contract.Witness
	open      bool
	firstSync contract.FirstSync
}

// reading decodes the sample as the core does.
func (s sample) reading(t *testing.T) Reading {
	t.Helper()
	me, err := whatsapp.AccountOf(s.page.Me)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := whatsapp.IdentityOf(s.row, me)
	if err != nil {
		t.Fatal(err)
	}
	page, rejected, err := whatsapp.DecodePage(encode(t, s.page), identity, sampleNow)
	if err != nil {
		t.Fatal(err)
	}
	witness, err := whatsapp.DecodeWitness(encode(t, s.witness))
	if err != nil {
		t.Fatal(err)
	}
	return Reading{
		Identity: identity, Page: page, Rejected: rejected, Witness: witness,
		Open: s.open, Title: s.row.Title, FirstSync: s.firstSync, Now: sampleNow,
	}
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// clone returns a sample that shares no list with s.
func (s sample) clone() sample {
	s.page.Messages = slices.Clone(s.page.Messages)
	s.witness.Database.Newest = slices.Clone(s.witness.Database.Newest)
	s.witness.Database.Found = slices.Clone(s.witness.Database.Found)
	s.witness.Screen.Rows = slices.Clone(s.witness.Screen.Rows)
	return s
}

// key returns the key of a message in the sample's chat.
func key(fromMe bool, remote, id, participant string) string {
	text := fmt.Sprintf("%t_%s_%s", fromMe, remote, id)
	if participant != "" {
		text += "_" + participant
	}
	return text
}

// witnessed lets the database of the sample know exactly the messages of the
// page.
func (s *sample) witnessed() {
	s.witness = contract.Witness{V: contract.Version, Database: contract.DatabaseWitness{
		State: contract.DatabaseOK, Newest: []contract.WitnessRow{}, Found: []contract.WitnessRow{},
	}, Screen: contract.ScreenWitness{Layout: contract.Screen2026, Title: s.row.Title, Rows: []contract.ScreenRow{}}}
	for _, m := range slices.Backward(s.page.Messages) {
		row := rowOf(m)
		s.witness.Database.Newest = append(s.witness.Database.Newest, row)
		s.witness.Database.Found = append(s.witness.Database.Found, row)
		s.witness.Screen.Rows = append([]contract.ScreenRow{{ID: m.ID, Direction: contract.ScreenUnknown}}, s.witness.Screen.Rows...)
	}
}

func rowOf(m contract.MessageRecord) contract.WitnessRow {
	return contract.WitnessRow{Key: m.Key, ID: m.ID, FromMe: m.FromMe, T: m.T, Type: m.Type}
}

// message adds a message to the page, seconds after the one before.
func (s *sample) message(rng *rand.Rand, typeName string, fromMe bool, seconds int64) {
	t := int64(sampleNow - 40*day)
	if n := len(s.page.Messages); n > 0 {
		t = s.page.Messages[n-1].T
	}
	remote, participant := s.row.Chat, ""
	if strings.HasSuffix(remote, "@g.us") && !fromMe {
		participant = fmt.Sprintf("1415555%04d@c.us", rng.IntN(4))
	}
	id := fmt.Sprintf("3EB0%016X", rng.Uint64())
	if typeName == "e2e_notification" {
		id = fmt.Sprintf("%d", rng.Uint32())
	}
	m := contract.MessageRecord{
		Key: key(fromMe, remote, id, participant), ID: id, FromMe: fromMe, T: t + seconds, Type: typeName,
	}
	switch typeName {
	case "chat":
		m.Text = fmt.Sprintf("message %d", rng.Uint32())
	case "image":
		m.Media = &contract.MediaRecord{MIME: "image/jpeg"}
	case "revoked":
		m.Deleted = "sender"
	case "view_once":
		m.Type, m.Withheld = "image", "view_once"
	}
	s.page.Messages = append(s.page.Messages, m)
}

// types are what the messages of a random chat are, as often as they are named.
var types = []string{
	"chat", "chat", "chat", "chat", "chat", "image", "ptt", "document", "sticker", "revoked", "ciphertext",
	"e2e_notification", "call_log", "protocol", "reaction", "location", "poll_creation", "view_once", "brand_new_type",
}

// randomSample makes a chat as it may well be: 20 to 50 messages of every kind
// over hours or weeks, at least eight of them texts.
func randomSample(rng *rand.Rand) sample {
	rows := []contract.ChatRow{
		{Chat: "14155550132@c.us", Phone: "14155550132@c.us", Title: "Erika Muster"},
		{Chat: "14155550132@c.us", Phone: "14155550132@c.us", LID: "111222333444555@lid", Title: "Erika Muster"},
		{Chat: "111222333444555@lid", Phone: "14155550132@c.us", LID: "111222333444555@lid", Title: "Erika Muster"},
		{Chat: "111222333444555@lid", LID: "111222333444555@lid", Title: "Erika Muster"},
		{Chat: "120363025550000001@g.us", Title: "Team"},
	}
	s := sample{row: rows[rng.IntN(len(rows))], open: rng.IntN(2) == 0}
	s.page = contract.MessagePage{
		V: contract.Version, Chat: s.row.Chat, Source: contract.SourceStore, Variant: "msgFindBefore",
		Me: contract.Account{Phone: "15550009999@c.us", LID: "999888777666555@lid", Name: "Me"}, Messages: []contract.MessageRecord{},
	}
	pace := []int64{5, 600, day / 2}[rng.IntN(3)]
	texts := rng.Perm(18)[:8]
	for i := range 20 + rng.IntN(31) {
		typeName := types[rng.IntN(len(types))]
		if slices.Contains(texts, i-1) {
			typeName = "chat"
		}
		s.message(rng, typeName, rng.IntN(2) == 0, 1+rng.Int64N(pace))
	}
	s.witnessed()
	return s
}

// seeds is how many random chats a property is tried with.
const seeds = 40

// eachSample tries a property with random chats.
func eachSample(t *testing.T, try func(t *testing.T, rng *rand.Rand, s sample)) {
	t.Helper()
	for seed := range uint64(seeds) {
		rng := rand.New(rand.NewPCG(seed, 7))
		try(t, rng, randomSample(rng))
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}
