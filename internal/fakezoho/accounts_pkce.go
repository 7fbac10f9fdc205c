package fakezoho

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// pkce is a code challenge; empty if none was sent.
type pkce struct {
	challenge string
	method    string // "plain" or "S256"
}

// parsePKCE checks a code_challenge and its method, which defaults to plain. The
// characters and lengths are those of RFC 7636, section 4.
func parsePKCE(challenge, method string) (pkce, bool) {
	if method == "" {
		method = "plain"
	}
	switch {
	case !verifierSyntax(challenge):
		return pkce{}, false
	case method == "S256" && len(challenge) != base64.RawURLEncoding.EncodedLen(sha256.Size):
		return pkce{}, false
	case method != "S256" && method != "plain":
		return pkce{}, false
	}
	return pkce{challenge: challenge, method: method}, true
}

func (p pkce) verify(verifier string) bool {
	if !verifierSyntax(verifier) {
		return false
	}
	got := verifier
	if p.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		got = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return subtle.ConstantTimeCompare([]byte(got), []byte(p.challenge)) == 1
}

func verifierSyntax(v string) bool {
	if len(v) < 43 || len(v) > 128 {
		return false
	}
	for i := range len(v) {
		c := v[i]
		if !isAlphanumeric(c) && c != '-' && c != '.' && c != '_' && c != '~' {
			return false
		}
	}
	return true
}

func isAlphanumeric(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
