package fakewhatsapp

import "fmt"

// Session is the state of the WhatsApp session of all open pages.
type Session string

// The states a session can be in.
const (
	// SessionQR waits for a phone to scan the code. No account is known.
	SessionQR Session = "QR"
	// SessionPairing has been scanned; the account is not known yet.
	SessionPairing Session = "PAIRING"
	// SessionSyncing is signed in and loading; hasSynced is false.
	SessionSyncing Session = "SYNCING"
	// SessionMain is ready.
	SessionMain Session = "MAIN"
	// SessionConflict has been taken over by another window; what the page holds is stale.
	SessionConflict Session = "CONFLICT"
	// SessionOffline has lost its connection.
	SessionOffline Session = "OFFLINE"
	// SessionLocked is WhatsApp's app lock. The store is in memory and must not be read.
	SessionLocked Session = "SCREEN_LOCKED"
	// SessionTOSBlock, SessionSMBTOSBlock and SessionProxyBlock are refused by WhatsApp: for its terms, those
	// of businesses, or the way to its servers. What the page holds is stale.
	SessionTOSBlock    Session = "TOS_BLOCK"
	SessionSMBTOSBlock Session = "SMB_TOS_BLOCK"
	SessionProxyBlock  Session = "PROXYBLOCK"
	// SessionDeprecated has a version that WhatsApp no longer admits; the stream knows DEPRECATED_VERSION
	// (@wppconnect/wa-js 4.6.0).
	SessionDeprecated Session = "DEPRECATED_VERSION"
	// SessionResuming is connected again and catches up.
	SessionResuming Session = "RESUMING"
	// SessionLoggedOut is signed out: no account, no chats.
	SessionLoggedOut Session = "LOGGED_OUT"
)

// sessionState is a session as WAWebStreamModel and WAWebSocketModel of client revision 1044822804 show it.
type sessionState struct {
	Name      Session `json:"name"`
	Mode      string  `json:"mode"`
	Info      string  `json:"info"`
	State     string  `json:"state"`
	Stream    string  `json:"stream"`
	HasSynced bool    `json:"hasSynced"`
	SignedIn  bool    `json:"signedIn"`
}

// state gives the fields of a session; a name that is none of the constants counts as signed out.
func (s Session) state() sessionState {
	switch s {
	case SessionQR:
		return sessionState{s, "QR", "OPENING", "UNPAIRED", "DISCONNECTED", false, false}
	case SessionPairing:
		return sessionState{s, "QR", "PAIRING", "PAIRING", "DISCONNECTED", false, false}
	case SessionSyncing:
		return sessionState{s, "SYNCING", "SYNCING", "CONNECTED", "SYNCING", false, true}
	case SessionMain:
		return sessionState{s, "MAIN", "NORMAL", "CONNECTED", "CONNECTED", true, true}
	case SessionConflict:
		return sessionState{s, "CONFLICT", "OFFLINE", "CONFLICT", "DISCONNECTED", true, true}
	case SessionOffline:
		return sessionState{s, "OFFLINE", "OFFLINE", "OPENING", "DISCONNECTED", true, true}
	case SessionTOSBlock, SessionSMBTOSBlock, SessionProxyBlock:
		return sessionState{s, string(s), "OFFLINE", string(s), "DISCONNECTED", true, true}
	case SessionDeprecated:
		return sessionState{s, "DEPRECATED_VERSION", "OFFLINE", "UNLAUNCHED", "DISCONNECTED", false, true}
	case SessionResuming:
		return sessionState{s, "MAIN", "RESUMING", "CONNECTED", "RESUMING", true, true}
	case SessionLocked:
		return sessionState{s, "MAIN", "NORMAL", "SCREEN_LOCKED", "CONNECTED", true, true}
	default:
		return sessionState{SessionLoggedOut, "QR", "OPENING", "UNPAIRED_IDLE", "DISCONNECTED", false, false}
	}
}

// SetSession moves all open pages, and pages loaded later, to a session state.
func (s *Server) SetSession(session Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.session = session
	s.publish("session", session.state())
}

// TakeOver lets one of the open pages work, by its number in the order of loading, and moves all others to
// [SessionConflict], as the button "Use here" does. Pages loaded later are in the session they were in.
func (s *Server) TakeOver(number int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := pageID(number)
	if s.pages[id] == nil {
		return fmt.Errorf("fakewhatsapp: take over: %w: %q", ErrUnknownPage, id)
	}
	s.publish("takeover", map[string]any{"page": id, "works": SessionMain.state(), "other": SessionConflict.state()})
	return nil
}

// SetAccount changes the own account. Chats stay; use [Server.Reset] when another person signs in.
func (s *Server) SetAccount(account Account) error {
	if err := checkJIDs(account.PN, account.LID); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.account = account
	s.publish("account", account)
	return nil
}

// SetHistorySyncComplete says whether the phone has sent its first history (WAWebUserPrefsHistorySync).
func (s *Server) SetHistorySyncComplete(complete bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.historySyncComplete = complete
	s.publish("historySync", map[string]bool{"complete": complete})
}

// SwitchAccount is what happens in the same tab when the user logs out and scans the code with another phone:
// logged out, the old account's data gone, the code, pairing, the new account, its sync, its chats, ready.
func (s *Server) SwitchAccount(account Account, chats ...Chat) error {
	if err := checkJIDs(account.PN, account.LID); err != nil {
		return fmt.Errorf("fakewhatsapp: switch account: %w", err)
	}
	s.SetSession(SessionLoggedOut)
	s.Reset()
	s.SetSession(SessionQR)
	s.SetSession(SessionPairing)
	if err := s.SetAccount(account); err != nil {
		return err
	}
	s.SetHistorySyncComplete(false)
	s.SetSession(SessionSyncing)
	for _, chat := range chats {
		if err := s.AddChat(chat); err != nil {
			return err
		}
	}
	s.SetSession(SessionMain)
	s.SetHistorySyncComplete(true)
	return nil
}

// Reset takes all chats, contacts and messages away.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.clear()
	s.publish("reset", struct{}{})
}
