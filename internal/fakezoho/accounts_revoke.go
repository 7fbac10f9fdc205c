package fakezoho

import (
	"crypto/subtle"
	"net/http"
)

// revokeWithCredentials serves POST /oauth/v2/revoke/token, the path of Zoho
// Accounts' own pages: Basic credentials of the client, form parameters token
// and token_type.
func (s *Server) revokeWithCredentials(c *centre, r *http.Request, body []byte) reply {
	if r.Method != http.MethodPost {
		return textReply(http.StatusMethodNotAllowed, "method not allowed")
	}
	id, secret, ok := r.BasicAuth()
	cl := s.client(c, id)
	if !ok || cl == nil {
		return s.oauthError("invalid_client")
	}
	if subtle.ConstantTimeCompare([]byte(cl.Secrets[c.dc.Name]), []byte(secret)) != 1 {
		return s.oauthError("invalid_client_secret")
	}
	params, ok := accountsParams(r, body)
	if !ok || !isForm(r) {
		return s.oauthError("general_error")
	}
	value := params.Get("token")
	switch params.Get("token_type") {
	case "refresh_token":
		if rt := c.refresh[value]; rt != nil && rt.key.clientID == cl.ID {
			c.dropRefresh(rt)
			return jsonReply(http.StatusOK, object{"status": "success"})
		}
	case "access_token":
		if at := c.access[value]; at != nil && at.clientID == cl.ID {
			delete(c.access, value)
			return jsonReply(http.StatusOK, object{"status": "success"})
		}
	default:
		return s.oauthError("general_error")
	}
	return s.oauthError("invalid_code")
}

// revokeByToken serves POST /oauth/v2/token/revoke?token=…, the path of the CRM
// manual (revoke-tokens page). An unknown token is answered with HTTP 400.
func (s *Server) revokeByToken(c *centre, r *http.Request, body []byte) reply {
	if r.Method != http.MethodPost {
		return textReply(http.StatusMethodNotAllowed, "method not allowed")
	}
	params, ok := accountsParams(r, body)
	rt := (*refreshToken)(nil)
	if ok {
		rt = c.refresh[params.Get("token")]
	}
	if rt == nil {
		rep := jsonReply(http.StatusBadRequest, object{"error": "invalid_code"})
		rep.code = "invalid_code"
		return rep
	}
	c.dropRefresh(rt)
	return jsonReply(http.StatusOK, object{"status": "success"})
}
