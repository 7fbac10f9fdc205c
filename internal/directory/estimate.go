package directory

import "github.com/chatkeep/chatkeep/internal/zoho"

// PageRows is how many records one page of a build holds at most, as Zoho limits
// a query.
const PageRows = zoho.MaxQueryRows

// The limits at which the price of a query changes: what is paid for is the
// limit written. See [zoho.COQLService.Query].
const (
	smallPage  = 200
	middlePage = 1000
)

// Bound is what is known of how many records of a module have a number, before
// they are counted by reading them: Zoho's own count costs 50 credits.
type Bound struct {
	// AtLeast is how many there are at the least.
	AtLeast int `json:"atLeast"`
	// AtMost is how many there are at the most, 0 for not known. None at all is
	// known as AtMost 1.
	AtMost int `json:"atMost,omitempty"`
}

// probes are the places at which a module is probed. Zoho skips at most 100,000
// rows.
func probes() []int { return []int{200, 1000, 5000, 20_000, 50_000, zoho.MaxQueryOffset} }

// Probe returns how many rows the next probing query skips, and false when
// probing tells no more. Such a query asks for one row and costs one credit; at
// most three are needed.
func (b Bound) Probe() (skip int, ok bool) {
	var open []int
	for _, at := range probes() {
		if at >= b.AtLeast && (b.AtMost == 0 || at < b.AtMost) {
			open = append(open, at)
		}
	}
	if len(open) == 0 {
		return 0, false
	}
	return open[len(open)/2], true
}

// Probed returns what is known once a query that skipped some rows has found
// another row, or none.
func (b Bound) Probed(skip int, found bool) Bound {
	if found {
		b.AtLeast = max(b.AtLeast, skip+1)
	} else if b.AtMost == 0 || skip < b.AtMost {
		b.AtMost = max(skip, 1)
	}
	return b
}

// Estimate returns how many credits reading modules of these sizes costs at
// least and at most; most is 0 when it is not known.
func Estimate(bounds ...Bound) (least, most int) {
	open := false
	for _, b := range bounds {
		least += creditsFor(b.AtLeast)
		most += creditsFor(b.AtMost)
		open = open || b.AtMost == 0
	}
	if open {
		return least, 0
	}
	return least, most
}

// creditsFor returns what reading a known number of records costs.
func creditsFor(rows int) int {
	credits := 0
	for {
		limit := pageFor(rows)
		credits += zoho.OpQuery.Credits(limit)
		if rows -= limit; rows <= 0 {
			return credits
		}
	}
}

// pageFor returns the smallest limit that serves for so many rows.
func pageFor(rows int) int {
	switch {
	case rows <= smallPage:
		return smallPage
	case rows <= middlePage:
		return middlePage
	}
	return PageRows
}

// nextPage returns the limit of the next page when so many rows have been taken.
// A module nothing is known of is asked for a small page first, which is all of
// it in a small organisation.
func (b Bound) nextPage(taken int) int {
	switch {
	case b.AtMost > 0:
		return pageFor(b.AtMost - taken)
	case taken == 0 && b.AtLeast <= smallPage:
		return smallPage
	}
	return PageRows
}
