package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// Quote is the message that a reply answers.
type Quote struct {
	ID     string `json:"id,omitempty"`
	Sender JID    `json:"sender,omitzero"`
	// SenderName is the quoted author's name, FromMe true for the own account.
	SenderName string      `json:"senderName,omitempty"`
	FromMe     bool        `json:"fromMe,omitempty"`
	Kind       MessageKind `json:"kind,omitempty"`
	Text       string      `json:"text,omitempty"`
}

// ShownNumber returns the digits of the number that stands for a quoted author
// without a name in a group, "" when there is a name or no number.
func (q Quote) ShownNumber() string { return numberOf(q.SenderName, q.Sender) }

func (r reader) quote(record *contract.QuoteRecord) *Quote {
	if record == nil {
		return nil
	}
	quote := &Quote{Sender: optionalJID(record.Sender), SenderName: r.name(record.SenderName), FromMe: record.FromMe}
	if validID(record.ID) {
		quote.ID = record.ID
	}
	text, _ := r.text(record.Text, maxQuoteLength)
	if record.Type != "" && word(record.Type) {
		quote.Kind = kindOfMessage(record.Type, "", "", false, text)
	}
	if quote.Kind != MessageSystem {
		quote.Text = text
	}
	return quote
}
