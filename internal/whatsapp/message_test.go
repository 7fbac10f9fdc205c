package whatsapp

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestDedupID(t *testing.T) {
	t.Parallel()
	lid, phone := optionalJID("111222333444555@lid"), optionalJID("14155550132@c.us")
	tests := []struct {
		name string
		a, b Message
		same bool
	}{
		{"migration of the chat", Message{ID: "3A", Key: "false_14155550132@c.us_3A"}, Message{ID: "3A", Key: "false_111222333444555@lid_3A"}, true},
		{"direction", Message{ID: "3A"}, Message{ID: "3A", FromMe: true}, false},
		{"id", Message{ID: "3A"}, Message{ID: "3B"}, false},
		{"participant", Message{ID: "3A", Participant: lid}, Message{ID: "3A", Participant: phone}, false},
		{"own participant", Message{ID: "3A", FromMe: true, Participant: lid}, Message{ID: "3A", FromMe: true, Participant: phone}, true},
		{"sides of the own chat", Message{ID: "3A", FromMe: true, Self: "out"}, Message{ID: "3A", Self: "in"}, false},
		{"content", Message{ID: "3A", Text: "a"}, Message{ID: "3A", Text: "b", Edited: true, T: 5}, true},
	}
	for _, tt := range tests {
		if same := tt.a.DedupID() == tt.b.DedupID(); same != tt.same {
			t.Errorf("%s: %q and %q, want same %v", tt.name, tt.a.DedupID(), tt.b.DedupID(), tt.same)
		}
	}
}

// TestMessagesOfTheVersionBeforeAreRead holds that messages stored by the version
// in which a contact card was a name are read.
func TestMessagesOfTheVersionBeforeAreRead(t *testing.T) {
	t.Parallel()
	stored := `{"id":"3A","key":"false_14155550132@c.us_3A","t":1795341600,"kind":"contact","type":"multi_vcard","contacts":["Bob","Cy"],
		"poll":{"question":"When?","options":["Mon"]},"quote":{"text":"q"},"media":{"size":1}}`
	var got Message
	if err := json.Unmarshal([]byte(stored), &got); err != nil {
		t.Fatal(err)
	}
	if want := []Contact{{Name: "Bob"}, {Name: "Cy"}}; !reflect.DeepEqual(got.Contacts, want) {
		t.Errorf("cards %+v, want %+v", got.Contacts, want)
	}
	packed, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var again Message
	if err := json.Unmarshal(packed, &again); err != nil || !reflect.DeepEqual(again, got) {
		t.Errorf("%+v became %+v, error %v", got, again, err)
	}
	if err := json.Unmarshal([]byte(`{"contacts":[7]}`), &again); err == nil {
		t.Error("a number was taken for a card")
	}
	if err := json.Unmarshal([]byte(`{"contacts":[{"name":"Bob","phones":["+49 30 901820"]}]}`), &again); err != nil ||
		!reflect.DeepEqual(again.Contacts, []Contact{{Name: "Bob", Phones: []string{"+49 30 901820"}}}) {
		t.Errorf("a card became %+v, error %v", again.Contacts, err)
	}
}

func TestInGroup(t *testing.T) {
	t.Parallel()
	phone := optionalJID("14155550132@c.us")
	tests := []struct {
		name string
		m    Message
		want bool
	}{
		{"between two", Message{Key: "false_14155550132@c.us_3A"}, false},
		{"between two, by LID", Message{Key: "true_111222333444555@lid_3A", FromMe: true}, false},
		{"a member's", Message{Participant: phone}, true},
		{"the own in a group", Message{FromMe: true, Key: "true_120363025550000001@g.us_3A_15550009999@c.us", Participant: phone}, true},
		{"the own to oneself", Message{FromMe: true, Key: "true_15550009999@c.us_3A_out_15550009999@c.us", Participant: phone}, false},
		{"no key", Message{}, false},
	}
	for _, tt := range tests {
		if got := tt.m.InGroup(); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestShownNumberInGroup: a number stands for an author without a name, by the key
// or else by the message, and a LID never does.
func TestShownNumberInGroup(t *testing.T) {
	t.Parallel()
	const key = "false_120363025550000001@g.us_3EB0"
	phone, lid := optionalJID("14155550132@c.us"), optionalJID("111222333444555@lid")
	for name, test := range map[string]struct {
		m    Message
		want string
	}{
		"by the key":                   {Message{Key: key + "_14155550132@c.us", Participant: phone, Sender: lid}, "14155550132"},
		"by the message":               {Message{Key: key, Sender: phone}, "14155550132"},
		"hidden":                       {Message{Key: key + "_111222333444555@lid", Participant: lid, Sender: lid}, ""},
		"hidden, by the message":       {Message{Key: key, Sender: lid}, ""},
		"named":                        {Message{Key: key, Sender: phone, SenderName: "Cy"}, ""},
		"between two people, as ever":  {Message{Key: "false_14155550132@c.us_3EB0", Sender: phone}, ""},
		"hidden by the key, not twice": {Message{Key: key + "_111222333444555@lid", Participant: lid, Sender: phone}, ""},
	} {
		if got := test.m.ShownNumber(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestQuotedNumberInDigest: whom a reply in a group answers is read by their number
// when they have no name, and so is part of what the message reads as.
func TestQuotedNumberInDigest(t *testing.T) {
	t.Parallel()
	reply := func(key, sender, name string) string {
		return Message{Key: key, Kind: MessageText, Type: "chat", Text: "yes", Quote: &Quote{
			Kind: MessageText, Text: "no?", Sender: optionalJID(sender), SenderName: name,
		}}.Digest()
	}
	const group, person = "false_120363025550000001@g.us_3EB0_14155550132@c.us", "false_14155550132@c.us_3EB0"
	if reply(group, "14155550132@c.us", "") == reply(group, "14155550133@c.us", "") {
		t.Error("two numbers read the same")
	}
	for _, same := range [][2]string{
		{reply(group, "111222333444555@lid", ""), reply(group, "222333444555666@lid", "")},
		{reply(group, "14155550132@c.us", "Cy"), reply(group, "14155550133@c.us", "Cy")},
		{reply(person, "14155550132@c.us", ""), reply(person, "111222333444555@lid", "")},
	} {
		if same[0] != same[1] {
			t.Error("what nobody sees changes the digest")
		}
	}
}
