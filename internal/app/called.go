package app

import (
	"strings"
	"unicode"

	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// unknownUser is what WhatsApp Web shows in English for somebody it knows neither
// name nor number of; notes outlast the moment in which that is so.
const unknownUser = "Unknown user"

// calledInNotes returns what a chat is called in its notes: what WhatsApp Web shows
// over it, unless that stands for a name it does not show. A person whose number is
// masked there, or who is called something that is no part of the name known, goes by
// name, else by number, else by the names that come with the messages: then it is "".
func calledInNotes(chat store.Chat) string {
	if isGroupChat(chat) || !standsIn(chat) {
		return chat.Title
	}
	if chat.Name != "" || chat.Number == nil {
		return chat.Name
	}
	return chat.Number.E164
}

// standsIn says whether the title of a chat with a person is not that person's name or
// number. Only of a chat known by a LID WhatsApp Web may have neither at hand.
func standsIn(chat store.Chat) bool {
	title := strings.TrimSpace(chat.Title)
	if title == "" || isMasked(title) || strings.EqualFold(title, unknownUser) {
		return true
	}
	return chat.Name != "" && hasLID(chat) && strings.ContainsFunc(title, unicode.IsLetter) &&
		!strings.Contains(strings.ToLower(title), strings.ToLower(chat.Name))
}

// isMasked says whether a title is a number some digits of which are hidden behind
// dots, such as "+1 ∙∙∙∙∙∙∙∙32".
func isMasked(title string) bool {
	masks := 0
	for _, r := range title {
		switch {
		case unicode.IsLetter(r):
			return false
		case strings.ContainsRune("∙•·*", r):
			masks++
		}
	}
	return masks >= 2
}

func isGroupChat(chat store.Chat) bool {
	jid, err := whatsapp.ParseJID(chat.IDs[0])
	return err == nil && jid.IsGroup()
}

func hasLID(chat store.Chat) bool {
	for _, id := range chat.IDs {
		if jid, err := whatsapp.ParseJID(id); err == nil && jid.IsLID() {
			return true
		}
	}
	return false
}
