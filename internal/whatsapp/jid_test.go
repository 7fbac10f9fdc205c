package whatsapp

import (
	"encoding/json"
	"testing"
)

func TestParseJID(t *testing.T) {
	t.Parallel()
	type flags struct{ phone, lid, group, channel, status, broadcast, hosted, bot, psa bool }
	tests := []struct {
		text, want string
		device     uint16
		flags      flags
		digits     string
	}{
		{"15550001111@c.us", "15550001111@c.us", 0, flags{phone: true}, "15550001111"},
		{"15550001111@s.whatsapp.net", "15550001111@c.us", 0, flags{phone: true}, "15550001111"},
		{"15550001111:3@c.us", "15550001111:3@c.us", 3, flags{phone: true}, "15550001111"},
		{"15550001111:0@c.us", "15550001111@c.us", 0, flags{phone: true}, "15550001111"},
		{"16505361212@c.us", "16505361212@c.us", 0, flags{phone: true}, "16505361212"},
		{"111222333444555@lid", "111222333444555@lid", 0, flags{lid: true}, ""},
		{"111222333444555:7@lid", "111222333444555:7@lid", 7, flags{lid: true}, ""},
		{"120363025550000001@g.us", "120363025550000001@g.us", 0, flags{group: true}, ""},
		{"15550001111-1500000000@g.us", "15550001111-1500000000@g.us", 0, flags{group: true}, ""},
		{"status@broadcast", "status@broadcast", 0, flags{status: true, broadcast: true}, ""},
		{"1700000000@broadcast", "1700000000@broadcast", 0, flags{broadcast: true}, ""},
		{"120363000000000000@newsletter", "120363000000000000@newsletter", 0, flags{channel: true}, ""},
		{"0@c.us", "0@c.us", 0, flags{psa: true}, ""},
		{"13135550002@c.us", "13135550002@c.us", 0, flags{bot: true}, ""},
		{"867051314767696@bot", "867051314767696@bot", 0, flags{bot: true}, ""},
		{"15550001111:99@hosted", "15550001111:99@hosted", 99, flags{hosted: true}, ""},
		{"111222333444555:99@hosted.lid", "111222333444555:99@hosted.lid", 99, flags{hosted: true}, ""},
	}
	for _, tt := range tests {
		jid, err := ParseJID(tt.text)
		if err != nil {
			t.Errorf("ParseJID(%q): %v", tt.text, err)
			continue
		}
		got := flags{jid.IsPhone(), jid.IsLID(), jid.IsGroup(), jid.IsChannel(), jid.IsStatus(), jid.IsBroadcast(), jid.IsHosted(), jid.IsBot(), jid.IsPSA()}
		if jid.String() != tt.want || jid.Device != tt.device || got != tt.flags {
			t.Errorf("%q became %q, device %d, %+v; want %q, %d, %+v", tt.text, jid, jid.Device, got, tt.want, tt.device, tt.flags)
		}
		if digits, ok := jid.PhoneDigits(); digits != tt.digits || ok != (tt.digits != "") {
			t.Errorf("%q has phone digits %q, %v; want %q", tt.text, digits, ok, tt.digits)
		}
		if jid.Bare().Device != 0 && !jid.IsHosted() {
			t.Errorf("%q keeps its device when bare", tt.text)
		}
	}
}

func TestParseJIDRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "abc", "s.whatsapp.net", "@c.us", "15550001111@", "15550001111@hosted", "XYZ@call", "1@example.com", "15550001111@C.US",
		"+15550001111@c.us", "1555 0001111@c.us", "1234567890123456@c.us", "15550001111:03@c.us", "15550001111:99999@c.us",
		"15550001111:-1@c.us", "120363025550000001:2@g.us", "status@c.us", "٠١٠١٢٣@c.us", "1@c.us@c.us", "15550001111@c.us ", "1\x002@lid", "a-b@g.us",
	} {
		if jid, err := ParseJID(text); err == nil {
			t.Errorf("ParseJID(%q) = %+v, want a refusal", text, jid)
		}
	}
}

