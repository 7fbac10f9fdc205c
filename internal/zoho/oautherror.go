package zoho

import "fmt"

// OAuthError is a refusal by Zoho's OAuth service. Most of them arrive with status 200.
// See https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html.
type OAuthError struct {
	// Code is Zoho's error code, for example invalid_code, or "" if it sent none that looks like one.
	Code string
	// Op is the operation that failed.
	Op Op
}

// CodeTokenThrottled is what Zoho's token endpoint answers, with status 200 or 400, when it was asked too often.
const CodeTokenThrottled = "Access Denied"

// NewOAuthError returns the refusal with a code that Zoho sent. A code that does not look like one of Zoho's is dropped.
func NewOAuthError(op Op, code string) *OAuthError { return &OAuthError{Code: shownCode(code), Op: op} }

// Error names operation and code, and nothing that was sent or received besides.
func (e *OAuthError) Error() string {
	if code := shownCode(e.Code); code != "" {
		return fmt.Sprintf("zoho: %s: %s", e.Op, code)
	}
	return fmt.Sprintf("zoho: %s: refused", e.Op)
}

// Is reports whether the error is of the kind that target, a sentinel of this package, stands for.
func (e *OAuthError) Is(target error) bool {
	switch e.Code {
	case CodeTokenThrottled:
		return target == ErrTokenThrottled
	case "access_denied":
		return target == ErrConsentRefused
	case "invalid_code", "invalid_grant":
		return target == ErrInvalidCode
	case "invalid_client":
		return target == ErrInvalidClient
	case "invalid_client_secret":
		return target == ErrInvalidSecret
	case "invalid_redirect_uri":
		return target == ErrInvalidRedirect
	}
	kind := accountKind(e.Code)
	return kind != nil && target == kind
}
