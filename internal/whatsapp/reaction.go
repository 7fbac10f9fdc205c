package whatsapp

import (
	"cmp"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Reaction is one person's emoji on a message.
type Reaction struct {
	Emoji string `json:"emoji"`
	// Sender is the one who reacted, Name their name.
	Sender JID    `json:"sender,omitzero"`
	Name   string `json:"name,omitempty"`
	FromMe bool   `json:"fromMe,omitempty"`
	// At is in Unix milliseconds, 0 when not known.
	At int64 `json:"at,omitempty"`
}

// ShownNumber returns the digits of the number that stands for somebody without a
// name, "" when there is a name or no number.
func (r Reaction) ShownNumber() string { return numberOf(r.Name, r.Sender) }

// reactions returns the reactions to a message, at most one of each person: the
// latest.
func (r reader) reactions(records []contract.ReactionRecord) []Reaction {
	var list []Reaction
	at := map[Reaction]int{}
	for _, record := range records {
		reaction := Reaction{
			Emoji: short(record.Emoji, maxEmojiLength), Sender: optionalJID(record.Sender), Name: r.name(record.Name), FromMe: record.FromMe,
		}
		if reaction.Emoji == "" {
			continue
		}
		if plausible(record.At/1000, r.now) {
			reaction.At = record.At
		}
		who := Reaction{Sender: reaction.Sender, FromMe: reaction.FromMe}
		if earlier, twice := at[who]; twice && (who.FromMe || !who.Sender.IsZero()) {
			if list[earlier].At <= reaction.At {
				list[earlier] = reaction
			}
			continue
		}
		at[who] = len(list)
		list = append(list, reaction)
	}
	sortReactions(list)
	return list[:min(len(list), maxReactions)]
}

// sortReactions puts reactions into an order that does not depend on the way
// they were read: the others' by name, number and emoji, the own last.
func sortReactions(list []Reaction) {
	own := func(r Reaction) int {
		if r.FromMe {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b Reaction) int {
		return cmp.Or(
			cmp.Compare(own(a), own(b)), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.ShownNumber(), b.ShownNumber()), cmp.Compare(a.Emoji, b.Emoji),
		)
	})
}
