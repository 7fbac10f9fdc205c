package zoho

import "testing"

func TestNewStateAndVerifierDiffer(t *testing.T) {
	t.Parallel()
	if a, b := NewState(), NewState(); a == b || len(a) != 22 || !ValidSecret(a) {
		t.Errorf("states %q and %q", a, b)
	}
	if a, b := NewVerifier(), NewVerifier(); a == b || len(a) != 43 || !ValidSecret(a) {
		t.Error("verifiers are equal or not of 43 characters")
	}
}
