package parse

import (
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
)

func TestFromJID(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, user      string
		e164, written   string
		variants        []string
		region, display string
	}{
		{"United States", "14155550132", "+14155550132", "", nil, "US", "+1 415-555-0132"},
		{"Germany", "491711234567", "+491711234567", "", nil, "DE", "+49 171 1234567"},
		{"Italy", "393331234567", "+393331234567", "", nil, "IT", "+39 333 123 4567"},
		{"Mexico with the old 1", "5215512345678", "+525512345678", "+5215512345678", []string{"+5215512345678"}, "MX", "+52 55 1234 5678"},
		{"Mexico", "525512345678", "+525512345678", "", []string{"+5215512345678"}, "MX", "+52 55 1234 5678"},
		{"Brazil without the ninth digit", "553187654321", "+5531987654321", "+553187654321", []string{"+553187654321"}, "BR", "+55 31 98765-4321"},
		{"Brazil", "5531987654321", "+5531987654321", "", []string{"+553187654321"}, "BR", "+55 31 98765-4321"},
		{"Brazil, once 7", "553171654321", "+5531971654321", "+553171654321", []string{"+553171654321"}, "BR", "+55 31 97165-4321"},
		{"Brazil, landline", "551132654321", "+551132654321", "", nil, "BR", "+55 11 3265-4321"},
		{"Brazil, mobile that never had eight digits", "5511923456789", "+5511923456789", "", nil, "BR", "+55 11 92345-6789"},
		{"Brazil, trunked radio", "551177771234", "+551177771234", "", nil, "BR", "+55 11 7777-1234"},
		{"Brazil, trunked radio in 70", "551170771234", "+551170771234", "", nil, "BR", "+55 11 7077-1234"},
		{"Argentina", "5491123456789", "+5491123456789", "", []string{"+541123456789"}, "AR", "+54 9 11 2345-6789"},
		{"Argentina without the 9", "541123456789", "+541123456789", "", []string{"+5491123456789"}, "AR", "+54 11 2345-6789"},
		{"Argentina, four-digit area", "5492966412345", "+5492966412345", "", []string{"+542966412345"}, "AR", "+54 9 2966 41-2345"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, ok := FromJID(tt.user)
			if !ok {
				t.Fatalf("FromJID(%q) refused it", tt.user)
			}
			if n.E164 != tt.e164 || n.Written != tt.written || !reflect.DeepEqual(n.Variants, tt.variants) {
				t.Errorf("E164 %q, Written %q, Variants %v; want %q, %q, %v", n.E164, n.Written, n.Variants, tt.e164, tt.written, tt.variants)
			}
			if n.Region != tt.region || n.Display != tt.display || !n.HasCountry {
				t.Errorf("Region %q, Display %q, HasCountry %v; want %q, %q, true", n.Region, n.Display, n.HasCountry, tt.region, tt.display)
			}
		})
	}
}

func TestFromJIDRefuses(t *testing.T) {
	t.Parallel()
	for _, user := range []string{
		"", "0", "1234", "120363025550000001", "15550001111-1500000000", "+14155550132", "14155550132@c.us", "14155550132:3",
		"status", "999999999999999", "abc", "٠١٠١٢٣٤٥٦٧٨",
	} {
		if n, ok := FromJID(user); ok {
			t.Errorf("FromJID(%q) = %+v, want a refusal", user, n)
		}
	}
}

// TestSameSubscriberInAllForms holds that every way in which WhatsApp and a CRM
// write one mobile number of the three countries compares as certain, in both
// directions.
func TestSameSubscriberInAllForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		region string
		jids   []string
		stored []string
	}{
		{"MX", []string{"5215512345678", "525512345678"}, []string{
			"+52 1 55 1234 5678", "+52 55 1234 5678", "55 1234 5678", "044 55 1234 5678", "045 55 1234 5678", "01 55 1234 5678",
			"1 55 1234 5678", "5215512345678", "525512345678", "0052 1 55 1234 5678", "+52 044 55 1234 5678",
		}},
		{"BR", []string{"5531987654321", "553187654321"}, []string{
			"+55 31 98765-4321", "+55 31 8765-4321", "(31) 98765-4321", "(31) 8765-4321", "0 31 98765-4321", "0 31 8765-4321",
			"5531987654321", "553187654321", "+55 (031) 98765-4321", "041 31 98765-4321",
		}},
		{"AR", []string{"5491123456789", "541123456789"}, []string{
			"+54 9 11 2345-6789", "+54 11 2345-6789", "+54 11 15 2345-6789", "011 15 2345-6789", "11 15 2345 6789", "011 2345-6789",
			"11 2345-6789", "5491123456789", "541123456789", "+54 9 11 15 2345-6789", "9 11 2345-6789",
		}},
	}
	for _, tt := range tests {
		for _, jid := range tt.jids {
			chat, ok := FromJID(jid)
			if !ok {
				t.Fatalf("FromJID(%q) refused it", jid)
			}
			for _, raw := range tt.stored {
				stored := Text(phone.Text{Raw: raw, Region: tt.region})
				if len(stored) != 1 {
					t.Errorf("Text(%q, %q) = %+v, want one number", raw, tt.region, stored)
					continue
				}
				there, back := phone.Compare(chat, stored[0], tt.region), phone.Compare(stored[0], chat, tt.region)
				if there != back || there < phone.National {
					t.Errorf("chat %s, stored %q: verdict %v there, %v back, want a certain one (read as %+v)", jid, raw, there, back, stored[0])
				}
			}
		}
	}
}

// TestDifferentSubscribersStayApart holds the cases in which dropping or adding
// a digit would lead to somebody else.
func TestDifferentSubscribersStayApart(t *testing.T) {
	t.Parallel()
	tests := []struct{ jid, stored, region string }{
		{"551132654321", "+55 11 93265-4321", "BR"},
		{"5511932654321", "+55 11 3265-4321", "BR"},
		{"5511977771234", "+55 11 7777-1234", "BR"},
		{"5531987654321", "+55 21 98765-4321", "BR"},
		{"5491123456789", "+54 9 351 123-4567", "AR"},
		{"525512345678", "+52 33 1234 5678", "MX"},
		{"525512345678", "+1 551 234 5678", "MX"},
		{"12045550132", "+1 415 555 0132", "US"},
	}
	for _, tt := range tests {
		chat, ok := FromJID(tt.jid)
		stored := Text(phone.Text{Raw: tt.stored, Region: tt.region})
		if !ok || len(stored) != 1 {
			t.Fatalf("%+v could not be read", tt)
		}
		if verdict := phone.Compare(chat, stored[0], tt.region); verdict >= phone.National {
			t.Errorf("chat %s and stored %q are %v, want no certain match", tt.jid, tt.stored, verdict)
		}
	}
}
