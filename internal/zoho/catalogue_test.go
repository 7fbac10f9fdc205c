package zoho

import (
	"errors"
	"slices"
	"testing"

	"github.com/tidwall/gjson"
)

// generic marks a code that matches nothing on purpose: it tells a person something, but there is nothing that the
// program could do about it other than say so.
var generic []error

// TestCatalogue holds every code that Zoho's pages on status codes, inserting, notes, queries and composite requests
// name, with the statuses they name it under, to what it means here.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status int
		code   string
		want   []error
	}{
		{401, "AUTHENTICATION_FAILURE", []error{ErrUnauthorized}},
		{401, "INVALID_TOKEN", []error{ErrUnauthorized}},
		{401, "INVALID_OAUTHTOKEN", []error{ErrUnauthorized}},
		{401, "OAUTH_SCOPE_MISMATCH", []error{ErrScope}},
		{403, "NO_PERMISSION", []error{ErrNoPermission}},
		{400, "AUTHORIZATION_FAILED", []error{ErrNoPermission}},
		{400, "INVALID_MODULE", []error{ErrInvalidModule}},
		{400, "INVALID_REQUEST_METHOD", []error{ErrBadRequest}},
		{404, "INVALID_URL_PATTERN", []error{ErrBadRequest}},
		{400, "INVALID_REQUEST", []error{ErrBadRequest}},
		{400, "NOT_SUPPORTED", []error{ErrBadRequest}},
		{400, "EXPECTED_PARAM_MISSING", []error{ErrBadRequest}},
		{400, "REQUIRED_PARAM_MISSING", []error{ErrBadRequest}},
		{400, "INVALID_DATA", []error{ErrInvalidData}},
		{400, "DEPENDENT_MISMATCH", []error{ErrInvalidData}},
		{400, "PATTERN_NOT_MATCHED", []error{ErrInvalidData}},
		{400, "MULTIPLE_OR_MULTI_ERRORS", []error{ErrInvalidData}},
		{400, "MANDATORY_NOT_FOUND", []error{ErrMandatory}},
		{400, "EXPECTED_FIELD_MISSING", []error{ErrMandatory}},
		{400, "DEPENDENT_FIELD_MISSING", []error{ErrMandatory}},
		{400, "DUPLICATE_DATA", []error{ErrDuplicate}},
		{400, "LIMIT_EXCEEDED", []error{ErrLimit}},
		{400, "LIMIT_REACHED", []error{ErrLimit}},
		{400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED", []error{ErrLimit}},
		{400, "RECORD_LOCKED", []error{ErrLocked}},
		{400, "RECORD_IN_BLUEPRINT", []error{ErrLocked}},
		{400, "NOT_APPROVED", []error{ErrLocked}},
		{400, "NOT_REVIEWED", []error{ErrLocked}},
		{400, "CANNOT_PERFORM_ACTION", []error{ErrNotAllowed}},
		{403, "CANNOT_PERFORM_ACTION", []error{ErrNotAllowed}},
		{400, "NOT_ALLOWED", []error{ErrNotAllowed}},
		{412, "ALREADY_MODIFIED", []error{ErrModified}},
		{429, "TOO_MANY_REQUESTS", []error{ErrThrottled}},
		{429, "RATE_LIMIT_EXCEEDED", []error{ErrThrottled}},
		{429, "ANYTHING", []error{ErrThrottled}},
		{200, "TOO_MANY_REQUESTS", []error{ErrThrottled}},
		{500, "INTERNAL_ERROR", []error{ErrServer}},
		{500, "INTERNAL_SERVER_ERROR", []error{ErrServer}},
		{502, "BAD_GATEWAY", []error{ErrServer}},
		{503, "SERVICE_UNAVAILABLE", []error{ErrServer}},
		{503, "INVALID_DATA", []error{ErrServer}},
		{400, "REQUEST_TIMEOUT", []error{ErrServer}},
		{400, "INVALID_ALIAS", []error{ErrBadRequest}},
		{400, "DUPLICATE_ALIAS", []error{ErrBadRequest}},
		{400, "SYNTAX_ERROR", []error{ErrBadRequest}},
		{400, "AMBIGUITY_DURING_PROCESSING", []error{ErrBadRequest}},
		{400, "LOOPING_FOUND", []error{ErrBadRequest}},
		{400, "INVALID_REFERENCE", []error{ErrBadRequest}},
		{400, "API_NOT_SUPPORTED", []error{ErrBadRequest}},
		{400, "LICENSE_EXPIRED", []error{ErrLicenceEnded}},
		{403, "TRIAL_EXPIRED", []error{ErrLicenceEnded}},
		{401, "USER_DEACTIVATED", []error{ErrUserInactive}},
		{403, "INACTIVE_USER", []error{ErrUserInactive}},
		{400, "LICENSE_LIMIT_EXCEEDED", generic},
		{400, "EXPIRED_VALUE", generic},
		{400, "FILE_SIZE_EXCEEDS", generic},
		{400, "PROCESSING_STOPPED", generic},
		{400, "ROLLBACK_PERFORMED", generic},
		{400, "SOMETHING_NEW", generic},
		{403, "SOMETHING_NEW", []error{ErrNoPermission}},
		{401, "SOMETHING_NEW", []error{ErrUnauthorized}},
		{404, "SOMETHING_NEW", []error{ErrNotFound}},
	} {
		checkKinds(t, OpListFields, tt.status, `{"code":"`+tt.code+`","details":{},"status":"error"}`, tt.want)
	}
}

