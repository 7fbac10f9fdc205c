package zoho

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// APIError is a refusal or a fault that Zoho CRM reported, for a whole call or for one record of it.
// See https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html.
type APIError struct {
	// HTTP is the status of the reply that held the error; a single record's error may come with 200.
	HTTP int
	// Code is Zoho's error code, for example INVALID_DATA, or "" if the reply held none that looks like one.
	Code string
	// Details is Zoho's "details" object as it came. It can hold names and numbers, so it must not be logged or shown
	// unread. It is nil if there was none or it was larger than 64 KiB.
	Details json.RawMessage `json:",omitempty"`
	// Op is the operation that failed.
	Op Op
	// Permissions names the profile permissions the user lacks, as Zoho spells them.
	Permissions []string
	// Scopes lists the scopes documented for the operation if Zoho said that one of them is missing; it does not say which.
	Scopes []string
	// Causes holds the single errors of a record that was refused for several reasons at once.
	Causes []*APIError
}

// maxDetails bounds the kept details, in bytes.
const maxDetails = 64 << 10

// newAPIError reads one error object: {"code", "details", "message", "status"}. The message is dropped, because its
// wording varies and can quote what was sent.
func newAPIError(op Op, status int, object gjson.Result) *APIError {
	e := &APIError{HTTP: status, Code: readCode(object), Op: op}
	details := object.Get("details")
	if details.IsObject() && len(details.Raw) <= maxDetails {
		e.Details = json.RawMessage(strings.Clone(details.Raw))
	}
	for _, p := range details.Get("permissions").Array() {
		if p.Type == gjson.String && ValidAPIName(p.Str) && len(e.Permissions) < 20 {
			e.Permissions = append(e.Permissions, strings.Clone(p.Str))
		}
	}
	errs := details.Get("errors")
	if !errs.IsArray() {
		errs = object.Get("errors")
	}
	if e.Code == "MULTIPLE_OR_MULTI_ERRORS" {
		for _, cause := range errs.Array() {
			if readCode(cause) != "MULTIPLE_OR_MULTI_ERRORS" && len(e.Causes) < 20 {
				e.Causes = append(e.Causes, newAPIError(op, status, cause))
			}
		}
	}
	return e
}

// readCode returns an error object's code. An older form of status 429 has a number there and the code in "error".
func readCode(object gjson.Result) string {
	code := object.Get("code")
	if code.Type != gjson.String {
		code = object.Get("error")
	}
	if code.Type != gjson.String {
		return ""
	}
	return strings.Clone(shownCode(code.Str))
}

// Error names operation, status and code, and nothing that was sent or received besides.
func (e *APIError) Error() string {
	text := fmt.Sprintf("zoho: %s: HTTP %d", e.Op, e.HTTP)
	if code := shownCode(e.Code); code != "" {
		text += " " + code
	}
	return text
}

// Is reports whether the error is of the kind that target, a sentinel of this package, stands for.
func (e *APIError) Is(target error) bool {
	return slices.Contains(e.kinds(), target)
}

// Unwrap returns the single errors of a record that was refused for several reasons at once.
func (e *APIError) Unwrap() []error {
	causes := make([]error, len(e.Causes))
	for i, c := range e.Causes {
		causes[i] = c
	}
	return causes
}

// APIName returns the API name of the field that the error is about, or "" if Zoho named none.
func (e *APIError) APIName() string {
	// Queries call it a column.
	for _, key := range []string{"api_name", "column_name"} {
		if name := gjson.GetBytes(e.Details, key); name.Type == gjson.String && ValidAPIName(name.Str) {
			return name.Str
		}
	}
	return ""
}

