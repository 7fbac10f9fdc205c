package fakezoho

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"time"
)

// centre is the state of one data centre. Nothing in it is visible to another.
type centre struct {
	dc       DataCentre
	lastID   int64
	lastZgid int64
	lastSeq  int64
	signedIn *user // whose browser session the consent page sees; may live elsewhere
	tickets  map[string]*authRequest
	devices  map[string]*deviceRequest // by device code
	codes    map[string]*authCode
	issued   map[string][]time.Time // codes given out, by client
	refresh  map[string]*refreshToken
	access   map[string]*accessToken
	minted   map[grantKey][]time.Time // refresh tokens given out
	consents map[grantKey]bool
}

// grantKey is the pair a consent belongs to.
type grantKey struct {
	userID   string
	clientID string
}

func newCentre(dc DataCentre, i int) *centre {
	return &centre{
		dc: dc,
		// 19 digits, far above 2^53: a client that reads ids as JavaScript
		// numbers breaks here as it would on the real service.
		lastID:   7001000000000100000 + int64(i)*1000000000000000,
		lastZgid: 860000000 + int64(i)*1000000,
		tickets:  map[string]*authRequest{},
		devices:  map[string]*deviceRequest{},
		codes:    map[string]*authCode{},
		issued:   map[string][]time.Time{},
		refresh:  map[string]*refreshToken{},
		access:   map[string]*accessToken{},
		minted:   map[grantKey][]time.Time{},
		consents: map[grantKey]bool{},
	}
}

func (c *centre) nextID() string {
	c.lastID++
	return strconv.FormatInt(c.lastID, 10)
}

func (c *centre) nextZgid() string {
	c.lastZgid++
	return strconv.FormatInt(c.lastZgid, 10)
}

// user is one member of an organisation.
type user struct {
	id, zuid              string
	first, last, email    string
	country, locale, zone string
	loc                   *time.Location
	profile               *profile
	inactive              bool
	org                   *org
}

func (u *user) name() string {
	if u.first == "" {
		return u.last
	}
	return u.first + " " + u.last
}

// stamp writes t as Zoho does: in the user's own zone, with its offset.
func (u *user) stamp(t time.Time) string {
	return t.In(u.loc).Format("2006-01-02T15:04:05-07:00")
}

func (u *user) ref() object { return object{"name": u.name(), "id": u.id} }

func (u *user) refWithEmail() object {
	return object{"name": u.name(), "id": u.id, "email": u.email}
}

// org is one organisation with its records, its index and its meter.
type org struct {
	id, zgid          string
	centre            *centre
	company           string
	country, currency string
	isoCurrency, zone string
	environment       Environment
	expired           bool
	edition           Edition
	users             []*user
	modules           map[string]*module
	records           map[string]*record // of all modules, by id
	order             []*record          // in order of creation
	index             searchIndex
	meter             meter
	pageTokens        map[string]*pageToken
	profiles          []*profile // the built-in ones first
	roleID            string
}

func (o *org) user(id string) *user {
	for _, u := range o.users {
		if u.id == id {
			return u
		}
	}
	return nil
}

// ofModule returns the live records of a module in order of creation.
func (o *org) ofModule(name string) []*record {
	var out []*record
	for _, r := range o.order {
		if r.module.name == name {
			out = append(out, r)
		}
	}
	return out
}

// find returns a live record of a module, or nil.
func (o *org) find(module, id string) *record {
	r := o.records[id]
	if r == nil || r.module.name != module {
		return nil
	}
	return r
}

// newToken makes a value in the form of Zoho's codes and tokens.
func newToken() string {
	b := make([]byte, 32)
	// crypto/rand.Read never returns an error.
	_, _ = rand.Read(b)
	return "1000." + hex.EncodeToString(b[:16]) + "." + hex.EncodeToString(b[16:])
}

// nextSeq numbers refresh tokens, whose times of creation may be equal.
func (c *centre) nextSeq() int64 {
	c.lastSeq++
	return c.lastSeq
}