func TestJIDAsJSON(t *testing.T) {
	t.Parallel()
	type holder struct {
		A JID `json:"a"`
		B JID `json:"b,omitzero"`
	}
	before := holder{A: JID{User: "111222333444555", Device: 7, Server: ServerLID}}
	packed, err := json.Marshal(before)
	if err != nil || string(packed) != `{"a":"111222333444555:7@lid"}` {
		t.Fatalf("packed to %s, error %v", packed, err)
	}
	var after holder
	if err := json.Unmarshal(packed, &after); err != nil || after != before {
		t.Errorf("unpacked to %+v, error %v", after, err)
	}
	if err := json.Unmarshal([]byte(`{"a":"nobody"}`), &after); err == nil {
		t.Error("a text that is no JID was accepted")
	}
	if err := json.Unmarshal([]byte(`{"a":""}`), &after); err != nil || !after.A.IsZero() {
		t.Errorf("an empty text became %+v, error %v", after.A, err)
	}
}

func TestParseKey(t *testing.T) {
	t.Parallel()
	jid := func(text string) JID {
		j, err := ParseJID(text)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	tests := []struct {
		text string
		want Key
	}{
		{"false_15550001111@c.us_3EB0C767D097B7C7C030", Key{Remote: jid("15550001111@c.us"), ID: "3EB0C767D097B7C7C030"}},
		{"true_111222333444555@lid_3EB0C767D097B7C7C031", Key{FromMe: true, Remote: jid("111222333444555@lid"), ID: "3EB0C767D097B7C7C031"}},
		{"false_120363025550000001@g.us_AC94BCED6FDA6C8375BA4720A1876A6A_111222333444555@lid",
			Key{Remote: jid("120363025550000001@g.us"), ID: "AC94BCED6FDA6C8375BA4720A1876A6A", Participant: jid("111222333444555@lid")}},
		{"true_15550009999@c.us_3A0000000000000001_out", Key{FromMe: true, Remote: jid("15550009999@c.us"), ID: "3A0000000000000001", Self: "out"}},
		{"false_15550009999@c.us_3A0000000000000002_in", Key{Remote: jid("15550009999@c.us"), ID: "3A0000000000000002", Self: "in"}},
		{"false_status@broadcast_3A0000000000000004_15550001111@c.us",
			Key{Remote: jid("status@broadcast"), ID: "3A0000000000000004", Participant: jid("15550001111@c.us")}},
		{"false_120363000000000000@newsletter_3A0000000000000005", Key{Remote: jid("120363000000000000@newsletter"), ID: "3A0000000000000005"}},
		{"true_120363025550000001@g.us_255945813_15550009999@c.us",
			Key{FromMe: true, Remote: jid("120363025550000001@g.us"), ID: "255945813", Participant: jid("15550009999@c.us")}},
		{"true_15550009999@c.us_3A01_out_15550009999:4@c.us",
			Key{FromMe: true, Remote: jid("15550009999@c.us"), ID: "3A01", Self: "out", Participant: jid("15550009999:4@c.us")}},
	}
	for _, tt := range tests {
		key, err := ParseKey(tt.text)
		if err != nil || key != tt.want {
			t.Errorf("ParseKey(%q) = %+v, %v; want %+v", tt.text, key, err, tt.want)
		}
		if key.String() != tt.text {
			t.Errorf("%q came back as %q", tt.text, key)
		}
	}
}

func TestParseKeyRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "garbage", "true_15550001111@c.us", "false_111222333444555@lid_3A_F0", "yes_15550001111@c.us_3A", "true__3A", "true_15550001111@c.us_",
		"true_15550001111@c.us_3A_", "true_15550001111@c.us_3A_both", "true_15550001111@c.us_3A_out_1@c.us_x", "true_15550001111@c.us_3A 0",
		"true_15550001111@c.us_\u00e9", "undefined",
	} {
		if key, err := ParseKey(text); err == nil {
			t.Errorf("ParseKey(%q) = %+v, want a refusal", text, key)
		}
	}
}

// FuzzParse holds that ids read back as they were written and that only the
// phone server ever gives a telephone number.
// Run it with: go test -fuzz FuzzParse ./internal/whatsapp
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"15550001111:3@c.us", "111222333444555@lid", "false_120363025550000001@g.us_3A_in_1@lid", "0@c.us", "13135550002@c.us"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if jid, err := ParseJID(text); err == nil {
			again, err := ParseJID(jid.String())
			if err != nil || again != jid {
				t.Fatalf("%q came back as %+v, error %v", jid, again, err)
			}
			digits, ok := jid.PhoneDigits()
			if ok != (digits != "") || (ok && (jid.Server != ServerPhone || digits != jid.User)) {
				t.Fatalf("%q gave the number %q", text, digits)
			}
		}
		if key, err := ParseKey(text); err == nil {
			again, err := ParseKey(key.String())
			if err != nil || again != key {
				t.Fatalf("%q came back as %+v, error %v", key, again, err)
			}
		}
	})
}
