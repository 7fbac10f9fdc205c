package fakezoho

import (
	"fmt"
	"net/http"
	"time"
)

// Switches holds one choice for each point on which Zoho's documentation is
// silent or contradicts itself. The zero value of every field is its default.
type Switches struct {
	// MixedBatchStatus is the HTTP status of a batch in which some records
	// failed: 207 (default, status-codes page), 200, or 202 (API versions up
	// to v6).
	MixedBatchStatus int
	// FailedBatchStatus is the HTTP status of a batch in which every record
	// failed: 400 (default) or 202.
	FailedBatchStatus int
	// ThrottleStatus is the HTTP status of the token endpoint's "Access
	// Denied" body: 400 (default) or 200.
	ThrottleStatus int
	// TooMany chooses the body of a 429.
	TooMany TooManyBody
	// PhoneSearch chooses how search?phone= compares with stored numbers.
	PhoneSearch PhoneSearch
	// PhoneSeesEncrypted lets search?phone= look into encrypted phone fields too.
	// By default they are found only by the criterion equals, as the COQL pages and
	// the search-records page together say.
	PhoneSeesEncrypted bool
	// HideConvertedInCOQL leaves converted leads out of COQL results. They
	// are included by default.
	HideConvertedInCOQL bool
	// COQLConversion chooses which of a lead's conversion fields COQL knows.
	COQLConversion COQLConversion
	// ConvertedLead chooses whether the id of a converted lead still answers.
	ConvertedLead ConvertedLead
	// PlainDuplicate makes DUPLICATE_DATA name the other record by its id only,
	// as versions before 7 did. By default there is an object with its module and
	// owner too.
	PlainDuplicate bool
	// ModifiedAsItem answers ALREADY_MODIFIED as the result of the record, inside
	// data[]. By default it is the answer to the whole call.
	ModifiedAsItem bool
	// NoteCondition chooses what If-Unmodified-Since does to an update of notes.
	NoteCondition NoteCondition
	// NoteContentLimit is the longest Note_Content, in units of
	// NoteContentUnit. Default 65,535; other sources give 32,000 and 30,000.
	NoteContentLimit int
	// NoteContentUnit is what NoteContentLimit counts.
	NoteContentUnit TextUnit
	// NoteCredits chooses the price of writing notes.
	NoteCredits NoteCredits
	// MissingRecordStatus is the answer to reading one record that does not
	// exist: 204 (default), 400 or 404.
	MissingRecordStatus int
	// NoteFieldsOptional makes the fields parameter of the related notes list
	// optional. It is required by default (get-notes page).
	NoteFieldsOptional bool
	// NotesOldestFirst is the organisation's display choice that decides the
	// order of related notes when no sort_by is sent. Default is newest first
	// ("Recent First").
	NotesOldestFirst bool
	// InnerWildcard chooses what a % in the middle of a COQL like pattern does.
	InnerWildcard InnerWildcard
	// BarePair accepts a COQL where clause of exactly two conditions without
	// brackets. Refused by default.
	BarePair bool
	// COQLOffsetCeiling is the highest row COQL reaches by offset plus limit:
	// 100,000 (default, newer pages) or 10,000.
	COQLOffsetCeiling int
	// ForeignNoteCode is the code for updating a note of another user:
	// CANNOT_PERFORM_ACTION (default) or NOT_ALLOWED.
	ForeignNoteCode string
	// CodeLifetime is how long an authorisation code lives: 60 s (default);
	// other pages say 2 and 3 minutes. It does not apply to Self Client codes.
	CodeLifetime time.Duration
	// LiveAccessTokens is how many access tokens of one refresh token live at
	// once: 15 (default) or 10.
	LiveAccessTokens int
	// MobileSecretOptional lets a mobile-type client redeem codes without
	// client_secret, as the page on public clients suggests. Required by
	// default, as the token page says.
	MobileSecretOptional bool
	// RevokePaths chooses which revoke paths exist.
	RevokePaths RevokePaths
	// UnconfirmedCentres serves the hosts of the locations that neither the
	// manual nor the SDKs name: the United Arab Emirates, the United Kingdom
	// and Singapore. They do not exist by default.
	UnconfirmedCentres bool
	// RefuseExtensionRedirect makes the API console refuse redirects on
	// chromiumapp.org, so that only Self Clients can sign in from an extension.
	// They are accepted by default, as the rule "starts with https://" says.
	RefuseExtensionRedirect bool
	// TokenErrorStatus is the HTTP status of a refusal by the token endpoint:
	// 200 (default, by field reports) or 400.
	TokenErrorStatus int
	// BearerAccepted accepts "Authorization: Bearer" as well, as the token's
	// token_type suggests. Refused by default.
	BearerAccepted bool
	// ClientCredentials chooses the path that grants client credentials.
	ClientCredentials ClientCredentialsPath
	// ImplicitRefresh chooses the path on which a client-based client renews
	// its token.
	ImplicitRefresh ImplicitRefreshPath
	// DeactivatedUser chooses what becomes of the tokens of a user who was
	// deactivated.
	DeactivatedUser DeactivatedUser
	// ExpiredOrg chooses the answer to calls for an organisation whose licence
	// has ended.
	ExpiredOrg ExpiredOrg
	// ModuleRights chooses whose rights the list of modules tells.
	ModuleRights ModuleRights
	// PhoneLength is the longest phone number: 30 (default) or, in one of
	// Zoho's samples, 50. It counts for organisations made from then on.
	PhoneLength int
	// CriteriaConditions is how many conditions a search's criteria may hold:
	// 10 (default) or, elsewhere on the same page, 15.
	CriteriaConditions int
	// COQLColumns is how many columns a query may select: 50 (default, error
	// table) or 500 (limitations page).
	COQLColumns int
	// COQLLookupIDsOnly leaves the names out of lookup columns in COQL rows,
	// as versions before 7 did. They are included by default.
	COQLLookupIDsOnly bool
	// NoteTitleLimit is the longest Note_Title in code points: 120 (default)
	// or, by a response schema, 255.
	NoteTitleLimit int
	// NoteContentMandatory requires Note_Content, as the create-notes page
	// says. By default title or content will do, as the description says.
	NoteContentMandatory bool
	// NoteMarkup chooses what happens to <, & and > in a note's text.
	NoteMarkup NoteMarkup
	// NoteSpace chooses what happens to line ends and to blanks around a note's text.
	NoteSpace NoteSpace
	// CompositeFailure chooses how a composite request reports a part that was
	// refused.
	CompositeFailure CompositeFailure
	// RelatedLag is how long a related list takes to show a note just written:
	// 0 (default) is not at all. Nothing is documented.
	RelatedLag time.Duration
	// PlainLayoutFields makes a field of a layout tell only what the layout decides:
	// its name, whether it is required, and its default. Its type, its choices and
	// the forms it stands in are then told by the module's field metadata alone. By
	// default a layout tells all of it too, as the layouts-meta page shows.
	PlainLayoutFields bool
	// StageTypes chooses whether the field metadata tell which stages of a deal are
	// closed.
	StageTypes StageTypes
	// RoleDealsHidden leaves the deals that belong to a contact by a contact role
	// out of the list of its deals. They are included by default, by field reports.
	RoleDealsHidden bool
	// AttachmentLimit is the largest file, in bytes: 20 MB (default, by Zoho's
	// help) or 100 MB (pages of version 2).
	AttachmentLimit int
	// AttachmentStatus is the HTTP status of an upload that succeeded: 200
	// (default) or 201.
	AttachmentStatus int
	// AttachmentOrder chooses whether the list of attachments can be sorted.
	AttachmentOrder AttachmentOrder
	// AttachmentNames chooses which names files keep.
	AttachmentNames AttachmentNames
	// FileRefusal chooses the answer to a file that is too large or a program.
	FileRefusal FileRefusal
	// UploadScope is the operation on the record's module that an upload needs,
	// besides the scope on attachments: READ (default), CREATE or UPDATE. The page
	// names none.
	UploadScope string
	// UploadCredits is the price of an upload: 1 (default) or 2.
	UploadCredits int
	// WriteScope chooses whether scopes may name the operation WRITE.
	WriteScope WriteScope
	// IndexLag is how far the search index is behind, by the server's clock.
	// 0 means [DefaultIndexLag]; negative means frozen until [Server.ReleaseIndex];
	// [NoIndexLag] is none at all, which in JSON is "0s".
	IndexLag time.Duration
}

