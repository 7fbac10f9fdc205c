package fakezoho

import (
	"net/http"
	"net/url"
	"time"
)

// accessTokenLife is the lifetime of an access token (token-validity page).
const accessTokenLife = time.Hour

// throttleWindow is the window of all of Zoho Accounts' "10 in 10 minutes".
const throttleWindow = 10 * time.Minute

// The limits of Zoho Accounts (token-validity page).
const (
	maxCodesPerClient    = 10
	maxAccessPerRefresh  = 10
	maxRefreshPerWindow  = 10
	maxRefreshPerUser    = 20
	consentTicketLife    = 10 * time.Minute
	minSelfClientCodeTTL = 3 * time.Minute
	maxSelfClientCodeTTL = 10 * time.Minute
)

// authCode is an authorisation code that has not been redeemed.
type authCode struct {
	value    string
	clientID string
	user     *user
	scopes   []string
	redirect string // empty for a Self Client code
	self     bool
	refresh  bool // a refresh token comes with the first access token
	pkce     pkce
	expires  time.Time
}

// refreshToken lives until it is revoked or evicted; it is never rotated.
type refreshToken struct {
	value  string
	key    grantKey
	user   *user
	scopes []string
	seq    int64          // order of creation
	used   []time.Time    // refreshes within the throttle window
	live   []*accessToken // oldest first
}

type accessToken struct {
	value    string
	clientID string
	user     *user
	scopes   []string
	expires  time.Time
}

// serveAccounts answers as the accounts host of a data centre.
func (s *Server) serveAccounts(w http.ResponseWriter, r *http.Request, c *centre, body []byte) {
	credentialsAtAuth := r.URL.Path == "/oauth/v2/auth" && s.asksForCredentials(r, body)
	if r.URL.Path == consentStylePath {
		stylesheet("consent.css").write(w)
		return
	}
	x := &exchange{centre: c}
	switch path := r.URL.Path; {
	case credentialsAtAuth:
		x.op = OpToken
		x.do = func(*exchange) reply { return s.token(c, r, body, CredentialsAtAuth) }
	case path == "/oauth/v2/auth":
		x.op = OpAuthorize
		x.do = func(*exchange) reply { return s.authorize(c, r, body) }
	case path == "/oauth/v2/token":
		x.op = OpToken
		x.do = func(*exchange) reply { return s.token(c, r, body, CredentialsAtToken) }
	case path == "/oauth/v3/device/code":
		x.op = OpDeviceCode
		x.do = func(*exchange) reply { return s.deviceCode(c, r, body) }
	case path == "/oauth/v3/device/token":
		x.op = OpDeviceToken
		x.do = func(*exchange) reply { return s.deviceToken(c, r, body) }
	case path == "/oauth/v2/auth/refresh" && s.switches().ImplicitRefresh == ImplicitBelowAuth,
		path == "/oauth/v2/refresh" && s.switches().ImplicitRefresh == ImplicitShort:
		x.op = OpImplicitRefresh
		x.do = func(*exchange) reply { return s.implicitRefresh(c, r) }
	case path == "/oauth/v2/revoke/token" && s.switches().RevokePaths != RevokeOldOnly:
		x.op = OpRevoke
		x.do = func(*exchange) reply { return s.revokeWithCredentials(c, r, body) }
	case path == "/oauth/v2/token/revoke" && s.switches().RevokePaths != RevokeNewOnly:
		x.op = OpRevoke
		x.do = func(*exchange) reply { return s.revokeByToken(c, r, body) }
	default:
		x.op = OpUnknown
		x.do = func(*exchange) reply { return textReply(http.StatusNotFound, "not found") }
	}
	s.run(w, r, x)
}

// switches returns the switches as they are now.
func (s *Server) switches() Switches {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sw
}

// asksForCredentials reports whether a request is for client credentials, which
// one page serves on the path of the consent page.
func (s *Server) asksForCredentials(r *http.Request, body []byte) bool {
	if r.Method != http.MethodPost {
		return false
	}
	params, ok := accountsParams(r, body)
	return ok && params.Get("grant_type") == "client_credentials"
}

// accountsParams merges the form body and the query of a request to the
// accounts host; the body wins. It reports false if either cannot be decoded.
func accountsParams(r *http.Request, body []byte) (url.Values, bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, false
	}
	if !isForm(r) {
		return query, true
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, false
	}
	for k, v := range form {
		query[k] = v
	}
	return query, true
}

// recent drops the times that have left the throttle window.
func recent(times []time.Time, now time.Time) []time.Time {
	kept := times[:0]
	for _, t := range times {
		if now.Sub(t) < throttleWindow {
			kept = append(kept, t)
		}
	}
	return kept
}

// throttled is the token endpoint's answer to too many requests.
func throttled(status int) reply {
	r := jsonReply(status, object{
		"error":             "Access Denied",
		"error_description": "You have made too many requests continuously. Please try again after some time.",
		"status":            "failure",
	})
	r.code = "Access Denied"
	return r
}
