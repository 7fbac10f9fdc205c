package zoho

// The methods and statuses of HTTP that this package speaks of, see https://www.rfc-editor.org/rfc/rfc9110. Package
// net/http names them too, but brings a TLS stack into the core with them.
const (
	methodGet  = "GET"
	methodPost = "POST"
	methodPut  = "PUT"

	statusOK              = 200
	statusNoContent       = 204
	statusUnauthorized    = 401
	statusForbidden       = 403
	statusTooLarge        = 413
	statusUnsupportedType = 415
	statusNotFound        = 404
	statusRequestTimeout  = 408
	statusTooManyRequests = 429
)
