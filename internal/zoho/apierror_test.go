package zoho

import (
	"errors"
	"slices"
	"testing"

	"github.com/tidwall/gjson"
)

// sentinels are all that an APIError can match.
var sentinels = []error{
	ErrUnauthorized, ErrScope, ErrNoPermission, ErrAPIAccess, ErrField, ErrModified, ErrInvalidModule, ErrInvalidData, ErrMandatory, ErrDuplicate,
	ErrTooLong, ErrLimit, ErrLocked, ErrNotAllowed, ErrParentGone, ErrNotFound, ErrThrottled, ErrServer, ErrNetwork,
	ErrTimeout, ErrNotZoho, ErrBadReply, ErrBadRequest, ErrIncomplete, ErrUnknownHost,
	ErrLicenceEnded, ErrUserInactive, ErrAccountRefused, ErrFileTooLarge, ErrFileRefused,
}

func TestAPIErrorKinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		op     Op
		status int
		body   string
		want   []error
	}{
		{"no token", OpQuery, 401, `{"code":"AUTHENTICATION_FAILURE","details":{},"status":"error"}`, []error{ErrUnauthorized}},
		{"no permission", OpQuery, 403, `{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_View_Contacts"]},"status":"error"}`, []error{ErrNoPermission}},
		{"no API access", OpQuery, 403, `{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_Api_Access"]},"status":"error"}`, []error{ErrNoPermission, ErrAPIAccess}},
		{"authorisation", OpQuery, 400, `{"code":"AUTHORIZATION_FAILED","details":{},"status":"error"}`, []error{ErrNoPermission}},
		{"no search parameter", OpSearchByPhone, 400, `{"code":"EXPECTED_PARAM_MISSING","details":{"param_names":["criteria"]},"status":"error"}`, []error{ErrBadRequest}},
		{"beyond 2,000", OpSearchByPhone, 400, `{"code":"LIMIT_REACHED","details":{"limit":"2000"},"status":"error"}`, []error{ErrLimit}},
		{"no where", OpQuery, 400, `{"code":"SYNTAX_ERROR","details":{"clause":"where"},"status":"error"}`, []error{ErrBadRequest}},
		{"no such column", OpQuery, 400, `{"code":"INVALID_QUERY","details":{"column_name":"Nope"},"status":"error"}`, []error{ErrBadRequest, ErrField}},
		{"mandatory", OpCreateContacts, 400, `{"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Last_Name"},"status":"error"}`, []error{ErrMandatory}},
		{"neither title nor content", OpCreateNotes, 400, `{"code":"EXPECTED_FIELD_MISSING","details":{"expected_fields":[]},"status":"error"}`, []error{ErrMandatory}},
		{"too long", OpCreateContacts, 400, `{"code":"INVALID_DATA","details":{"api_name":"Phone","maximum_length":30},"status":"error"}`, []error{ErrInvalidData, ErrTooLong}},
		{"note too long", OpCreateNotes, 400, `{"code":"INVALID_DATA","details":{"api_name":"Note_Content","json_path":"$.data[0].Note_Content","maximum_length":"32000"},"status":"error"}`, []error{ErrInvalidData, ErrTooLong}},
		{"wrong type", OpCreateContacts, 400, `{"code":"INVALID_DATA","details":{"api_name":"Email","expected_data_type":"email"},"status":"error"}`, []error{ErrInvalidData}},
		{"unique", OpCreateContacts, 400, `{"code":"DUPLICATE_DATA","details":{"api_name":"Mobile"},"status":"error"}`, []error{ErrDuplicate}},
		{"locked", OpUpdateNotes, 400, `{"code":"RECORD_LOCKED","details":{"action":"record_locking"},"status":"error"}`, []error{ErrLocked}},
		{"note gone", OpUpdateNotes, 207, `{"code":"INVALID_DATA","details":{"api_name":"id","json_path":"$.data[1].id"},"status":"error"}`, []error{ErrInvalidData, ErrNotFound}},
		{"content of an update refused", OpUpdateNotes, 207, `{"code":"INVALID_DATA","details":{"api_name":"Note_Content","json_path":"$.data[1].Note_Content"},"status":"error"}`, []error{ErrInvalidData}},
		{"another user's note", OpUpdateNotes, 400, `{"code":"CANNOT_PERFORM_ACTION","details":{},"status":"error"}`, []error{ErrNotAllowed}},
		{"not allowed", OpUpdateNotes, 400, `{"code":"NOT_ALLOWED","details":{},"status":"error"}`, []error{ErrNotAllowed}},
		{"parent gone, in the address", OpCreateNotes, 400, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"status":"error"}`, []error{ErrInvalidData, ErrParentGone}},
		{"parent gone, in the body", OpCreateNotes, 400, `{"code":"INVALID_DATA","details":{"api_name":"id","json_path":"$.data[0].Parent_Id.id"},"status":"error"}`, []error{ErrInvalidData, ErrParentGone}},
		{"parent gone, field named", OpCreateNotes, 400, `{"code":"INVALID_DATA","details":{"api_name":"Parent_Id","json_path":"$.data[0].Parent_Id"},"status":"error"}`, []error{ErrInvalidData, ErrParentGone}},
		{"parent gone, list", OpListNotes, 400, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"status":"error"}`, []error{ErrInvalidData, ErrParentGone}},
		{"record gone, 400", OpGetContact, 400, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"status":"error"}`, []error{ErrInvalidData, ErrNotFound}},
		{"record gone, 404", OpGetNote, 404, `{"code":"INVALID_DATA","details":{},"status":"error"}`, []error{ErrInvalidData, ErrNotFound}},
		{"record gone, 204", OpGetNote, 204, `{}`, []error{ErrNotFound}},
		{"item throttled", OpCreateNotes, 207, `{"code":"TOO_MANY_REQUESTS","details":{},"status":"error"}`, []error{ErrThrottled}},
		{"old throttle", OpCreateNotes, 429, `{"code":429,"error":"TOO_MANY_REQUESTS"}`, []error{ErrThrottled}},
		{"new throttle", OpCreateNotes, 429, `{"code":"RATE_LIMIT_EXCEEDED","status":"error"}`, []error{ErrThrottled}},
		{"item failed inside", OpCreateNotes, 207, `{"code":"INTERNAL_ERROR","details":{},"status":"error"}`, []error{ErrServer}},
		{"several reasons", OpCreateContacts, 400, `{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[{"code":"MANDATORY_NOT_FOUND","details":{}},{"code":"INVALID_DATA","details":{"maximum_length":30}}]},"status":"error"}`, []error{ErrInvalidData, ErrMandatory, ErrTooLong}},
		{"unknown code", OpCreateContacts, 400, `{"code":"SOMETHING_NEW","details":{},"status":"error"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newAPIError(tt.op, tt.status, gjson.Parse(tt.body))
			for _, s := range sentinels {
				if got, want := errors.Is(e, s), slices.Contains(tt.want, s); got != want {
					t.Errorf("errors.Is(%v, %v) = %v", e, s, got)
				}
			}
		})
	}
}

func TestAPIErrorText(t *testing.T) {
	t.Parallel()
	e := newAPIError(OpCreateNotes, 400, gjson.Parse(`{"code":"INVALID_DATA","details":{"api_name":"Note_Title"},"message":"Ada"}`))
	if got, want := e.Error(), "zoho: create notes: HTTP 400 INVALID_DATA"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got := e.APIName(); got != "Note_Title" {
		t.Errorf("APIName() = %q", got)
	}
	if got, want := (&TransportError{Op: OpQuery, Kind: ErrNotZoho, HTTP: 302}).Error(), "zoho: query: answered by something else (HTTP 302)"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
