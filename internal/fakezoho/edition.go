package fakezoho

// Edition is what an organisation pays for, as far as the API's limits depend
// on it (Zoho CRM API v8, "API Limits").
type Edition struct {
	// Name as it appears in org.license_details.paid_type.
	Name string
	// BaseCredits is the number of credits per rolling 24 hours before users
	// are counted.
	BaseCredits int
	// CreditsPerUser is added for each user of the organisation.
	CreditsPerUser int
	// MaxCredits caps the sum; 0 means no cap.
	MaxCredits int
	// Concurrency is the number of calls one client may have in flight for
	// one organisation.
	Concurrency int
}

// subConcurrency is the number of heavy calls (COQL, writes of more than ten
// records, sorted reads) an organisation may have in flight, in all editions.
const subConcurrency = 10

// Free returns the Free edition, the default.
func Free() Edition {
	return Edition{Name: "free", BaseCredits: 5000, MaxCredits: 5000, Concurrency: 5}
}

// Standard returns the Standard edition.
func Standard() Edition {
	return Edition{Name: "standard", BaseCredits: 50000, CreditsPerUser: 250, MaxCredits: 100000, Concurrency: 10}
}

// Professional returns the Professional edition.
func Professional() Edition {
	return Edition{Name: "professional", BaseCredits: 50000, CreditsPerUser: 500, MaxCredits: 3000000, Concurrency: 15}
}

// Enterprise returns the Enterprise edition.
func Enterprise() Edition {
	return Edition{Name: "enterprise", BaseCredits: 50000, CreditsPerUser: 1000, MaxCredits: 5000000, Concurrency: 20}
}

// Ultimate returns the Ultimate edition.
func Ultimate() Edition {
	return Edition{Name: "ultimate", BaseCredits: 50000, CreditsPerUser: 2000, Concurrency: 25}
}

// Older returns the edition with the smaller credits that pages from before their
// last rise give (the api-limits page of version 2); false if they do not name it.
func (e Edition) Older() (Edition, bool) {
	base, known := map[string]int{"free": 5000, "standard": 5000, "professional": 10000, "enterprise": 15000}[e.Name]
	e.BaseCredits = base
	return e, known
}

// credits returns the organisation's credits per rolling 24 hours.
func (e Edition) credits(users int) int {
	n := e.BaseCredits + e.CreditsPerUser*users
	if e.MaxCredits > 0 {
		n = min(n, e.MaxCredits)
	}
	return n
}
