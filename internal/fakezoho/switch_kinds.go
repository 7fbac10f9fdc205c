package fakezoho

import "time"

// DefaultIndexLag is the lag of the search index unless it is set otherwise.
// Zoho documents that there is a lag, but no figure.
const DefaultIndexLag = 30 * time.Second

// NoIndexLag stands for a search index that learns of every change at once.
const NoIndexLag = time.Nanosecond

// indexLag is how far the search index is behind.
func (w Switches) indexLag() time.Duration {
	if w.IndexLag == NoIndexLag {
		return 0
	}
	return w.IndexLag
}

// TooManyBody names a form of the 429 body; the documented ones disagree.
type TooManyBody string

// The documented forms of the 429 body.
const (
	// TooManyRequests is {"code":"TOO_MANY_REQUESTS",…}, the default.
	TooManyRequests TooManyBody = ""
	// RateLimitExceeded is {"code":"RATE_LIMIT_EXCEEDED",…}, from Zoho's
	// OpenAPI description.
	RateLimitExceeded TooManyBody = "rate_limit_exceeded"
	// TooManyLegacy is the older {"code":429,"error":"TOO_MANY_REQUESTS",…}.
	TooManyLegacy TooManyBody = "legacy"
)

// PhoneSearch names a way in which search?phone= folds punctuation.
type PhoneSearch string

// The two readings of the search-records page.
const (
	// PhoneStrict finds the asked text inside the stored text, unchanged.
	// It is the default.
	PhoneStrict PhoneSearch = ""
	// PhoneTolerant compares digits only and lets the asked number carry a
	// country code that the stored one lacks.
	PhoneTolerant PhoneSearch = "tolerant"
)

// TextUnit is a way to measure the length of a text.
type TextUnit string

// The units in which a note's length may be counted.
const (
	// CodePoints counts Unicode code points. It is the default.
	CodePoints TextUnit = ""
	// UTF16Units counts UTF-16 code units: an emoji is usually two.
	UTF16Units TextUnit = "utf16"
	// UTF8Bytes counts bytes of UTF-8.
	UTF8Bytes TextUnit = "bytes"
)

// NoteCredits is a price of writing notes. The api-limits page names "insert or
// update records" at one credit per ten, but does not name notes.
type NoteCredits string

// The possible prices of a notes write.
const (
	// CreditPerTenNotes is one credit per ten notes begun. It is the default.
	CreditPerTenNotes NoteCredits = ""
	// CreditPerCall is one credit per call.
	CreditPerCall NoteCredits = "call"
	// CreditPerNote is one credit per note.
	CreditPerNote NoteCredits = "note"
)

// InnerWildcard is a treatment of a % that is neither first nor last in a COQL
// like pattern. COQL documents starts-with, ends-with and contains only.
type InnerWildcard string

// The possible treatments of an inner %.
const (
	// InnerRefused answers INVALID_QUERY. It is the default.
	InnerRefused InnerWildcard = ""
	// InnerLiteral takes the % as an ordinary character.
	InnerLiteral InnerWildcard = "literal"
	// InnerMatches takes the % as "anything", as SQL does.
	InnerMatches InnerWildcard = "matches"
)

// RevokePaths says which of the two documented revoke paths exist.
type RevokePaths string

// The possible sets of revoke paths.
const (
	// RevokeBoth serves both paths. It is the default.
	RevokeBoth RevokePaths = ""
	// RevokeNewOnly serves only /oauth/v2/revoke/token.
	RevokeNewOnly RevokePaths = "new"
	// RevokeOldOnly serves only /oauth/v2/token/revoke.
	RevokeOldOnly RevokePaths = "old"
)

// ClientCredentialsPath is where the client-credentials grant is served; the
// pages of Zoho Accounts and of the CRM disagree.
type ClientCredentialsPath string

// The documented paths.
const (
	// CredentialsAtToken is /oauth/v2/token, the default.
	CredentialsAtToken ClientCredentialsPath = ""
	// CredentialsAtAuth is /oauth/v2/auth.
	CredentialsAtAuth ClientCredentialsPath = "auth"
)

// ImplicitRefreshPath is where a client-based client renews its token silently.
type ImplicitRefreshPath string

