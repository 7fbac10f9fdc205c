package store

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Deals is what is known of the deals of an organisation as a whole.
type Deals struct {
	// Scope names the organisation and the user whose view of it this is.
	Scope string `json:"scope"`
	// StagesAt is when the stages of a deal were read, Unix milliseconds, 0 for
	// never; StagesKnown says that the user may see them, and Closed which of them
	// close a deal.
	StagesAt    int64           `json:"stagesAt,omitempty"`
	StagesKnown bool            `json:"stagesKnown,omitempty"`
	Closed      map[string]bool `json:"closed,omitempty"`
	// Problem is what keeps deals from getting notes, found at ProblemAt, Unix
	// milliseconds; nil for nothing.
	Problem   *contract.Problem `json:"problem,omitempty"`
	ProblemAt int64             `json:"problemAt,omitempty"`
}

// Deals returns what is known of the deals in a scope; the zero value with that
// scope when it is nothing.
func (s *Store) Deals(ctx context.Context, scope string) (Deals, error) {
	var v Deals
	if _, err := s.get(ctx, s.local, keyDeals, &v); err != nil {
		return Deals{}, err
	}
	if v.Scope != scope {
		return Deals{Scope: scope}, nil
	}
	return v, nil
}

// SaveDeals stores what is known of the deals.
func (s *Store) SaveDeals(ctx context.Context, v Deals) error {
	return s.put(ctx, s.local, keyDeals, v)
}
