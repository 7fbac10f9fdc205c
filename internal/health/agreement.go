package health

import (
	"strings"
	"unicode"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Agree counts how far page, database and screen agree on the newest messages
// of a chat. The screen is left out when another chat is open. It judges
// nothing: single differences are natural, for instance while messages arrive
// or when the user has scrolled up. Missing and Directions are counted as
// [SelfTest] judges them.
func Agree(r Reading) contract.Agreement {
	rows := rowsOf(r)
	ids, _ := r.told()
	agreement := contract.Agreement{
		Store:         r.total(),
		DatabaseState: knownDatabase(r.Witness.Database.State),
		Errors:        len(r.Rejected),
	}
	if agreement.DatabaseState == contract.DatabaseOK {
		agreement.Database = len(r.Witness.Database.Newest)
		_, agreement.Missing = r.due()
		agreement.Unknown = len(r.Page.Messages) - len(r.pairs(rows))
	}
	for _, p := range r.pairs(rows) {
		if p.message.FromMe != p.row.FromMe {
			agreement.Directions++
		}
		if p.message.T != p.row.T {
			agreement.Times++
		}
	}
	for _, m := range r.Page.Messages {
		switch m.Kind {
		case whatsapp.MessagePending:
			agreement.Encrypted++
		case whatsapp.MessageOther:
			agreement.OtherTypes++
		}
	}
	if screen := r.Witness.Screen; r.Open {
		agreement.Layout = knownLayout(screen.Layout)
		agreement.Screen = len(screen.Rows)
		agreement.Title = screen.Title != "" && plainName(screen.Title) == plainName(r.Title)
		for _, row := range screen.Rows {
			if !ids[row.ID] {
				agreement.Off++
			}
		}
	}
	return agreement
}

// plainName returns a name without what differs between the chat list and the
// name over a chat: direction marks around numbers, and the kind of a space.
func plainName(name string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	return strings.Join(strings.Fields(visible), " ")
}

func knownDatabase(state contract.DatabaseState) contract.DatabaseState {
	switch state {
	case contract.DatabaseOK, contract.DatabaseMissing, contract.DatabaseBusy:
		return state
	}
	return contract.DatabaseUnknown
}

func knownLayout(layout contract.ScreenLayout) contract.ScreenLayout {
	switch layout {
	case contract.Screen2025, contract.Screen2026:
		return layout
	}
	return contract.ScreenNone
}
