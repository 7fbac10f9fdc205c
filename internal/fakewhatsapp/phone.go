package fakewhatsapp

import (
	"encoding/json"
	"fmt"
)

// HourClock says how the phone counts the hours of a day.
type HourClock string

// The ways of counting hours.
const (
	// ClockOfRegion is what the phone's region is used to.
	ClockOfRegion HourClock = ""
	Clock24       HourClock = "24"
	Clock12       HourClock = "12"
)

// PhoneLocale is what the phone's language and region do to the times the page prints, above all in
// data-pre-plain-text (WAWebClock, client revision 1044822804).
type PhoneLocale struct {
	// Locale is one of the names in data/locales.json, for example "en-US", "de", "ar-sa" or "fa".
	Locale string `json:"locale"`
	// Clock overrides the region's way of counting hours.
	Clock HourClock `json:"clock"`
	// OldEngine prints midnight as older browsers do: as 24:00 where a region of twelve hours is
	// told to use twenty-four, as 0:00 AM where it is the other way round.
	OldEngine bool `json:"oldEngine"`
}

// SetPhoneLocale changes the times of all open pages, and of pages loaded later.
func (s *Server) SetPhoneLocale(phone PhoneLocale) error {
	if err := phone.check(); err != nil {
		return fmt.Errorf("fakewhatsapp: set phone locale: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.phone = phone
	s.publish("phone", phone)
	return nil
}

func (p PhoneLocale) check() error {
	body, err := dataFiles.ReadFile("data/locales.json")
	if err != nil {
		return err
	}
	var known map[string]json.RawMessage
	if err := json.Unmarshal(body, &known); err != nil {
		return fmt.Errorf("read locales: %w", err)
	}
	if known[p.Locale] == nil {
		return fmt.Errorf("%w: locale %q", ErrUnknownLocale, p.Locale)
	}
	if p.Clock != ClockOfRegion && p.Clock != Clock24 && p.Clock != Clock12 {
		return fmt.Errorf("%w: clock %q", ErrUnknownLocale, p.Clock)
	}
	return nil
}

// phoneOf is the locale an account starts with; its own setting decides the clock.
func phoneOf(locale string, account Account) PhoneLocale {
	if account.Is24h {
		return PhoneLocale{Locale: locale, Clock: Clock24}
	}
	return PhoneLocale{Locale: locale, Clock: Clock12}
}
