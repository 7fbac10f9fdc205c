package fakezoho

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"
)

// exchange is one call on its way through the faults.
type exchange struct {
	op      Op
	centre  *centre
	credits int
	// unlogged is true for pages, which are not part of the call log.
	unlogged bool
	// revoke withdraws the grant of the call's token.
	revoke func()
	// admit runs before anything else; a non-nil reply ends the call there.
	admit func() *reply
	// do performs the operation.
	do func(x *exchange) reply
	// leave runs once when the reply is out, if admit let the call pass.
	leave func()
}

// outcome is what is left to do when an exchange has been decided.
type outcome struct {
	reply reply
	kind  FaultKind
	// dead is true if the connection is to be closed without a reply.
	dead bool
	// passed is true if admit let the call pass.
	passed bool
}

// run decides an exchange and delivers its reply. admit, do and leave run under
// the server's lock.
func (s *Server) run(w http.ResponseWriter, r *http.Request, x *exchange) {
	out := s.decide(r, x)
	if out.passed && x.leave != nil {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			x.leave()
		}()
	}
	switch {
	case out.dead:
		cutConnection(w)
	case out.kind == FaultCutBody:
		cutBody(w, out.reply)
	default:
		out.reply.write(w)
	}
}

// decide performs admission, fault, operation and log entry. The lock is held
// throughout, except while a call is stalled, so the order of the log is the
// order in which calls took effect.
func (s *Server) decide(r *http.Request, x *exchange) (out outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()

	call := Call{At: s.now(), DataCentre: x.centre.dc.Name, Op: x.op, Method: r.Method, Path: r.URL.Path}
	reached := false
	defer func() {
		if reached {
			call.Status, call.Code = out.reply.status, out.reply.code
		}
		call.Credits = x.credits
		call.Delivered = !out.dead && out.kind != FaultCutBody
		if !x.unlogged {
			s.calls = append(s.calls, call)
		}
	}()
	// A mistake of the stand-in's own is one failed call, not the end of it: the
	// call is logged, and leaves what it has entered.
	defer func() {
		if mistake := recover(); mistake != nil {
			s.errorLog.Printf("fakezoho: %s failed by a mistake of the stand-in: %v\n%s", x.op, mistake, debug.Stack())
			reached, out.dead, out.reply = true, false, s.instead(FaultInternal, x.op)
		}
	}()

	fault := s.takeFault(x.op)
	if fault == nil {
		fault = &Fault{}
	}
	out.kind, call.Fault = fault.Kind, fault.Kind
	answered := fault.Kind.afterwards() || oneOf(fault.Kind, FaultUnauthorized, FaultTooMany)

	if fault.Kind == FaultRequestLost {
		out.dead = true
		return out
	}
	reached = true
	if answered && !fault.AfterCommit {
		out.reply = s.instead(fault.Kind, x.op)
		return out
	}
	if fault.Kind == FaultRevoked && x.revoke != nil {
		x.revoke()
	}
	if x.admit != nil {
		if rep := x.admit(); rep != nil {
			out.reply, out.dead = *rep, fault.Kind == FaultReplyLost
			return out
		}
	}
	out.passed = true
	if fault.Kind == FaultStall && !s.stall(r, fault.For) {
		reached, out.dead = false, true
		return out
	}
	out.reply = x.do(x)
	switch {
	case fault.Kind == FaultReplyLost:
		out.dead = true
	case fault.Kind == FaultStallReply:
		out.dead = !s.stall(r, fault.For)
	case answered:
		out.reply = s.instead(fault.Kind, x.op)
	}
	return out
}

// stall gives up the lock until stalls are released or a time has passed, then
// takes it again. It reports false if the client has gone in the meantime.
func (s *Server) stall(r *http.Request, length time.Duration) bool {
	release := s.release
	var over <-chan struct{}
	if length > 0 {
		over = s.after(length)
	}
	s.countStalled(1)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.countStalled(-1)
	}()
	select {
	case <-release:
		return true
	case <-over:
		return true
	case <-r.Context().Done():
		return false
	}
}

// countStalled counts calls being held and wakes whoever waits for their number.
func (s *Server) countStalled(n int) {
	s.stalled += n
	close(s.stallChange)
	s.stallChange = make(chan struct{})
}

// WaitStalled returns as soon as exactly n calls are being held, or with the
// context's error.
func (s *Server) WaitStalled(ctx context.Context, n int) error {
	for {
		s.mu.Lock()
		stalled, change := s.stalled, s.stallChange
		s.mu.Unlock()
		if stalled == n {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return fmt.Errorf("fakezoho: wait for stalled calls: %w", ctx.Err())
		}
	}
}
