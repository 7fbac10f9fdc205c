package fakewhatsapp

import (
	"fmt"
	"time"
)

// defaultChats describes the default world. Ids are given where something refers to the message later.
func defaultChats(now time.Time) []Chat {
	c := calendar{now}
	return []Chat{
		elena(c), maya(c), priya(c), sunny(c), omar(c), group(c), self(c), channel(c), list(c),
	}
}

func elena(c calendar) Chat {
	messages := []Msg{encryptionNotice(c.at(40, 9, 0), ChatElena)}
	// Enough older talk for several pages of history.
	for i := range 120 {
		day, minute := 39-i/4, (i*7)%50
		if i%3 == 0 {
			messages = append(messages, mine(c.at(day, 10+i%4*2, minute), fmt.Sprintf("Sample sheet %d is on its way to you.", i+1)))
		} else {
			messages = append(messages, text(c.at(day, 10+i%4*2, minute), fmt.Sprintf("Thanks, got sheet %d. The second column is what we need.", i)))
		}
	}
	messages = append(messages,
		text(c.at(3, 9, 12), "Good morning! Could you send the offer for the 40 chairs again?"),
		mine(c.at(3, 9, 20), "Of course. *40 chairs*, oak, delivered by the 14th. _Valid for two weeks._"),
		Msg{Time: c.at(3, 9, 21), FromMe: true, Type: "document", Caption: "The offer, with the drawing on page 2.",
			Body: picture(120), Fields: media("application/pdf", 284_113, map[string]any{"filename": "Offer 2291.pdf", "pageCount": 3})},
		text(c.at(3, 9, 40), "Perfect 👍🏽 I will show it to my colleague 👩‍💻"),
		Msg{ID: "3A5D0E1F2A3B4C5D6E7F", Time: c.at(2, 14, 3), Type: "image", Caption: "This is the room. Will they fit?",
			Body: picture(40), Fields: media("image/jpeg", 182_440, map[string]any{"width": 1600, "height": 1200})},
		Msg{ID: "3EB0A1B2C3D4E5F60718", Time: c.at(2, 14, 10), FromMe: true, Body: "They will, with 80 cm between the rows."},
		Msg{Time: c.at(2, 14, 12), Type: "ptt", Fields: media("audio/ogg; codecs=opus", 31_220, map[string]any{"duration": "17"})},
		Msg{Time: c.at(1, 16, 5), Type: "call_log", Fields: map[string]any{"callOutcome": "Completed", "callDuration": 342, "isVideoCall": false}},
		Msg{ID: "AC5511223344556677889900AABBCCDD", Time: c.at(1, 16, 30), Body: "Wrong chat, sorry!"},
		Msg{Time: c.ago(95), Body: "We take them. Where shall I send the order?", NotifyName: "Elena M."},
		Msg{Time: c.ago(92), FromMe: true, Body: "Here is fine, or orders@example.com 🙏"},
		Msg{Time: c.ago(14), Body: "Sent! One more thing: can the last row be delivered to the second floor?"},
	)
	return Chat{ID: ChatElena, AccountLID: elenaLID, Name: "Elena Marsh", Pushname: "Elena M.", Unread: 1, Messages: messages}
}

func maya(c calendar) Chat {
	return Chat{ID: ChatMaya, AccountLID: "219930047718254@lid", Name: "Maya Okafor", Pushname: "Maya", Unread: 2, Messages: []Msg{
		encryptionNotice(c.at(2, 8, 59), ChatMaya),
		text(c.at(2, 9, 0), "Hello, I found you through the trade fair list. Do you deliver to Lagos?"),
		mine(c.at(2, 9, 31), "Hello Maya, yes, twice a month by sea."),
		text(c.at(2, 9, 33), "Great. I need 12 desks and 12 lamps."),
		Msg{Time: c.at(1, 11, 2), Type: "location", Body: picture(200), Fields: map[string]any{
			"lat": 6.4541, "lng": 3.3947, "loc": "Harbour warehouse 4\nCreek Road, Lagos"}},
		Msg{Time: c.at(1, 11, 4), Type: "vcard", Body: "BEGIN:VCARD\nVERSION:3.0\nFN:Tunde Bello\nEND:VCARD",
			Fields: map[string]any{"vcardFormattedName": "Tunde Bello"}},
		mine(c.at(1, 11, 20), "Thank you. I will calculate the freight."),
		text(c.ago(44), "Any news about the freight?"),
		text(c.ago(43), "I could also collect from Rotterdam 🚢"),
	}}
}

