package fakewhatsapp

import "time"

// EncryptionNotice is the line that says messages are encrypted. Its body is a JID and not a text.
func EncryptionNotice(jid string) Msg {
	return Msg{Type: "e2e_notification", Subtype: "encrypt", Body: jid, FromMe: true}
}

// GroupEvent is something that happened to a group: "add", "remove", "leave", "promote", "subject" … The key
// says it was the own account, whoever the author is.
func GroupEvent(subtype, author, body string, people ...string) Msg {
	m := Msg{Type: "gp2", Subtype: subtype, Author: author, Body: body, FromMe: true}
	if len(people) > 0 {
		m = m.with(map[string]any{"recipients": people})
	}
	return m
}

// ChatNotice is a line of type "notification_template", such as "change_number", with its parameters.
func ChatNotice(subtype string, params ...string) Msg {
	return Msg{Type: "notification_template", Subtype: subtype, FromMe: true}.with(map[string]any{"templateParams": params})
}

// NotYetDecrypted is a message that waits for its key. [Server.Decrypt] makes it readable.
func NotYetDecrypted() Msg {
	return Msg{Type: "ciphertext"}.with(map[string]any{"typeOnInit": "ciphertext"})
}

// The subtypes of messages that stay on the phone (WAWebMsgModel of a build of 2026).
const (
	PhoneOnlyViewOnce = "view_once_unavailable_fanout"
	PhoneOnlyHosted   = "hosted_unavailable_fanout"
	PhoneOnlyBot      = "bot_unavailable_fanout"
)

// OnPhoneOnly is a message that WhatsApp Web never gets, with one of the PhoneOnly subtypes.
func OnPhoneOnly(subtype string) Msg {
	m := NotYetDecrypted()
	m.Subtype = subtype
	return m
}

// Deleted is a message of the history that was deleted for everyone, by its sender or by an admin of the
// group, whose JID is by.
func Deleted(subtype, by string, at time.Time) Msg {
	m := Msg{Type: "revoked", Subtype: subtype}
	fields := map[string]any{"revokeTimestamp": at.Unix()}
	if by != "" {
		fields["revokeSender"] = by
	}
	return m.with(fields)
}

// ActingOn is a row that acts on another message and is none itself: "reaction", "poll_update",
// "keep_in_chat", "pin_message" … It is in the database, but no search of the builds known so far gives it.
func ActingOn(kind string) Msg {
	return Msg{Type: kind}
}

// AllKinds is a message of every kind, a minute apart, the last one at the given time. Those that need the
// key of another message are left out: replies (Msg.Quote), parts of an album ([Server.DeliverAlbum]), edits
// ([Server.Edit]) and reactions ([Server.React]).
func AllKinds(last time.Time) []Msg {
	messages := []Msg{
		EncryptionNotice(ChatElena), ChatNotice("change_number", ChatElena, ChatMaya),
		Text("Plain"), Text("مرحبا \u202Bشكراً\u202C and English"), Text("👩‍👩‍👧‍👦👍🏽🇿🇦 e\u0301\u200d"),
		Text("  *bold*\n> quoted line\n- item\n```code```  "), LongText(65_536), LongText(70_000),
		Link("See https://example.com/offer", "https://example.com/offer", "The offer"),
		Mentioning("@265519003874410 and @999888777666555", tomasLID, DefaultAccount().LID),
		MentioningGroup("@120363025550000001@g.us please", ChatGroup, "Harbour project"),
		Forwarded(Text("Passed on"), 1), Forwarded(Text("Passed on by many"), 127), Failed(Text("Never left")),
		Disappearing(Text("Gone in a week"), 7*24*time.Hour), FromAd(Text("Can I get more info on this?"), "Oak chairs", "https://example.com/ad"),
		Image("A picture"), Image(""), ViewOnce(Image("")), Video("A video", 12), GIF("A moving picture"), VideoNote(7),
		Voice(17), ViewOnce(Voice(3)), AudioFile(183), Sticker(), Document("Offer 2291.pdf", "The offer", 3), Document("notes.txt", "", 0),
		Album(2, 1), Place(6.4541, 3.3947, "Harbour warehouse 4", "Creek Road, Lagos"), LivePlace(6.45, 3.39, "On my way"),
		Card("Tunde Bello", "+234 803 555 0147"), Cards("Ada", "+44 7700 900147", "Ben", "+1 415 555 0199"),
		Poll("Which day?", 1, "Tuesday", "Thursday"), Voted(Poll("Which colours?", 0, "Red", "Blue", "Green"), 3, 0, 1),
		PollResult("Which day?", []string{"Tuesday", "Thursday"}, 4, 9),
		Appointment("Site visit", "Bring boots", "Gate 3", last.Add(24*time.Hour), last.Add(26*time.Hour)),
		Cancelled(Appointment("Call", "", "", last.Add(48*time.Hour), time.Time{})),
		Call("Completed", 342, false), Call("Missed", 0, true, ChatMaya, ChatSelf),
		GroupInvite(ChatGroup, "Harbour project", "Join us", last.Add(72*time.Hour)),
		List("What may it be?", "Menu", "Mains", "Pizza", "Pasta"), ListChoice("Pizza"), Buttons("Which size?", "Small", "Large"),
		ButtonChoice("Large"), HSM("Your order", "It is on its way."), TemplateChoice("Confirm"), Interactive("Summer", "New things are in."),
		Shop("Summer collection", "See what is new."), InteractiveChoice("Sent"), NativeFlow("Shop now", "Visit our site", "Visit"),
		Product("Oak chair", "Solid oak", "EUR", 149_900), Order("Your cart", "Please by Friday", 3, "EUR", 449_700),
		Payment("request", "For the chairs", "INR", 500_000), Payment("send", "", "INR", 20_000), Greeting("Welcome! How can we help?"),
		NotYetDecrypted(), OnPhoneOnly(PhoneOnlyViewOnce), OnPhoneOnly(PhoneOnlyHosted), OnPhoneOnly(PhoneOnlyBot),
		Deleted("sender", "", last), Unparsed(), UnknownKind("holographic_greeting"),
		{Type: "rich_response", Body: "An answer of WhatsApp's assistant"}, {Type: "quarantined"}, {Type: "sticker-pack"},
		{Type: "pinned_message", FromMe: true}, {Type: "broadcast_notification", FromMe: true}, {Type: "notification", FromMe: true},
	}
	for i := range messages {
		messages[i].Time = last.Add(time.Duration(i+1-len(messages)) * time.Minute)
	}
	return messages
}
