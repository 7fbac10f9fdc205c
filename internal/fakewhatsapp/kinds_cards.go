package fakewhatsapp

import (
	"fmt"
	"time"
)

// Place is a location; loc holds name and address on two lines.
func Place(lat, lng float64, name, address string) Msg {
	return Msg{Type: "location", Body: picture(200)}.with(map[string]any{
		"lat": lat, "lng": lng, "loc": name + "\n" + address, "clientUrl": "https://maps.example.com/place",
	})
}

// LivePlace is a location that is followed for a while.
func LivePlace(lat, lng float64, comment string) Msg {
	return Msg{Type: "location", Body: picture(210)}.with(map[string]any{
		"lat": lat, "lng": lng, "isLive": true, "accuracy": 12, "speed": 1.4, "shareDuration": 900, "comment": comment, "sequence": 1,
	})
}

// vcardOf is a contact card with one number.
func vcardOf(name, phone string) string {
	return fmt.Sprintf("BEGIN:VCARD\nVERSION:3.0\nN:;%[1]s;;;\nFN:%[1]s\nitem1.TEL;waid=%[2]s:%[3]s\nitem1.X-ABLabel:Mobile\nEND:VCARD",
		name, digitsOf(phone), phone)
}

func digitsOf(phone string) string {
	var digits []rune
	for _, letter := range phone {
		if letter >= '0' && letter <= '9' {
			digits = append(digits, letter)
		}
	}
	return string(digits)
}

// Card is a contact card; the vCard is the body.
func Card(name, phone string) Msg {
	return Msg{Type: "vcard", Body: vcardOf(name, phone)}.with(map[string]any{"vcardFormattedName": name})
}

// Cards are several contact cards in one message, given as name and number by turns.
func Cards(namesAndPhones ...string) Msg {
	list := []map[string]any{}
	for i := 0; i+1 < len(namesAndPhones); i += 2 {
		list = append(list, map[string]any{"displayName": namesAndPhones[i], "vcard": vcardOf(namesAndPhones[i], namesAndPhones[i+1])})
	}
	return Msg{Type: "multi_vcard"}.with(map[string]any{"vcardList": list, "vcardFormattedName": fmt.Sprintf("%d contacts", len(list))})
}

func pollOptions(options []string) []map[string]any {
	list := []map[string]any{}
	for i, option := range options {
		list = append(list, map[string]any{"name": option, "localId": i})
	}
	return list
}

// Poll is a question with options. selectable is how many may be chosen, 0 for any number. Votes come as
// messages of their own (type "poll_update"), which no search gives.
func Poll(question string, selectable int, options ...string) Msg {
	return Msg{Type: "poll_creation"}.with(map[string]any{
		"pollName": question, "pollOptions": pollOptions(options), "pollSelectableOptionsCount": selectable,
		"pollType": "POLL", "pollContentType": "TEXT", "pollInvalidated": false, "messageSecret": messageSecret,
	})
}

// Voted gives a poll its counted votes, in the order of the options.
func Voted(poll Msg, votes ...int) Msg {
	options, _ := poll.Fields["pollOptions"].([]map[string]any)
	counted := []map[string]any{}
	for i, option := range options {
		counted = append(counted, map[string]any{"option": option, "optionVoteCount": votes[i]})
	}
	return poll.with(map[string]any{"pollVotesSnapshot": map[string]any{"pollVotes": counted}})
}

// PollResult is the outcome of a poll that somebody passed on.
func PollResult(question string, options []string, votes ...int) Msg {
	m := Voted(Poll(question, 1, options...), votes...)
	m.Type = "poll_result_snapshot"
	delete(m.Fields, "pollOptions")
	return m
}

// Appointment is an event that was proposed. A zero end leaves it open; an empty place leaves that out.
func Appointment(name, description, place string, start, end time.Time) Msg {
	fields := map[string]any{
		"eventName": name, "eventDescription": description, "eventStartTime": start.Unix(), "isEventCanceled": false,
		"eventExtraGuestsAllowed": true, "messageSecret": messageSecret,
	}
	if !end.IsZero() {
		fields["eventEndTime"] = end.Unix()
	}
	if place != "" {
		fields["eventLocation"] = map[string]any{"degreesLatitude": 53.5413, "degreesLongitude": 9.9841, "name": place}
	}
	return Msg{Type: "event_creation", Fields: fields}
}

// Cancelled calls an appointment off.
func Cancelled(appointment Msg) Msg { return appointment.with(map[string]any{"isEventCanceled": true}) }

// Call is a call as it is logged. Seconds is 0 for one that was not answered.
func Call(outcome string, seconds int, video bool, people ...string) Msg {
	fields := map[string]any{"callOutcome": outcome, "isVideoCall": video}
	if seconds > 0 {
		fields["callDuration"] = seconds
	}
	if len(people) > 0 {
		participants := []map[string]any{}
		for _, jid := range people {
			participants = append(participants, map[string]any{"participantJid": jid, "callOutcome": outcome})
		}
		fields["callParticipants"], fields["callCreator"] = participants, people[0]
	}
	return Msg{Type: "call_log", Fields: fields}
}

// GroupInvite invites to a group. What the sender writes is the comment, not the body.
func GroupInvite(group, subject, comment string, expires time.Time) Msg {
	return Msg{Type: "groups_v4_invite"}.with(map[string]any{
		"inviteGrp": group, "inviteGrpName": subject, "comment": comment, "inviteCode": "InventedInviteCode",
		"inviteCodeExp": fmt.Sprint(expires.Unix()), "inviteGrpType": "DEFAULT", "inviteGrpJpegThum": picture(10),
	})
}
