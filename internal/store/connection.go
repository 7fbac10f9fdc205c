package store

import (
	"context"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Connection is the connection to Zoho without its secrets.
type Connection struct {
	DataCentre string `json:"dataCentre"`
	// ClientType is "server", "mobile" or "self".
	ClientType string `json:"clientType"`
	ClientID   string `json:"clientId"`
	APIDomain  string `json:"apiDomain"`
	UserID     string `json:"userId"`
	UserName   string `json:"userName"`
	// ProfileID is the profile that holds the user's rights and has a layout for
	// new records.
	ProfileID string `json:"profileId,omitempty"`
	OrgID     string `json:"orgId"`
	ZGID      string `json:"zgid"`
	OrgName   string `json:"orgName"`
	// Region is the organisation's country as an ISO 3166 code.
	Region string `json:"region"`
	// Environment is the kind of organisation; empty, in what an earlier version
	// stored, is production.
	Environment contract.Environment `json:"environment,omitempty"`
	// Paid says that the organisation has a paid edition.
	Paid bool `json:"paid,omitempty"`
	// ApartUntil is until when reads are not put together in one call, because Zoho
	// has refused that, Unix milliseconds.
	ApartUntil int64 `json:"apartUntil,omitempty"`
	// Checks are what was last tried, and CheckedAt when, Unix milliseconds.
	Checks    []contract.ZohoCheck `json:"checks,omitempty"`
	CheckedAt int64                `json:"checkedAt,omitempty"`
	// Modules are the modules of people this user may read, with their fields.
	Modules []PeopleModule `json:"modules"`
	// State is the last state Zoho left us in.
	State   contract.ZohoState `json:"state"`
	Problem *contract.Problem  `json:"problem,omitempty"`
}

// PeopleModule is what is known of one module that holds people.
type PeopleModule struct {
	Module contract.Module `json:"module"`
	// Phones are the phone-type fields.
	Phones []PhoneField `json:"phones"`
	// Converted and ConvertedTo say which of the fields are there that mark a
	// converted lead.
	Converted   bool `json:"converted,omitempty"`
	ConvertedTo bool `json:"convertedTo,omitempty"`
}

// PhoneField is one phone-type field of a module.
type PhoneField struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	// Length is how many characters it takes, 0 when Zoho does not say.
	Length int `json:"length"`
	// Writable is true when a new record may carry it.
	Writable bool `json:"writable"`
}

// Secrets never leave chrome.storage.local, which is closed to content scripts.
type Secrets struct {
	ClientSecret string `json:"clientSecret"`
	RefreshToken string `json:"refreshToken"`
}

// PendingSignIn is a web sign-in under way.
type PendingSignIn struct {
	DataCentre   string           `json:"dataCentre"`
	ClientType   string           `json:"clientType"`
	ClientID     string           `json:"clientId"`
	ClientSecret string           `json:"clientSecret"`
	RedirectURL  string           `json:"redirectUrl"`
	State        string           `json:"state"`
	Verifier     string           `json:"verifier"`
	Linking      contract.Linking `json:"linking"`
	StartedAt    time.Time        `json:"startedAt"`
	// Environment is the kind of organisation the user is going to choose.
	Environment contract.Environment `json:"environment,omitempty"`
}

// Connection returns the connection to Zoho, and false when nobody has signed in.
func (s *Store) Connection(ctx context.Context) (Connection, bool, error) {
	var c Connection
	found, err := s.get(ctx, s.local, keyZoho, &c)
	return c, found, err
}

// SaveConnection stores the connection.
func (s *Store) SaveConnection(ctx context.Context, c Connection) error {
	return s.put(ctx, s.local, keyZoho, c)
}

// Connect stores a new connection with its secrets and ends the pending
// sign-in, all at once. The forms that the faces see go first: another user may
// have others.
func (s *Store) Connect(ctx context.Context, c Connection, secrets Secrets, settings contract.Settings) error {
	if err := s.session.Remove(ctx, contract.FormsKey); err != nil {
		return err
	}
	if err := s.putAll(ctx, s.local, map[string]any{keyZoho: c, keySecrets: secrets, keySettings: settings}); err != nil {
		return err
	}
	return s.local.Remove(ctx, keySignIn)
}

// Disconnect forgets the connection, every secret and the organisation's forms.
// Links, journal and sync times stay: signing in again goes on where it stopped. The
// connection goes last, so whoever finds none finds nothing of it, and one that is
// still there after a stop can be forgotten again.
func (s *Store) Disconnect(ctx context.Context) error {
	if err := s.session.Remove(ctx, keyAccess, keyRefresh, contract.FormsKey); err != nil {
		return err
	}
	return s.local.Remove(ctx, keyZoho, keySecrets, keySignIn, keyForms, keyDeals)
}

// Secrets returns the secrets of the connection.
func (s *Store) Secrets(ctx context.Context) (Secrets, error) {
	var v Secrets
	_, err := s.get(ctx, s.local, keySecrets, &v)
	return v, err
}

// SavePendingSignIn remembers a sign-in under way, so that its end is
// understood by another life of the worker.
func (s *Store) SavePendingSignIn(ctx context.Context, p PendingSignIn) error {
	return s.put(ctx, s.local, keySignIn, p)
}

// PendingSignIn returns the sign-in under way, if there is one.
func (s *Store) PendingSignIn(ctx context.Context) (PendingSignIn, bool, error) {
	var p PendingSignIn
	found, err := s.get(ctx, s.local, keySignIn, &p)
	return p, found, err
}

// DropPendingSignIn forgets the sign-in under way.
func (s *Store) DropPendingSignIn(ctx context.Context) error {
	return s.local.Remove(ctx, keySignIn)
}

// AccessToken is the short-lived token, kept in chrome.storage.session only.
type AccessToken struct {
	Token  string    `json:"token"`
	Expiry time.Time `json:"expiry"`
}

// Access returns the access token, empty when there is none.
func (s *Store) Access(ctx context.Context) (AccessToken, error) {
	var t AccessToken
	_, err := s.get(ctx, s.session, keyAccess, &t)
	return t, err
}

// SaveAccess stores the access token.
func (s *Store) SaveAccess(ctx context.Context, t AccessToken) error {
	return s.put(ctx, s.session, keyAccess, t)
}

// RefreshTry remembers the last attempt to refresh, so that a worker that dies
// and wakes does not ask Zoho in a loop.
type RefreshTry struct {
	At time.Time `json:"at"`
	// NotBefore is when the next attempt is allowed.
	NotBefore time.Time `json:"notBefore"`
	// Why says how the attempt failed, empty if it did not, or was cut short.
	Why contract.ProblemCode `json:"why,omitempty"`
}

// LastRefresh returns the last attempt to refresh.
func (s *Store) LastRefresh(ctx context.Context) (RefreshTry, error) {
	var t RefreshTry
	_, err := s.get(ctx, s.session, keyRefresh, &t)
	return t, err
}

// SaveRefresh stores an attempt to refresh.
func (s *Store) SaveRefresh(ctx context.Context, t RefreshTry) error {
	return s.put(ctx, s.session, keyRefresh, t)
}
