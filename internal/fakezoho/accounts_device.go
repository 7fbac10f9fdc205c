package fakezoho

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The times of the device sign-in (initiation-request and polling-request
// pages).
const (
	deviceCodeLife = 5 * time.Minute
	devicePoll     = 30 * time.Second
)

// deviceRequest is a device that waits for its user.
type deviceRequest struct {
	code, userCode string
	client         *Client
	scopes         []string
	offline        bool
	consent        bool
	expires        time.Time
	polled         time.Time
	decided        bool
	user           *user // who allowed it; nil after a refusal
}

// deviceCode serves POST /oauth/v3/device/code. interval and expires_in are in
// milliseconds, which no page says, but which its samples can only mean.
func (s *Server) deviceCode(c *centre, r *http.Request, body []byte) reply {
	params, ok := accountsParams(r, body)
	if r.Method != http.MethodPost || !ok || params.Get("grant_type") != "device_request" {
		return s.oauthError("general_error")
	}
	cl := s.client(c, params.Get("client_id"))
	if cl == nil || cl.Type != DeviceClient {
		return s.oauthError("invalid_client")
	}
	scopes, err := s.sw.parseScopes(params.Get("scope"))
	if err != nil {
		return s.oauthError("invalid_scope")
	}
	now := s.now()
	issued := recent(c.issued[cl.ID], now)
	c.issued[cl.ID] = issued
	if len(issued) >= maxCodesPerClient {
		return throttled(s.sw.ThrottleStatus)
	}
	c.issued[cl.ID] = append(issued, now)
	d := &deviceRequest{
		code: newToken(), userCode: strings.ToUpper(randomHex(4)), client: cl, scopes: scopes,
		offline: params.Get("access_type") == "offline", consent: params.Get("prompt") == "consent",
		expires: now.Add(deviceCodeLife),
	}
	c.devices[d.code] = d
	page := origin(r, c.dc.AccountsHost) + "/oauth/v3/device"
	return jsonReply(http.StatusOK, object{
		"user_code": d.userCode, "device_code": d.code, "verification_url": page,
		"verification_uri_complete": page + "?" + url.Values{"user_code": {d.userCode}}.Encode(),
		"interval":                  devicePoll.Milliseconds(), "expires_in": deviceCodeLife.Milliseconds(),
	})
}

// deviceToken serves POST /oauth/v3/device/token. A device may ask every thirty
// seconds; a user of another data centre sends it there.
func (s *Server) deviceToken(c *centre, r *http.Request, body []byte) reply {
	params, ok := accountsParams(r, body)
	if r.Method != http.MethodPost || !ok || params.Get("grant_type") != "device_token" {
		return s.oauthError("general_error")
	}
	cl := s.client(c, params.Get("client_id"))
	if cl == nil || cl.Type != DeviceClient {
		return s.oauthError("invalid_client")
	}
	if subtle.ConstantTimeCompare([]byte(cl.Secrets[c.dc.Name]), []byte(params.Get("client_secret"))) != 1 {
		return s.oauthError("invalid_client_secret")
	}
	d := s.device(params.Get("code"))
	now := s.now()
	switch {
	case d == nil || d.client.ID != cl.ID:
		return s.oauthError("invalid_code")
	case !now.Before(d.expires):
		return s.oauthError("expired")
	case !d.polled.IsZero() && now.Sub(d.polled) < devicePoll:
		d.polled = now
		return s.oauthError("slow_down")
	}
	d.polled = now
	switch {
	case !d.decided:
		return s.oauthError("authorization_pending")
	case d.user == nil:
		s.forgetDevice(d.code)
		return s.oauthError("access_denied")
	case d.user.org.centre != c:
		d.polled = time.Time{}
		rep := jsonReply(s.sw.TokenErrorStatus, object{"error": "other_dc", "user_location": d.user.org.centre.dc.Name})
		rep.code = "other_dc"
		return rep
	}
	s.forgetDevice(d.code)
	key := grantKey{d.user.id, cl.ID}
	code := &authCode{clientID: cl.ID, user: d.user, scopes: d.scopes, refresh: d.offline && (d.consent || !c.consents[key])}
	c.consents[key] = true
	return s.grant(c, r, cl, code)
}

// device finds a waiting device at whatever data centre it asked: its user may
// live in another, and it is then sent there.
func (s *Server) device(code string) *deviceRequest {
	for _, c := range s.centres {
		if d := c.devices[code]; d != nil {
			return d
		}
	}
	return nil
}

func (s *Server) forgetDevice(code string) {
	for _, c := range s.centres {
		delete(c.devices, code)
	}
}

// DecideDevice lets a user allow or refuse the device that shows a user code, as
// on Zoho's page for it, which is not emulated.
func (s *Server) DecideDevice(userCode, userID string, allow bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.userByID(userID)
	if u == nil {
		return errors.New("fakezoho: decide device: unknown user")
	}
	for _, c := range s.centres {
		for _, d := range c.devices {
			if d.userCode != userCode || d.decided || !s.now().Before(d.expires) {
				continue
			}
			d.decided = true
			if allow {
				d.user = u
			}
			return nil
		}
	}
	return errors.New("fakezoho: decide device: no such code waits")
}
