package fakezoho

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// authRequest is an authorise request that has passed every check and waits for
// the person's decision.
type authRequest struct {
	client   *Client
	user     *user
	scopes   []string
	redirect string
	state    string
	offline  bool
	implicit bool
	consent  bool // prompt=consent
	pkce     pkce
	expires  time.Time
}

// authorize serves the consent page and takes its decision (auth-request page).
func (s *Server) authorize(c *centre, r *http.Request, body []byte) reply {
	switch r.Method {
	case http.MethodGet:
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return refusalPage(r, "general_error", "The request could not be read.")
		}
		req, refusal := s.checkAuthRequest(c, r, query)
		if refusal != nil {
			return *refusal
		}
		ticket := newToken()
		c.tickets[ticket] = req
		return consentPage(c, r, req, ticket)
	case http.MethodPost:
		return s.decideConsent(c, r, body)
	default:
		return textReply(http.StatusMethodNotAllowed, "method not allowed")
	}
}

// checkAuthRequest validates an authorise request. Nothing is ever redirected
// to on a refusal: the person stays on Zoho's own error page.
func (s *Server) checkAuthRequest(c *centre, r *http.Request, q url.Values) (*authRequest, *reply) {
	refuse := func(code, text string) (*authRequest, *reply) {
		page := refusalPage(r, code, text)
		return nil, &page
	}
	for _, values := range q {
		if len(values) > 1 {
			return refuse("general_error", "A parameter was sent twice.")
		}
	}
	cl := s.client(c, q.Get("client_id"))
	if cl == nil || oneOf(cl.Type, SelfClient, DeviceClient) {
		return refuse("invalid_client", "No such client can sign in at this data centre.")
	}
	if !slices.Contains(cl.RedirectURIs, q.Get("redirect_uri")) {
		return refuse("invalid_redirect_uri", "The redirect does not match a registered one.")
	}
	want := "code"
	if cl.Type == BrowserClient {
		want = "token"
	}
	if q.Get("response_type") != want {
		return refuse("invalid_response_type", "This client signs in another way.")
	}
	scopes, err := s.sw.parseScopes(q.Get("scope"))
	if err != nil {
		return refuse("invalid_scope", "A scope does not exist.")
	}
	req := &authRequest{
		client: cl, user: c.signedIn, scopes: scopes, redirect: q.Get("redirect_uri"), state: q.Get("state"),
		expires: s.now().Add(consentTicketLife), implicit: cl.Type == BrowserClient,
	}
	switch q.Get("access_type") {
	case "offline":
		req.offline = true
	case "", "online":
	default:
		return refuse("general_error", "The access type does not exist.")
	}
	switch q.Get("prompt") {
	case "consent":
		req.consent = true
	case "":
	default:
		return refuse("general_error", "The prompt does not exist.")
	}
	if cl.Type == MobileClient {
		var ok bool
		req.pkce, ok = parsePKCE(q.Get("code_challenge"), q.Get("code_challenge_method"))
		if !ok {
			return refuse("invalid_code_challenge", "This client has to send a code challenge.")
		}
	}
	if req.user == nil || req.user.inactive {
		return refuse("general_error", "Nobody is signed in at this data centre.")
	}
	if s.client(req.user.org.centre, cl.ID) == nil {
		return refuse("invalid_client", "The client is not enabled in the data centre of this account.")
	}
	return req, nil
}

// decideConsent takes the form of the consent page. A ticket is good for one
// decision.
func (s *Server) decideConsent(c *centre, r *http.Request, body []byte) reply {
	form, err := url.ParseQuery(string(body))
	if err != nil || !isForm(r) {
		return refusalPage(r, "general_error", "The decision could not be read.")
	}
	req := c.tickets[form.Get("ticket")]
	delete(c.tickets, form.Get("ticket"))
	if req == nil || !s.now().Before(req.expires) {
		return refusalPage(r, "general_error", "This page is no longer valid.")
	}
	switch form.Get("decision") {
	case "accept":
		if req.implicit {
			return s.acceptImplicit(r, req)
		}
		return s.accept(r, req)
	case "reject":
		if req.implicit {
			return redirectFragment(req, url.Values{"error": {"access_denied"}})
		}
		return redirectBack(r, req, url.Values{"error": {"access_denied"}})
	default:
		return refusalPage(r, "general_error", "The decision could not be read.")
	}
}

// accept issues a code in the data centre of the user, which need not be the one
// whose consent page was used.
func (s *Server) accept(r *http.Request, req *authRequest) reply {
	home, now := req.user.org.centre, s.now()
	issued := recent(home.issued[req.client.ID], now)
	if len(issued) >= maxCodesPerClient {
		home.issued[req.client.ID] = issued
		return redirectBack(r, req, url.Values{"error": {"access_denied"}})
	}
	home.issued[req.client.ID] = append(issued, now)

	key := grantKey{req.user.id, req.client.ID}
	code := &authCode{
		value: newToken(), clientID: req.client.ID, user: req.user, scopes: req.scopes, redirect: req.redirect,
		refresh: req.offline && (req.consent || !home.consents[key]),
		pkce:    req.pkce, expires: now.Add(s.sw.CodeLifetime),
	}
	home.consents[key] = true
	home.codes[code.value] = code
	return redirectBack(r, req, url.Values{
		"code": {code.value}, "location": {home.dc.Name}, "accounts-server": {origin(r, home.dc.AccountsHost)},
	})
}

// redirectBack leads the browser to the client. The redirect was compared with a
// registered one, so it parses.
func redirectBack(r *http.Request, req *authRequest, params url.Values) reply {
	if req.state != "" {
		params.Set("state", req.state)
	}
	target, err := url.Parse(req.redirect)
	if err != nil {
		return refusalPage(r, "invalid_redirect_uri", "The redirect does not match a registered one.")
	}
	query := target.Query()
	for k, v := range params {
		query[k] = v
	}
	target.RawQuery = query.Encode()
	return reply{status: http.StatusFound, header: http.Header{"Location": {target.String()}, "Cache-Control": {"no-store"}}}
}
