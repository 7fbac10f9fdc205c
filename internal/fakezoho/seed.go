package fakezoho

import "fmt"

// Seed describes a world in JSON: what to put into a server. References, the
// members called ref, are names of the seed's own by which its parts refer to
// each other; [Server.Plant] tells the ids they became.
type Seed struct {
	Switches      *Switches    `json:"switches,omitempty"`
	Organisations []SeedOrg    `json:"organisations,omitempty"`
	Clients       []SeedClient `json:"clients,omitempty"`
	Faults        []SeedFault  `json:"faults,omitempty"`
}

// SeedOrg is an organisation with everything in it.
type SeedOrg struct {
	Ref        string `json:"ref,omitempty"`
	DataCentre string `json:"data_centre"`
	// Environment is empty, "sandbox" or "developer".
	Environment Environment `json:"environment,omitempty"`
	Company     string      `json:"company,omitempty"`
	Country     string      `json:"country,omitempty"`
	Currency    string      `json:"currency,omitempty"`
	ISOCurrency string      `json:"iso_currency,omitempty"`
	// TimeZone is UTC if empty.
	TimeZone string `json:"time_zone,omitempty"`
	// Edition is free, standard, professional, enterprise or ultimate; the
	// server's default if empty.
	Edition string `json:"edition,omitempty"`
	// OlderCredits gives the edition the smaller credits of [Edition.Older].
	OlderCredits bool          `json:"older_credits,omitempty"`
	Fields       []SeedField   `json:"fields,omitempty"`
	Profiles     []SeedProfile `json:"profiles,omitempty"`
	Layouts      []SeedLayout  `json:"layouts,omitempty"`
	Users        []SeedUser    `json:"users"`
	// Accounts are companies; contacts and deals name theirs by its reference in
	// Account_Name.
	Accounts []SeedRecord `json:"accounts,omitempty"`
	Contacts []SeedRecord `json:"contacts,omitempty"`
	Leads    []SeedRecord `json:"leads,omitempty"`
	// Deals name their contact by its reference in Contact_Name.
	Deals []SeedRecord `json:"deals,omitempty"`
}

// SeedField changes a field of a module, or adds one if there is none of that
// name.
type SeedField struct {
	Module         string    `json:"module"`
	Name           string    `json:"name"`
	Label          string    `json:"label,omitempty"`
	Type           FieldType `json:"type,omitempty"`
	Length         int       `json:"length,omitempty"`
	LayoutRequired bool      `json:"layout_required,omitempty"`
	Unique         bool      `json:"unique,omitempty"`
	Encrypted      bool      `json:"encrypted,omitempty"`
	Restricted     bool      `json:"restricted,omitempty"`
	Options        []string  `json:"options,omitempty"`
	// Lookup is the module that a lookup which is added refers to.
	Lookup string `json:"lookup,omitempty"`
	// Forecast is that of [Field].
	Forecast map[string]string `json:"forecast,omitempty"`
}

// SeedProfile is a [Profile]; Administrator and Standard are there already and
// are changed.
type SeedProfile struct {
	Name          string   `json:"name"`
	Admin         bool     `json:"admin,omitempty"`
	Lacks         []string `json:"lacks,omitempty"`
	HiddenModules []string `json:"hidden_modules,omitempty"`
	HiddenFields  []string `json:"hidden_fields,omitempty"`
}

// SeedLayout is a [Layout] of a module.
type SeedLayout struct {
	Ref        string   `json:"ref,omitempty"`
	Module     string   `json:"module"`
	Name       string   `json:"name"`
	Fields     []string `json:"fields,omitempty"`
	Required   []string `json:"required,omitempty"`
	DefaultFor []string `json:"default_for,omitempty"`
	Inactive   bool     `json:"inactive,omitempty"`
}

// SeedUser is a [User]. The first of a data centre is signed in there.
type SeedUser struct {
	Ref      string `json:"ref,omitempty"`
	First    string `json:"first,omitempty"`
	Last     string `json:"last"`
	Email    string `json:"email"`
	Profile  string `json:"profile,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`
	Locale   string `json:"locale,omitempty"`
}

// SeedRecord is a record with its notes.
type SeedRecord struct {
	Ref string `json:"ref,omitempty"`
	// Fields holds the values by API name, see [Fields]; times are texts of RFC
	// 3339, Owner and lookups the reference of what they refer to.
	Fields    map[string]any `json:"fields"`
	Locked    bool           `json:"locked,omitempty"`
	Converted bool           `json:"converted,omitempty"`
	// ContactRoles are the references of contacts with a role in a deal.
	ContactRoles []string   `json:"contact_roles,omitempty"`
	Notes        []SeedNote `json:"notes,omitempty"`
}

// SeedNote is a note of a record.
type SeedNote struct {
	Ref     string `json:"ref,omitempty"`
	Title   string `json:"title"`
	Content string `json:"content,omitempty"`
	// Owner is the reference of a user; the organisation's first if empty.
	Owner string `json:"owner,omitempty"`
}

// SeedClient is a [Client].
type SeedClient struct {
	Ref  string     `json:"ref,omitempty"`
	ID   string     `json:"id,omitempty"`
	Name string     `json:"name,omitempty"`
	Type ClientType `json:"type"`
	// RedirectURIs are compared exactly.
	RedirectURIs []string `json:"redirect_uris,omitempty"`
	// Secrets are by data centre; an empty one is made up.
	Secrets map[string]string `json:"secrets"`
	// User is the reference of the user a Self Client belongs to.
	User string `json:"user,omitempty"`
}

// SeedFault is a [Fault].
type SeedFault struct {
	Op          Op        `json:"op"`
	Kind        FaultKind `json:"kind"`
	Nth         int       `json:"nth,omitempty"`
	Count       int       `json:"count,omitempty"`
	AfterCommit bool      `json:"after_commit,omitempty"`
	// For is a text such as "30s".
	For jsonDuration `json:"for,omitempty"`
}

// ParseSeed reads a seed. A member that it does not know is an error.
func ParseSeed(raw []byte) (Seed, error) {
	var seed Seed
	if err := decodeStrict(raw, &seed); err != nil {
		return Seed{}, fmt.Errorf("fakezoho: seed: %w", err)
	}
	return seed, nil
}
