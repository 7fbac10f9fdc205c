package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// NewerData returns what the core serves in place of [App.Dispatch] when cause
// says that a newer version of Chatkeep has written the data: every request is
// refused with [contract.ProblemNewerData], and a view says so to the faces.
// Nothing is read or written but that view in session.
//
// The returned function fails only when the reply cannot be written.
func NewerData(session store.Area, clock Clock, cause error) func(context.Context, json.RawMessage) (json.RawMessage, error) {
	return func(ctx context.Context, _ json.RawMessage) (json.RawMessage, error) {
		refusal := AsContractError(&Failure{
			Code: contract.CodeConflict, Problem: contract.ProblemNewerData, Message: "nothing is read or written",
			Err: errors.Join(cause, saveNewerView(ctx, session, clock)),
		})
		out, err := json.Marshal(contract.Reply{Error: &refusal})
		if err != nil {
			return nil, fmt.Errorf("app: write reply: %w", err)
		}
		return out, nil
	}
}

// saveNewerView replaces whatever view there is: of a connection, a tab and
// settings this core knows nothing.
func saveNewerView(ctx context.Context, session store.Area, clock Clock) error {
	raw, err := json.Marshal(contract.View{
		V: contract.Version, At: clock.Now().UnixMilli(),
		Zoho:     contract.ZohoView{State: contract.ZohoNotConnected},
		WhatsApp: contract.WhatsAppView{State: contract.TabNone},
		Backup: contract.BackupView{
			State: contract.BackupWaiting, Problem: &contract.Problem{Code: contract.ProblemNewerData},
		},
		Settings: store.DefaultSettings(),
	})
	if err != nil {
		return fmt.Errorf("app: write view: %w", err)
	}
	if err := session.Set(ctx, map[string]json.RawMessage{contract.ViewKey: raw}); err != nil {
		return fmt.Errorf("app: write view: %w", err)
	}
	return nil
}
