package fakezoho

import (
	"fmt"
	"reflect"
	"time"
)

// switchPositions lists the values that each field of [Switches] can take, the
// default first. Open-ended ones list what Zoho's pages or field reports name.
func switchPositions() map[string][]any {
	return map[string][]any{
		"MixedBatchStatus":        {207, 200, 202},
		"FailedBatchStatus":       {400, 202},
		"ThrottleStatus":          {400, 200},
		"TooMany":                 {TooManyRequests, RateLimitExceeded, TooManyLegacy},
		"PhoneSearch":             {PhoneStrict, PhoneTolerant},
		"PhoneSeesEncrypted":      {false, true},
		"HideConvertedInCOQL":     {false, true},
		"COQLConversion":          {ConversionKnown, ConversionNoMark, ConversionUnknown},
		"ConvertedLead":           {ConvertedAnswers, ConvertedOnRequest, ConvertedGone},
		"PlainDuplicate":          {false, true},
		"ModifiedAsItem":          {false, true},
		"NoteCondition":           {NoteConditionIgnored, NoteConditionHonoured, NoteConditionEach, NoteConditionRefused, NoteConditionStrict},
		"NoteContentLimit":        {65535, 32000, 30000},
		"NoteContentUnit":         {CodePoints, UTF16Units, UTF8Bytes},
		"NoteCredits":             {CreditPerTenNotes, CreditPerCall, CreditPerNote},
		"MissingRecordStatus":     {204, 400, 404},
		"NoteFieldsOptional":      {false, true},
		"NotesOldestFirst":        {false, true},
		"InnerWildcard":           {InnerRefused, InnerLiteral, InnerMatches},
		"BarePair":                {false, true},
		"COQLOffsetCeiling":       {100000, 10000},
		"ForeignNoteCode":         {"CANNOT_PERFORM_ACTION", "NOT_ALLOWED"},
		"CodeLifetime":            {time.Minute, 2 * time.Minute, 3 * time.Minute},
		"LiveAccessTokens":        {15, 10},
		"MobileSecretOptional":    {false, true},
		"RevokePaths":             {RevokeBoth, RevokeNewOnly, RevokeOldOnly},
		"UnconfirmedCentres":      {false, true},
		"RefuseExtensionRedirect": {false, true},
		"TokenErrorStatus":        {200, 400},
		"BearerAccepted":          {false, true},
		"ClientCredentials":       {CredentialsAtToken, CredentialsAtAuth},
		"ImplicitRefresh":         {ImplicitBelowAuth, ImplicitShort},
		"DeactivatedUser":         {DeactivatedTokensDie, DeactivatedForbidden, DeactivatedUnauthorized, DeactivatedStatus, DeactivatedOwnCode},
		"ExpiredOrg":              {ExpiredForbidden, ExpiredUnauthorized, ExpiredOwnCode, ExpiredReadOnly},
		"ModuleRights":            {RightsOfUser, RightsOfModule},
		"PhoneLength":             {30, 50},
		"CriteriaConditions":      {10, 15},
		"COQLColumns":             {50, 500},
		"COQLLookupIDsOnly":       {false, true},
		"NoteTitleLimit":          {120, 255},
		"NoteContentMandatory":    {false, true},
		"NoteMarkup":              {MarkupKept, MarkupEscaped, MarkupStripped},
		"NoteSpace":               {SpaceKept, SpaceCRLF, SpaceTrimmed},
		"CompositeFailure":        {FailureInPlace, FailureWrapped},
		"RelatedLag":              {time.Duration(0), 10 * time.Second},
		"PlainLayoutFields":       {false, true},
		"StageTypes":              {StagesTold, StagesUntold},
		"RoleDealsHidden":         {false, true},
		"AttachmentLimit":         {20 << 20, 100 << 20},
		"AttachmentStatus":        {200, 201},
		"AttachmentOrder":         {OrderAsAsked, OrderIgnored},
		"AttachmentNames":         {NamesKept, NamesPlain},
		"FileRefusal":             {RefusedAsData, RefusedAsMedia, RefusedByGateway},
		"UploadScope":             {"READ", "CREATE", "UPDATE"},
		"UploadCredits":           {1, 2},
		"WriteScope":              {WriteCovers, WriteUnknown},
		"IndexLag":                {DefaultIndexLag, NoIndexLag, 10 * time.Minute, time.Duration(-1)},
	}
}

// Position is one way to set the switches.
type Position struct {
	// Name tells which switch is off its default, and how.
	Name     string
	Switches Switches
}

// Positions returns every way to set the switches that a client should be tried
// in: all at their defaults, each switch in each of its other positions by
// itself, and all of them off their defaults at once.
func Positions() []Position {
	all := []Position{{Name: "default"}}
	var changed Switches
	fields := reflect.TypeFor[Switches]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		values := switchPositions()[name]
		for _, v := range values[1:] {
			var one Switches
			setSwitch(&one, i, v)
			setSwitch(&changed, i, v)
			all = append(all, Position{Name: fmt.Sprintf("%s=%v", name, v), Switches: one})
		}
	}
	return append(all, Position{Name: "every other", Switches: changed})
}

// setSwitch sets the i-th switch to a value of its list.
func setSwitch(w *Switches, i int, v any) {
	field := reflect.ValueOf(w).Elem().Field(i)
	field.Set(reflect.ValueOf(v).Convert(field.Type()))
}
