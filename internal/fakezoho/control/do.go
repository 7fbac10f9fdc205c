package control

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// order is a change that is not a call to Zoho's API: something that a person,
// an administrator or fate does.
type order struct {
	Action string `json:"action"`
	// ID is the record, user or organisation it is about.
	ID string `json:"id"`
	// Drop is the record that is merged into the one of ID.
	Drop string `json:"drop"`
	// Fields are a record's new values.
	Fields map[string]any `json:"fields"`
	// DataCentre is where somebody signs in.
	DataCentre string `json:"data_centre"`
	// UserCode is what a device shows.
	UserCode string `json:"user_code"`
	// Credits is how many others use up.
	Credits int `json:"credits"`
	// Profile and Organisation name the profile to change, whose lists are then
	// the three below.
	Organisation  string   `json:"organisation"`
	Profile       string   `json:"profile"`
	Lacks         []string `json:"lacks"`
	HiddenModules []string `json:"hidden_modules"`
	HiddenFields  []string `json:"hidden_fields"`
}

// orders are the actions by name.
func orders() map[string]func(*fakezoho.Server, order) error {
	always := func(f func(*fakezoho.Server)) func(*fakezoho.Server, order) error {
		return func(s *fakezoho.Server, _ order) error { f(s); return nil }
	}
	return map[string]func(*fakezoho.Server, order) error{
		"edit_record":       func(s *fakezoho.Server, o order) error { return s.EditRecord(o.ID, o.Fields) },
		"delete_record":     func(s *fakezoho.Server, o order) error { return s.DeleteRecord(o.ID) },
		"delete_attachment": func(s *fakezoho.Server, o order) error { return s.DeleteAttachment(o.ID) },
		"lock_record":       func(s *fakezoho.Server, o order) error { return s.SetLocked(o.ID, true) },
		"unlock_record":     func(s *fakezoho.Server, o order) error { return s.SetLocked(o.ID, false) },
		"convert_lead":      func(s *fakezoho.Server, o order) error { _, err := s.ConvertLead(o.ID); return err },
		"merge_records":     func(s *fakezoho.Server, o order) error { return s.MergeRecords(o.ID, o.Drop) },
		"deactivate_user":   func(s *fakezoho.Server, o order) error { return s.SetActive(o.ID, false) },
		"activate_user":     func(s *fakezoho.Server, o order) error { return s.SetActive(o.ID, true) },
		"expire_org":        func(s *fakezoho.Server, o order) error { return s.SetExpired(o.ID, true) },
		"renew_org":         func(s *fakezoho.Server, o order) error { return s.SetExpired(o.ID, false) },
		"spend_credits":     func(s *fakezoho.Server, o order) error { return s.SpendCredits(o.ID, o.Credits) },
		"sign_in":           func(s *fakezoho.Server, o order) error { return s.SignInAs(o.DataCentre, o.ID) },
		"allow_device":      func(s *fakezoho.Server, o order) error { return s.DecideDevice(o.UserCode, o.ID, true) },
		"refuse_device":     func(s *fakezoho.Server, o order) error { return s.DecideDevice(o.UserCode, o.ID, false) },
		"change_profile": func(s *fakezoho.Server, o order) error {
			return s.ChangeProfile(o.Organisation, o.Profile, func(p *fakezoho.Profile) {
				p.Lacks, p.HiddenModules, p.HiddenFields = o.Lacks, o.HiddenModules, o.HiddenFields
			})
		},
		"revoke_all":     always((*fakezoho.Server).RevokeAll),
		"expire_tokens":  always((*fakezoho.Server).ExpireAccessTokens),
		"release_stalls": always((*fakezoho.Server).ReleaseStalls),
		"release_index":  always((*fakezoho.Server).ReleaseIndex),
		"reset_calls":    always((*fakezoho.Server).ResetCalls),
		"down":           always(func(s *fakezoho.Server) { s.SetDown(true) }),
		"up":             always(func(s *fakezoho.Server) { s.SetDown(false) }),
	}
}

func (d *Desk) do(body []byte) (any, error) {
	var o order
	if err := read(body, &o); err != nil {
		return nil, err
	}
	act, known := orders()[o.Action]
	if !known {
		names := slices.Sorted(maps.Keys(orders()))
		return nil, fmt.Errorf("unknown action; there are %s", strings.Join(names, ", "))
	}
	return done{true}, act(d.Server(), o)
}
