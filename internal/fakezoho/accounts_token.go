package fakezoho

import (
	"crypto/subtle"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// oauthError is Zoho Accounts' usual failure: HTTP 200 with an error in the body.
func oauthError(code string) reply {
	r := jsonReply(http.StatusOK, object{"error": code})
	r.code = code
	return r
}

func isForm(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/x-www-form-urlencoded"
}

// token serves /oauth/v2/token (access-refresh and refresh pages). Credentials
// count only as parameters, never as Basic authentication.
func (s *Server) token(c *centre, r *http.Request, body []byte) reply {
	if r.Method != http.MethodPost {
		return textReply(http.StatusMethodNotAllowed, "method not allowed")
	}
	params, ok := accountsParams(r, body)
	if !ok {
		return oauthError("general_error")
	}
	grant := params.Get("grant_type")
	if grant != "authorization_code" && grant != "refresh_token" {
		return oauthError("general_error")
	}
	cl := s.client(c, params.Get("client_id"))
	if cl == nil {
		return oauthError("invalid_client")
	}
	secretless := s.sw.MobileSecretOptional && cl.Type == MobileClient && !params.Has("client_secret")
	if !secretless && subtle.ConstantTimeCompare([]byte(cl.Secrets[c.dc.Name]), []byte(params.Get("client_secret"))) != 1 {
		return oauthError("invalid_client_secret")
	}
	if grant == "refresh_token" {
		return s.refreshAccess(c, cl, params)
	}
	return s.redeem(c, cl, params)
}

// redeem exchanges a code. A code is spent by the first attempt of its client,
// whatever comes of it.
func (s *Server) redeem(c *centre, cl *Client, params url.Values) reply {
	code := c.codes[params.Get("code")]
	if code == nil || code.clientID != cl.ID {
		return oauthError("invalid_code")
	}
	delete(c.codes, code.value)
	now := s.now()
	switch {
	case !now.Before(code.expires):
		return oauthError("invalid_code")
	case !code.self && params.Get("redirect_uri") != code.redirect:
		return oauthError("invalid_redirect_uri")
	case code.pkce.challenge != "" && !code.pkce.verify(params.Get("code_verifier")):
		return oauthError("invalid_code")
	}
	var rt *refreshToken
	if code.refresh {
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
	answer := s.mintAccess(c, cl, code.user, code.scopes, rt)
	if rt != nil {
		answer["refresh_token"] = rt.value
	}
	return jsonReply(http.StatusOK, answer)
}

// refreshAccess serves grant_type=refresh_token. The refresh token stays as it is.
func (s *Server) refreshAccess(c *centre, cl *Client, params url.Values) reply {
	rt := c.refresh[params.Get("refresh_token")]
	if rt == nil || rt.key.clientID != cl.ID {
		return oauthError("invalid_code")
	}
	now := s.now()
	rt.used = recent(rt.used, now)
	if len(rt.used) >= maxAccessPerRefresh {
		return throttled(s.sw.ThrottleStatus)
	}
	rt.used = append(rt.used, now)
	return jsonReply(http.StatusOK, s.mintAccess(c, cl, rt.user, rt.scopes, rt))
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
func (s *Server) mintAccess(c *centre, cl *Client, u *user, scopes []string, rt *refreshToken) object {
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
		"access_token": at.value, "api_domain": c.dc.APIDomain(), "token_type": "Bearer",
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

// dropRefresh deletes a refresh token and the access tokens made from it.
func (c *centre) dropRefresh(rt *refreshToken) {
	delete(c.refresh, rt.value)
	for _, at := range rt.live {
		delete(c.access, at.value)
	}
}
