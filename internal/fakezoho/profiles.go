package fakezoho

import (
	"errors"
	"fmt"
	"slices"
)

// Permissions of a profile, as NO_PERMISSION names them in its details. Those on
// a module end in its name.
const (
	PermissionAPI    = "Crm_Implied_Api_Access"
	permissionView   = "Crm_Implied_View_"
	permissionCreate = "Crm_Implied_Create_"
	permissionEdit   = "Crm_Implied_Edit_"
)

// Profile is a set of rights that users of an organisation share. What is not
// taken away is granted.
type Profile struct {
	// ID is filled in by [Server.AddProfile].
	ID    string
	OrgID string
	Name  string
	// Admin may list and query all notes.
	Admin bool
	// Lacks names the permissions that are missing: [PermissionAPI], or
	// Crm_Implied_View_, Crm_Implied_Create_ or Crm_Implied_Edit_ with a
	// module's name, for example Crm_Implied_Create_Contacts.
	Lacks []string
	// HiddenModules are answered for as if they did not exist.
	HiddenModules []string
	// HiddenFields are answered for as if they did not exist, for example
	// "Contacts.Mobile".
	HiddenFields []string
}

// profile is a stored profile.
type profile struct{ Profile }

func (p *profile) lacks(permission string) bool { return slices.Contains(p.Lacks, permission) }

func (p *profile) sees(m *module, f *Field) bool {
	return !slices.Contains(p.HiddenFields, m.name+"."+f.Name)
}

// seenBy returns the module with the fields that a user can see, or nil if it is
// hidden from them.
func (m *module) seenBy(u *user) *module {
	if m == nil || slices.Contains(u.profile.HiddenModules, m.name) {
		return nil
	}
	if len(u.profile.HiddenFields) == 0 {
		return m
	}
	seen := *m
	seen.fields = slices.DeleteFunc(slices.Clone(m.fields), func(f *Field) bool { return !u.profile.sees(m, f) })
	return &seen
}

// module returns a module if it exists and the caller can see it, else nil.
func (c *apiCall) visible(name string) *module { return c.org.modules[name].seenBy(c.user) }

// newProfiles returns the profiles that every organisation has.
func newProfiles(orgID string, c *centre) []*profile {
	return []*profile{
		{Profile{ID: c.nextID(), OrgID: orgID, Name: "Administrator", Admin: true}},
		{Profile{ID: c.nextID(), OrgID: orgID, Name: "Standard"}},
	}
}

func (o *org) profileNamed(name string) *profile {
	i := slices.IndexFunc(o.profiles, func(p *profile) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return o.profiles[i]
}

// AddProfile adds a profile to an organisation and returns it with its id.
func (s *Server) AddProfile(spec Profile) (Profile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orgByID(spec.OrgID)
	if o == nil {
		return Profile{}, errors.New("fakezoho: add profile: unknown organisation")
	}
	if spec.Name == "" || o.profileNamed(spec.Name) != nil {
		return Profile{}, errors.New("fakezoho: add profile: the name is empty or taken")
	}
	if err := o.checkProfile(spec); err != nil {
		return Profile{}, fmt.Errorf("fakezoho: add profile: %w", err)
	}
	spec.ID = o.centre.nextID()
	o.profiles = append(o.profiles, &profile{cloneProfile(spec)})
	return spec, nil
}

// ChangeProfile changes what the users of a profile may do, from the next call
// on. The profile keeps its id and name.
func (s *Server) ChangeProfile(orgID, name string, change func(*Profile)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orgByID(orgID)
	if o == nil || o.profileNamed(name) == nil {
		return errors.New("fakezoho: change profile: unknown organisation or profile")
	}
	p := o.profileNamed(name)
	changed := cloneProfile(p.Profile)
	change(&changed)
	changed.ID, changed.OrgID, changed.Name = p.ID, p.OrgID, p.Name
	if err := o.checkProfile(changed); err != nil {
		return fmt.Errorf("fakezoho: change profile: %w", err)
	}
	p.Profile = changed
	return nil
}

func cloneProfile(p Profile) Profile {
	p.Lacks, p.HiddenModules, p.HiddenFields = slices.Clone(p.Lacks), slices.Clone(p.HiddenModules), slices.Clone(p.HiddenFields)
	return p
}

// checkProfile refuses a profile that takes away what does not exist, because it
// would take away nothing.
func (o *org) checkProfile(p Profile) error {
	known := []string{PermissionAPI, permissionView + "Attachments", permissionCreate + "Attachments"}
	fields := []string{}
	for name, m := range o.modules {
		known = append(known, permissionView+name, permissionCreate+name, permissionEdit+name)
		for _, f := range m.fields {
			fields = append(fields, name+"."+f.Name)
		}
	}
	for _, name := range p.Lacks {
		if !slices.Contains(known, name) {
			return fmt.Errorf("unknown permission %q", name)
		}
	}
	for _, name := range p.HiddenModules {
		if o.modules[name] == nil {
			return fmt.Errorf("unknown module %q", name)
		}
	}
	for _, name := range p.HiddenFields {
		if !slices.Contains(fields, name) {
			return fmt.Errorf("unknown field %q", name)
		}
	}
	return nil
}
