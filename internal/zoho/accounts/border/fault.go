package border

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// sentinels are all errors that are matched by identity, by their names.
func sentinels() map[string]error {
	return map[string]error{
		"Canceled": context.Canceled, "DeadlineExceeded": context.DeadlineExceeded,

		"ErrUnauthorized": zoho.ErrUnauthorized, "ErrScope": zoho.ErrScope, "ErrNoPermission": zoho.ErrNoPermission,
		"ErrAPIAccess": zoho.ErrAPIAccess, "ErrField": zoho.ErrField, "ErrModified": zoho.ErrModified,
		"ErrInvalidModule": zoho.ErrInvalidModule, "ErrInvalidData": zoho.ErrInvalidData,
		"ErrMandatory": zoho.ErrMandatory, "ErrDuplicate": zoho.ErrDuplicate, "ErrTooLong": zoho.ErrTooLong,
		"ErrLimit": zoho.ErrLimit, "ErrLocked": zoho.ErrLocked, "ErrNotAllowed": zoho.ErrNotAllowed,
		"ErrParentGone": zoho.ErrParentGone, "ErrNotFound": zoho.ErrNotFound, "ErrFileTooLarge": zoho.ErrFileTooLarge, "ErrFileRefused": zoho.ErrFileRefused,
		"ErrThrottled": zoho.ErrThrottled,
		"ErrServer":    zoho.ErrServer, "ErrNetwork": zoho.ErrNetwork, "ErrTimeout": zoho.ErrTimeout,
		"ErrNotZoho": zoho.ErrNotZoho, "ErrBadReply": zoho.ErrBadReply, "ErrIncomplete": zoho.ErrIncomplete,
		"ErrBadRequest": zoho.ErrBadRequest, "ErrUnknownHost": zoho.ErrUnknownHost,
		"ErrLicenceEnded": zoho.ErrLicenceEnded, "ErrUserInactive": zoho.ErrUserInactive,
		"ErrAccountRefused": zoho.ErrAccountRefused,

		"ErrConsentRefused": zoho.ErrConsentRefused, "ErrStateMismatch": zoho.ErrStateMismatch,
		"ErrInvalidCode": zoho.ErrInvalidCode, "ErrInvalidClient": zoho.ErrInvalidClient,
		"ErrInvalidSecret": zoho.ErrInvalidSecret, "ErrInvalidRedirect": zoho.ErrInvalidRedirect,
		"ErrTokenThrottled": zoho.ErrTokenThrottled, "ErrNoRefreshToken": zoho.ErrNoRefreshToken,
	}
}

// fault is an error on its way.
type fault struct {
	// Text is the error's text. It is sent only for errors that package zoho answers for.
	Text string `json:"text,omitempty"`
	// Matches names the sentinels that the error matches.
	Matches []string `json:"matches,omitempty"`
	// OAuth, API and Transport are the first error of each type in the error's tree.
	OAuth     *zoho.OAuthError `json:"oauth,omitempty"`
	API       *zoho.APIError   `json:"api,omitempty"`
	Transport *transportFault  `json:"transport,omitempty"`
}

// transportFault is a [zoho.TransportError] with its kind by name.
type transportFault struct {
	Op   zoho.Op `json:"op"`
	Kind string  `json:"kind"`
	HTTP int     `json:"http,omitempty"`
}

// encode takes an error apart.
func encode(err error) *fault {
	f := &fault{}
	for name, sentinel := range sentinels() {
		if errors.Is(err, sentinel) {
			f.Matches = append(f.Matches, name)
		}
	}
	slices.Sort(f.Matches)
	errors.As(err, &f.OAuth)
	errors.As(err, &f.API)
	var t *zoho.TransportError
	if errors.As(err, &t) {
		f.Transport = &transportFault{Op: t.Op, Kind: nameOf(t.Kind), HTTP: t.HTTP}
	}
	if len(f.Matches) > 0 || f.OAuth != nil || f.API != nil {
		f.Text = err.Error()
	}
	return f
}

// nameOf returns the name of a sentinel.
func nameOf(sentinel error) string {
	for name, s := range sentinels() {
		if s == sentinel {
			return name
		}
	}
	return ""
}

// decode puts an error together again.
func (f *fault) decode() error {
	e := &crossed{text: f.Text}
	if e.text == "" {
		e.text = "accounts: fault of the sign-in module"
	}
	known := sentinels()
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if slices.Contains(f.Matches, name) {
			e.parts = append(e.parts, known[name])
		}
	}
	if f.OAuth != nil {
		e.parts = append(e.parts, f.OAuth)
	}
	if f.API != nil {
		e.parts = append(e.parts, f.API)
	}
	if f.Transport != nil {
		if kind := known[f.Transport.Kind]; kind != nil {
			e.parts = append(e.parts, &zoho.TransportError{Op: f.Transport.Op, Kind: kind, HTTP: f.Transport.HTTP})
		}
	}
	return e
}

// crossed is an error that came from the other side.
type crossed struct {
	text  string
	parts []error
}

// Error returns the text that the error had on the other side.
func (e *crossed) Error() string { return e.text }

// Unwrap returns everything that the error matches.
func (e *crossed) Unwrap() []error { return e.parts }
