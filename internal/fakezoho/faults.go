package fakezoho

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// FaultKind names what goes wrong with a call.
type FaultKind string

// The kinds of fault.
const (
	// FaultReplyLost performs the operation and closes the connection without
	// a byte of reply. A browser or Go client that used a kept-alive
	// connection may resend such a request by itself; set Count accordingly.
	FaultReplyLost FaultKind = "reply lost after commit"
	// FaultRequestLost closes the connection before the operation.
	FaultRequestLost FaultKind = "reply lost before commit"
	// FaultCutBody performs the operation, sends the header and half of the
	// body, and closes the connection. A reply without a body is cut in its
	// header.
	FaultCutBody FaultKind = "cut mid-body"
	// FaultStall holds the call before the operation until the client gives
	// up, in which case nothing is committed, or until [Server.ReleaseStalls]
	// is called or [Fault.For] has passed by the server's clock, in which cases
	// the call goes on.
	FaultStall FaultKind = "stall"
	// FaultStallReply performs the operation and then holds the reply in the
	// same way.
	FaultStallReply FaultKind = "stall after commit"
	// FaultInternal answers 500 INTERNAL_ERROR.
	FaultInternal FaultKind = "500"
	// FaultBadGateway answers 502 with an HTML page instead of JSON.
	FaultBadGateway FaultKind = "502"
	// FaultUnavailable answers 503 SERVICE_UNAVAILABLE.
	FaultUnavailable FaultKind = "503"
	// FaultPortal answers 200 with an HTML page, as a captive portal or a
	// company's proxy does.
	FaultPortal FaultKind = "web page"
	// FaultRevoked withdraws the grant that the call's token belongs to, before
	// the token is looked at. API operations only.
	FaultRevoked FaultKind = "grant withdrawn"
	// FaultUnauthorized answers 401 INVALID_TOKEN. API operations only.
	FaultUnauthorized FaultKind = "401"
	// FaultTooMany answers 429; at the token endpoint its throttle body.
	FaultTooMany FaultKind = "429"
)

// Fault is one thing to go wrong with calls of one operation.
type Fault struct {
	// Op is the operation it strikes, or [OpAny].
	Op Op
	// Nth is the first call to strike, counted from the injection; 0 means 1.
	Nth int
	// Count is how many calls in a row are struck; 0 means 1, negative means
	// all until [Server.ClearFaults].
	Count int
	// Kind is what happens.
	Kind FaultKind
	// AfterCommit makes a 500, 502, 503 or web page answer a call that was
	// performed, so that the client sees a failure although the write is stored.
	AfterCommit bool
	// For is how long a stall lasts; 0 is until it is released.
	For time.Duration
}

type armedFault struct {
	Fault
	seen int
}

func (k FaultKind) known() bool {
	return oneOf(k, FaultReplyLost, FaultRequestLost, FaultCutBody, FaultStall, FaultStallReply,
		FaultInternal, FaultBadGateway, FaultUnavailable, FaultPortal, FaultRevoked, FaultUnauthorized, FaultTooMany)
}

// afterwards reports whether the fault may also strike once the call was
// performed.
func (k FaultKind) afterwards() bool {
	return oneOf(k, FaultInternal, FaultBadGateway, FaultUnavailable, FaultPortal)
}

// check reports why a fault would never strike.
func (f Fault) check() error {
	atAPI := !oneOf(f.Op, OpAuthorize, OpToken, OpRevoke, OpDeviceCode, OpDeviceToken, OpImplicitRefresh, OpPage)
	switch {
	case f.Op != OpAny && !slices.Contains(Ops(), f.Op):
		return fmt.Errorf("fakezoho: inject: unknown operation %q", f.Op)
	case !f.Kind.known():
		return fmt.Errorf("fakezoho: inject: unknown kind of fault %q", f.Kind)
	case f.AfterCommit && !f.Kind.afterwards():
		return fmt.Errorf("fakezoho: inject: AfterCommit does not apply to %q", f.Kind)
	case f.For < 0 || f.For != 0 && !oneOf(f.Kind, FaultStall, FaultStallReply):
		return fmt.Errorf("fakezoho: inject: For does not apply to %q", f.Kind)
	case oneOf(f.Kind, FaultUnauthorized, FaultRevoked) && !atAPI:
		return fmt.Errorf("fakezoho: inject: %q does not apply to %s", f.Kind, f.Op)
	}
	return nil
}

// Inject arms a fault. Of several that match one call the first injected
// strikes; all of them count the call. Inject panics on an operation or kind
// that does not exist, since such a fault would never strike.
func (s *Server) Inject(f Fault) {
	if err := f.check(); err != nil {
		panic(err)
	}
	f.Nth = max(f.Nth, 1)
	if f.Count == 0 {
		f.Count = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armedFault{Fault: f})
}

// ClearFaults disarms all faults. Calls already stalled stay so.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// ReleaseStalls lets every call that is stalled now go on.
func (s *Server) ReleaseStalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.release)
	s.release = make(chan struct{})
}

// takeFault counts a call of op and returns the fault that strikes it, if any.
func (s *Server) takeFault(op Op) *Fault {
	var hit *Fault
	for _, f := range s.faults {
		if f.Op != op && f.Op != OpAny {
			continue
		}
		f.seen++
		if hit == nil && f.seen >= f.Nth && (f.Count < 0 || f.seen < f.Nth+f.Count) {
			hit = &f.Fault
		}
	}
	return hit
}

// instead returns the reply a fault gives in place of the operation's own.
func (s *Server) instead(kind FaultKind, op Op) reply {
	switch kind {
	case FaultInternal:
		return fail(http.StatusInternalServerError, "INTERNAL_ERROR", "Internal Server Error", nil).reply()
	case FaultUnavailable:
		return fail(http.StatusServiceUnavailable, "SERVICE_UNAVAILABLE", "service unavailable", nil).reply()
	case FaultBadGateway:
		return reply{
			status: http.StatusBadGateway,
			header: http.Header{"Content-Type": {"text/html"}},
			body:   []byte("<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"),
		}
	case FaultPortal:
		return reply{
			status: http.StatusOK,
			header: http.Header{"Content-Type": {"text/html"}},
			body:   []byte("<html><head><title>Sign in to this network</title></head><body>Accept the terms to go on.</body></html>"),
		}
	case FaultUnauthorized:
		return errInvalidToken().reply()
	case FaultTooMany:
		if op == OpToken {
			return throttled(s.sw.ThrottleStatus)
		}
		return tooMany(s.sw.TooMany)
	default:
		panic(fmt.Errorf("fakezoho: fault %q has no reply", kind))
	}
}

// cutConnection closes the connection without another byte.
func cutConnection(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		// HTTP/2 cannot be hijacked; this resets the stream.
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_ = conn.Close()
}

// cutBody sends a reply whose Content-Length promises more than it brings.
func cutBody(w http.ResponseWriter, r reply) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, buf, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer func() { _ = conn.Close() }()
	head := "HTTP/1.1 " + strconv.Itoa(r.status) + " " + http.StatusText(r.status) + "\r\n"
	if len(r.body) == 0 {
		_, _ = buf.WriteString(head[:len(head)-2])
		_ = buf.Flush()
		return
	}
	_, _ = buf.WriteString(head + "Content-Type: " + r.header.Get("Content-Type") + "\r\nContent-Length: " + strconv.Itoa(len(r.body)) + "\r\n\r\n")
	_, _ = buf.Write(r.body[:len(r.body)/2])
	_ = buf.Flush()
}