func priya(c calendar) Chat {
	return Chat{ID: ChatPriya, Phone: priyaPN, Name: "Priya Raman", Pushname: "Priya", Messages: []Msg{
		encryptionNotice(c.at(5, 10, 0), ChatPriya),
		text(c.at(5, 10, 1), "Hi Alex, this is Priya from the studio."),
		mine(c.at(5, 10, 9), "Hi Priya, good to hear from you."),
		Msg{Time: c.at(4, 15, 0), Type: "poll_creation", Fields: map[string]any{
			"pollName": "Which day suits you?", "pollSelectableOptionsCount": 1,
			"pollOptions": []map[string]any{{"name": "Tuesday", "localId": 0}, {"name": "Thursday", "localId": 1}}}},
		mine(c.at(4, 15, 12), "Thursday."),
		Msg{ID: "3EB0B7C6D5E4F3021100", Time: c.at(1, 9, 30), FromMe: true, Body: "See you on Thursday at ten"},
		Msg{Time: c.at(1, 9, 45), Type: "image", Body: picture(90),
			Fields: media("image/jpeg", 88_100, map[string]any{"isViewOnce": true, "width": 1200, "height": 1600})},
		text(c.ago(310), "Perfect, see you then!"),
	}}
}

func sunny(c calendar) Chat {
	return Chat{
		ID: ChatSunny, Pushname: "sunny.kite", Unread: 1,
		Fields:        map[string]any{"lidOriginType": "ctwa"},
		ContactFields: map[string]any{"username": "sunny.kite", "isUsernameContact": true},
		Messages: []Msg{
			encryptionNotice(c.at(1, 19, 59), ChatSunny),
			{Time: c.at(1, 20, 0), Body: "Hello! Can I get more info on this?", NotifyName: "sunny.kite",
				Fields: map[string]any{"ctwaContext": map[string]any{"sourceUrl": "https://example.com/ad", "title": "Oak chairs", "isSuspiciousLink": false}}},
			mine(c.at(1, 20, 30), "Hello! Gladly. Which model do you mean?"),
			{Time: c.ago(200), Type: "ciphertext", NotifyName: "sunny.kite"},
		},
	}
}

func omar(c calendar) Chat {
	return Chat{ID: ChatOmar, Name: "عمر الحداد", Pushname: "Omar", Messages: []Msg{
		encryptionNotice(c.at(6, 12, 0), ChatOmar),
		text(c.at(6, 12, 1), "مرحبا، هل الكراسي متوفرة باللون الأسود؟"),
		mine(c.at(6, 12, 40), "Yes: اللون الأسود متوفر, 25 pieces."),
		text(c.at(3, 18, 5), "ممتاز، شكراً جزيلاً 🌹"),
		// Sent while messages of this chat disappeared after a week.
		{Time: c.at(2, 18, 6), Body: "سعر خاص لك", FromMe: true, Fields: map[string]any{"ephemeralDuration": 604800}},
		{Time: c.at(1, 7, 30), Type: "holographic_greeting", Body: "AAECAwQ="},
	}}
}

