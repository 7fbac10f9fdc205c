package fakewhatsapp

import (
	"fmt"
	"slices"
)

// Lie is a way in which the searches of the page's database (WAWebDBMessageFindLocal) answer their guests
// wrongly, though in the right shape. The page itself, its database and its screen go on telling the truth.
type Lie string

// The lies.
const (
	// LieDirections: every key says that the other side has written the message.
	LieDirections Lie = "directions"
	// LieTimes: times are in milliseconds.
	LieTimes Lie = "times"
	// LieTexts: messages have no text.
	LieTexts Lie = "texts"
	// LieChats: every key names another chat.
	LieChats Lie = "chats"
	// LieGaps: every second message is left out.
	LieGaps Lie = "gaps"
)

// SetLies lets all open pages, and pages loaded later, tell these lies and no others.
func (s *Server) SetLies(lies ...Lie) {
	for _, lie := range lies {
		if !slices.Contains([]Lie{LieDirections, LieTimes, LieTexts, LieChats, LieGaps}, lie) {
			panic(fmt.Sprintf("fakewhatsapp: no such lie: %q", lie)) // A mistake of the caller's code.
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.lies = append([]Lie{}, lies...)
	s.publish("lies", s.world.lies)
}
