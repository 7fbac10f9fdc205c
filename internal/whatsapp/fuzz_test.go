package whatsapp

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// parts holds every field a message can have.
const parts = `,"sender":"111222333444555@lid","senderName":"Ada","subtype":"x","text":"hello @111222333444555","cut":true,"forwarded":true,"failed":true,"parent":"3C",
	"media":{"mime":"image/png","name":"n","size":1,"seconds":2,"pages":3,"gif":true},"quote":{"id":"3D","sender":"1@lid","senderName":"Bob","fromMe":true,"type":"chat","text":"q"},
	"edited":true,"editedAt":1795341590123,"reactions":[{"emoji":"👍","sender":"1@lid","name":"Bob","fromMe":false,"at":1795341590123},{"emoji":"❤","fromMe":true}],
	"location":{"latitude":1,"longitude":2,"name":"a\nb","live":true},"contacts":[{"name":"Bob","phones":["+49 30 901820"]}],
	"poll":{"question":"a","options":["b","c"],"multiple":true,"votes":[1,2]},"event":{"start":1795341600,"end":1795345200,"place":"p","cancelled":true},
	"call":{"video":true,"outcome":"missed","seconds":3},"album":{"images":1,"videos":2},"shop":{"title":"t","items":1,"thousandths":2,"currency":"EUR"},
	"choices":["a"],"ad":{"title":"t","url":"https://fb.me/x"},"system":{"actor":"1@lid","actorName":"Bob","people":["Cy"],"text":"t"}`

