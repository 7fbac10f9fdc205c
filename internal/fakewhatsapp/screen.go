package fakewhatsapp

import (
	"fmt"
	"time"
)

// HeaderOrder says which comes first when the person opens another chat: the conversation on the screen, or
// the field `active` of the chats in the store.
type HeaderOrder string

// The two orders. A reader must stand both.
const (
	HeaderAfterActive  HeaderOrder = "after"
	HeaderBeforeActive HeaderOrder = "before"
)

// The layouts of the page's DOM.
const (
	// Layout2026 names a message by its bare id and tells its direction by no class.
	Layout2026 = "2026"
	// Layout2025 is that of December 2025: the whole key in data-id, the classes message-in and message-out,
	// the chat's title in "header span[title]".
	Layout2025 = "2025"
)

// checkLayout refuses a layout that is none of the constants, which the page would take for the newest.
func checkLayout(layout string) error {
	if layout != Layout2025 && layout != Layout2026 {
		return fmt.Errorf("%w: layout %q", ErrUnknownProfile, layout)
	}
	return nil
}

// headerState is the order and the time between the two, in milliseconds.
type headerState struct {
	Order HeaderOrder `json:"order"`
	GapMs int64       `json:"gapMs"`
}

// SetHeaderOrder sets the order in which title and `active` change in all open pages and pages loaded later,
// and the time that lies between the two. A gap of zero keeps both within one task of the page.
func (s *Server) SetHeaderOrder(order HeaderOrder, gap time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.header = headerState{order, gap.Milliseconds()}
	s.publish("header", s.world.header)
}
