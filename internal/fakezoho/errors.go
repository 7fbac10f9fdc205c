package fakezoho

import "net/http"

// The top-level errors of the API gateway (Zoho CRM API v8, "Status Codes").

func errNoToken() *apiError {
	return fail(http.StatusUnauthorized, "AUTHENTICATION_FAILURE", "Authentication failed", nil)
}

func errInvalidToken() *apiError {
	return fail(http.StatusUnauthorized, "INVALID_TOKEN", "invalid oauth token", nil)
}

func errScope() *apiError {
	return fail(http.StatusUnauthorized, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", nil)
}

func errNoPermission(permissions ...string) *apiError {
	details := object{}
	if len(permissions) > 0 {
		details["permissions"] = permissions
	}
	return fail(http.StatusForbidden, "NO_PERMISSION", "permission denied", details)
}

// errDeactivated is the answer to a user who was deactivated, nil if calls are
// still answered.
func errDeactivated(form DeactivatedUser) *apiError {
	switch form {
	case DeactivatedForbidden:
		return errNoPermission()
	case DeactivatedStatus:
		return nil
	case DeactivatedOwnCode:
		return fail(http.StatusForbidden, "USER_DEACTIVATED", "the user is not active", nil)
	default:
		return errInvalidToken()
	}
}

// errExpired is the answer for an organisation whose licence has ended.
func errExpired(form ExpiredOrg) *apiError {
	switch form {
	case ExpiredUnauthorized:
		return fail(http.StatusBadRequest, "AUTHORIZATION_FAILED", "user does not have sufficient privilege", nil)
	case ExpiredOwnCode:
		return fail(http.StatusBadRequest, "LICENSE_EXPIRED", "the licence of the organisation has expired", nil)
	default:
		return errNoPermission()
	}
}

func errURL() *apiError {
	return fail(http.StatusNotFound, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one", nil)
}

func errMethod() *apiError {
	return fail(http.StatusBadRequest, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one", nil)
}

func errModule(details object) *apiError {
	return fail(http.StatusBadRequest, "INVALID_MODULE", "the module name given seems to be invalid", details)
}

func errParamMissing(name string) *apiError {
	return fail(http.StatusBadRequest, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", object{"param_name": name})
}

func errParam(name string) *apiError {
	return fail(http.StatusBadRequest, "INVALID_DATA", "the value given seems to be invalid", object{"param_name": name})
}

func errRelatedID() *apiError {
	return fail(http.StatusBadRequest, "INVALID_DATA", "the related id given seems to be invalid", object{"resource_path_index": 1})
}

// tooMany builds the 429 in the form the switch chooses. Credits and
// concurrency give the same bytes, and there is no Retry-After.
func tooMany(form TooManyBody) reply {
	code := "TOO_MANY_REQUESTS"
	var r reply
	switch form {
	case TooManyLegacy:
		r = jsonReply(http.StatusTooManyRequests, object{
			"code": 429, "error": "TOO_MANY_REQUESTS",
			"error_info": "You have exceeded the limit of API calls in the past 24 hours.",
		})
	case RateLimitExceeded:
		code = "RATE_LIMIT_EXCEEDED"
		fallthrough
	default:
		r = fail(http.StatusTooManyRequests, code, "too many requests", nil).reply()
	}
	r.code = code
	return r
}