// The documented paths.
const (
	// ImplicitBelowAuth is /oauth/v2/auth/refresh, the default.
	ImplicitBelowAuth ImplicitRefreshPath = ""
	// ImplicitShort is /oauth/v2/refresh.
	ImplicitShort ImplicitRefreshPath = "short"
)

// DeactivatedUser is what a deactivated user's tokens are worth. Zoho documents
// nothing about it.
type DeactivatedUser string

// The possible treatments.
const (
	// DeactivatedTokensDie makes every token unknown. It is the default.
	DeactivatedTokensDie DeactivatedUser = ""
	// DeactivatedForbidden answers calls with 403 NO_PERMISSION.
	DeactivatedForbidden DeactivatedUser = "forbidden"
	// DeactivatedUnauthorized answers calls with 401, whatever the token; new
	// tokens are given out all the same.
	DeactivatedUnauthorized DeactivatedUser = "unauthorized"
	// DeactivatedStatus still tells the user that their status is "inactive", as
	// the get-users page has it, and answers all other calls with 403.
	DeactivatedStatus DeactivatedUser = "status"
	// DeactivatedOwnCode has codes that no page of Zoho's names: 403 for calls,
	// and one of the token endpoint.
	DeactivatedOwnCode DeactivatedUser = "code"
)

// ExpiredOrg is the answer to calls for an organisation whose licence has ended.
// By https://help.zoho.com/portal/kb/articles/manage-subscriptions its people are
// locked out until it is renewed or moved to the free edition; what the API
// answers is documented nowhere.
type ExpiredOrg string

// The possible answers.
const (
	// ExpiredForbidden is 403 NO_PERMISSION without a permission. It is the
	// default.
	ExpiredForbidden ExpiredOrg = ""
	// ExpiredUnauthorized is 400 AUTHORIZATION_FAILED.
	ExpiredUnauthorized ExpiredOrg = "authorization"
	// ExpiredOwnCode is 400 with a code that no page of Zoho's names.
	ExpiredOwnCode ExpiredOrg = "code"
	// ExpiredReadOnly answers reads, GET /org with a date in the past among them,
	// and refuses writes with 403 NO_PERMISSION.
	ExpiredReadOnly ExpiredOrg = "read_only"
)

// ModuleRights is what viewable, creatable and editable mean in the list of
// modules; the modules-api page says "by the user" of some and "in the module" of
// others.
type ModuleRights string

// The two meanings.
const (
	// RightsOfUser are those of the user's profile. It is the default.
	RightsOfUser ModuleRights = ""
	// RightsOfModule are those that the module gives at most, to whomever.
	RightsOfModule ModuleRights = "module"
)

// COQLConversion is what queries know of a lead's conversion. Zoho documents the
// fields; field reports say that queries refuse Converted__s in some
// organisations.
type COQLConversion string

// The possible extents.
const (
	// ConversionKnown has all fields. It is the default.
	ConversionKnown COQLConversion = ""
	// ConversionNoMark lacks Converted__s only.
	ConversionNoMark COQLConversion = "no mark"
	// ConversionUnknown lacks Converted_Contact and Converted_Date_Time as well.
	ConversionUnknown COQLConversion = "unknown"
)

// ConvertedLead is what becomes of the id of a lead that was converted. Zoho
// documents nothing about it; field reports disagree.
type ConvertedLead string

// The possible treatments.
const (
	// ConvertedAnswers goes on answering for it. It is the default.
	ConvertedAnswers ConvertedLead = ""
	// ConvertedOnRequest reads it only with converted=true or both.
	ConvertedOnRequest ConvertedLead = "on request"
	// ConvertedGone answers as if the lead had been deleted.
	ConvertedGone ConvertedLead = "gone"
)

// NoteCondition is what the header If-Unmodified-Since does to an update of
// notes. The update-records page names it, and notes among the modules it is
// about; the update-notes page does not name it, and neither says what becomes of
// a call with several records.
type NoteCondition string

