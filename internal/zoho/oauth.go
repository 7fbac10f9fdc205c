package zoho

import (
	"crypto/rand"
	"encoding/base64"
	"time"
)

// ClientType is the kind of registration in Zoho's API console that an [OAuthClient] stands for.
// See https://www.zoho.com/crm/developer/docs/api/v8/register-client.html.
type ClientType string

const (
	// ServerBased clients sign in through a redirect and prove themselves by their secret.
	ServerBased ClientType = "server"
	// MobileBased clients sign in through a redirect and use PKCE; Zoho documents a secret for them too.
	// See https://www.zoho.com/accounts/protocol/oauth/mobile-and-desktop-apps.html.
	MobileBased ClientType = "mobile"
	// SelfClient needs no redirect: the user makes a code in the console and pastes it.
	SelfClient ClientType = "self"
)

// OAuthClient is a client that a user registered in the API console of a data centre.
type OAuthClient struct {
	ID, Secret string
	Type       ClientType
	// DC must be an entry of [DataCentres]; the secret is sent to its Accounts host only. If the redirect names another
	// data centre than the one the sign-in began at, the code must be exchanged there, and the secret may differ.
	DC DataCentre
}

// AccessToken is a token for calls to the CRM.
type AccessToken struct {
	Token string
	// Expiry is when the token stops working, by the clock that the caller gave.
	Expiry time.Time
	// APIDomain is the origin that the token is for, always one that the client's data centre owns.
	APIDomain string
}

// Grant is the result of a sign-in.
type Grant struct {
	// RefreshToken works until it is revoked, or until the same user has signed in 20 more times with the same client.
	RefreshToken string
	Access       AccessToken
}

// NewState returns 128 random bits as text, for the state of one sign-in.
func NewState() string { return randomText(16) }

// NewVerifier returns a random PKCE verifier, for one sign-in of a MobileBased client: 43 characters that stand for 32
// random bytes, see https://www.rfc-editor.org/rfc/rfc7636#section-4.1.
func NewVerifier() string { return randomText(32) }

// randomText returns that many random bytes as base64url without padding.
func randomText(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // It never fails, see https://pkg.go.dev/crypto/rand#Read.
	return base64.RawURLEncoding.EncodeToString(b)
}
