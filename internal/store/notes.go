package store

import (
	"context"
	"time"
)

// NoteHalvings returns how often the length of notes is halved for an
// organisation, because its Zoho has refused longer ones; 0 for an organisation
// that has refused none.
func (s *Store) NoteHalvings(ctx context.Context, org string) (int, error) {
	var v map[string]int
	_, err := s.get(ctx, s.local, keyHalvings, &v)
	return v[org], err
}

// SaveNoteHalvings stores how often it is halved.
func (s *Store) SaveNoteHalvings(ctx context.Context, org string, halvings int) error {
	v := map[string]int{}
	if _, err := s.get(ctx, s.local, keyHalvings, &v); err != nil {
		return err
	}
	v[org] = halvings
	return s.put(ctx, s.local, keyHalvings, v)
}

// NoteCondition is what is known of how an organisation's Zoho takes the update of
// a note that is to be made only if nobody has changed the note; see
// backup.Condition, which has the same fields.
type NoteCondition struct {
	Honoured bool   `json:"honoured,omitempty"`
	Late     bool   `json:"late,omitempty"`
	Vain     int    `json:"vain,omitempty"`
	TriedOn  string `json:"triedOn,omitempty"`
}

// NoteCondition returns what is known of an organisation, the zero value for
// nothing.
func (s *Store) NoteCondition(ctx context.Context, org string) (NoteCondition, error) {
	var v map[string]NoteCondition
	_, err := s.get(ctx, s.local, keyNoteCond, &v)
	return v[org], err
}

// SaveNoteCondition stores what is known of an organisation.
func (s *Store) SaveNoteCondition(ctx context.Context, org string, c NoteCondition) error {
	v := map[string]NoteCondition{}
	if _, err := s.get(ctx, s.local, keyNoteCond, &v); err != nil {
		return err
	}
	v[org] = c
	return s.put(ctx, s.local, keyNoteCond, v)
}

// NoteCompany returns when a note of a WhatsApp account was last met in an
// organisation that another installation had written, the zero time for never.
func (s *Store) NoteCompany(ctx context.Context, org, account string) (time.Time, error) {
	var v map[string]map[string]int64
	if _, err := s.get(ctx, s.local, keyCompany, &v); err != nil || v[org][account] == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(v[org][account]), nil
}

// SaveNoteCompany stores that one was met.
func (s *Store) SaveNoteCompany(ctx context.Context, org, account string, at time.Time) error {
	v := map[string]map[string]int64{}
	if _, err := s.get(ctx, s.local, keyCompany, &v); err != nil {
		return err
	}
	if v[org] == nil {
		v[org] = map[string]int64{}
	}
	v[org][account] = at.UnixMilli()
	return s.put(ctx, s.local, keyCompany, v)
}