// kinds returns every sentinel the error matches, the narrowest last. Codes that are not named here match none, or what
// their HTTP status says; so do Zoho's codes that nothing can be done about, for example FILE_SIZE_EXCEEDS.
func (e *APIError) kinds() []error {
	if e.serverFault() {
		return []error{ErrServer}
	}
	if e.HTTP == statusTooManyRequests {
		return []error{ErrThrottled}
	}
	if kind := e.fileKind(); kind != nil {
		return []error{kind}
	}
	if e.Op == OpQuery || e.Op == OpComposite {
		// Neither writes anything, so these codes are about the request: a column or an id named twice, a key left out.
		switch e.Code {
		case "DUPLICATE_DATA", "MANDATORY_NOT_FOUND":
			return []error{ErrBadRequest}
		}
	}
	switch e.Code {
	case "INVALID_QUERY":
		return e.invalidQueryKinds()
	case "TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED":
		return []error{ErrThrottled}
	case "AUTHENTICATION_FAILURE", "INVALID_TOKEN", "INVALID_OAUTHTOKEN":
		return []error{ErrUnauthorized}
	case "OAUTH_SCOPE_MISMATCH":
		return []error{ErrScope}
	case "NO_PERMISSION":
		if slices.Contains(e.Permissions, "Crm_Implied_Api_Access") {
			return []error{ErrNoPermission, ErrAPIAccess}
		}
		return []error{ErrNoPermission}
	case "AUTHORIZATION_FAILED":
		return []error{ErrNoPermission}
	case "INVALID_MODULE":
		return []error{ErrInvalidModule}
	case "INVALID_DATA":
		if narrow := e.invalidDataKind(); narrow != nil {
			return []error{ErrInvalidData, narrow}
		}
		return []error{ErrInvalidData}
	case "DEPENDENT_MISMATCH", "MULTIPLE_OR_MULTI_ERRORS", "PATTERN_NOT_MATCHED":
		return []error{ErrInvalidData}
	case "MANDATORY_NOT_FOUND", "EXPECTED_FIELD_MISSING", "DEPENDENT_FIELD_MISSING":
		return []error{ErrMandatory}
	case "DUPLICATE_DATA":
		return []error{ErrDuplicate}
	case "LIMIT_EXCEEDED", "LIMIT_REACHED", "DISCRETE_PAGINATION_LIMIT_EXCEEDED":
		return []error{ErrLimit}
	case "ALREADY_MODIFIED":
		return []error{ErrModified}
	case "RECORD_LOCKED", "NOT_APPROVED", "NOT_REVIEWED", "RECORD_IN_BLUEPRINT":
		return []error{ErrLocked}
	case "CANNOT_PERFORM_ACTION", "NOT_ALLOWED":
		return []error{ErrNotAllowed}
	case "SYNTAX_ERROR", "INVALID_REQUEST", "INVALID_REQUEST_METHOD", "INVALID_URL_PATTERN",
		"NOT_SUPPORTED", "EXPECTED_PARAM_MISSING", "REQUIRED_PARAM_MISSING", "INVALID_ALIAS", "DUPLICATE_ALIAS",
		"AMBIGUITY_DURING_PROCESSING", "LOOPING_FOUND", "INVALID_REFERENCE", "API_NOT_SUPPORTED":
		return []error{ErrBadRequest}
	}
	if kind := accountKind(e.Code); kind != nil {
		return []error{kind}
	}
	switch e.HTTP {
	case statusNoContent, statusNotFound:
		return []error{ErrNotFound}
	case statusUnauthorized:
		return []error{ErrUnauthorized}
	case statusForbidden:
		return []error{ErrNoPermission}
	case statusRequestTimeout:
		return []error{ErrTimeout}
	}
	return nil
}

