package health

import "github.com/chatkeep/chatkeep/internal/contract"

// Facts are what a verdict rests on.
type Facts struct {
	// State is the tab's state, as the page and the browser tell it.
	State contract.TabState
	// Capabilities are those of [Capabilities]; one that is missing did not
	// answer.
	Capabilities []contract.CapabilityHealth
	// Counts are those of the chat list.
	Counts contract.HealthCounts
	// Failed are the self-tests that failed.
	Failed []contract.SelfTest
	// Visible is true when the open chat can be read from the screen.
	Visible bool
}

// Verdict draws the conclusion. The first line that applies decides:
//
//	no tab is open                                        no_tab
//	the browser has put the tab to sleep                  asleep
//	Chatkeep is not in the tab                            silent
//	waiting, syncing                                      starting
//	signed out, conflict, locked, blocked                 blocked
//	found changed before                                  changed
//	the modules cannot be read, but the screen can        partial
//	the modules cannot be read                            changed
//	a self-test failed                                    changed
//	a capability answers in a way that degrades           degraded
//	else                                                  ok
//
// The modules cannot be read when the page says so, or when a capability
// without which there are no messages does not answer. A state that is not
// known is taken for unreadable.
func Verdict(f Facts) contract.Verdict {
	switch f.State {
	case contract.TabNone:
		return contract.VerdictNoTab
	case contract.TabAsleep:
		return contract.VerdictAsleep
	case contract.TabSilent:
		return contract.VerdictSilent
	case contract.TabWaiting, contract.TabSyncing:
		return contract.VerdictStarting
	case contract.TabSignedOut, contract.TabConflict, contract.TabLocked, contract.TabBlocked:
		return contract.VerdictBlocked
	}
	effect := worst(f.Capabilities, f.Counts)
	switch {
	case f.State == contract.TabChanged:
		return contract.VerdictChanged
	case f.State != contract.TabReady || effect == prevents:
		if f.Visible || f.State == contract.TabPartial {
			return contract.VerdictPartial
		}
		return contract.VerdictChanged
	case len(f.Failed) > 0:
		return contract.VerdictChanged
	case effect == degrades:
		return contract.VerdictDegraded
	}
	return contract.VerdictOK
}

// State returns the tab's state as people are told it: a tab that is ready, or
// unreadable, by its own account may be changed or partial by the verdict.
func State(state contract.TabState, verdict contract.Verdict) contract.TabState {
	switch verdict {
	case contract.VerdictPartial:
		return contract.TabPartial
	case contract.VerdictChanged:
		if state != contract.TabUnreadable {
			return contract.TabChanged
		}
	}
	return state
}
