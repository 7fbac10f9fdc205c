package store

import (
	"context"
	"reflect"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Forms are the forms for new records as they were last read from Zoho.
type Forms struct {
	// Scope names whose forms they are: the organisation, the user and the user's
	// rights.
	Scope string `json:"scope"`
	// At is when they were read, Unix milliseconds.
	At      int64  `json:"at"`
	Modules []Form `json:"modules"`
}

// Form is the form of one module, with what the faces do not need of it.
type Form struct {
	contract.ModuleForm
	// LayoutID is the layout the form was made from, empty when none could be
	// read.
	LayoutID string `json:"layoutId,omitempty"`
	// Types are Zoho's types of the fields, by API name.
	Types map[string]string `json:"types,omitempty"`
	// RequiredPhones are the API names of the phone fields that must not be empty.
	RequiredPhones []string `json:"requiredPhones,omitempty"`
}

// Forms returns the forms for new records that were last read from Zoho.
func (s *Store) Forms(ctx context.Context) (Forms, bool, error) {
	var v Forms
	found, err := s.get(ctx, s.local, keyForms, &v)
	return v, found, err
}

// SaveForms stores the forms for new records.
func (s *Store) SaveForms(ctx context.Context, v Forms) error {
	return s.put(ctx, s.local, keyForms, v)
}

// ShowForms leaves the forms for new records for the sidebar. What it shows
// already is not written again.
func (s *Store) ShowForms(ctx context.Context, v contract.Forms) error {
	var have contract.Forms
	found, err := s.get(ctx, s.session, contract.FormsKey, &have)
	if err != nil || found && reflect.DeepEqual(have, v) {
		return err
	}
	return s.put(ctx, s.session, contract.FormsKey, v)
}

// PhoneField returns the API name of the phone field that took the number of the
// last record created in a module, empty when none was.
func (s *Store) PhoneField(ctx context.Context, module contract.Module) (string, error) {
	var name string
	_, err := s.get(ctx, s.local, prefixPhone+string(module), &name)
	return name, err
}

// SavePhoneField stores which phone field took the number of a new record.
func (s *Store) SavePhoneField(ctx context.Context, module contract.Module, name string) error {
	return s.put(ctx, s.local, prefixPhone+string(module), name)
}
