package store

import (
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// What is known of deals is one user's view of one organisation, and is forgotten
// with the connection.
func TestDeals(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), NewMemory(), NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	want := func(scope string, want Deals) {
		t.Helper()
		if got, err := s.Deals(t.Context(), scope); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, %v; want %+v", got, err, want)
		}
	}
	known := Deals{
		Scope: "1/2", StagesAt: 7, StagesKnown: true, Closed: map[string]bool{"Closed Won": true},
		Problem: &contract.Problem{Code: contract.ProblemModuleHidden}, ProblemAt: 8,
	}
	want("1/2", Deals{Scope: "1/2"})
	if err := s.SaveDeals(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	want("1/2", known)
	want("1/3", Deals{Scope: "1/3"})
	if err := s.Disconnect(t.Context()); err != nil {
		t.Fatal(err)
	}
	want("1/2", Deals{Scope: "1/2"})
}
