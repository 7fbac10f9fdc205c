package transcript

import (
	"strings"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// noticeNames gives the words for notices of WhatsApp, by type and subtype. The
// types are those of WAWebSystemMessageTypes, client revision 1044822804; the
// subtypes those that WAWebContactSystemMsg and WAWebGroupSystemMsg write.
var noticeNames = map[string]string{
	"e2e_notification/encrypt":                  "encrypted",
	"e2e_notification/encrypt_now":              "encrypted",
	"e2e_notification/identity":                 "security_code",
	"e2e_notification/device":                   "security_code",
	"e2e_notification/e2e_identity_unavailable": "security_code_silent",

	"gp2/create":             "created",
	"gp2/add":                "added",
	"gp2/invite":             "invited",
	"gp2/linked_group_join":  "joined",
	"gp2/v4_add_invite_join": "joined",
	"gp2/auto_add":           "joined",
	"gp2/remove":             "removed",
	"gp2/leave":              "left",
	"gp2/subject":            "subject",
	"gp2/description":        "description",
	"gp2/picture":            "picture",
	"gp2/promote":            "promoted",
	"gp2/demote":             "demoted",
	"gp2/modify":             "member_number",
	"gp2/ephemeral":          "disappearing",
	"gp2/not_ephemeral":      "disappearing_off",
	"pinned_message/":        "pinned",

	"notification_template/change_number":                            "number",
	"notification_template/change_username":                          "username",
	"notification_template/disappearing_mode":                        "disappearing",
	"notification_template/disappearing_mode_update":                 "disappearing",
	"notification_template/limit_sharing_system_message":             "privacy",
	"notification_template/block_contact":                            "blocked",
	"notification_template/contact_info_card":                        "contact_details",
	"notification_template/masked_thread_created":                    "numbers_hidden",
	"notification_template/cag_masked_thread_created":                "numbers_hidden",
	"notification_template/chat_assignment":                          "assigned",
	"notification_template/chat_assignment_unassign":                 "assigned",
	"notification_template/marketing_messages_from_business_stopped": "offers_stopped",
	"notification_template/marketing_messages_from_business_resumed": "offers_resumed",
	"notification_template/biz_name_change":                          "business_name",
	"notification_template/biz_privacy_mode_init_fb":                 "business_hosted",
	"notification_template/biz_privacy_mode_to_fb":                   "business_hosted",
	"notification_template/biz_privacy_mode_init_bsp":                "business_hosted",
	"notification_template/biz_privacy_mode_to_bsp":                  "business_hosted",
	"notification_template/biz_me_account_type_is_hosted":            "business_hosted",
	"notification_template/biz_me_account_type_is_hosted_transition": "business_hosted",
	"notification_template/biz_account_type_is_hosted":               "business_hosted",
	"notification_template/biz_account_type_changed_to_hosted":       "business_hosted",
}

// noticeName returns the name of the words for a notice, "" when there are none.
// Of business accounts and payments there are too many to tell them apart.
func noticeName(typeName, subtype string) string {
	if words, ok := noticeNames[typeName+"/"+subtype]; ok {
		return words
	}
	if typeName != "notification_template" {
		return ""
	}
	switch {
	case hasPrefix(subtype, "biz_", "blue_msg_", "verified_", "unverified_", "non_verified_"):
		return "business"
	case hasPrefix(subtype, "payment_"):
		return "payment"
	}
	return ""
}

func hasPrefix(text string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}

// notice tells what a notice of WhatsApp says.
func (w writer) notice(m whatsapp.Message) string {
	notice := noticeName(m.Type, m.Subtype)
	words, known := w.words.Notices[notice]
	switch {
	case known:
	case m.Subtype == "":
		return w.words.Notice
	default:
		return fill(w.words.NoticeOf, "{type}", oneLine(m.Type+" "+m.Subtype))
	}
	var system whatsapp.System
	if m.System != nil {
		system = *m.System
	}
	actor := w.actor(system)
	people := w.concerned(system)
	if people == "" && !strings.Contains(words, "{actor}") {
		people = actor
	}
	told := fill(words, "{actor}", firstNotEmpty(actor, w.words.Somebody), "{people}", firstNotEmpty(people, w.words.Somebody))
	switch text := oneLine(system.Text); notice {
	case "number":
		return named(told, people)
	case "created", "subject", "description", "business_name":
		if text != "" {
			return named(told, w.quoted(text))
		}
	}
	return told
}

// actor names the one who acted, "" when nobody is known.
func (w writer) actor(system whatsapp.System) string {
	if system.FromMe {
		return firstNotEmpty(w.me, w.words.Me)
	}
	return firstNotEmpty(personName(system.ActorName), plus(system.ShownNumber()))
}

// concerned names those whom a notice is about.
func (w writer) concerned(system whatsapp.System) string {
	var people []string
	for _, person := range system.People {
		people = append(people, notEmpty(personName(person))...)
	}
	return strings.Join(people, ", ")
}