// TestQueryCatalogue holds what Zoho documents for queries, where details tell what a code is about.
func TestQueryCatalogue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		code, details string
		want          []error
	}{
		{"SYNTAX_ERROR", `{"clause":"where"}`, []error{ErrBadRequest}},
		{"SYNTAX_ERROR", `{"line":1,"column":7,"near":"x"}`, []error{ErrBadRequest}},
		{"SYNTAX_ERROR", `{"operator":"~"}`, []error{ErrBadRequest}},
		{"INVALID_QUERY", `{"column_name":"Nope"}`, []error{ErrBadRequest, ErrField}},
		{"INVALID_QUERY", `{"reason":"r","column_name":"Phone","operator":"like"}`, []error{ErrBadRequest, ErrField}},
		{"INVALID_QUERY", `{"api_name":"Phone"}`, []error{ErrBadRequest, ErrField}},
		{"INVALID_QUERY", `{"limit":2000}`, []error{ErrBadRequest, ErrLimit}},
		{"INVALID_QUERY", `{"offset":100000}`, []error{ErrBadRequest, ErrLimit}},
		{"INVALID_QUERY", `{"module":"Nope"}`, []error{ErrBadRequest, ErrInvalidModule}},
		{"INVALID_QUERY", `{"reason":"r"}`, []error{ErrBadRequest}},
		{"LIMIT_EXCEEDED", `{"clause":"where","limit":25}`, []error{ErrLimit}},
		{"DUPLICATE_DATA", `{"column_name":"Phone"}`, []error{ErrBadRequest}},
		{"INVALID_ALIAS", `{}`, []error{ErrBadRequest}},
		{"DUPLICATE_ALIAS", `{}`, []error{ErrBadRequest}},
		{"INVALID_MODULE", `{"module":"Nope"}`, []error{ErrInvalidModule}},
		{"MANDATORY_NOT_FOUND", `{"api_name":"select_query"}`, []error{ErrBadRequest}},
		{"INVALID_DATA", `{"expected_data_type":"jsonobject"}`, []error{ErrInvalidData}},
		{"NO_PERMISSION", `{"permissions":["Crm_Implied_View_Leads"]}`, []error{ErrNoPermission}},
	} {
		checkKinds(t, OpQuery, 400, `{"code":"`+tt.code+`","details":`+tt.details+`,"status":"error"}`, tt.want)
	}
	e := newAPIError(OpQuery, 400, gjson.Parse(`{"code":"INVALID_QUERY","details":{"column_name":"Mobile"}}`))
	if got := e.APIName(); got != "Mobile" {
		t.Errorf("APIName() = %q", got)
	}
}

// checkKinds fails the test unless the error matches the wanted sentinels and no other.
func checkKinds(t *testing.T, op Op, status int, body string, want []error) {
	t.Helper()
	e := newAPIError(op, status, gjson.Parse(body))
	for _, s := range sentinels {
		if got := errors.Is(e, s); got != slices.Contains(want, s) {
			t.Errorf("%s, %d %s: errors.Is(%v) = %v", op, status, body, s, got)
		}
	}
}
