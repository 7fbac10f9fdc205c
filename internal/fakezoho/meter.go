package fakezoho

import "time"

// creditWindow is the rolling window of API credits.
const creditWindow = 24 * time.Hour

// meter counts an organisation's credits and calls in flight (api-limits page).
type meter struct {
	spent    []expense
	inFlight map[string]int // by client
	heavy    int
}

type expense struct {
	at      time.Time
	credits int
}

// weight is what a call counts for among those in flight: against the client's
// concurrency and against the organisation's sub-concurrency.
type weight struct{ calls, heavy int }

// slot is a place among the calls in flight.
type slot struct {
	clientID string
	weight   weight
}

// enter takes a place for a call, or returns nil if there is none.
func (m *meter) enter(e Edition, clientID string, w weight) *slot {
	if m.inFlight[clientID]+w.calls > e.Concurrency || w.heavy > 0 && m.heavy+w.heavy > subConcurrency {
		return nil
	}
	if m.inFlight == nil {
		m.inFlight = map[string]int{}
	}
	m.inFlight[clientID] += w.calls
	m.heavy += w.heavy
	return &slot{clientID, w}
}

func (m *meter) leave(s *slot) {
	m.inFlight[s.clientID] -= s.weight.calls
	m.heavy -= s.weight.heavy
}

// used returns the credits spent within the window that ends now.
func (m *meter) used(now time.Time) int {
	kept := m.spent[:0]
	sum := 0
	for _, e := range m.spent {
		if now.Sub(e.at) < creditWindow {
			kept = append(kept, e)
			sum += e.credits
		}
	}
	m.spent = kept
	return sum
}

// charge books a call and returns what remains; it refuses a call that costs
// more than is left.
func (m *meter) charge(now time.Time, credits, limit int) (remaining int, ok bool) {
	used := m.used(now)
	if used+credits > limit {
		return limit - used, false
	}
	m.spent = append(m.spent, expense{now, credits})
	return limit - used - credits, true
}

// refund takes credits back from the latest expense, and returns how many.
func (m *meter) refund(credits int) int {
	if credits > 0 {
		m.spent[len(m.spent)-1].credits -= credits
	}
	return credits
}

// perTen is the price of a write: one credit per ten records begun.
func perTen(c *apiCall) int { return max(1, (c.items()+9)/10) }

// heavy is the weight of a call that always falls under sub-concurrency.
func heavy(*apiCall) weight { return weight{calls: 1, heavy: 1} }

// heavyOverTen is the weight of a write, which falls under sub-concurrency if it
// holds more than ten records.
func heavyOverTen(c *apiCall) weight {
	if c.items() > 10 {
		return heavy(c)
	}
	return weight{calls: 1}
}

// noteCredits is the price of writing notes, which the api-limits page leaves
// open.
func noteCredits(c *apiCall) int {
	switch c.s.sw.NoteCredits {
	case CreditPerCall:
		return 1
	case CreditPerNote:
		return max(1, c.items())
	default:
		return perTen(c)
	}
}