func group(c calendar) Chat {
	by := func(author string, t time.Time, body string) Msg { return Msg{Author: author, Time: t, Body: body} }
	mention := by(inesLID, c.ago(130), "@265519003874410 can you bring the samples? @999888777666555 has the list.")
	mention.Mentions = []string{tomasLID, DefaultAccount().LID}
	return Chat{
		ID: ChatGroup,
		Group: &Group{Subject: "Harbour project", LIDAddressing: true, Fields: map[string]any{"owner": tomasPN},
			Participants: []Participant{{JID: tomasPN, IsAdmin: true, IsSuperAdmin: true}, {JID: inesLID}, {JID: ChatSelf}}},
		Messages: []Msg{
			// Somebody else's act, though the key says it was the own account.
			{Time: c.at(9, 8, 0), Type: "gp2", Subtype: "create", FromMe: true, Author: tomasLID, Body: "Harbour project"},
			by(tomasLID, c.at(8, 9, 0), "Welcome everybody. The quay wall is measured."),
			by(inesLID, c.at(8, 9, 30), "Great news 🎉"),
			mine(c.at(7, 10, 0), "I will order the boards today."),
			{Author: tomasLID, Time: c.at(2, 10, 15), Type: "video", Caption: "The crane this morning", Body: picture(160),
				Fields: media("video/mp4", 2_400_118, map[string]any{"duration": "12", "width": 1280, "height": 720})},
			{Author: inesLID, Time: c.at(2, 10, 20), Type: "sticker", Body: picture(220), Fields: media("image/webp", 20_112, nil)},
			mention,
		},
	}
}

func self(c calendar) Chat {
	return Chat{ID: ChatSelf, Messages: []Msg{
		mine(c.at(4, 21, 0), "Call the joiner about the oak boards"),
		{Time: c.at(4, 21, 1), Body: "Shelf mark 4471-B"},
		mine(c.at(1, 8, 2), "https://example.com/parking"),
	}}
}

func channel(c calendar) Chat {
	return Chat{ID: ChatChannel, Name: "Harbour News", Messages: []Msg{
		text(c.at(4, 12, 0), "The east quay is open again from Monday."),
		text(c.at(1, 12, 0), "New ferry times: every 40 minutes until 22:00."),
	}}
}

func list(c calendar) Chat {
	return Chat{ID: ChatList, Name: "Spring customers", Messages: []Msg{
		mine(c.at(8, 9, 0), "Our spring list is out. Ask me for it."),
	}}
}

// decorateDefaultWorld does what needs the messages to be there: replies, edits, deletions, reactions.
func (s *Server) decorateDefaultWorld() {
	c := calendar{s.now()}
	steps := []error{
		s.LearnNumber(tomasLID, tomasPN),
		s.AddContact(Contact{ID: tomasPN, Fields: map[string]any{"name": "Tomás Vidal", "pushname": "Tomás"}}),
		s.AddContact(Contact{ID: tomasLID, Fields: map[string]any{"pushname": "Tomás", "phoneNumber": tomasPN}}),
		s.AddContact(Contact{ID: inesLID, Fields: map[string]any{"pushname": "Inês"}}),
		s.Edit("true_"+ChatPriya+"_3EB0B7C6D5E4F3021100", "See you on Thursday at eleven"),
		s.Revoke("false_"+ChatElena+"_AC5511223344556677889900AABBCCDD", ""),
		s.React("true_"+ChatElena+"_3EB0A1B2C3D4E5F60718", ChatElena, "❤️"),
		s.React("false_"+ChatElena+"_3A5D0E1F2A3B4C5D6E7F", ChatSelf, "👍"),
	}
	_, err := s.Backfill(ChatElena, []Msg{{
		Time: c.at(2, 14, 11), Body: "Wonderful, that is what I hoped for.", Quote: "true_" + ChatElena + "_3EB0A1B2C3D4E5F60718",
	}})
	for _, err := range append(steps, err) {
		if err != nil {
			panic(fmt.Errorf("fakewhatsapp: default world: %w", err))
		}
	}
	s.log = nil
}
