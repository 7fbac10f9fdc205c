package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Failure is an error with the code that crosses to the faces.
type Failure struct {
	Code    contract.Code
	Problem contract.ProblemCode
	// Detail is the name out of Zoho's metadata, or the code of a data centre, that the
	// problem speaks of.
	Detail  string
	Message string
	Err     error
}

// Error implements error.
func (f *Failure) Error() string {
	if f.Err != nil {
		return f.Message + ": " + f.Err.Error()
	}
	return f.Message
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

func fail(code contract.Code, problem contract.ProblemCode, format string, args ...any) *Failure {
	return &Failure{Code: code, Problem: problem, Message: fmt.Sprintf(format, args...)}
}

// AsContractError turns any error into what crosses to the faces.
func AsContractError(err error) contract.Error {
	var f *Failure
	if errors.As(err, &f) {
		return contract.Error{Code: f.Code, Problem: f.Problem, Detail: f.Detail, Message: f.Error()}
	}
	return told(problemOf(err), err)
}

// contractError is AsContractError with what is known of Zoho's refusals by now:
// whether they mean used-up credits, and when calls are let through again.
func (a *App) contractError(err error) contract.Error {
	var f *Failure
	if errors.As(err, &f) {
		return AsContractError(err)
	}
	p := a.problemNow(err)
	if keptBack(p.Code) {
		p.RetryAt = a.retryAt(err)
	}
	return told(p, err)
}

// told is a problem as it crosses to the faces.
func told(p contract.Problem, err error) contract.Error {
	return contract.Error{Code: codeOf(p.Code), Problem: p.Code, RetryAt: p.RetryAt, Message: err.Error()}
}

// keptBack says whether a problem means that calls to Zoho pause until a time.
func keptBack(p contract.ProblemCode) bool {
	return p == contract.ProblemThrottled || p == contract.ProblemCreditsUsed || p == contract.ProblemBudget
}

func codeOf(p contract.ProblemCode) contract.Code {
	switch p {
	case contract.ProblemSignedOut, contract.ProblemScope:
		return contract.CodeUnauthenticated
	case contract.ProblemAPIAccess, contract.ProblemPermission, contract.ProblemModuleHidden, contract.ProblemFieldUnavailable,
		contract.ProblemLicence,
		contract.ProblemUserInactive, contract.ProblemAccountRefused:
		return contract.CodeForbidden
	case contract.ProblemUnreachable, contract.ProblemNotZoho, contract.ProblemZohoFault:
		return contract.CodeOffline
	case contract.ProblemThrottled, contract.ProblemCreditsUsed, contract.ProblemBudget:
		return contract.CodeRateLimited
	case contract.ProblemInternal:
		return contract.CodeInternal
	default:
		return contract.CodeInvalid
	}
}

// problems maps what went wrong to what a person is told. The first line that
// fits counts, so narrower errors stand above wider ones.
var problems = []struct {
	err  error
	code contract.ProblemCode
}{
	{store.ErrFull, contract.ProblemStorageFull},
	{store.ErrNewerData, contract.ProblemNewerData},
	{journal.ErrNewerData, contract.ProblemNewerData},
	{zoho.ErrConsentRefused, contract.ProblemConsentRefused},
	{zoho.ErrStateMismatch, contract.ProblemSignInMismatch},
	{zoho.ErrInvalidClient, contract.ProblemClientUnknown},
	{zoho.ErrInvalidSecret, contract.ProblemClientSecret},
	{zoho.ErrInvalidRedirect, contract.ProblemRedirectUnknown},
	{zoho.ErrTokenThrottled, contract.ProblemThrottled},
	{zoho.ErrNoRefreshToken, contract.ProblemCodeUsed},
	{errSignedOut, contract.ProblemSignedOut},
	{zoho.ErrInvalidCode, contract.ProblemCodeUsed},
	{zoho.ErrScope, contract.ProblemScope},
	{zoho.ErrAPIAccess, contract.ProblemAPIAccess},
	{zoho.ErrUnauthorized, contract.ProblemSignedOut},
	{zoho.ErrThrottled, contract.ProblemThrottled},
	{zoho.ErrParentGone, contract.ProblemRecordGone},
	{zoho.ErrLicenceEnded, contract.ProblemLicence},
	{zoho.ErrUserInactive, contract.ProblemUserInactive},
	{zoho.ErrAccountRefused, contract.ProblemAccountRefused},
	{zoho.ErrField, contract.ProblemFieldUnavailable},
	{zoho.ErrInvalidModule, contract.ProblemModuleHidden},
	{zoho.ErrNoPermission, contract.ProblemPermission},
	{zoho.ErrMandatory, contract.ProblemFieldRequired},
	{zoho.ErrDuplicate, contract.ProblemDuplicate},
	{zoho.ErrTooLong, contract.ProblemFieldRefused},
	{zoho.ErrInvalidData, contract.ProblemFieldRefused},
	{zoho.ErrNotAllowed, contract.ProblemNoteRefused},
	{zoho.ErrLocked, contract.ProblemNoteRefused},
	{zoho.ErrLimit, contract.ProblemNoteRefused},
	{zoho.ErrUnknownHost, contract.ProblemSignInMismatch},
	{zoho.ErrNotZoho, contract.ProblemNotZoho},
	{zoho.ErrBadReply, contract.ProblemZohoFault},
	{zoho.ErrServer, contract.ProblemZohoFault},
	{zoho.ErrTimeout, contract.ProblemUnreachable},
	{zoho.ErrNetwork, contract.ProblemUnreachable},
}

// problemOf says what a person is told about err.
func problemOf(err error) contract.Problem {
	var f *Failure
	if errors.As(err, &f) && f.Problem != "" {
		return contract.Problem{Code: f.Problem, Detail: f.Detail}
	}
	var wait *waitError
	if errors.As(err, &wait) {
		return contract.Problem{Code: wait.why}
	}
	for _, p := range problems {
		if errors.Is(err, p.err) {
			return contract.Problem{Code: refusalOf(p.code, err), Detail: detailOf(err, p.err)}
		}
	}
	return contract.Problem{Code: contract.ProblemInternal}
}

// refusalOf tells a refused note from a refused record: Zoho's reasons are the same,
// and what is safe and what helps is not. A question has nothing that could be locked
// or too much, so there the mistake is in the question.
func refusalOf(p contract.ProblemCode, err error) contract.ProblemCode {
	var e *zoho.APIError
	if p != contract.ProblemNoteRefused || !errors.As(err, &e) {
		return p
	}
	switch e.Op {
	case zoho.OpCreateContacts, zoho.OpCreateLeads, zoho.OpFillContact, zoho.OpFillLead:
		return contract.ProblemRecordRefused
	case zoho.OpQuery, zoho.OpSearchByPhone, zoho.OpSearchByWord, zoho.OpSearchByEmail:
		return contract.ProblemInternal
	}
	return p
}

// detailOf returns the name out of Zoho's metadata that an error speaks of: a
// scope, a permission or a field. Of several fields that were refused at once it
// is the first that was refused for the reason that kind stands for.
func detailOf(err, kind error) string {
	var e *zoho.APIError
	if !errors.As(err, &e) {
		return ""
	}
	switch {
	case len(e.Scopes) > 0:
		return strings.Join(e.Scopes, ", ")
	case len(e.Permissions) > 0:
		return strings.Join(e.Permissions, ", ")
	}
	for _, one := range e.Refusals() {
		if name := one.APIName(); name != "" && errors.Is(one, kind) {
			return name
		}
	}
	return e.APIName()
}

// stopsAll says that after err no further call to Zoho makes sense in this
// cycle: it is about the connection, or about Chatkeep's own storage, and not
// about one record. What is not known to be about one record stops all, so that
// nothing is marked as refused that Zoho has not refused.
func stopsAll(err error) bool {
	for _, target := range []error{
		zoho.ErrUnauthorized, zoho.ErrScope, zoho.ErrAPIAccess, zoho.ErrLicenceEnded, zoho.ErrUserInactive,
		zoho.ErrAccountRefused, zoho.ErrThrottled, zoho.ErrServer, zoho.ErrNetwork,
		zoho.ErrTimeout, zoho.ErrNotZoho, zoho.ErrBadReply, zoho.ErrTokenThrottled, errSignedOut, errWait, errNotConnected,
		store.ErrFull,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	var refused *zoho.APIError
	var own *Failure
	return !errors.As(err, &refused) && !errors.As(err, &own) && !errors.Is(err, zoho.ErrBadRequest) && !errors.Is(err, zoho.ErrLimit)
}

// errWait says that calls to Zoho pause until a moment.
var errWait = errors.New("calls to Zoho pause for a while")

// waitError is errWait with the moment and the reason.
type waitError struct {
	until time.Time
	why   contract.ProblemCode
}

func (e *waitError) Error() string { return errWait.Error() }

func (e *waitError) Is(target error) bool { return target == errWait }
