package transcript

import (
	"maps"
	"slices"
)

// KeyPrefix begins the key of every text of a note in extension/_locales.
const KeyPrefix = "note_"

const (
	outcomeKey = KeyPrefix + "outcome_"
	typeKey    = KeyPrefix + "type_"
	noticeKey  = KeyPrefix + "notice_"
)

// WordsFrom returns the words that lookup finds by their keys, see [WordKeys].
// A text that lookup does not know, and returns as "", is taken in English.
func WordsFrom(lookup func(key string) string) Words {
	find := func(key, english string) string { return firstNotEmpty(lookup(key), english) }
	w := Words{Outcomes: map[string]string{}, Types: map[string]string{}, Notices: map[string]string{}}
	for _, t := range w.texts() {
		*t.words = find(t.key, t.english)
	}
	for outcome, english := range outcomes() {
		w.Outcomes[outcome] = find(outcomeKey+outcome, english)
	}
	for kind, english := range types() {
		w.Types[kind] = find(typeKey+kind, english)
	}
	for notice, english := range notices() {
		w.Notices[notice] = find(noticeKey+notice, english)
	}
	return w
}

// English returns the words of a note in English.
func English() Words { return WordsFrom(func(string) string { return "" }) }

// WordKeys returns the keys of all texts of a note, sorted.
func WordKeys() []string { return slices.Sorted(maps.Keys(english())) }

// english returns the English text of every key.
func english() map[string]string {
	all := map[string]string{}
	for _, t := range new(Words).texts() {
		all[t.key] = t.english
	}
	for outcome, text := range outcomes() {
		all[outcomeKey+outcome] = text
	}
	for kind, text := range types() {
		all[typeKey+kind] = text
	}
	for notice, text := range notices() {
		all[noticeKey+notice] = text
	}
	return all
}

// text is one text of a note: its key, its field, and its words in English.
type text struct {
	key     string
	words   *string
	english string
}

// texts returns every text that has a field of its own.
func (w *Words) texts() []text {
	return []text{
		{"note_head", &w.Head, "WhatsApp chat with {chat} · {date} · times in {zone} ({offset})"},
		{"note_head_offset", &w.HeadOffset, "WhatsApp chat with {chat} · {date} · times in {offset}"},
		{"note_overwritten", &w.Overwritten, "Written by Chatkeep. Keep notes of your own apart from this one."},
		{"note_me", &w.Me, "Me"},
		{"note_unnamed", &w.Unnamed, "Unknown"},

		{"note_photo", &w.Photo, "photo"},
		{"note_video", &w.Video, "video"},
		{"note_gif", &w.GIF, "GIF"},
		{"note_voice", &w.Voice, "voice message"},
		{"note_audio", &w.Audio, "audio"},
		{"note_document", &w.Document, "document"},
		{"note_sticker", &w.Sticker, "sticker"},
		{"note_location", &w.Location, "location"},
		{"note_live_location", &w.LiveLocation, "live location"},
		{"note_contact", &w.Contact, "contact"},
		{"note_poll", &w.Poll, "poll"},
		{"note_poll_multiple", &w.PollMultiple, "poll with several answers"},
		{"note_voice_call", &w.VoiceCall, "voice call"},
		{"note_video_call", &w.VideoCall, "video call"},
		{"note_photos_one", &w.OnePhoto, "1 photo"},
		{"note_photos_other", &w.Photos, "{count} photos"},
		{"note_videos_one", &w.OneVideo, "1 video"},
		{"note_videos_other", &w.Videos, "{count} videos"},
		{"note_pages_one", &w.OnePage, "1 page"},
		{"note_pages_other", &w.Pages, "{count} pages"},
		{"note_items_one", &w.OneItem, "1 item"},
		{"note_items_other", &w.Items, "{count} items"},
		{"note_votes_one", &w.OneVote, "1 vote"},
		{"note_votes_other", &w.Votes, "{count} votes"},
		{"note_from_to", &w.FromTo, "{start} to {end}"},
		{"note_cancelled", &w.Cancelled, "cancelled"},
		{"note_from_ad", &w.FromAd, "came from the advertisement {ad}"},
		{"note_from_some_ad", &w.FromSomeAd, "came from an advertisement"},
		{"note_notice", &w.Notice, "WhatsApp notice"},
		{"note_notice_of_type", &w.NoticeOf, `WhatsApp notice of type "{type}"`},
		{"note_somebody", &w.Somebody, "somebody"},
		{"note_of_type", &w.OfType, `message of type "{type}"`},

		{"note_pending", &w.Pending, "not readable on this computer yet; it may be only on the phone"},
		{"note_view_once", &w.ViewOnce, "view-once message, not saved"},
		{"note_disappearing", &w.Disappearing, "disappearing message, not saved"},
		{"note_protected", &w.Protected, "protected message, not saved"},
		{"note_phone_only", &w.PhoneOnly, "message shown on the phone only, not saved"},

		{"note_answering", &w.Answering, "answering {quote}"},
		{"note_answering_name", &w.AnsweringName, "answering {name}: {quote}"},
		{"note_open_quote", &w.OpenQuote, `"`},
		{"note_close_quote", &w.CloseQuote, `"`},
		{"note_forwarded", &w.Forwarded, "forwarded"},
		{"note_edited", &w.Edited, "edited {time}"},
		{"note_edited_once", &w.EditedOnce, "edited"},
		{"note_edited_before", &w.Before, "before: {words}"},
		{"note_not_sent", &w.NotSent, "not sent"},
		{"note_deleted_by_sender", &w.DeletedBySender, "deleted by sender"},
		{"note_deleted_by_admin", &w.DeletedAdmin, "deleted by an admin"},
		{"note_deleted_by_named", &w.DeletedByNamed, "deleted by {name}, an admin"},
		{"note_reactions", &w.Reactions, "reactions: {reactions}"},
		{"note_continued", &w.Continued, "continued"},
		{"note_cut", &w.Cut, "the end of this message was too long to be saved"},

		{"note_messages_one", &w.OneMessage, "1 message"},
		{"note_messages_other", &w.Messages, "{count} messages"},
		{"note_last", &w.Last, "last {time}"},
		{"note_surplus_title", &w.SurplusTitle, "Not needed: {note}"},
		{"note_surplus_text", &w.SurplusText, "Zoho stored this note twice when its answer was lost. Everything is in the other note of this day; this one can be deleted."},
		{"note_reference_title", &w.ReferenceTitle, "WhatsApp messages: see the contact {name}"},
		{"note_reference_text", &w.ReferenceText, "WhatsApp messages are kept in the notes of the contact {name}:"},
		{"note_reference_end", &w.ReferenceEnd, "New ones are added there; this note stays as it is. Written by Chatkeep."},
		{"note_reference_surplus", &w.ReferenceSurplus, "This note was stored twice. The other one stands on the same deal; this one can be deleted."},
		{"note_decimal_point", &w.DecimalPoint, "."},
		{"note_bytes", &w.Units[0], "B"},
		{"note_kilobytes", &w.Units[1], "kB"},
		{"note_megabytes", &w.Units[2], "MB"},
		{"note_gigabytes", &w.Units[3], "GB"},
	}
}

