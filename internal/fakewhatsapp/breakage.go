package fakewhatsapp

import (
	"fmt"
	"slices"
	"strings"
)

// Breakage is how something that WhatsApp Web has had stops working for guests of the page. The page itself
// goes on.
type Breakage string

// The ways to break.
const (
	// BreakGone: the member is undefined and not listed, the module unknown. A function that a guest has kept
	// fails when it is called.
	BreakGone Breakage = "gone"
	// BreakThrows: calling the member fails, for an asynchronous function by a rejected promise; reading a
	// member that is no function throws.
	BreakThrows Breakage = "throws"
	// BreakOddShape: the member is, or gives, an object of another shape.
	BreakOddShape Breakage = "odd"
	// BreakPoison: the member is, or gives, an object that throws at every property.
	BreakPoison Breakage = "poison"
	// BreakHangs: calling the member gives a promise that never settles. Only functions can hang.
	BreakHangs Breakage = "hangs"
)

// broken is one breakage as the page is told of it; an empty How ends it.
type broken struct {
	Path string   `json:"path"`
	How  Breakage `json:"how"`
}

// RemoveMember takes a member of a module away from the guests of all open pages, and of pages loaded later:
//
//   - RemoveMember("WAWebDBMessageFindLocal", "msgFindBefore"): an export;
//   - RemoveMember("WAWebChatCollection", "ChatCollection.getActive"): a member of an exported object;
//   - RemoveMember("WAWebApiContact", ""): the whole module, which a guest that has required it keeps;
//   - RemoveMember("WAWebChatModel", "accountLid"), likewise WAWebContactModel and WAWebMsgModel: a field, of
//     every model and of rows. "msgs" of a chat is not readable as a whole any more;
//   - RemoveMember("Debug", "VERSION").
//
// A module or member that the page does not have is an uncaught exception of the page and so a violation.
func (s *Server) RemoveMember(module, member string) { s.BreakMember(module, member, BreakGone) }

// BreakMember breaks what [Server.RemoveMember] takes away, in the given way. Modules and fields can only be
// gone.
func (s *Server) BreakMember(module, member string, how Breakage) {
	if !slices.Contains([]Breakage{BreakGone, BreakThrows, BreakOddShape, BreakPoison, BreakHangs}, how) {
		panic(fmt.Sprintf("fakewhatsapp: no way to break: %q", how)) // A mistake of the caller's code.
	}
	s.setBreakage(module, member, how)
}

// RestoreMember ends what RemoveMember and BreakMember have done. A field stays empty until it is set anew.
func (s *Server) RestoreMember(module, member string) { s.setBreakage(module, member, "") }

func (s *Server) setBreakage(module, member string, how Breakage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := broken{Path: strings.TrimSuffix(module+"."+member, "."), How: how}
	s.world.broken = slices.DeleteFunc(slices.Clone(s.world.broken), func(one broken) bool { return one.Path == b.Path })
	if how != "" {
		s.world.broken = append(s.world.broken, b)
	}
	s.publish("break", b)
}
