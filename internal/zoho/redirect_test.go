package zoho

import (
	"errors"
	"strings"
	"testing"
)

func TestParseRedirect(t *testing.T) {
	t.Parallel()
	const base = "https://abcdefghijklmnop.chromiumapp.org/zoho?"
	tests := []struct {
		name, query, state string
		want               Redirect
		err                error
	}{
		{"consent", "state=S&code=1000.c.c&location=eu&accounts-server=https%3A%2F%2Faccounts.zoho.eu", "S",
			Redirect{Code: "1000.c.c", Location: "eu", AccountsServer: "https://accounts.zoho.eu", State: "S"}, nil},
		{"no data centre named", "state=S&code=1000.c.c", "S", Redirect{Code: "1000.c.c", State: "S"}, nil},
		{"unknown location", "state=S&code=1000.c.c&location=mars", "S", Redirect{Code: "1000.c.c", State: "S"}, nil},
		{"refused", "state=S&error=access_denied", "S", Redirect{State: "S", Error: "access_denied"}, ErrConsentRefused},
		{"refused, state left out", "error=access_denied", "S", Redirect{Error: "access_denied"}, ErrConsentRefused},
		{"refused, other state", "state=T&error=access_denied", "S", Redirect{}, ErrStateMismatch},
		{"other error", "state=S&error=invalid_client", "S", Redirect{State: "S", Error: "invalid_client"}, ErrInvalidClient},
		{"error beside a code", "state=S&code=1000.c.c&error=access_denied", "S", Redirect{State: "S", Error: "access_denied"}, ErrConsentRefused},
		{"other state", "state=T&code=1000.c.c", "S", Redirect{}, ErrStateMismatch},
		{"state with a prefix in common", "state=SS&code=1000.c.c", "S", Redirect{}, ErrStateMismatch},
		{"no state", "code=1000.c.c", "S", Redirect{}, ErrStateMismatch},
		{"nothing was waiting", "state=&code=1000.c.c", "", Redirect{}, ErrStateMismatch},
		{"no code", "state=S", "S", Redirect{}, ErrBadReply},
		{"code with a space", "state=S&code=a+b", "S", Redirect{}, ErrBadReply},
		{"two codes", "state=S&code=a&code=b", "S", Redirect{}, ErrBadReply},
		{"two states", "state=T&state=S&code=a", "S", Redirect{}, ErrBadReply},
		{"broken escape", "state=S&code=%zz", "S", Redirect{}, ErrBadReply},
		{"foreign accounts server", "state=S&code=1000.c.c&accounts-server=https%3A%2F%2Faccounts.zoho.eu.evil.example", "S", Redirect{}, ErrUnknownHost},
		{"accounts server without TLS", "state=S&code=1000.c.c&accounts-server=http%3A%2F%2Faccounts.zoho.eu", "S", Redirect{}, ErrUnknownHost},
		{"far too long", "state=S&code=" + strings.Repeat("a", 9000), "S", Redirect{}, ErrBadReply},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseRedirect(base+tt.query, tt.state)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error = %v, want %v", err, tt.err)
			}
			if got != tt.want {
				t.Errorf("redirect = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func FuzzParseRedirect(f *testing.F) {
	f.Add("https://x.chromiumapp.org/zoho?state=S&code=1000.c.c&location=eu&accounts-server=https%3A%2F%2Faccounts.zoho.eu", "S")
	f.Add("https://x.chromiumapp.org/zoho?error=access_denied", "S")
	f.Add("::", "")
	f.Fuzz(func(t *testing.T, address, state string) {
		r, err := ParseRedirect(address, state)
		if err != nil {
			if r.Code != "" {
				t.Error("a code came with an error")
			}
			return
		}
		if state == "" || r.State != state || !ValidSecret(r.Code) {
			t.Errorf("accepted %+v for state %q", r, state)
		}
		if r.AccountsServer != "" {
			if _, ok := DataCentreByAccounts(r.AccountsServer); !ok {
				t.Errorf("accounts server %q", r.AccountsServer)
			}
		}
	})
}
