package backup

import (
	"context"
	"time"
)

// Another installation that backs up the same WhatsApp account, in a second browser
// of the same person, may write a note of the day at any time. Whoever has met one
// lately reads every note before it writes it, and not only those that it knows to be
// shared: the other one may have added a line to any of them a minute ago.
const (
	// CompanyFor is for how long another installation is taken to be at work after a
	// note of its was met. Where it is, it is met on every day on which it writes.
	CompanyFor = 4 * 24 * time.Hour
	// companyCheckAfter takes the place of checkAfter then: what was read by this run
	// is not read again.
	companyCheckAfter = Budget
)

// inCompany says that another installation was met lately. A time in the future is
// from before the computer's clock was set back.
func (r *Runner) inCompany() bool {
	ago := r.Now().Sub(r.Met)
	return !r.Met.IsZero() && ago > -CompanyFor && ago < CompanyFor
}

// freshFor is for how long after it was written or read a note is taken to be as it
// was.
func (r *Runner) freshFor() time.Duration {
	if r.inCompany() {
		return companyCheckAfter
	}
	return checkAfter
}

// meet notes whose hand a note was last written by: the tag of an installation, ""
// where the note does not say. It is stored no more often than needed.
func (r *Runner) meet(ctx context.Context, tag string) error {
	if tag == "" || tag == r.Tag || r.Meet == nil {
		return nil
	}
	now := r.Now()
	if ago := now.Sub(r.Met); !r.Met.IsZero() && ago >= 0 && ago < CompanyFor/4 {
		return nil
	}
	r.Met = now
	return r.Meet(ctx, now)
}
