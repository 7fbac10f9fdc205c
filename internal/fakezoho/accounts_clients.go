package fakezoho

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// ClientType is a type of OAuth client in Zoho's API console (register-client
// page).
type ClientType string

// The client types of the console.
const (
	// ServerClient redeems codes with its secret.
	ServerClient ClientType = "server-based"
	// MobileClient must use PKCE and, by default, its secret as well. Its
	// redirect may have a scheme of its own.
	MobileClient ClientType = "mobile-based"
	// BrowserClient is what Zoho calls client-based: a page of JavaScript that
	// gets an access token by the implicit flow, and never a refresh token.
	BrowserClient ClientType = "client-based"
	// DeviceClient is what Zoho calls non-browser: it shows a code that its user
	// types in elsewhere.
	DeviceClient ClientType = "non-browser"
	// SelfClient has no redirect: its user makes codes in the console.
	SelfClient ClientType = "self-client"
)

// Client is an OAuth client.
type Client struct {
	// ID is made up if empty.
	ID string `json:"id"`
	// Name is shown on the consent page.
	Name string     `json:"name"`
	Type ClientType `json:"type"`
	// RedirectURIs are compared exactly, byte for byte. None for a Self Client.
	RedirectURIs []string `json:"redirect_uris"`
	// Secrets holds a secret for each data centre in which the client is
	// enabled, by name; an empty secret is made up. A data centre that is not
	// in the map does not know the client.
	Secrets map[string]string `json:"secrets"`
	// UserID is the account a Self Client belongs to.
	UserID string `json:"user_id,omitempty"`
}

// AddClient registers a client and returns it with its id and secrets filled
// in. It fails if the client could not be registered in Zoho's console either.
func (s *Server) AddClient(c Client) (Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.checkClient(c); err != nil {
		return Client{}, fmt.Errorf("fakezoho: add client: %w", err)
	}
	if c.ID == "" {
		c.ID = "1000." + strings.ToUpper(randomHex(15))
	}
	if s.clients[c.ID] != nil {
		return Client{}, errors.New("fakezoho: add client: the id is taken")
	}
	c.RedirectURIs = slices.Clone(c.RedirectURIs)
	c.Secrets = maps.Clone(c.Secrets)
	for dc, secret := range c.Secrets {
		if secret == "" {
			c.Secrets[dc] = randomHex(21)
		}
	}
	s.clients[c.ID] = &c
	out := c
	out.RedirectURIs, out.Secrets = slices.Clone(c.RedirectURIs), maps.Clone(c.Secrets)
	return out, nil
}

func (s *Server) checkClient(c Client) error {
	if len(c.Secrets) == 0 {
		return errors.New("enabled in no data centre")
	}
	for dc := range c.Secrets {
		if s.centres[dc] == nil {
			return fmt.Errorf("unknown data centre %q", dc)
		}
	}
	switch c.Type {
	case SelfClient:
		u := s.userByID(c.UserID)
		if u == nil {
			return errors.New("a Self Client needs its user")
		}
		if _, ok := c.Secrets[u.org.centre.dc.Name]; !ok {
			return errors.New("a Self Client is enabled in its user's data centre")
		}
		if len(c.RedirectURIs) > 0 {
			return errors.New("a Self Client has no redirect")
		}
		return nil
	case DeviceClient:
		if len(c.RedirectURIs) > 0 {
			return errors.New("a non-browser client has no redirect")
		}
		return nil
	case ServerClient, MobileClient, BrowserClient:
		if len(c.RedirectURIs) == 0 {
			return errors.New("no redirect")
		}
	default:
		return fmt.Errorf("unknown client type %q", c.Type)
	}
	for _, raw := range c.RedirectURIs {
		u, err := url.Parse(raw)
		if err != nil || u.Scheme == "" || u.Fragment != "" {
			return errors.New("a redirect is not a usable URL")
		}
		if u.Scheme != "https" && c.Type != MobileClient {
			return errors.New("the redirect of this type of client starts with https://")
		}
		if s.sw.RefuseExtensionRedirect && strings.HasSuffix(u.Host, ".chromiumapp.org") {
			return errExtensionRedirect
		}
	}
	return nil
}

// errExtensionRedirect is the console's refusal of an extension's redirect.
var errExtensionRedirect = errors.New("the console refuses redirects on chromiumapp.org")

// client returns a client that is enabled in the data centre, or nil.
func (s *Server) client(c *centre, id string) *Client {
	cl := s.clients[id]
	if cl == nil {
		return nil
	}
	if _, ok := cl.Secrets[c.dc.Name]; !ok {
		return nil
	}
	return cl
}

// SelfClientCode makes a code as the API console does for a Self Client: with
// the scopes given and a lifetime of three to ten minutes. The code is redeemed
// without a redirect at the accounts host of the client's user.
func (s *Server) SelfClientCode(clientID string, scopes []string, ttl time.Duration) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cl := s.clients[clientID]
	if cl == nil || cl.Type != SelfClient {
		return "", errors.New("fakezoho: self client code: not a Self Client")
	}
	if ttl < minSelfClientCodeTTL || ttl > maxSelfClientCodeTTL {
		return "", errors.New("fakezoho: self client code: the lifetime is three to ten minutes")
	}
	if _, err := s.sw.parseScopes(strings.Join(scopes, ",")); err != nil {
		return "", fmt.Errorf("fakezoho: self client code: %w", err)
	}
	u := s.userByID(cl.UserID)
	code := &authCode{
		value: newToken(), clientID: clientID, user: u, scopes: slices.Clone(scopes),
		self: true, refresh: true, expires: s.now().Add(ttl),
	}
	u.org.centre.codes[code.value] = code
	return code.value, nil
}

func randomHex(n int) string {
	b := make([]byte, n)
	// crypto/rand.Read never returns an error.
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
