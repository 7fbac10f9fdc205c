package store_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

func TestForms(t *testing.T) {
	t.Parallel()
	s, local, session := open(t)
	ctx := t.Context()
	if _, found, err := s.Forms(ctx); found || err != nil {
		t.Fatalf("found %v, %v", found, err)
	}
	form := store.Form{LayoutID: "7", Types: map[string]string{"Age__c": "integer"}, RequiredPhones: []string{"Phone"}}
	form.ModuleForm = contract.ModuleForm{
		Module: contract.ModuleLeads, CreateURL: "https://crm.zoho.eu/x", Phones: []contract.FieldChoice{{Name: "Phone", Label: "Telefon"}},
		Fields: []contract.FormField{{Name: "Age__c", Label: "Age", Type: contract.FieldNumber, Required: true}},
	}
	kept := store.Forms{Scope: "org/user", At: 5, Modules: []store.Form{form}}
	if err := s.SaveForms(ctx, kept); err != nil {
		t.Fatal(err)
	}
	if got, found, err := s.Forms(ctx); !found || err != nil || !reflect.DeepEqual(got, kept) {
		t.Errorf("%+v, %v, %v", got, found, err)
	}
	shown := contract.Forms{V: contract.Version, At: 5, Modules: []contract.ModuleForm{form.ModuleForm}}
	for range 2 {
		if err := s.ShowForms(ctx, shown); err != nil {
			t.Fatal(err)
		}
	}
	// Whoever signs in next may be somebody else.
	if err := s.Connect(ctx, store.Connection{}, store.Secrets{}, store.DefaultSettings()); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(session.Keys(), contract.FormsKey) || !slices.Contains(local.Keys(), contract.FormsKey) {
		t.Errorf("session %v, local %v", session.Keys(), local.Keys())
	}
	if err := s.ShowForms(ctx, shown); err != nil {
		t.Fatal(err)
	}
	if err := s.Disconnect(ctx); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(session.Keys(), contract.FormsKey) || slices.Contains(local.Keys(), contract.FormsKey) {
		t.Errorf("session %v, local %v", session.Keys(), local.Keys())
	}
}

func TestPhoneField(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	if err := s.SavePhoneField(t.Context(), contract.ModuleLeads, "Phone"); err != nil {
		t.Fatal(err)
	}
	for module, want := range map[contract.Module]string{contract.ModuleLeads: "Phone", contract.ModuleContacts: ""} {
		if got, err := s.PhoneField(t.Context(), module); got != want || err != nil {
			t.Errorf("%s: %q, %v", module, got, err)
		}
	}
}
