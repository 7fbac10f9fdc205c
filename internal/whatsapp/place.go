package whatsapp

import (
	"math"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Location is a place, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Live      bool    `json:"live,omitempty"`
}

// location returns nil for a place that is not on the globe.
func (r reader) location(record *contract.LocationRecord) *Location {
	if record == nil || math.Abs(record.Latitude) > 90 || math.Abs(record.Longitude) > 180 {
		return nil
	}
	return &Location{Latitude: record.Latitude, Longitude: record.Longitude, Name: r.address(record.Name), Live: record.Live}
}

// address writes a place on one line. WhatsApp writes it as its name and, on the
// next line, its address.
func (r reader) address(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	return r.line(strings.Join(lines, ", "), maxQuoteLength)
}
