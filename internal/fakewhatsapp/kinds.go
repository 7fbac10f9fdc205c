package fakewhatsapp

import (
	"maps"
	"strings"
	"time"
)

// The functions of this file and its neighbours describe one message of each kind, with the fields that
// WAWebMsgModel of client revision 1044822804 declares for it, in the shapes that
// WAWebMessageBubbleShowroomMsgCreators of a build of 2026 and the parsers of WhatsApp's protocol give them.
// What a test needs besides (ID, Author, FromMe, Time, Quote) is set on the result.

// messageSecret is what most messages carry: bytes that are an array in the page and an object with numbers
// for keys after cloning. The page gets them in base64.
const messageSecret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

// with gives the message further fields.
func (m Msg) with(fields map[string]any) Msg {
	merged := maps.Clone(m.Fields)
	if merged == nil {
		merged = map[string]any{}
	}
	maps.Copy(merged, fields)
	m.Fields = merged
	return m
}

// Text is a plain message.
func Text(body string) Msg {
	return Msg{Body: body}.with(map[string]any{"messageSecret": messageSecret})
}

// LongText is a plain message of the given number of UTF-16 units, all of them in the Basic Multilingual
// Plane.
func LongText(units int) Msg {
	const line = "All work and no play makes a long message. "
	return Text(strings.Repeat(line, units/len(line)+1)[:units])
}

// Link is a message with a preview of the page it links to.
func Link(body, address, title string) Msg {
	return Msg{Subtype: "url", Body: body}.with(map[string]any{
		"matchedText": address, "title": title, "description": "What the page says of itself", "richPreviewType": 0,
		"thumbnail": picture(30),
	})
}

// Mentioning is a message whose text names people as "@digits"; the JIDs stand beside it, in that order.
func Mentioning(body string, jids ...string) Msg {
	m := Text(body)
	m.Mentions = jids
	return m
}

// MentioningGroup is a message whose text names a group as "@JID".
func MentioningGroup(body, group, subject string) Msg {
	return Text(body).with(map[string]any{
		"groupMentions": []map[string]any{{"groupJid": group, "groupSubject": subject}},
	})
}

// Forwarded marks a message as passed on, how often as WhatsApp counts.
func Forwarded(m Msg, score int) Msg {
	return m.with(map[string]any{"isForwarded": true, "forwardingScore": score})
}

// Failed makes a message an own one that could not be sent.
func Failed(m Msg) Msg {
	m.FromMe = true
	return m.with(map[string]any{"ack": -1, "isSendFailure": true})
}

// Disappearing marks a message as one that is deleted after a time.
func Disappearing(m Msg, after time.Duration) Msg {
	return m.with(map[string]any{"ephemeralDuration": int64(after.Seconds()), "disappearingModeInitiator": "chat"})
}

// ViewOnce marks a picture, video or voice message as one that can be opened once.
func ViewOnce(m Msg) Msg { return m.with(map[string]any{"isViewOnce": true}) }

// FromAd marks a message as the first one after a click on an advertisement.
func FromAd(m Msg, title, address string) Msg {
	return m.with(map[string]any{"ctwaContext": map[string]any{
		"sourceUrl": address, "sourceId": "120210000000000001", "sourceType": "ad", "sourceApp": "facebook", "title": title,
		"description": "An offer in two lines", "thumbnail": picture(70), "ctwaClid": "invented-click-id", "isSuspiciousLink": false,
	}})
}

// UnknownKind is a message of a type that no build so far has had.
func UnknownKind(name string) Msg {
	return Msg{Type: name, Body: "AAECAwQ="}
}

// Unparsed is a message that this build could not read: WhatsApp knows it is there and keeps its bytes.
func Unparsed() Msg {
	return Msg{Type: "unknown", Subtype: "phone_only_feature"}.with(map[string]any{"futureproofType": "unknown"})
}
