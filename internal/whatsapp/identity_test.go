package whatsapp

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

func own(t *testing.T) Account {
	t.Helper()
	me, err := AccountOf(contract.Account{Phone: "15550009999@c.us", LID: "999888777666555@lid", Name: "Me"})
	if err != nil {
		t.Fatal(err)
	}
	return me
}

func TestIdentityOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		row    contract.ChatRow
		kind   Kind
		key    string
		ids    int
		digits string
	}{
		{"phone chat", contract.ChatRow{Chat: "14155550132@c.us"}, KindPhone, "14155550132@c.us", 1, "14155550132"},
		{"phone chat with LID", contract.ChatRow{Chat: "14155550132@c.us", Phone: "14155550132@c.us", LID: "111222333444555@lid"}, KindPhone, "111222333444555@lid", 2, "14155550132"},
		{"LID chat with number", contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us"}, KindLID, "111222333444555@lid", 2, "14155550132"},
		{"number hidden", contract.ChatRow{Chat: "111222333444555@lid", LID: "111222333444555@lid"}, KindNumberHidden, "111222333444555@lid", 1, ""},
		{"device is dropped", contract.ChatRow{Chat: "14155550132:4@c.us", LID: "111222333444555:2@lid"}, KindPhone, "111222333444555@lid", 2, "14155550132"},
		{"group", contract.ChatRow{Chat: "120363025550000001@g.us"}, KindGroup, "120363025550000001@g.us", 1, ""},
		{"own chat by flag", contract.ChatRow{Chat: "14155550132@c.us", Self: true}, KindSelf, "14155550132@c.us", 1, "14155550132"},
		{"own chat by number", contract.ChatRow{Chat: "15550009999@c.us"}, KindSelf, "15550009999@c.us", 1, "15550009999"},
		{"own chat by LID", contract.ChatRow{Chat: "999888777666555@lid"}, KindSelf, "999888777666555@lid", 1, ""},
		{"channel", contract.ChatRow{Chat: "120363000000000000@newsletter"}, KindChannel, "120363000000000000@newsletter", 1, ""},
		{"broadcast list", contract.ChatRow{Chat: "1700000000@broadcast"}, KindBroadcast, "1700000000@broadcast", 1, ""},
		{"status", contract.ChatRow{Chat: "status@broadcast"}, KindStatus, "status@broadcast", 1, ""},
		{"bot", contract.ChatRow{Chat: "867051314767696@bot"}, KindBot, "867051314767696@bot", 1, ""},
		{"bot with a number", contract.ChatRow{Chat: "13135550002@c.us"}, KindBot, "13135550002@c.us", 1, ""},
		{"announcements", contract.ChatRow{Chat: "0@c.us"}, KindPSA, "0@c.us", 1, ""},
		{"hosted", contract.ChatRow{Chat: "15550001111:99@hosted"}, KindHosted, "15550001111:99@hosted", 1, ""},
		{"hosted LID", contract.ChatRow{Chat: "111222333444555:99@hosted.lid"}, KindHosted, "111222333444555:99@hosted.lid", 1, ""},
		{"hosted with a number", contract.ChatRow{Chat: "111222333444555:99@hosted.lid", Phone: "14155550132@c.us"}, KindHosted, "14155550132@c.us", 2, "14155550132"},
		{"announcements of a community", contract.ChatRow{Chat: "120363025550000001@g.us", Announcement: true}, KindCommunity, "120363025550000001@g.us", 1, ""},
		{"community", contract.ChatRow{Chat: "120363025550000001@g.us", Community: true}, KindCommunity, "120363025550000001@g.us", 1, ""},
		{"user name only", contract.ChatRow{Chat: "111222333444555@lid", Username: true}, KindUsername, "111222333444555@lid", 1, ""},
		{"user name and number", contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us", Username: true}, KindLID, "111222333444555@lid", 2, "14155550132"},
		{"moved from another LID", contract.ChatRow{Chat: "111222333444555@lid", Former: []string{"222333444555666:3@lid", "222333444555666@lid"}}, KindNumberHidden, "111222333444555@lid", 2, ""},
		{"former numbers and groups are not believed", contract.ChatRow{Chat: "111222333444555@lid", Former: []string{
			"14155550199@c.us", "120363025550000001@g.us", "222333444555666:99@hosted.lid", "nobody", "", "111222333444555@lid", "999888777666555@lid",
		}}, KindNumberHidden, "111222333444555@lid", 1, ""},
		{"a group has no former persons", contract.ChatRow{Chat: "120363025550000001@g.us", Former: []string{"222333444555666@lid"}}, KindGroup, "120363025550000001@g.us", 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			id, err := IdentityOf(tt.row, own(t))
			if err != nil {
				t.Fatal(err)
			}
			digits, _ := id.PhoneDigits()
			if id.Kind != tt.kind || id.Key() != tt.key || len(id.IDs()) != tt.ids || digits != tt.digits {
				t.Errorf("kind %s, key %s, ids %v, digits %q; want %s, %s, %d ids, %q", id.Kind, id.Key(), id.IDs(), digits, tt.kind, tt.key, tt.ids, tt.digits)
			}
			if id.IDs()[0].String() != id.Key() {
				t.Errorf("the first id %s is not the key %s", id.IDs()[0], id.Key())
			}
		})
	}
}

