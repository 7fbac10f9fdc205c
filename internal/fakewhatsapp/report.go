package fakewhatsapp

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Kinds of violations.
const (
	// ViolationWrite is a write to one of WhatsApp's objects, or a call that changes a collection.
	ViolationWrite = "write"
	// ViolationCall is a call of something that sends, opens, marks, asks the servers or loads media.
	ViolationCall = "call"
	// ViolationModule is the execution of a module nobody outside has business with.
	ViolationModule = "module"
	// ViolationRead is a read that the user's screen lock forbids.
	ViolationRead = "read"
	// ViolationHandler is an exception in an event handler, which breaks WhatsApp's own processing.
	ViolationHandler = "handler"
	// ViolationRequest is a request to WhatsApp's hosts that the page has not made.
	ViolationRequest = "request"
	// ViolationTag is a script or stylesheet tag that points at an extension or a foreign host.
	ViolationTag = "tag"
	// ViolationTrace is a sign of an extension in the page's globals, its builtins or its document.
	ViolationTrace = "trace"
	// ViolationChannel is something the hostile script has heard of an extension's way between its worlds, or
	// got an answer to.
	ViolationChannel = "channel"
	// ViolationBuiltin is an extension's use of a builtin that the hostile script has replaced.
	ViolationBuiltin = "builtin"
	// ViolationError is an exception in the page that nobody has caught.
	ViolationError = "error"
	// ViolationDatabase is a write to the page's IndexedDB, or standing in the way of its upgrade.
	ViolationDatabase = "database"
	// ViolationPolicy is something the content security policy has stopped.
	ViolationPolicy = "csp"
)

// Violation is something a read-only guest of the page must not do.
type Violation struct {
	Kind string `json:"kind"`
	// What names the object, member, request or tag. It holds no value that was written.
	What string `json:"what"`
	// Stack is the JavaScript stack, where there is one.
	Stack string `json:"stack"`
	// Page is the page that told it; empty for requests.
	Page string `json:"-"`
}

// UserAct is something the person in front of the page has done there: "open" a chat, "read" it, "send".
type UserAct struct {
	Name string `json:"name"`
	Chat string `json:"chat"`
	Text string `json:"text"`
	Page string `json:"-"`
}

// Read is a history read by somebody else than the page itself.
type Read struct {
	// Call is the function that was called, Chat the id of the chat it was called for.
	Call string `json:"call"`
	Chat string `json:"chat"`
	Page string `json:"-"`
}

// maxReport bounds a report in bytes; a page sends what has gathered during one request.
const maxReport = 16 << 20

func (s *Server) serveReport(w http.ResponseWriter, r *http.Request) {
	var report struct {
		Page    string `json:"page"`
		Token   string `json:"token"`
		Entries []struct {
			Violation *Violation `json:"violation"`
			Act       *UserAct   `json:"act"`
			Read      *Read      `json:"read"`
			Applied   *int       `json:"applied"`
		} `json:"entries"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxReport)).Decode(&report); err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	p := s.pageOf(report.Page, report.Token)
	if p == nil {
		s.mu.Unlock()
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	var acts []UserAct
	for _, entry := range report.Entries {
		switch {
		case entry.Violation != nil:
			entry.Violation.Page = p.id
			s.violations = append(s.violations, *entry.Violation)
		case entry.Act != nil:
			entry.Act.Page = p.id
			s.acts = append(s.acts, *entry.Act)
			acts = append(acts, *entry.Act)
		case entry.Read != nil:
			entry.Read.Page = p.id
			s.reads = append(s.reads, *entry.Read)
		case entry.Applied != nil:
			p.applied, p.started = max(p.applied, *entry.Applied), true
		}
	}
	s.notify()
	s.mu.Unlock()

	for _, act := range acts {
		if err := s.perform(act); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// perform carries an act of the user into the world, from where all pages hear of it.
func (s *Server) perform(act UserAct) error {
	switch act.Name {
	case "read":
		return s.SetChatFields(act.Chat, map[string]any{"unreadCount": 0})
	case "send":
		_, err := s.Send(act.Chat, Msg{Body: act.Text})
		return err
	}
	return nil
}

// Violations gives what has been recorded so far, in the order of arrival.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// ClearViolations forgets what has been recorded so far.
func (s *Server) ClearViolations() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violations = nil
}

// UserActs gives what the person in front of the pages has done there.
func (s *Server) UserActs() []UserAct {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.acts)
}

// Reads gives the history reads made by guests of the page.
func (s *Server) Reads() []Read {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.reads)
}
