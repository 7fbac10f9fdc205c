package fakezoho

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// apiCall is an admitted call to the API host, or a part of a composite one.
type apiCall struct {
	s            *Server
	method, path string
	rawQuery     string
	header       http.Header
	token        *accessToken
	user         *user
	org          *org
	module, id   string // from the path
	query        url.Values
	body         []byte
	now          time.Time  // whole seconds
	part         bool       // of a composite request
	batch        *batch     // parsed on first use
	coql         *coqlCall  // parsed on first use
	composite    *composite // parsed on first use
}

// serveAPI answers as the API host of a data centre. The order of checks is:
// token, concurrency, URL and method, module, scope, profile right, credits,
// then the operation itself.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, host hostEntry, body []byte) {
	m := s.lookup(r.Method, r.URL.EscapedPath())
	call := &apiCall{
		s: s, method: r.Method, path: r.URL.Path, rawQuery: r.URL.RawQuery, header: r.Header,
		module: m.module, id: m.id, body: body,
	}
	var place *slot
	x := &exchange{op: m.op(), centre: host.centre}
	x.revoke = func() {
		if at, err := s.authenticate(host, r); err == nil {
			host.centre.dropGrant(at)
		}
	}
	x.admit = func() *reply {
		token, err := s.authenticate(host, r)
		if err != nil {
			return ptr(err.reply())
		}
		call.token, call.user, call.org = token, token.user, token.user.org
		call.now = s.clock()
		place = call.org.meter.enter(call.org.edition, token.clientID, m.weight(call))
		if place == nil {
			return ptr(tooMany(s.sw.TooMany))
		}
		return nil
	}
	x.leave = func() { call.org.meter.leave(place) }
	x.do = func(x *exchange) reply { return s.operate(call, m, x) }
	s.run(w, r, x)
}

// operate performs an authenticated call and charges for it.
func (s *Server) operate(c *apiCall, m match, x *exchange) reply {
	if refusal := c.check(m); refusal != nil {
		return refusal.reply()
	}
	cost := 1
	if m.route.credits != nil {
		cost = m.route.credits(c)
	}
	limit := c.org.edition.credits(len(c.org.users))
	remaining, ok := c.org.meter.charge(s.now(), cost, limit)
	if !ok {
		return tooMany(s.sw.TooMany)
	}
	x.credits = cost
	rep := m.route.handle(c)
	if m.route.settled != nil {
		x.credits = m.route.settled(c, rep)
		remaining += c.org.meter.refund(cost - x.credits)
	}
	// The header appears only once half of the credits are used.
	if remaining*2 <= limit {
		if rep.header == nil {
			rep.header = http.Header{}
		}
		rep.header.Set("X-API-CREDITS-REMAINING", strconv.Itoa(remaining))
	}
	return rep
}

// check makes the checks that come before an operation and its price.
func (c *apiCall) check(m match) *apiError {
	if m.err != nil {
		return m.err
	}
	if c.module != "" && c.visible(c.module) == nil {
		return errModule(object{"resource_path_index": 0})
	}
	query, err := url.ParseQuery(c.rawQuery)
	if err != nil {
		return fail(http.StatusBadRequest, "INVALID_REQUEST", "unable to process your request", nil)
	}
	if c.query == nil {
		c.query = query
	}
	for _, scope := range m.route.scopes(c) {
		if !granted(c.token.scopes, scope) {
			return errScope()
		}
	}
	needs := []string{PermissionAPI}
	if m.route.permissions != nil {
		needs = append(needs, m.route.permissions(c)...)
	}
	for _, permission := range needs {
		if c.user.profile.lacks(permission) {
			return errNoPermission(permission)
		}
	}
	if c.org.expired && (c.s.sw.ExpiredOrg != ExpiredReadOnly || c.writes()) {
		return errExpired(c.s.sw.ExpiredOrg)
	}
	if c.user.inactive && c.path != "/crm/v8/users" {
		return errNoPermission()
	}
	return nil
}

// writes reports whether the call changes anything.
func (c *apiCall) writes() bool {
	return c.method != http.MethodGet && !strings.HasSuffix(c.path, "/coql") && !strings.HasSuffix(c.path, "/__composite_requests")
}

// authenticate finds the access token of a call. Any scheme but Zoho's own is
// treated as no token at all; a token of another data centre or environment is
// unknown here.
func (s *Server) authenticate(host hostEntry, r *http.Request) (*accessToken, *apiError) {
	headers := r.Header.Values("Authorization")
	if len(headers) != 1 {
		return nil, errNoToken()
	}
	value, ok := strings.CutPrefix(headers[0], "Zoho-oauthtoken ")
	if !ok && s.sw.BearerAccepted {
		value, ok = strings.CutPrefix(headers[0], "Bearer ")
	}
	if !ok || value == "" {
		return nil, errNoToken()
	}
	at := host.centre.access[value]
	if at == nil || !s.now().Before(at.expires) || at.user.org.environment != host.environment {
		return nil, errInvalidToken()
	}
	if at.user.inactive {
		return at, errDeactivated(s.sw.DeactivatedUser)
	}
	return at, nil
}

func ptr[T any](v T) *T { return &v }
