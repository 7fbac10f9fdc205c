package whatsapp

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

func TestPolicyOf(t *testing.T) {
	t.Parallel()
	both := Policy{Match: true, BackUp: true}
	hidden := Policy{BackUp: true, ByHand: true, State: contract.ChatNumberHidden}
	group := Policy{BackUp: true, ByHand: true, State: contract.ChatGroup}
	community, protected := Policy{State: contract.ChatCommunity}, Policy{State: contract.ChatProtected}
	self, unsupported := Policy{State: contract.ChatSelf}, Policy{State: contract.ChatUnsupported}
	tests := []struct {
		name string
		row  contract.ChatRow
		want Policy
	}{
		{"phone", contract.ChatRow{Chat: "14155550132@c.us"}, both},
		{"phone with LID", contract.ChatRow{Chat: "14155550132@c.us", LID: "111222333444555@lid"}, both},
		{"LID with number", contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us"}, both},
		{"disappearing messages are a matter of each message", contract.ChatRow{Chat: "14155550132@c.us", Ephemeral: true}, both},
		{"business", contract.ChatRow{Chat: "14155550132@c.us", Business: true}, both},
		{"number hidden", contract.ChatRow{Chat: "111222333444555@lid"}, hidden},
		{"from an advertisement", contract.ChatRow{Chat: "111222333444555@lid", Ad: true}, hidden},
		{"from an advertisement, number known", contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us", Ad: true}, both},
		{"user name only", contract.ChatRow{Chat: "111222333444555@lid", Username: true}, hidden},
		{"user name, number known", contract.ChatRow{Chat: "111222333444555@lid", Phone: "14155550132@c.us", Username: true}, both},
		{"hosted", contract.ChatRow{Chat: "15550001111:99@hosted"}, hidden},
		{"hosted, by LID", contract.ChatRow{Chat: "111222333444555:99@hosted.lid"}, hidden},
		{"hosted, number known", contract.ChatRow{Chat: "111222333444555:99@hosted.lid", Phone: "14155550132@c.us"}, both},
		{"advanced chat privacy", contract.ChatRow{Chat: "14155550132@c.us", LimitSharing: true}, Policy{Match: true, State: contract.ChatProtected}},
		{"advanced chat privacy, number hidden", contract.ChatRow{Chat: "111222333444555@lid", LimitSharing: true}, protected},
		{"group", contract.ChatRow{Chat: "120363025550000001@g.us"}, group},
		{"old group", contract.ChatRow{Chat: "15550001111-1500000000@g.us"}, group},
		{"group with disappearing messages", contract.ChatRow{Chat: "120363025550000001@g.us", Ephemeral: true}, group},
		{"group under advanced chat privacy", contract.ChatRow{Chat: "120363025550000001@g.us", LimitSharing: true}, protected},
		{"group of a community", contract.ChatRow{Chat: "120363025550000001@g.us", Community: true}, group},
		{"group of a community under advanced chat privacy", contract.ChatRow{Chat: "120363025550000001@g.us", Community: true, LimitSharing: true}, protected},
		{"community", contract.ChatRow{Chat: "120363025550000001@g.us", Community: true, Announcement: true}, community},
		{"announcements of a community", contract.ChatRow{Chat: "120363025550000001@g.us", Announcement: true}, community},
		{"own number", contract.ChatRow{Chat: "15550009999@c.us"}, self},
		{"own number, by its alternate", contract.ChatRow{Chat: "999888777666555@lid"}, self},
		{"own number behind another LID", contract.ChatRow{Chat: "111222333444555@lid", Phone: "15550009999@c.us"}, self},
		{"own LID behind a number", contract.ChatRow{Chat: "14155550132@c.us", LID: "999888777666555@lid"}, self},
		{"the page says so", contract.ChatRow{Chat: "14155550132@c.us", Self: true}, self},
		{"channel", contract.ChatRow{Chat: "120363000000000000@newsletter"}, unsupported},
		{"broadcast list", contract.ChatRow{Chat: "1700000000@broadcast"}, unsupported},
		{"status", contract.ChatRow{Chat: "status@broadcast"}, unsupported},
		{"bot", contract.ChatRow{Chat: "867051314767696@bot"}, unsupported},
		{"bot with a number", contract.ChatRow{Chat: "13135550002@c.us"}, unsupported},
		{"announcements", contract.ChatRow{Chat: "0@c.us"}, unsupported},
	}
	for _, tt := range tests {
		id, err := IdentityOf(tt.row, own(t))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := PolicyOf(id, tt.row); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
