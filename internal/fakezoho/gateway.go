package fakezoho

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// apiCall is an admitted call to the API host.
type apiCall struct {
	s          *Server
	r          *http.Request
	token      *accessToken
	user       *user
	org        *org
	module, id string // from the path
	query      url.Values
	body       []byte
	now        time.Time // whole seconds
	batch      *batch    // parsed on first use
	coql       *coqlCall // parsed on first use
}

// serveAPI answers as the API host of a data centre. The order of checks is:
// token, concurrency, URL and method, module, scope, profile right, credits,
// then the operation itself.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, c *centre, body []byte) {
	m := s.lookup(r.Method, r.URL.EscapedPath())
	call := &apiCall{s: s, r: r, module: m.module, id: m.id, body: body}
	var place *slot
	x := &exchange{op: m.op(), centre: c}
	x.admit = func() *reply {
		token, err := s.authenticate(c, r)
		if err != nil {
			return ptr(err.reply())
		}
		call.token, call.user, call.org = token, token.user, token.user.org
		call.now = s.clock()
		heavy := m.route != nil && m.route.heavy != nil && m.route.heavy(call)
		place = call.org.meter.enter(call.org.edition, token.clientID, heavy)
		if place == nil {
			return ptr(tooMany(s.sw.TooMany))
		}
		return nil
	}
	x.leave = func() { call.org.meter.leave(place) }
	x.do = func(x *exchange) reply { return s.operate(call, m, x) }
	s.run(w, r, x)
}

// operate performs an authenticated call.
func (s *Server) operate(c *apiCall, m match, x *exchange) reply {
	if m.err != nil {
		return m.err.reply()
	}
	query, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return fail(http.StatusBadRequest, "INVALID_REQUEST", "unable to process your request", nil).reply()
	}
	c.query = query
	for _, scope := range m.route.scopes(c) {
		if !granted(c.token.scopes, scope) {
			return errScope().reply()
		}
	}
	if !c.user.apiAccess {
		return errNoPermission("Crm_Implied_Api_Access").reply()
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
	// The header appears only once half of the credits are used.
	if remaining*2 <= limit {
		if rep.header == nil {
			rep.header = http.Header{}
		}
		rep.header.Set("X-API-CREDITS-REMAINING", strconv.Itoa(remaining))
	}
	return rep
}

// authenticate finds the access token of a call. Any scheme but Zoho's own is
// treated as no token at all; a token of another data centre is unknown here.
func (s *Server) authenticate(c *centre, r *http.Request) (*accessToken, *apiError) {
	headers := r.Header.Values("Authorization")
	if len(headers) != 1 {
		return nil, errNoToken()
	}
	value, ok := strings.CutPrefix(headers[0], "Zoho-oauthtoken ")
	if !ok || value == "" {
		return nil, errNoToken()
	}
	at := c.access[value]
	if at == nil || !s.now().Before(at.expires) {
		return nil, errInvalidToken()
	}
	return at, nil
}

func ptr[T any](v T) *T { return &v }
