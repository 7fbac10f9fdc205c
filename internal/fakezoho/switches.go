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
	// HideConvertedInCOQL leaves converted leads out of COQL results. They
	// are included by default.
	HideConvertedInCOQL bool
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
	// IndexLag is how far the search index is behind, by the server's clock.
	// 0 means [DefaultIndexLag]; negative means frozen until
	// [Server.ReleaseIndex]. [Server.SetIndexLag] can set no lag at all.
	IndexLag time.Duration
}

// DefaultIndexLag is the lag of the search index unless it is set otherwise.
// Zoho documents that there is a lag, but no figure.
const DefaultIndexLag = 30 * time.Second

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
		{"PhoneSearch", oneOf(w.PhoneSearch, PhoneStrict, PhoneTolerant)},
		{"NoteContentLimit", w.NoteContentLimit > 0},
		{"NoteContentUnit", oneOf(w.NoteContentUnit, CodePoints, UTF16Units, UTF8Bytes)},
		{"NoteCredits", oneOf(w.NoteCredits, CreditPerTenNotes, CreditPerCall, CreditPerNote)},
		{"MissingRecordStatus", oneOf(w.MissingRecordStatus, 204, 400, 404)},
		{"InnerWildcard", oneOf(w.InnerWildcard, InnerRefused, InnerLiteral, InnerMatches)},
		{"COQLOffsetCeiling", w.COQLOffsetCeiling > 0},
		{"ForeignNoteCode", oneOf(w.ForeignNoteCode, "CANNOT_PERFORM_ACTION", "NOT_ALLOWED")},
		{"CodeLifetime", w.CodeLifetime > 0},
		{"LiveAccessTokens", w.LiveAccessTokens > 0},
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
