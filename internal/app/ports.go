package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Tab is one WhatsApp Web tab.
type Tab struct {
	ID int
	// Asleep is true for a tab the browser has frozen or discarded.
	Asleep bool
	// Hidden is true for a tab that is not the one in front of its window. A
	// window that is minimised or covered does not tell.
	Hidden bool
	// AutoDiscardable is true when the browser may discard the tab to save
	// memory.
	AutoDiscardable bool
	// LastUsedAt is when the user last looked at it, Unix milliseconds.
	LastUsedAt int64
}

// Pages are the WhatsApp Web tabs. All questions only read.
type Pages interface {
	// List returns the open tabs, in no order.
	List(ctx context.Context) ([]Tab, error)
	// Ask puts one question to the bridge of a tab. Where none lives, one is put
	// there first if the tab allows it. It returns ErrTabSilent when nobody
	// answers even so and a PageError when the bridge refuses.
	Ask(ctx context.Context, tab int, q contract.PageQuestion) (json.RawMessage, error)
	// KeepAwake asks the browser not to discard the open tabs, or allows it
	// again. Tabs for which that holds already are left alone. It keeps none
	// from being frozen.
	KeepAwake(ctx context.Context, on bool) error
}

// ErrTabSilent says that no bridge answers in a tab: it sleeps, it was left at
// an error page, or the browser does not let the extension in.
var ErrTabSilent = errors.New("the WhatsApp tab does not answer")

// PageError is a refusal of the bridge, by its code.
type PageError string

// The codes of a [PageError] that are acted on; extension/content/questions.ts
// has them all.
const (
	// PageAnchorGone: the message to continue from is no longer there; begin
	// again from the newest.
	PageAnchorGone PageError = "anchor_gone"
	// PageNotReady: the session is no longer ready, or the account changed.
	PageNotReady PageError = "not_ready"
	// PageSilent: the page's own script does not answer.
	PageSilent PageError = "page_silent"
	// PageUnreadable: no way of reading messages answers.
	PageUnreadable PageError = "unreadable"
	// PageBusy: too many questions wait.
	PageBusy PageError = "busy"
)

// tabLost says that err ends the reading of a tab for now, rather than that of
// one chat.
func tabLost(err error) bool {
	for _, target := range []error{ErrTabSilent, PageNotReady, PageSilent, PageBusy} {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// Error implements error.
func (e PageError) Error() string { return fmt.Sprintf("the WhatsApp page refused: %s", string(e)) }

// Zoho is the way to Zoho's servers.
type Zoho interface {
	// AuthURL returns the address of Zoho's consent page. With attach it asks for
	// attaching files as well.
	AuthURL(ctx context.Context, c zoho.OAuthClient, redirectURI, state, verifier string, attach bool) (string, error)
	Exchange(ctx context.Context, c zoho.OAuthClient, redirectURI, code, verifier string) (zoho.Grant, error)
	Refresh(ctx context.Context, c zoho.OAuthClient, refreshToken string) (zoho.AccessToken, error)
	Revoke(ctx context.Context, c zoho.OAuthClient, refreshToken string) error
	// Client returns a client for the calls of one use case.
	Client(apiDomain string, tokens zoho.TokenSource, gate zoho.Gate) (*zoho.Client, error)
}

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or until ctx ends, and then returns its error.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the computer's clock.
type SystemClock struct{}

var _ Clock = SystemClock{}

// Now implements [Clock].
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep implements [Clock].
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
