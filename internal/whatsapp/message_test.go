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