// withDefaults fills in the defaults and reports a value that no switch has.
func (w Switches) withDefaults() (Switches, error) {
	orInt := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	orInt(&w.MixedBatchStatus, http.StatusMultiStatus)
	orInt(&w.FailedBatchStatus, http.StatusBadRequest)
	orInt(&w.ThrottleStatus, http.StatusBadRequest)
	orInt(&w.MissingRecordStatus, http.StatusNoContent)
	orInt(&w.NoteContentLimit, 65535)
	orInt(&w.COQLOffsetCeiling, 100000)
	orInt(&w.LiveAccessTokens, 15)
	orInt(&w.TokenErrorStatus, http.StatusOK)
	orInt(&w.PhoneLength, 30)
	orInt(&w.CriteriaConditions, 10)
	orInt(&w.COQLColumns, 50)
	orInt(&w.NoteTitleLimit, 120)
	orInt(&w.AttachmentLimit, 20<<20)
	orInt(&w.AttachmentStatus, http.StatusOK)
	orInt(&w.UploadCredits, 1)
	if w.UploadScope == "" {
		w.UploadScope = "READ"
	}
	if w.ForeignNoteCode == "" {
		w.ForeignNoteCode = "CANNOT_PERFORM_ACTION"
	}
	if w.CodeLifetime == 0 {
		w.CodeLifetime = time.Minute
	}
	if w.IndexLag == 0 {
		w.IndexLag = DefaultIndexLag
	}
	checks := []struct {
		name string
		ok   bool
	}{
		{"MixedBatchStatus", oneOf(w.MixedBatchStatus, 207, 200, 202)},
		{"FailedBatchStatus", oneOf(w.FailedBatchStatus, 400, 202)},
		{"ThrottleStatus", oneOf(w.ThrottleStatus, 400, 200)},
		{"TooMany", oneOf(w.TooMany, TooManyRequests, RateLimitExceeded, TooManyLegacy)},
		{"COQLConversion", oneOf(w.COQLConversion, ConversionKnown, ConversionNoMark, ConversionUnknown)},
		{"ConvertedLead", oneOf(w.ConvertedLead, ConvertedAnswers, ConvertedOnRequest, ConvertedGone)},
		{"PhoneSearch", oneOf(w.PhoneSearch, PhoneStrict, PhoneTolerant)},
		{"NoteCondition", oneOf(w.NoteCondition, NoteConditionIgnored, NoteConditionHonoured, NoteConditionEach, NoteConditionRefused, NoteConditionStrict)},
		{"NoteContentLimit", w.NoteContentLimit > 0},
		{"NoteContentUnit", oneOf(w.NoteContentUnit, CodePoints, UTF16Units, UTF8Bytes)},
		{"NoteCredits", oneOf(w.NoteCredits, CreditPerTenNotes, CreditPerCall, CreditPerNote)},
		{"MissingRecordStatus", oneOf(w.MissingRecordStatus, 204, 400, 404)},
		{"InnerWildcard", oneOf(w.InnerWildcard, InnerRefused, InnerLiteral, InnerMatches)},
		{"COQLOffsetCeiling", w.COQLOffsetCeiling > 0},
		{"ForeignNoteCode", oneOf(w.ForeignNoteCode, "CANNOT_PERFORM_ACTION", "NOT_ALLOWED")},
		{"CodeLifetime", w.CodeLifetime > 0},
		{"LiveAccessTokens", w.LiveAccessTokens > 0},
		{"TokenErrorStatus", oneOf(w.TokenErrorStatus, 200, 400)},
		{"ClientCredentials", oneOf(w.ClientCredentials, CredentialsAtToken, CredentialsAtAuth)},
		{"ImplicitRefresh", oneOf(w.ImplicitRefresh, ImplicitBelowAuth, ImplicitShort)},
		{"DeactivatedUser", oneOf(w.DeactivatedUser, DeactivatedTokensDie, DeactivatedForbidden, DeactivatedUnauthorized, DeactivatedStatus, DeactivatedOwnCode)},
		{"ExpiredOrg", oneOf(w.ExpiredOrg, ExpiredForbidden, ExpiredUnauthorized, ExpiredOwnCode, ExpiredReadOnly)},
		{"ModuleRights", oneOf(w.ModuleRights, RightsOfUser, RightsOfModule)},
		{"PhoneLength", w.PhoneLength > 0},
		{"CriteriaConditions", w.CriteriaConditions > 0},
		{"COQLColumns", w.COQLColumns > 0},
		{"NoteTitleLimit", w.NoteTitleLimit > 0},
		{"NoteMarkup", oneOf(w.NoteMarkup, MarkupKept, MarkupEscaped, MarkupStripped)},
		{"NoteSpace", oneOf(w.NoteSpace, SpaceKept, SpaceCRLF, SpaceTrimmed)},
		{"CompositeFailure", oneOf(w.CompositeFailure, FailureInPlace, FailureWrapped)},
		{"RelatedLag", w.RelatedLag >= 0},
		{"StageTypes", oneOf(w.StageTypes, StagesTold, StagesUntold)},
		{"AttachmentLimit", w.AttachmentLimit > 0},
		{"AttachmentStatus", oneOf(w.AttachmentStatus, 200, 201)},
		{"AttachmentOrder", oneOf(w.AttachmentOrder, OrderAsAsked, OrderIgnored)},
		{"AttachmentNames", oneOf(w.AttachmentNames, NamesKept, NamesPlain)},
		{"FileRefusal", oneOf(w.FileRefusal, RefusedAsData, RefusedAsMedia, RefusedByGateway)},
		{"UploadScope", oneOf(w.UploadScope, "READ", "CREATE", "UPDATE")},
		{"UploadCredits", w.UploadCredits > 0},
		{"WriteScope", oneOf(w.WriteScope, WriteCovers, WriteUnknown)},
		{"RevokePaths", oneOf(w.RevokePaths, RevokeBoth, RevokeNewOnly, RevokeOldOnly)},
	}
	for _, c := range checks {
		if !c.ok {
			return w, fmt.Errorf("fakezoho: switch %s has a value it does not know", c.name)
		}
	}
	return w, nil
}

func oneOf[T comparable](v T, choices ...T) bool {
	for _, c := range choices {
		if v == c {
			return true
		}
	}
	return false
}
