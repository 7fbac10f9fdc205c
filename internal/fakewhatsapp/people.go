package fakewhatsapp

import "time"

// Chats that the default world does not have. All people and numbers are invented, except WhatsApp's own
// accounts (the assistant, the bot, the announcements).
const (
	// ChatTwiceByPhone and ChatTwiceByLID are one person, who has a chat under each.
	ChatTwiceByPhone = "4915550100222@c.us"
	ChatTwiceByLID   = "187700220044661@lid"
	// ChatNamesake and ChatOtherNamesake bear the same name and are two people.
	ChatNamesake      = "33655500101@c.us"
	ChatOtherNamesake = "33655500102@c.us"
	// ChatNeverLearned is kept under a LID; nothing tells the number.
	ChatNeverLearned = "240011559988771@lid"
	// ChatUsername is known by a user name only.
	ChatUsername = "218855003399117@lid"
	// ChatProtected is under WhatsApp's advanced chat privacy, ChatDisappearing deletes its messages after a
	// day.
	ChatProtected    = "5511955500133@c.us"
	ChatDisappearing = "5511955500134@c.us"
	// ChatBusiness is a business with a verified name, ChatHosted one whose messages Meta handles.
	ChatBusiness = "27825550144@c.us"
	ChatHosted   = "27825550145:99@hosted"
	// ChatMarkup belongs to somebody whose name is HTML.
	ChatMarkup = "14155550155@c.us"
	// ChatCommunity is a community, ChatSubgroup a group in it.
	ChatCommunity = "120363025550000201@g.us"
	ChatSubgroup  = "120363025550000202@g.us"
	// ChatAssistant and ChatBot are bots, ChatAnnouncements is WhatsApp's own account (PSA), ChatStatus holds
	// the status updates.
	ChatAssistant     = "867051314767696@bot"
	ChatBot           = "13135550002@c.us"
	ChatAnnouncements = "0@c.us"
	ChatStatus        = "status@broadcast"
)

// MarkupName is the name of ChatMarkup.
const MarkupName = `<img src=x onerror="document.title='taken over'"><b>Rob</b> & "Co"`

// OddChats describes the chats of this file, each with a few messages before the given time.
func OddChats(now time.Time) []Chat {
	c := calendar{now}
	some := func(words ...string) []Msg {
		messages := []Msg{}
		for i, word := range words {
			messages = append(messages, text(c.ago(60*(len(words)-i)), word))
		}
		return messages
	}
	chats := []Chat{
		{ID: ChatTwiceByPhone, AccountLID: ChatTwiceByLID, Name: "Jonas Brandt", Pushname: "Jonas", Messages: some("The old chat", "ends here")},
		{ID: ChatTwiceByLID, Pushname: "Jonas", Messages: some("The new chat", "goes on")},
		{ID: ChatNamesake, Name: "Marie Dubois", Pushname: "Marie", Messages: some("I am the first")},
		{ID: ChatOtherNamesake, Name: "Marie Dubois", Pushname: "Marie", Messages: some("I am the other")},
		{ID: ChatNeverLearned, Pushname: "K.", Messages: some("Nobody knows my number")},
		{ID: ChatUsername, Messages: some("I have only a user name"), Fields: map[string]any{"isUsernameThreadAtCreation": true},
			ContactFields: map[string]any{"username": "blue.heron", "isUsernameContact": true}},
		{ID: ChatProtected, Name: "Lia Costa", Messages: some("Not to be exported"), Fields: map[string]any{"limitSharing": true}},
		{ID: ChatDisappearing, Name: "Rui Costa", Fields: map[string]any{"ephemeralDuration": 86400},
			Messages: []Msg{{Time: c.ago(30), Body: "Gone tomorrow", Fields: map[string]any{"ephemeralDuration": 86400}}}},
		{ID: ChatBusiness, Pushname: "Cape Tiles", Messages: some("Your tiles are ready"), ContactFields: map[string]any{
			"verifiedName": "Cape Tiles (Pty) Ltd", "verifiedLevel": 2, "isBusiness": true, "isEnterprise": true}},
		{ID: ChatHosted, Pushname: "Hosted shop", Messages: []Msg{{Time: c.ago(50), Type: "ciphertext", Subtype: PhoneOnlyHosted}},
			ContactFields: map[string]any{"isBusiness": true, "isHosted": true}},
		{ID: ChatMarkup, Name: MarkupName, Pushname: MarkupName, Messages: some(`</script><script>document.title='taken over'</script>`)},
		{ID: ChatAssistant, Name: "Meta AI", Messages: some("How can I help?")},
		{ID: ChatBot, Name: "Meta AI", Messages: some("How can I help?")},
		{ID: ChatAnnouncements, Name: "WhatsApp", Messages: some("What is new in WhatsApp")},
		{ID: ChatStatus, Messages: []Msg{{Time: c.ago(20), Author: ChatMaya, Type: "image", Body: picture(50), Caption: "My day"}}},
	}
	return append(chats, community(c)...)
}

// community is a community and one of its groups. Both list members by phone number though authors are LIDs.
func community(c calendar) []Chat {
	members := []Participant{{JID: tomasPN, IsAdmin: true, IsSuperAdmin: true}, {JID: ChatSelf}}
	return []Chat{
		{ID: ChatCommunity, Group: &Group{Subject: "Harbour people", Participants: members, LIDAddressing: true,
			Fields: map[string]any{"isParentGroup": true, "defaultSubgroup": false, "numSubgroups": 1}},
			Fields:   map[string]any{"isParentGroup": true, "groupType": "COMMUNITY"},
			Messages: []Msg{{Time: c.ago(300), Type: "gp2", Subtype: "create", FromMe: true, Author: tomasLID, Body: "Harbour people"}}},
		{ID: ChatSubgroup, Group: &Group{Subject: "Harbour people: boats", Participants: members, LIDAddressing: true,
			Fields: map[string]any{"parentGroup": ChatCommunity}},
			Fields:   map[string]any{"groupType": "LINKED_SUBGROUP"},
			Messages: []Msg{{Time: c.ago(200), Author: tomasLID, Body: "The blue one is for sale"}}},
	}
}
