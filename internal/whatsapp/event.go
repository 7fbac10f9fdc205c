package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// Event is an appointment. Its name and description are the message's text.
type Event struct {
	// Start and End are in Unix seconds, 0 when not known.
	Start int64  `json:"start,omitempty"`
	End   int64  `json:"end,omitempty"`
	Place string `json:"place,omitempty"`
	// Cancelled is true when it was called off.
	Cancelled bool `json:"cancelled,omitempty"`
}

// event returns an appointment; an end before its start is not believed.
func (r reader) event(record *contract.EventRecord) *Event {
	if record == nil {
		return nil
	}
	event := &Event{Place: r.address(record.Place), Cancelled: record.Cancelled}
	if record.Start >= earliest && record.Start <= latestTime {
		event.Start = record.Start
	}
	if record.End >= max(record.Start, earliest) && record.End <= latestTime {
		event.End = record.End
	}
	return event
}
