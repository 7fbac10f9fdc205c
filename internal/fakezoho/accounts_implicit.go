package fakezoho

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// acceptImplicit gives a client-based client its access token in the redirect's
// fragment; there is never a refresh token (client-based and implicit pages).
func (s *Server) acceptImplicit(r *http.Request, req *authRequest) reply {
	home := req.user.org.centre
	home.consents[grantKey{req.user.id, req.client.ID}] = true
	token := s.mintAccess(home, r, req.client, req.user, req.scopes, nil)
	return redirectFragment(req, url.Values{
		"access_token": {token["access_token"].(string)}, "expires_in": {strconv.Itoa(int(accessTokenLife / time.Second))},
		"location": {home.dc.Name}, "api_domain": {token["api_domain"].(string)},
	})
}

// implicitRefresh renews the token of a client-based client without asking, as
// long as somebody is signed in who has allowed it before.
func (s *Server) implicitRefresh(c *centre, r *http.Request) reply {
	if r.Method != http.MethodGet {
		return textReply(http.StatusMethodNotAllowed, "method not allowed")
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return refusalPage(r, "general_error", "The request could not be read.")
	}
	cl := s.client(c, query.Get("client_id"))
	if cl == nil || cl.Type != BrowserClient {
		return refusalPage(r, "invalid_client", "No such client can sign in at this data centre.")
	}
	if !slices.Contains(cl.RedirectURIs, query.Get("redirect_uri")) {
		return refusalPage(r, "invalid_redirect_uri", "The redirect does not match a registered one.")
	}
	scopes, err := s.sw.parseScopes(query.Get("scope"))
	if err != nil {
		return refusalPage(r, "invalid_scope", "A scope does not exist.")
	}
	req := &authRequest{client: cl, user: c.signedIn, scopes: scopes, redirect: query.Get("redirect_uri"), state: query.Get("state"), implicit: true}
	switch {
	case req.user == nil || req.user.inactive:
		return redirectFragment(req, url.Values{"error": {"prompt_required"}})
	case !req.user.org.centre.consents[grantKey{req.user.id, cl.ID}]:
		return redirectFragment(req, url.Values{"error": {"client_not_granted"}})
	}
	return s.acceptImplicit(r, req)
}

// redirectFragment leads the browser to the client with the answer behind a #.
func redirectFragment(req *authRequest, params url.Values) reply {
	if req.state != "" {
		params.Set("state", req.state)
	}
	return reply{
		status: http.StatusFound,
		header: http.Header{"Location": {req.redirect + "#" + params.Encode()}, "Cache-Control": {"no-store"}},
	}
}
