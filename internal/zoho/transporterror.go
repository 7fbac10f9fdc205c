package zoho

import (
	"context"
	"fmt"
	"strings"
)

// TransportError means that no usable reply came. It never holds the underlying error, whose text can contain the
// address of the call with a phone number or a token in it.
type TransportError struct {
	// Op is the operation that failed.
	Op Op
	// Kind is one of ErrNetwork, ErrTimeout, ErrNotZoho, ErrBadReply and ErrUnknownHost, or context.Canceled if the caller
	// gave up. An ErrTimeout matches context.DeadlineExceeded too.
	Kind error
	// HTTP is the status of the reply, 0 if none came.
	HTTP int
}

// Error names operation, kind and status.
func (e *TransportError) Error() string {
	text := fmt.Sprintf("zoho: %s: %s", e.Op, strings.TrimPrefix(e.Kind.Error(), "zoho: "))
	if e.HTTP != 0 {
		text += fmt.Sprintf(" (HTTP %d)", e.HTTP)
	}
	return text
}

// Unwrap returns the kind.
func (e *TransportError) Unwrap() []error {
	if e.Kind == ErrTimeout {
		return []error{ErrTimeout, context.DeadlineExceeded}
	}
	return []error{e.Kind}
}

// badRequest returns the error for an argument outside its documented form. what must not quote the argument.
func badRequest(op Op, what string) error {
	return fmt.Errorf("%w: %s: %s", ErrBadRequest, op, what)
}

// tooLong returns the error for a text that is longer than Zoho takes, found before anything was sent.
func tooLong(op Op) error {
	return fmt.Errorf("%w: %s", ErrTooLong, op)
}
