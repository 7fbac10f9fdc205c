package fakezoho

import (
	"crypto/subtle"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// oauthError is Zoho Accounts' usual failure: an error in the body, with HTTP 200
// unless the switch says otherwise.
func (s *Server) oauthError(code string) reply {
	r := jsonReply(s.sw.TokenErrorStatus, object{"error": code})
	r.code = code
	return r
}

func isForm(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/x-www-form-urlencoded"
}

// token serves /oauth/v2/token (access-refresh and refresh pages). Credentials
// count only as parameters, never as Basic authentication.
func (s *Server) token(c *centre, r *http.Request, body []byte, at ClientCredentialsPath) reply {
	if r.Method != http.MethodPost {
		return textReply(http.StatusMethodNotAllowed, "method not allowed")
	}
	params, ok := accountsParams(r, body)
	if !ok {
		return s.oauthError("general_error")
	}
	grant := params.Get("grant_type")
	if !oneOf(grant, "authorization_code", "refresh_token", "client_credentials") ||
		grant == "client_credentials" && at != s.sw.ClientCredentials {
		return s.oauthError("general_error")
	}
	cl := s.client(c, params.Get("client_id"))
	if cl == nil || cl.Type == BrowserClient {
		return s.oauthError("invalid_client")
	}
	secretless := s.sw.MobileSecretOptional && cl.Type == MobileClient && !params.Has("client_secret")
	if !secretless && subtle.ConstantTimeCompare([]byte(cl.Secrets[c.dc.Name]), []byte(params.Get("client_secret"))) != 1 {
		return s.oauthError("invalid_client_secret")
	}
	switch grant {
	case "refresh_token":
		return s.refreshAccess(c, r, cl, params)
	case "client_credentials":
		return s.credentials(c, r, cl, params)
	}
	return s.redeem(c, r, cl, params)
}

// credentials serves grant_type=client_credentials, of a Self Client only: any
// scope for its own user, without consent and without a refresh token. soid
// names the organisation, which one page knows by its id and another by its
// short number.
func (s *Server) credentials(c *centre, r *http.Request, cl *Client, params url.Values) reply {
	if cl.Type != SelfClient {
		return s.oauthError("invalid_client")
	}
	scopes, err := s.sw.parseScopes(params.Get("scope"))
	if err != nil {
		return s.oauthError("invalid_scope")
	}
	u := s.userByID(cl.UserID)
	soid := params.Get("soid")
	switch {
	case soid == "":
		return s.oauthError("missing_org_info")
	case !oneOf(soid, "ZohoCRM."+u.org.id, "ZohoCRM."+u.org.zgid):
		return s.oauthError("invalid_org_info")
	}
	return jsonReply(http.StatusOK, s.mintAccess(c, r, cl, u, scopes, nil))
}

// redeem exchanges a code. A code is spent by the first attempt of its client,
// whatever comes of it.
func (s *Server) redeem(c *centre, r *http.Request, cl *Client, params url.Values) reply {
	code := c.codes[params.Get("code")]
	if code == nil || code.clientID != cl.ID {
		return s.oauthError("invalid_code")
	}
	delete(c.codes, code.value)
	now := s.now()
	switch {
	case !now.Before(code.expires) || s.locksOut(code.user):
		return s.oauthError("invalid_code")
	case !code.self && params.Get("redirect_uri") != code.redirect:
		return s.oauthError("invalid_redirect_uri")
	case code.pkce.challenge != "" && !code.pkce.verify(params.Get("code_verifier")):
		return s.oauthError("invalid_code")
	}
	return s.grant(c, r, cl, code)
}

// locksOut reports whether a user's tokens are worth nothing.
func (s *Server) locksOut(u *user) bool {
	return u.inactive && s.sw.DeactivatedUser == DeactivatedTokensDie
}

// grant gives out the tokens that a code stands for.
func (s *Server) grant(c *centre, r *http.Request, cl *Client, code *authCode) reply {
	var rt *refreshToken
	if now := s.now(); code.refresh {
		key := grantKey{code.user.id, cl.ID}
		minted := recent(c.minted[key], now)
		c.minted[key] = minted
		if len(minted) >= maxRefreshPerWindow {
			return throttled(s.sw.ThrottleStatus)
		}
		c.minted[key] = append(minted, now)
		c.consents[key] = true
		rt = s.mintRefresh(c, key, code)
	}
	answer := s.mintAccess(c, r, cl, code.user, code.scopes, rt)
	if rt != nil {
		answer["refresh_token"] = rt.value
	}
	return jsonReply(http.StatusOK, answer)
}

// refreshAccess serves grant_type=refresh_token. The refresh token stays as it is.
func (s *Server) refreshAccess(c *centre, r *http.Request, cl *Client, params url.Values) reply {
	rt := c.refresh[params.Get("refresh_token")]
	if rt == nil || rt.key.clientID != cl.ID || s.locksOut(rt.user) {
		return s.oauthError("invalid_code")
	}
	if rt.user.inactive && s.sw.DeactivatedUser == DeactivatedOwnCode {
		return s.oauthError("inactive_user")
	}
	now := s.now()
	rt.used = recent(rt.used, now)
	if len(rt.used) >= maxAccessPerRefresh {
		return throttled(s.sw.ThrottleStatus)
	}
	rt.used = append(rt.used, now)
	return jsonReply(http.StatusOK, s.mintAccess(c, r, cl, rt.user, rt.scopes, rt))
}

// mintRefresh makes a refresh token. The one beyond the limit silently deletes
// the oldest of the same user and client together with its access tokens.
func (s *Server) mintRefresh(c *centre, key grantKey, code *authCode) *refreshToken {
	rt := &refreshToken{value: newToken(), key: key, user: code.user, scopes: code.scopes, seq: c.nextSeq()}
	c.refresh[rt.value] = rt
	siblings := c.refreshOf(key)
	for len(siblings) > maxRefreshPerUser {
		c.dropRefresh(siblings[0])
		siblings = siblings[1:]
	}
	return rt
}

// mintAccess makes an access token and returns the answer that carries it. Of
// the tokens of one refresh token only the newest few live.
func (s *Server) mintAccess(c *centre, r *http.Request, cl *Client, u *user, scopes []string, rt *refreshToken) object {
	now := s.now()
	at := &accessToken{value: newToken(), clientID: cl.ID, user: u, scopes: scopes, expires: now.Add(accessTokenLife)}
	c.access[at.value] = at
	if rt != nil {
		rt.live = slices.DeleteFunc(rt.live, func(t *accessToken) bool { return !now.Before(t.expires) })
		rt.live = append(rt.live, at)
		for len(rt.live) > s.sw.LiveAccessTokens {
			delete(c.access, rt.live[0].value)
			rt.live = rt.live[1:]
		}
	}
	return object{
		"access_token": at.value, "api_domain": origin(r, c.dc.APIHostOf(u.org.environment)), "token_type": "Bearer",
		"expires_in": int(accessTokenLife / time.Second),
	}
}

// refreshOf returns the refresh tokens of one user and client, oldest first.
func (c *centre) refreshOf(key grantKey) []*refreshToken {
	var out []*refreshToken
	for _, rt := range c.refresh {
		if rt.key == key {
			out = append(out, rt)
		}
	}
	slices.SortFunc(out, func(a, b *refreshToken) int { return int(a.seq - b.seq) })
	return out
}

// dropGrant deletes an access token and the refresh token it was made from.
func (c *centre) dropGrant(at *accessToken) {
	delete(c.access, at.value)
	for _, rt := range c.refresh {
		if slices.Contains(rt.live, at) {
			c.dropRefresh(rt)
		}
	}
}

// dropRefresh deletes a refresh token and the access tokens made from it.
func (c *centre) dropRefresh(rt *refreshToken) {
	delete(c.refresh, rt.value)
	for _, at := range rt.live {
		delete(c.access, at.value)
	}
}