// The possible treatments.
const (
	// NoteConditionIgnored writes the notes all the same. It is the default.
	NoteConditionIgnored NoteCondition = ""
	// NoteConditionHonoured refuses a note that was changed later, and with it the
	// whole call.
	NoteConditionHonoured NoteCondition = "honoured"
	// NoteConditionEach refuses such a note, and writes the others of the call.
	NoteConditionEach NoteCondition = "each"
	// NoteConditionRefused takes no call with the header.
	NoteConditionRefused NoteCondition = "refused"
	// NoteConditionStrict refuses a note also if the time is that of its last change
	// to the second, as a server does that keeps fractions of a second and does not
	// tell them.
	NoteConditionStrict NoteCondition = "strict"
)

// NoteMarkup is a treatment of the characters in a note's text that mean
// something in HTML.
type NoteMarkup string

// The possible treatments.
const (
	// MarkupKept gives the text back as it came. It is the default.
	MarkupKept NoteMarkup = ""
	// MarkupEscaped gives back &lt;, &amp; and &gt;.
	MarkupEscaped NoteMarkup = "escaped"
	// MarkupStripped drops tags, and gives the rest back as it came.
	MarkupStripped NoteMarkup = "stripped"
)

// NoteSpace is a treatment of white space in a note's text. Zoho documents nothing
// about it.
type NoteSpace string

// The possible treatments.
const (
	// SpaceKept gives the text back as it came. It is the default.
	SpaceKept NoteSpace = ""
	// SpaceCRLF ends every line of the content with a carriage return and a line feed,
	// as texts from HTML forms have it.
	SpaceCRLF NoteSpace = "crlf"
	// SpaceTrimmed drops white space before and after title and content.
	SpaceTrimmed NoteSpace = "trimmed"
)

// CompositeFailure is the form in which a composite request reports a part that
// was refused; the composite-api page shows both an error object and a whole
// reply with its status.
type CompositeFailure string

// The two forms.
const (
	// FailureInPlace puts the error object in the part's place. It is the
	// default.
	FailureInPlace CompositeFailure = ""
	// FailureWrapped reports success with a reply that holds the error.
	FailureWrapped CompositeFailure = "wrapped"
)

// StageTypes is what the field metadata tell of the stages of a deal. Zoho's SDKs
// name forecast_type and probability among the members of a picklist value, and
// the get-pipelines page shows their values; the field-meta page shows neither.
type StageTypes string

// The possible extents.
const (
	// StagesTold names the type of each stage. It is the default.
	StagesTold StageTypes = ""
	// StagesUntold leaves the type out.
	StagesUntold StageTypes = "untold"
)

// AttachmentOrder says whether a list of attachments can be sorted; the
// get-attachments page names no parameter for it.
type AttachmentOrder string

// The two possibilities.
const (
	// OrderAsAsked sorts as lists of notes are sorted. It is the default.
	OrderAsAsked AttachmentOrder = ""
	// OrderIgnored gives the oldest first, whatever was asked for.
	OrderIgnored AttachmentOrder = "ignored"
)

// AttachmentNames says which names uploaded files keep.
type AttachmentNames string

// The two possibilities.
const (
	// NamesKept keeps them as they were sent. It is the default.
	NamesKept AttachmentNames = ""
	// NamesPlain replaces all but ASCII letters, digits, dots, hyphens and
	// underscores by underscores.
	NamesPlain AttachmentNames = "plain"
)

// FileRefusal is the answer to a file that is not taken; the upload-attachment
// page of version 8 lists none, others of Zoho's pages several.
type FileRefusal string

// The possible answers.
const (
	// RefusedAsData is 400 with FILE_SIZE_MORE_THAN_ALLOWED_SIZE or INVALID_DATA.
	// It is the default.
	RefusedAsData FileRefusal = ""
	// RefusedAsMedia is the same with 415, as the page on uploading photos has it.
	RefusedAsMedia FileRefusal = "415"
	// RefusedByGateway is 413 with a web page for a file that is too large, and 400
	// NOT_SUPPORTED for a program.
	RefusedByGateway FileRefusal = "gateway"
)

// WriteScope is what the operation WRITE of a scope means. The page on choosing
// scopes (version 6) has it as another name for CREATE, UPDATE and DELETE together,
// and the pages on inserting and updating records name it; the scopes page of version
// 8 does not.
type WriteScope string

// The possible meanings.
const (
	// WriteCovers stands for the three. It is the default.
	WriteCovers WriteScope = ""
	// WriteUnknown is refused as an unknown scope.
	WriteUnknown WriteScope = "unknown"
)
