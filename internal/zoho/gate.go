package zoho

import "context"

// Gate is asked before every call to the CRM and told after it. It is where an organisation's credits are guarded:
// they are shared by all of its users and programs.
//
// Implementations must be safe for concurrent use.
type Gate interface {
	// Before is called before each request with the credits it will cost. An error stops the call: the request is not
	// sent, and the error is returned wrapped, so that the caller can match it.
	Before(ctx context.Context, op Op, cost int) error
	// After is called exactly once for every Before that returned nil. status is the HTTP status, 0 if no complete reply
	// came. It is 429 also where Zoho said so in another way: by an older code in a reply with another status, for a single
	// record of a write, or for a part of a composite request. creditsRemaining is the organisation's remaining credits, or -1 if Zoho did not say: it does so only once half
	// of them are used. See https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html.
	After(op Op, cost int, status int, creditsRemaining int)
}

// NopGate lets every call pass.
type NopGate struct{}

var _ Gate = NopGate{}

// Before returns nil.
func (NopGate) Before(context.Context, Op, int) error { return nil }

// After does nothing.
func (NopGate) After(Op, int, int, int) {}
