package whatsapp

import (
	"encoding/json"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Contact is a contact card.
type Contact struct {
	Name string `json:"name,omitempty"`
	// Phones are the numbers as they are written on the card.
	Phones []string `json:"phones,omitempty"`
}

// UnmarshalJSON reads a card, and also a plain name: that is how cards were
// stored before they had numbers.
func (c *Contact) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*c = Contact{}
		return json.Unmarshal(data, &c.Name)
	}
	type plain Contact
	return json.Unmarshal(data, (*plain)(c))
}

// contacts returns the cards that name somebody or a number.
func (r reader) contacts(records []contract.ContactRecord) []Contact {
	var cards []Contact
	for _, record := range records {
		if len(cards) == maxContacts {
			break
		}
		card := Contact{Name: r.name(record.Name)}
		for _, phone := range record.Phones {
			if len(card.Phones) == maxPhones {
				break
			}
			if phone = short(phone, maxPhoneLength); strings.ContainsAny(phone, "0123456789") && !r.isLID(phone) {
				card.Phones = append(card.Phones, phone)
			}
		}
		if card.Name != "" || len(card.Phones) > 0 {
			cards = append(cards, card)
		}
	}
	return cards
}