// fileKind tells whether the refusal of an upload is about the file. No page lists the codes for attachments in full;
// these are the ones that Zoho's pages on uploading photos, files and attachments name, and what their status says.
func (e *APIError) fileKind() error {
	if e.Op != OpUploadAttachment {
		return nil
	}
	switch e.Code {
	case "FILE_SIZE_MORE_THAN_ALLOWED_SIZE", "FILE_SIZE_EXCEEDS", "FILE_SIZE_EXCEEDED", "SIZE_LIMIT_EXCEEDED":
		return ErrFileTooLarge
	case "INVALID_FILE_TYPE", "INVALID_FILE_FORMAT", "FILE_TYPE_NOT_SUPPORTED", "UNSUPPORTED_FILE_TYPE", "VIRUS_DETECTED", "NOT_SUPPORTED",
		"CANNOT_PROCESS":
		return ErrFileRefused
	case "INVALID_DATA":
		if e.invalidDataKind() == nil {
			return ErrFileRefused
		}
	}
	switch {
	case e.HTTP == statusTooLarge:
		return ErrFileTooLarge
	case e.HTTP == statusUnsupportedType:
		return ErrFileRefused
	}
	return nil
}

// accountKind reads a code that is about the account, nil for any other. No page of Zoho's lists the codes of version 8 for
// a user who is deactivated or an organisation whose licence has ended, so they are known by their words.
func accountKind(code string) error {
	words := strings.Split(strings.ToUpper(code), "_")
	has := func(any ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
	}
	switch {
	case has("EXPIRED") && has("LICENSE", "LICENCE", "SUBSCRIPTION", "TRIAL", "ORG", "ORGANIZATION", "EDITION"):
		return ErrLicenceEnded
	case has("INACTIVE", "DEACTIVATED", "DISABLED") && has("USER"):
		return ErrUserInactive
	}
	return nil
}

// invalidQueryKinds tells what INVALID_QUERY is about, which shows in the keys of "details".
// See https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html.
func (e *APIError) invalidQueryKinds() []error {
	details := gjson.ParseBytes(e.Details)
	switch {
	case details.Get("column_name").Exists(), details.Get("api_name").Exists():
		return []error{ErrBadRequest, ErrField}
	case details.Get("module").Exists():
		return []error{ErrBadRequest, ErrInvalidModule}
	case details.Get("limit").Exists(), details.Get("offset").Exists():
		return []error{ErrBadRequest, ErrLimit}
	}
	return []error{ErrBadRequest}
}

// invalidDataKind tells what INVALID_DATA is about. Zoho uses this one code for a value that does not fit, for a record
// that is gone and for a parent that is gone; which it was shows only in the keys of "details".
func (e *APIError) invalidDataKind() error {
	details := gjson.ParseBytes(e.Details)
	if details.Get("maximum_length").Exists() {
		return ErrTooLong
	}
	path := details.Get("json_path").String()
	aboutID := e.APIName() == "id" || strings.HasSuffix(path, ".id") ||
		e.APIName() == "" && path == "" && details.Get("id").Exists()
	inAddress := details.Get("resource_path_index").Exists()
	switch e.Op {
	case OpCreateNotes:
		// A new note has no id of its own, so an id that is refused is its parent's.
		if aboutID || inAddress || e.APIName() == "Parent_Id" || strings.Contains(path, ".Parent_Id") {
			return ErrParentGone
		}
	case OpListNotes, OpUploadAttachment, OpListAttachments:
		if aboutID || inAddress {
			return ErrParentGone
		}
	case OpUpdateNotes, OpFillContact, OpFillLead:
		if aboutID || inAddress {
			return ErrNotFound
		}
	case OpGetContact, OpGetLead, OpGetNote:
		// The id is the only thing these calls send.
		return ErrNotFound
	case OpListDeals:
		if aboutID || inAddress {
			return ErrNotFound
		}
	}
	return nil
}

// serverFault reports whether Zoho failed in the middle of its work, so that a write may have been carried out.
func (e *APIError) serverFault() bool {
	switch e.Code {
	case "INTERNAL_ERROR", "INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE", "REQUEST_TIMEOUT":
		return true
	}
	return e.HTTP >= 500
}

// refused reports whether the error proves that nothing was written.
func (e *APIError) refused() bool {
	return !e.serverFault() && e.HTTP != statusRequestTimeout &&
		(e.Code != "" || e.HTTP == statusTooManyRequests)
}
