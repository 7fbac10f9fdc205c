package contract

// ProblemCode is the closed set of problems people are told about. Each has
// its words in extension/_locales and its place in docs/troubleshooting.md.
type ProblemCode string

// The problems.
const (
	ProblemConsentRefused  ProblemCode = "consent_refused"
	ProblemSignInExpired   ProblemCode = "sign_in_expired"
	ProblemSignInMismatch  ProblemCode = "sign_in_mismatch"
	ProblemSignInElsewhere ProblemCode = "sign_in_elsewhere"
	ProblemCodeUsed        ProblemCode = "code_used"
	ProblemClientUnknown   ProblemCode = "client_unknown"
	ProblemClientSecret    ProblemCode = "client_secret"
	ProblemRedirectUnknown ProblemCode = "redirect_unknown"
	ProblemSignedOut       ProblemCode = "signed_out"
	ProblemScope           ProblemCode = "scope_missing"
	ProblemAPIAccess       ProblemCode = "api_access"
	ProblemPermission      ProblemCode = "permission"
	ProblemModuleHidden    ProblemCode = "module_hidden"
	// ProblemFieldUnavailable: a phone field is encrypted, or no longer there.
	ProblemFieldUnavailable ProblemCode = "field_unavailable"
	ProblemHostAccess       ProblemCode = "host_access"
	ProblemUnreachable      ProblemCode = "unreachable"
	ProblemNotZoho          ProblemCode = "not_zoho"
	ProblemZohoFault        ProblemCode = "zoho_fault"
	ProblemThrottled        ProblemCode = "throttled"
	// ProblemCreditsUsed: the organisation's API credits are used up, or nearly.
	ProblemCreditsUsed ProblemCode = "credits_used"
	// ProblemBudget: the user's own daily budget is used up.
	ProblemBudget ProblemCode = "budget_reached"
	// ProblemQuiet: the user's quiet hours; what waits is written after them.
	ProblemQuiet ProblemCode = "quiet_hours"
	// ProblemLicence: the organisation's Zoho licence has ended.
	ProblemLicence ProblemCode = "licence_ended"
	// ProblemUserInactive: an administrator has deactivated the Zoho user.
	ProblemUserInactive ProblemCode = "user_deactivated"
	// ProblemAccountRefused: Zoho refuses this user everything and does not say
	// which of the two above it is.
	ProblemAccountRefused ProblemCode = "account_refused"
	// ProblemEnvironment: the organisation chosen at Zoho is of another kind than
	// the one chosen here.
	ProblemEnvironment ProblemCode = "environment_mismatch"
	// ProblemClock: this computer's clock stands so far in the past that what
	// WhatsApp tells lies in its future.
	ProblemClock         ProblemCode = "clock_wrong"
	ProblemFieldRequired ProblemCode = "field_required"
	ProblemFieldRefused  ProblemCode = "field_refused"
	ProblemDuplicate     ProblemCode = "duplicate"
	ProblemStoredTwice   ProblemCode = "stored_twice"
	// ProblemRecordChanged: somebody changed the record in Zoho at the same
	// moment, so nothing was written.
	ProblemRecordChanged ProblemCode = "record_changed"
	// ProblemFieldFilled: the field that was to take the number is not empty.
	ProblemFieldFilled ProblemCode = "field_filled"
	// ProblemFieldElsewhere: the organisation requires a field that can only be
	// filled in Zoho itself, such as another record.
	ProblemFieldElsewhere ProblemCode = "field_elsewhere"
	ProblemRecordGone     ProblemCode = "record_gone"
	ProblemNoteRefused    ProblemCode = "note_refused"
	// ProblemRecordRefused: a record is not made or changed, for a reason that lies in
	// none of its fields.
	ProblemRecordRefused ProblemCode = "record_refused"
	ProblemSettling      ProblemCode = "settling"
	ProblemUnreadable    ProblemCode = "unreadable"
	// ProblemChanged: WhatsApp Web failed the self-test.
	ProblemChanged ProblemCode = "whatsapp_changed"
	// ProblemPartial: only what is on the screen, or in the page's memory, could
	// be read of the chat.
	ProblemPartial ProblemCode = "partial"
	// ProblemMessagesUnread: the page handed over messages that nobody
	// understands.
	ProblemMessagesUnread ProblemCode = "messages_unread"
	ProblemStorageFull    ProblemCode = "storage_full"
	ProblemNewerData      ProblemCode = "newer_data"
	ProblemInternal       ProblemCode = "internal"
)

// Problem is something a person should know, with what happens next.
type Problem struct {
	Code ProblemCode `json:"code"`
	// Detail is a name out of Zoho's metadata, such as a field or a
	// permission; never data of a record or a chat.
	Detail string `json:"detail,omitempty"`
	// RetryAt is when it is tried again by itself, Unix milliseconds, 0 when a
	// person has to act.
	RetryAt int64 `json:"retryAt,omitempty"`
}
