package transcript

import (
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func TestNotices(t *testing.T) {
	t.Parallel()
	about := func(s whatsapp.System) *whatsapp.System { return &s }
	tests := []struct {
		typeName, subtype string
		system            *whatsapp.System
		want              string
	}{
		{"e2e_notification", "encrypt", nil, "messages and calls are end-to-end encrypted"},
		{"e2e_notification", "identity", about(whatsapp.System{Actor: jid(t, "111222333444555@lid")}), "the security code was changed"},
		{"gp2", "create", about(whatsapp.System{ActorName: "Cy", Text: "The\u2028Team"}), `Cy created the group: "The Team"`},
		{"gp2", "add", about(whatsapp.System{ActorName: "Cy", People: []string{"Dan", "+14155550132", ""}}), "Cy added Dan, +14155550132"},
		{"gp2", "add", about(whatsapp.System{FromMe: true}), "Bea added somebody"},
		{"gp2", "add", nil, "somebody added somebody"},
		{"gp2", "remove", about(whatsapp.System{Actor: jid(t, "14155550132@c.us"), People: []string{"Dan"}}), "+14155550132 removed Dan"},
		{"gp2", "remove", about(whatsapp.System{Actor: jid(t, "111222333444555@lid"), People: []string{"Dan"}}), "somebody removed Dan"},
		{"gp2", "leave", about(whatsapp.System{ActorName: "Cy"}), "Cy left"},
		{"gp2", "leave", about(whatsapp.System{People: []string{"Dan"}}), "Dan left"},
		{"gp2", "subject", about(whatsapp.System{ActorName: "Cy", Text: "Team"}), `Cy changed the name of the group: "Team"`},
		{"gp2", "description", about(whatsapp.System{ActorName: "Cy"}), "Cy changed the description of the group"},
		{"gp2", "promote", about(whatsapp.System{ActorName: "Cy", People: []string{"Dan"}}), "now an admin: Dan"},
		{"gp2", "modify", about(whatsapp.System{ActorName: "Cy"}), "Cy changed their phone number"},
		{"notification_template", "change_number", nil, "the phone number was changed"},
		{"notification_template", "change_number", about(whatsapp.System{People: []string{"+14155550199"}}), "the phone number was changed: +14155550199"},
		{"notification_template", "disappearing_mode_update", nil, "the setting for disappearing messages was changed"},
		{"gp2", "not_ephemeral", nil, "disappearing messages were turned off"},
		{"notification_template", "biz_intro_bottom", nil, "notice about a business account"},
		{"notification_template", "verified_initial_high", nil, "notice about a business account"},
		{"notification_template", "biz_name_change", about(whatsapp.System{Text: "Lamps Ltd"}), `the business changed its name: "Lamps Ltd"`},
		{"notification_template", "biz_privacy_mode_to_fb", nil, "other companies help the business to manage this chat"},
		{"notification_template", "payment_action_request_expired", nil, "notice about a payment"},
		{"pinned_message", "", about(whatsapp.System{FromMe: true}), "Bea pinned a message"},
		{"gp2", "", nil, "WhatsApp notice"},
		{"gp2", "growth_locked", about(whatsapp.System{Text: "x"}), `WhatsApp notice of type "gp2 growth_locked"`},
		{"notification", "biz_x", nil, `WhatsApp notice of type "notification biz_x"`},
		{"gp2", "add", about(whatsapp.System{ActorName: "111222333444555", People: []string{"{actor}: @111222333444555"}}), "somebody added {actor} @…"},
	}
	for _, tt := range tests {
		m := whatsapp.Message{Kind: whatsapp.MessageSystem, Type: tt.typeName, Subtype: tt.subtype, System: tt.system}
		if got, want := lineOf(t, m), "10:01 ["+tt.want+"]"; got != want {
			t.Errorf("%s %s: got %q, want %q", tt.typeName, tt.subtype, got, want)
		}
	}
}

// TestEveryNoticeHasWords holds that no notice is named without words, and that
// there are no words without a notice.
func TestEveryNoticeHasWords(t *testing.T) {
	t.Parallel()
	used := []string{"business", "payment"}
	for _, name := range noticeNames {
		used = append(used, name)
		if notices()[name] == "" {
			t.Errorf("the notice %s has no words", name)
		}
	}
	for name := range notices() {
		if !slices.Contains(used, name) {
			t.Errorf("no notice has the words %s", name)
		}
	}
}