func TestIdentityOfRefusesContradictions(t *testing.T) {
	t.Parallel()
	for _, row := range []contract.ChatRow{
		{Chat: ""}, {Chat: "nobody"},
		{Chat: "14155550132@c.us", Phone: "111222333444555@lid"},
		{Chat: "14155550132@c.us", LID: "14155550132@c.us"},
		{Chat: "14155550132@c.us", Phone: "0@c.us"},
		{Chat: "14155550132@c.us", Phone: "14155550199@c.us"},
		{Chat: "111222333444555@lid", LID: "111222333444556@lid"},
		{Chat: "111222333444555@lid", Phone: "120363025550000001@g.us"},
	} {
		if id, err := IdentityOf(row, Account{}); err == nil {
			t.Errorf("%+v became %+v, want a refusal", row, id)
		} else if !errors.Is(err, ErrIdentity) && !errors.Is(err, ErrJID) {
			t.Errorf("%+v: error %v is of neither kind", row, err)
		}
	}
}

func TestIdentityAcrossMigration(t *testing.T) {
	t.Parallel()
	before, _ := IdentityOf(contract.ChatRow{Chat: "14155550132@c.us"}, Account{})
	learnt, _ := IdentityOf(contract.ChatRow{Chat: "14155550132@c.us", LID: "111222333444555@lid"}, Account{})
	after, _ := IdentityOf(contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us"}, Account{})
	hidden, _ := IdentityOf(contract.ChatRow{Chat: "111222333444555@lid"}, Account{})
	other, _ := IdentityOf(contract.ChatRow{Chat: "222333444555666@lid", Phone: "14155550199@c.us"}, Account{})
	if !before.Same(learnt) || !learnt.Same(after) || !before.Same(after) || !hidden.Same(after) {
		t.Error("one conversation is not recognised across its migration")
	}
	if learnt.Key() != after.Key() || hidden.Key() != after.Key() {
		t.Errorf("keys differ: %s, %s, %s", learnt.Key(), hidden.Key(), after.Key())
	}
	if before.Same(hidden) {
		t.Error("a number and a LID are the same without anything that ties them")
	}
	if other.Same(before) || other.Same(after) {
		t.Error("another person is the same")
	}
}

func TestIdentityHolds(t *testing.T) {
	t.Parallel()
	parse := func(text string) JID { return optionalJID(text) }
	phone, _ := IdentityOf(contract.ChatRow{Chat: "14155550132@c.us"}, Account{})
	both, _ := IdentityOf(contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us"}, Account{})
	group, _ := IdentityOf(contract.ChatRow{Chat: "120363025550000001@g.us"}, Account{})
	tests := []struct {
		id     Identity
		remote string
		want   bool
	}{
		{phone, "14155550132@c.us", true},
		{phone, "111222333444555@lid", true},
		{phone, "14155550199@c.us", false},
		{both, "14155550132@c.us", true},
		{both, "111222333444555@lid", true},
		{both, "222333444555666@lid", false},
		{both, "14155550199@c.us", false},
		{both, "120363025550000001@g.us", false},
		{group, "120363025550000001@g.us", true},
		{group, "111222333444555@lid", false},
		{group, "14155550132@c.us", false},
	}
	for _, tt := range tests {
		if got := tt.id.Holds(parse(tt.remote)); got != tt.want {
			t.Errorf("%s holds %s: %v, want %v", tt.id.Key(), tt.remote, got, tt.want)
		}
	}
}

// TestNoIDButAPhoneJIDGivesANumber makes random chat rows and holds that the
// digits of a LID, a group or a feed never come out as a telephone number.
func TestNoIDButAPhoneJIDGivesANumber(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	servers := []Server{ServerPhone, ServerLID, ServerGroup, ServerBroadcast, ServerNewsletter, ServerBot, ServerHosted, ServerHostedLID}
	jid := func(server Server) string {
		user := strconv.FormatInt(random.Int64N(899_999_999_999_999)+100_000_000_000_000, 10)[:6+random.IntN(10)]
		if server == ServerHosted || server == ServerHostedLID {
			user += ":99"
		}
		return user + "@" + string(server)
	}
	numbers := 0
	for range 20_000 {
		row := contract.ChatRow{Chat: jid(servers[random.IntN(len(servers))])}
		if random.IntN(2) == 0 {
			row.Phone = jid(servers[random.IntN(len(servers))])
		}
		if random.IntN(2) == 0 {
			row.LID = jid(servers[random.IntN(len(servers))])
		}
		id, err := IdentityOf(row, Account{})
		if err != nil {
			continue
		}
		if digits, ok := id.PhoneDigits(); ok {
			numbers++
			if digits+"@c.us" != row.Chat && digits+"@c.us" != row.Phone {
				t.Fatalf("%+v gave the number %s", row, digits)
			}
		}
	}
	if numbers < 100 {
		t.Fatalf("only %d rows had a number", numbers)
	}
}

func TestIdentityOfCarriesFlags(t *testing.T) {
	t.Parallel()
	id, err := IdentityOf(contract.ChatRow{Chat: "111222333444555@lid", Business: true, Ad: true}, own(t))
	if err != nil || !id.Business || !id.Ad {
		t.Errorf("%+v, error %v", id, err)
	}
	id, err = IdentityOf(contract.ChatRow{Chat: "120363025550000001@g.us", Business: true, Ad: true}, own(t))
	if err != nil || id.Business || id.Ad {
		t.Errorf("a group became %+v, error %v", id, err)
	}
}

func TestFormerIDsJoin(t *testing.T) {
	t.Parallel()
	identity := func(row contract.ChatRow) Identity {
		id, err := IdentityOf(row, own(t))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	before := identity(contract.ChatRow{Chat: "222333444555666@lid"})
	after := identity(contract.ChatRow{Chat: "111222333444555@lid", Former: []string{"222333444555666@lid"}})
	if !after.Same(before) || !after.Holds(before.Chat) || before.Holds(after.Chat) {
		t.Error("a chat that moved to another LID is not known again")
	}
	stranger := identity(contract.ChatRow{Chat: "14155550199@c.us"})
	if after := identity(contract.ChatRow{Chat: "111222333444555@lid", Former: []string{"14155550199@c.us"}}); after.Same(stranger) {
		t.Error("a former number has made one of two persons")
	}
}
