package border

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// cross sends an error to the other side.
func cross(t *testing.T, err error) error {
	t.Helper()
	raw, jsonErr := json.Marshal(encode(err))
	if jsonErr != nil {
		t.Fatal(jsonErr)
	}
	var f fault
	if jsonErr := json.Unmarshal(raw, &f); jsonErr != nil {
		t.Fatal(jsonErr)
	}
	return f.decode()
}

// TestEverySentinelIsKnown reads the errors of package zoho from its sources, so that a new one cannot be forgotten.
func TestEverySentinelIsKnown(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../../errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	known, found := sentinels(), 0
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		for _, spec := range group.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				found++
				if known[name.Name] == nil {
					t.Errorf("%s does not cross", name.Name)
				}
			}
		}
	}
	if want := len(known) - 2; found != want {
		t.Errorf("package zoho has %d errors, %d are known besides the two of contexts", found, want)
	}
}

func TestSentinelsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[error]string{}
	for name, sentinel := range sentinels() {
		if other, twice := seen[sentinel]; twice {
			t.Errorf("%s and %s are the same error", name, other)
		}
		seen[sentinel] = name
	}
}

func TestErrorsKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	tests := map[string]error{
		"joined": errors.Join(
			&zoho.OAuthError{Code: "invalid_code", Op: zoho.OpRevokeToken},
			&zoho.TransportError{Op: zoho.OpRevokeToken, Kind: zoho.ErrNetwork}),
		"no refresh token": fmt.Errorf("%w: %s", zoho.ErrNoRefreshToken, zoho.OpExchangeCode),
		"bad request":      fmt.Errorf("%w: %s: no usable verifier", zoho.ErrBadRequest, zoho.OpExchangeCode),
		"cancelled":        &zoho.TransportError{Op: zoho.OpRefreshToken, Kind: context.Canceled},
		"server":           &zoho.APIError{HTTP: 502, Op: zoho.OpRefreshToken},
		"record": &zoho.APIError{
			HTTP: 400, Code: "MULTIPLE_OR_MULTI_ERRORS", Op: zoho.OpCreateContacts, Scopes: []string{"a"},
			Causes: []*zoho.APIError{{HTTP: 400, Code: "INVALID_DATA", Op: zoho.OpCreateContacts, Details: json.RawMessage(`{"maximum_length":3}`)}},
		},
		"access":         &zoho.APIError{HTTP: 403, Code: "NO_PERMISSION", Permissions: []string{"Crm_Implied_Api_Access"}},
		"unknown code":   &zoho.OAuthError{Code: "something_new", Op: zoho.OpRefreshToken},
		"refusal, blank": &zoho.OAuthError{Op: zoho.OpRefreshToken},
	}
	for name, sentinel := range sentinels() {
		tests["plain "+name] = sentinel
		tests["wrapped "+name] = fmt.Errorf("zoho: refresh token: %w", sentinel)
		tests["kind "+name] = &zoho.TransportError{Op: zoho.OpRefreshToken, Kind: sentinel, HTTP: 502}
	}
	for _, code := range []string{
		zoho.CodeTokenThrottled, "access_denied", "invalid_code", "invalid_grant", "invalid_client", "invalid_client_secret", "invalid_redirect_uri",
	} {
		tests["code "+code] = zoho.NewOAuthError(zoho.OpExchangeCode, code)
	}
	for name, before := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after := cross(t, before)
			if after.Error() != before.Error() {
				t.Errorf("text %q became %q", before, after)
			}
			for name, sentinel := range sentinels() {
				if got, want := errors.Is(after, sentinel), errors.Is(before, sentinel); got != want {
					t.Errorf("errors.Is(%s) is %v, was %v", name, got, want)
				}
			}
			sameType[*zoho.OAuthError](t, before, after)
			sameType[*zoho.APIError](t, before, after)
			sameType[*zoho.TransportError](t, before, after)
		})
	}
}

// sameType checks that errors.As finds the same error of a type before and after.
func sameType[E error](t *testing.T, before, after error) {
	t.Helper()
	var was, is E
	if errors.As(before, &was) != errors.As(after, &is) || !reflect.DeepEqual(was, is) {
		t.Errorf("%T %+v became %+v", was, was, is)
	}
}

func FuzzServe(f *testing.F) {
	f.Add([]byte(`{"op":"refresh","client":{"ID":"a","DC":{"Code":"eu"}},"refresh":"r"}`))
	f.Add([]byte(`{"op":"exchange"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		out, err := Serve(t.Context(), &recorder{}, raw)
		if err != nil {
			return
		}
		var a answer
		if err := json.Unmarshal(out, &a); err != nil || (a.OK == nil) == (a.Error == nil) {
			t.Errorf("answer %s, %v", out, err)
		}
	})
}