// FuzzDecodeSnapshot holds that no answer of a page makes the decoder panic, and
// that what it lets through decodes again to itself.
// Run it with: go test -fuzz FuzzDecodeSnapshot ./internal/whatsapp
func FuzzDecodeSnapshot(f *testing.F) {
	f.Add(snapshotOf(`{"chat":"14155550132@c.us","t":0,"endOfHistory":0}`))
	f.Add([]byte(`{"v":1,"session":"blocked","reason":"PROXYBLOCK","epoch":"e","readyMs":5,"firstSync":"complete","me":{"lid":"1@lid"},"active":"2@lid","excluded":1,"failed":2,
		"tab":{"hidden":true,"thawed":3},"chats":[{"chat":"2@lid","phone":"14155550132@c.us","lid":"2@lid","title":"2","name":"@2","t":1795341000,"self":true,"former":["3@lid","4@c.us"],
		"business":true,"username":true,"ad":true,"community":true,"limitSharing":true,"ephemeral":true,"endOfHistory":2},{"chat":"3@lid","t":0,"endOfHistory":0}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		snapshot, _, err := DecodeSnapshot(data, now)
		if err != nil {
			checkError(t, err)
			return
		}
		me, err := AccountOf(snapshot.Me)
		if err != nil {
			t.Fatal("the account does not decode again")
		}
		for _, row := range snapshot.Chats {
			checkRow(t, row, me)
		}
		packed, err := json.Marshal(snapshot)
		if err != nil {
			t.Fatal(err)
		}
		again, rejected, err := DecodeSnapshot(packed, now)
		if err != nil || len(rejected) > 0 || len(again.Chats) != len(snapshot.Chats) {
			t.Fatalf("%s does not decode again: %v, %v", packed, rejected, err)
		}
	})
}

// FuzzDecodePage holds that no page makes the decoder panic, and that what it
// lets through keeps the promises of its types.
// Run it with: go test -fuzz FuzzDecodePage ./internal/whatsapp
func FuzzDecodePage(f *testing.F) {
	for _, kind := range []string{"chat", "image", "document", "gp2", "call_log", "revoked", "ciphertext", "event_creation", "album", "order", "list", "poll_creation", "xyz"} {
		f.Add(pageOf(record("3EB0AA", kind, parts)))
	}
	f.Add(pageOf(record("3EB0AB", "image", `,"withheld":"phone_only"`), record("3EB0AC", "revoked", `,"deleted":"admin","deletedBy":"1@lid"`), record("3EB0AD", "chat", `,"error":"x"`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		page, _, err := DecodePage(data, ada(t), now)
		if err != nil {
			checkError(t, err)
			return
		}
		checkPage(t, page)
	})
}

// FuzzDecodeWitness holds that no answer makes the decoder panic, and that what
// it lets through decodes again to itself.
// Run it with: go test -fuzz FuzzDecodeWitness ./internal/whatsapp
func FuzzDecodeWitness(f *testing.F) {
	f.Add([]byte(goodWitness))
	f.Add([]byte(`{"v":1,"database":{"state":"busy","newest":null,"found":[]},"screen":{"layout":"none","rows":[{"id":"3A","direction":"in"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		witness, err := DecodeWitness(data)
		if err != nil {
			checkError(t, err)
			return
		}
		packed, err := json.Marshal(witness)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := DecodeWitness(packed); err != nil || !reflect.DeepEqual(again, witness) {
			t.Fatalf("%+v became %+v, error %v", witness, again, err)
		}
	})
}

// FuzzDecodeVisible holds that no answer makes the decoder panic, and that what
// is on the screen never passes for all there is.
// Run it with: go test -fuzz FuzzDecodeVisible ./internal/whatsapp
func FuzzDecodeVisible(f *testing.F) {
	f.Add([]byte(goodVisible()))
	f.Add([]byte(strings.Replace(goodVisible(), `,"text":"hello"`, strings.ReplaceAll(parts, "\n\t", ""), 1)))
	f.Add([]byte(`{"v":1,"layout":"none","database":"missing","me":{},"unmatched":0}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		seen, err := DecodeVisible(data, now)
		switch {
		case err != nil:
			checkError(t, err)
			return
		case seen.Row == nil:
			if len(seen.Page.Messages) > 0 || seen.Identity.Key() != "" {
				t.Fatalf("words of nobody: %+v", seen)
			}
			return
		case len(seen.Page.Messages) > 0 && (!seen.Page.Partial || seen.Page.Start || seen.Page.End):
			t.Fatal("the screen passes for all there is")
		}
		checkRow(t, *seen.Row, seen.Me)
		checkPage(t, seen.Page)
		for _, message := range seen.Page.Messages {
			if message.Source != contract.SourceScreen {
				t.Fatalf("a message of the screen has the source %q", message.Source)
			}
		}
	})
}

// checkError holds that an error quotes nothing: all of them are fixed texts
// without a digit.
func checkError(t *testing.T, err error) {
	t.Helper()
	if anyDigit.MatchString(err.Error()) {
		t.Fatalf("an error quotes the page: %v", err)
	}
}

// checkRow holds what is promised of every row of a chat list.
func checkRow(t *testing.T, row contract.ChatRow, me Account) {
	t.Helper()
	id, err := IdentityOf(row, me)
	if err != nil || id.Chat.String() != row.Chat || len(id.Former) != len(row.Former) {
		t.Fatalf("the row %+v does not decode again: %v", row, err)
	}
	for _, name := range []string{row.Title, row.Name} {
		if isOneOf(name, usersOfLIDs(id.IDs()...)) {
			t.Fatalf("a chat is called by its LID: %+v", row)
		}
	}
	if digits, known := id.PhoneDigits(); known && digits+"@c.us" != row.Phone {
		t.Fatalf("%+v gave a number", row)
	}
}

// checkPage holds what is promised of every page.
func checkPage(t *testing.T, page Page) {
	t.Helper()
	seen := map[string]bool{}
	for _, message := range page.Messages {
		key, err := ParseKey(message.Key)
		if err != nil || key.ID != message.ID || !plausible(message.T, now) || message.Kind == "" || !knownSource(message.Source) {
			t.Fatalf("%+v slipped through", message)
		}
		if seen[message.DedupID()] {
			t.Fatalf("%s is there twice", message.DedupID())
		}
		seen[message.DedupID()] = true
		for _, text := range []string{message.Text, message.SenderName} {
			if HideLIDs(text) != text {
				t.Fatalf("a LID is left in %q", text)
			}
		}
		packed, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		var again Message
		if err := json.Unmarshal(packed, &again); err != nil || !reflect.DeepEqual(again, message) || again.Digest() != message.Digest() {
			t.Fatalf("%+v became %+v as JSON, error %v", message, again, err)
		}
	}
}
