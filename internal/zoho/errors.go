package zoho

import "errors"

// Errors of calls to the CRM. An [*APIError] matches every sentinel that fits, for example both ErrInvalidData and
// ErrTooLong, so test the narrower one first. A [*TransportError] matches exactly one.
var (
	// ErrUnauthorized means that Zoho refused the access token, and the one obtained in its place, or that no other could
	// be had. The user has to sign in again.
	ErrUnauthorized = errors.New("zoho: signed out")
	// ErrScope means that the sign-in did not grant a scope this operation needs; [APIError.Scopes] names the candidates.
	// Another access token would not help.
	ErrScope = errors.New("zoho: scope missing")
	// ErrNoPermission means that the user's profile or sharing rules do not allow this.
	ErrNoPermission = errors.New("zoho: no permission")
	// ErrAPIAccess means that the user's profile has no "Zoho CRM API Access", so that every call fails.
	ErrAPIAccess = errors.New("zoho: API access is off for this profile")
	// ErrLicenceEnded means that the organisation's licence has ended, by Zoho's own code or by the date it names.
	ErrLicenceEnded = errors.New("zoho: the organisation's licence has ended")
	// ErrUserInactive means that an administrator has deactivated the user who signed in.
	ErrUserInactive = errors.New("zoho: the user is deactivated")
	// ErrAccountRefused means that Zoho refuses this user everything and names no permission: the user is deactivated, or
	// the organisation's licence has ended. See [WhyRefused].
	ErrAccountRefused = errors.New("zoho: the account is refused everything")
	// ErrField means that a query or a request named a field that the module does not have, that is hidden from the user, or
	// that cannot be compared in this way because it is encrypted. [APIError.APIName] says which. The metadata is out of date.
	ErrField = errors.New("zoho: field not available")
	// ErrInvalidModule means that the module does not exist or is hidden from the user.
	ErrInvalidModule = errors.New("zoho: module not available")
	// ErrInvalidData means that a value was refused. Sending it again unchanged fails again.
	ErrInvalidData = errors.New("zoho: invalid data")
	// ErrMandatory means that the organisation requires a field that was not sent.
	ErrMandatory = errors.New("zoho: mandatory field missing")
	// ErrDuplicate means that a field marked as unique already has this value in another record.
	ErrDuplicate = errors.New("zoho: duplicate data")
	// ErrTooLong means that a value is longer than Zoho takes.
	ErrTooLong = errors.New("zoho: value too long")
	// ErrLimit means that a documented bound was passed: records in one call, results of a search, pages of a list.
	ErrLimit = errors.New("zoho: limit exceeded")
	// ErrLocked means that the record is locked, by hand, by an approval or by a review. It may be possible later.
	ErrLocked = errors.New("zoho: record locked")
	// ErrModified means that the record was changed by someone else since it was read.
	ErrModified = errors.New("zoho: record changed meanwhile")
	// ErrNotAllowed means that this user may not do this to this record, for example change another user's note.
	ErrNotAllowed = errors.New("zoho: not allowed on this record")
	// ErrParentGone means that the record a note belongs to does not exist any more, or not for this user.
	ErrParentGone = errors.New("zoho: parent record gone")
	// ErrNotFound means that the record asked for does not exist any more, or not for this user.
	ErrNotFound = errors.New("zoho: record not found")
	// ErrFileTooLarge means that Zoho takes no file of this size.
	ErrFileTooLarge = errors.New("zoho: file too large")
	// ErrFileRefused means that Zoho refuses a file for its type, its name or what is in it.
	ErrFileRefused = errors.New("zoho: file refused")
	// ErrThrottled means status 429: too many calls at once, or the organisation's credits are used up. Zoho gives both the
	// same answer and does not say when to try again.
	ErrThrottled = errors.New("zoho: throttled")
	// ErrServer means that Zoho failed. A write may have been carried out all the same.
	ErrServer = errors.New("zoho: server fault")
	// ErrNetwork means that no complete reply came: offline, blocked, or the connection broke.
	ErrNetwork = errors.New("zoho: network fault")
	// ErrTimeout means that no complete reply came in time.
	ErrTimeout = errors.New("zoho: timed out")
	// ErrNotZoho means that something else answered in Zoho's place: a redirect or a web page, as captive portals and
	// company proxies send.
	ErrNotZoho = errors.New("zoho: answered by something else")
	// ErrBadReply means that Zoho's reply was not of the documented form, or larger than this package reads.
	ErrBadReply = errors.New("zoho: malformed reply")
	// ErrIncomplete means that a search has more results than it returned, so that nothing may be concluded from what is
	// absent. The results come with the error.
	ErrIncomplete = errors.New("zoho: more results than returned")
	// ErrBadRequest means that an argument is outside its documented form, found here before anything was sent, or that Zoho
	// found the request malformed. Either way the fault is in the calling program.
	ErrBadRequest = errors.New("zoho: bad request")
	// ErrUnknownHost means that a host is not one of the chosen data centre's. Nothing was sent to it.
	ErrUnknownHost = errors.New("zoho: host is not of this data centre")
)

// Errors of signing in. An [*OAuthError] matches one of them, or none if Zoho's code is not known here.
var (
	// ErrConsentRefused means that the user said no on Zoho's consent page.
	ErrConsentRefused = errors.New("zoho: consent refused")
	// ErrStateMismatch means that a redirect does not belong to the sign-in that waits for it.
	ErrStateMismatch = errors.New("zoho: redirect does not belong to this sign-in")
	// ErrInvalidCode means that a code was used, mistyped or has expired, or that a refresh token was revoked.
	ErrInvalidCode = errors.New("zoho: code or refresh token not valid")
	// ErrInvalidClient means that this data centre does not know the client id, or that the client is not enabled for it.
	ErrInvalidClient = errors.New("zoho: client not known at this data centre")
	// ErrInvalidSecret means that the client secret is wrong; each data centre may have its own.
	ErrInvalidSecret = errors.New("zoho: client secret wrong")
	// ErrInvalidRedirect means that the redirect address is not exactly the registered one.
	ErrInvalidRedirect = errors.New("zoho: redirect address not registered")
	// ErrTokenThrottled means that too many tokens were asked for; the allowance is ten in ten minutes.
	ErrTokenThrottled = errors.New("zoho: too many token requests")
	// ErrNoRefreshToken means that Zoho gave an access token only, which would end the sign-in after an hour.
	ErrNoRefreshToken = errors.New("zoho: no refresh token granted")
)