// outcomes returns what is told of a call, by WhatsApp's outcome in lower case.
func outcomes() map[string]string {
	return map[string]string{
		"missed":                  "missed {call}",
		"rejected":                "{call}, declined",
		"declined":                "{call}, declined",
		"cancelled":               "{call}, cancelled",
		"failed":                  "{call}, failed",
		"accepted_elsewhere":      "{call}, answered on another device",
		"silenced_by_dnd":         "missed {call}, silenced",
		"silenced_unknown_caller": "missed {call}, silenced",
	}
}

// types returns what messages without a label of their own are called, by
// WhatsApp's type, and a request for money by its type and subtype.
func types() map[string]string {
	return map[string]string{
		"album":            "album",
		"product":          "product",
		"order":            "order",
		"payment":          "payment",
		"payment_request":  "payment request",
		"event_creation":   "event",
		"groups_v4_invite": "invitation to a group",
		"list":             "list",
		"interactive":      "message with buttons",
		"native_flow":      "message with buttons",
		"hsm":              "template message",

		"newsletter_follower_invite": "invitation to a channel",
		"newsletter_admin_invite":    "invitation to a channel",
		"request_phone_number":       "request for the phone number",
	}
}

// notices returns what notices of WhatsApp say, by their names here.
func notices() map[string]string {
	return map[string]string{
		"encrypted":            "messages and calls are end-to-end encrypted",
		"security_code":        "the security code was changed",
		"security_code_silent": "changes of the security code are no longer shown",

		"created":          "{actor} created the group",
		"added":            "{actor} added {people}",
		"invited":          "{people} joined by an invitation link",
		"joined":           "{people} joined",
		"removed":          "{actor} removed {people}",
		"left":             "{people} left",
		"subject":          "{actor} changed the name of the group",
		"description":      "{actor} changed the description of the group",
		"picture":          "{actor} changed the picture of the group",
		"promoted":         "now an admin: {people}",
		"demoted":          "no longer an admin: {people}",
		"member_number":    "{people} changed their phone number",
		"pinned":           "{actor} pinned a message",
		"disappearing":     "the setting for disappearing messages was changed",
		"disappearing_off": "disappearing messages were turned off",

		"number":          "the phone number was changed",
		"username":        "the user name was changed",
		"privacy":         "the setting for advanced chat privacy was changed",
		"blocked":         "the contact was blocked or unblocked",
		"contact_details": "WhatsApp showed details of the contact",
		"numbers_hidden":  "phone numbers are hidden in this chat",
		"assigned":        "the assignment of the chat was changed",
		"offers_stopped":  "offers of the business were stopped",
		"offers_resumed":  "offers of the business were resumed",
		"business":        "notice about a business account",
		"business_name":   "the business changed its name",
		"business_hosted": "other companies help the business to manage this chat",
		"payment":         "notice about a payment",
	}
}
