package fakezoho

import "slices"

// FieldType is a data_type of the field metadata (field-meta page).
type FieldType string

// The field types the stand-in knows.
const (
	TypeText     FieldType = "text"
	TypeTextArea FieldType = "textarea"
	TypePhone    FieldType = "phone"
	TypeEmail    FieldType = "email"
	TypeWebsite  FieldType = "website"
	TypePicklist FieldType = "picklist"
	TypeChoices  FieldType = "multiselectpicklist"
	TypeBoolean  FieldType = "boolean"
	TypeInteger  FieldType = "integer"
	TypeDate     FieldType = "date"
	TypeDateTime FieldType = "datetime"
	TypeCurrency FieldType = "currency"
	TypeDouble   FieldType = "double"
	TypeLookup   FieldType = "lookup"
	TypeOwner    FieldType = "ownerlookup"
	TypeID       FieldType = "bigint"
)

// FieldTypes lists the field types the stand-in knows.
func FieldTypes() []FieldType {
	return []FieldType{
		TypeText, TypeTextArea, TypePhone, TypeEmail, TypeWebsite, TypePicklist, TypeChoices, TypeBoolean,
		TypeInteger, TypeDate, TypeDateTime, TypeCurrency, TypeDouble, TypeLookup, TypeOwner, TypeID,
	}
}

// Field is one field of a module.
type Field struct {
	// Name is the API name.
	Name string
	// Label is what people see; the API name with spaces if empty.
	Label string
	Type  FieldType
	// Length is the longest value in code points; 0 where it does not apply.
	Length int
	// Required is true for a system-mandatory field.
	Required bool
	// LayoutRequired is true for a field the default layout makes mandatory.
	LayoutRequired bool
	// ReadOnly fields are ignored in writes.
	ReadOnly bool
	// Unique refuses a second record with the same value.
	Unique bool
	// Encrypted fields can be queried by COQL only for null.
	Encrypted bool
	// Restricted fields read as null through the API ("Restrict data access
	// through API").
	Restricted bool
	// Options are the values of a picklist, or of one that takes several.
	Options []string
	// Forecast tells of the options of a deal's stage which forecast type they are
	// of: "Open", "Closed Won" or "Closed Lost".
	Forecast map[string]string
	// Default is what Zoho's forms fill in; the API does not.
	Default string
	// Lookup is the module a lookup points to.
	Lookup string
	custom bool
	id     string
}

func (f *Field) textual() bool {
	return oneOf(f.Type, TypeText, TypePhone, TypeEmail, TypeWebsite, TypePicklist)
}

func (f *Field) label() string {
	if f.Label != "" {
		return f.Label
	}
	out := []byte(f.Name)
	for i, b := range out {
		if b == '_' {
			out[i] = ' '
		}
	}
	return string(out)
}

// module is one module of an organisation.
type module struct {
	name     string
	id       string
	layoutID string // of the standard layout
	layouts  []*layout
	fields   []*Field
}

func (m *module) field(name string) *Field {
	for _, f := range m.fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// newModules returns the modules of a fresh organisation, with the lengths and
// mandatory fields of Zoho's samples.
func newModules(c *centre, sw Switches) map[string]*module {
	modules := map[string]*module{}
	for name, fields := range map[string][]Field{
		"Contacts": contactFields(), "Leads": leadFields(), "Accounts": accountFields(), "Deals": dealFields(), "Notes": noteFields(),
	} {
		m := &module{name: name, id: c.nextID(), layoutID: c.nextID()}
		for _, f := range slices.Concat(systemFields(), fields) {
			f.id = c.nextID()
			if f.Type == TypePhone {
				f.Length = sw.PhoneLength
			}
			m.fields = append(m.fields, &f)
		}
		modules[name] = m
	}
	return modules
}

func systemFields() []Field {
	return []Field{
		{Name: "id", Label: "Record Id", Type: TypeID, ReadOnly: true},
		{Name: "Owner", Type: TypeOwner},
		{Name: "Created_By", Type: TypeOwner, ReadOnly: true},
		{Name: "Modified_By", Type: TypeOwner, ReadOnly: true},
		{Name: "Created_Time", Type: TypeDateTime, ReadOnly: true},
		{Name: "Modified_Time", Type: TypeDateTime, ReadOnly: true},
	}
}

func personFields() []Field {
	return []Field{
		{Name: "First_Name", Type: TypeText, Length: 40},
		{Name: "Last_Name", Type: TypeText, Length: 80, Required: true},
		{Name: "Full_Name", Type: TypeText, Length: 120, ReadOnly: true},
		{Name: "Email", Type: TypeEmail, Length: 100},
		{Name: "Secondary_Email", Type: TypeEmail, Length: 100},
		{Name: "Phone", Type: TypePhone, Length: 30},
		{Name: "Mobile", Type: TypePhone, Length: 30},
		{Name: "Fax", Type: TypeText, Length: 30},
		{Name: "Lead_Source", Type: TypePicklist, Length: 120, Options: []string{"Advertisement", "Cold Call", "Employee Referral", "External Referral", "Web Download", "Chat"}},
		{Name: "Email_Opt_Out", Type: TypeBoolean},
		{Name: "Description", Type: TypeTextArea, Length: 32000},
	}
}

func contactFields() []Field {
	return append(personFields(),
		Field{Name: "Home_Phone", Type: TypePhone, Length: 30},
		Field{Name: "Other_Phone", Type: TypePhone, Length: 30},
		Field{Name: "Title", Type: TypeText, Length: 100},
		Field{Name: "Department", Type: TypeText, Length: 50},
		Field{Name: "Account_Name", Type: TypeLookup, Lookup: "Accounts"},
		Field{Name: "Date_of_Birth", Type: TypeDate},
		Field{Name: "Mailing_Street", Type: TypeText, Length: 250},
		Field{Name: "Mailing_City", Type: TypeText, Length: 100},
		Field{Name: "Mailing_State", Type: TypeText, Length: 100},
		Field{Name: "Mailing_Zip", Type: TypeText, Length: 30},
		Field{Name: "Mailing_Country", Type: TypeText, Length: 100},
	)
}

func leadFields() []Field {
	return append(personFields(),
		Field{Name: "Company", Type: TypeText, Length: 200, LayoutRequired: true},
		Field{Name: "Designation", Label: "Title", Type: TypeText, Length: 100},
		Field{Name: "Website", Type: TypeWebsite, Length: 255},
		Field{Name: "Lead_Status", Type: TypePicklist, Length: 120, Options: []string{"Attempted to Contact", "Contact in Future", "Contacted", "Junk Lead", "Lost Lead", "Not Contacted"}},
		Field{Name: "No_of_Employees", Type: TypeInteger, Length: 9},
		Field{Name: "City", Type: TypeText, Length: 100},
		Field{Name: "Country", Type: TypeText, Length: 100},
		Field{Name: "Converted__s", Label: "Is Converted", Type: TypeBoolean, ReadOnly: true},
		Field{Name: "Converted_Date_Time", Type: TypeDateTime, ReadOnly: true},
		Field{Name: "Converted_Contact", Type: TypeLookup, Lookup: "Contacts", ReadOnly: true},
	)
}

func accountFields() []Field {
	return []Field{
		{Name: "Account_Name", Type: TypeText, Length: 200, Required: true},
		{Name: "Phone", Type: TypePhone, Length: 30},
		{Name: "Website", Type: TypeWebsite, Length: 255},
		{Name: "Billing_City", Type: TypeText, Length: 100},
		{Name: "Billing_Country", Type: TypeText, Length: 100},
		{Name: "Description", Type: TypeTextArea, Length: 32000},
	}
}

func dealFields() []Field {
	return []Field{
		{Name: "Deal_Name", Type: TypeText, Length: 120, Required: true},
		{
			Name: "Stage", Type: TypePicklist, Length: 120, LayoutRequired: true,
			Options: []string{"Qualification", "Needs Analysis", "Proposal/Price Quote", "Closed Won", "Closed Lost", "Closed-Lost to Competition"},
			Forecast: map[string]string{
				"Qualification": "Open", "Needs Analysis": "Open", "Proposal/Price Quote": "Open",
				"Closed Won": "Closed Won", "Closed Lost": "Closed Lost", "Closed-Lost to Competition": "Closed Lost",
			},
		},
		{Name: "Amount", Type: TypeCurrency, Length: 16},
		{Name: "Closing_Date", Type: TypeDate},
		{Name: "Contact_Name", Type: TypeLookup, Lookup: "Contacts"},
		{Name: "Account_Name", Type: TypeLookup, Lookup: "Accounts"},
		{Name: "Description", Type: TypeTextArea, Length: 32000},
	}
}

// moduleNames are the modules of every organisation, in the order of the CRM's
// tabs.
func moduleNames() []string { return []string{"Leads", "Contacts", "Accounts", "Deals", "Notes"} }

func noteFields() []Field {
	return []Field{
		{Name: "Note_Title", Type: TypeText, Length: 255},
		{Name: "Note_Content", Type: TypeTextArea, Length: 65535},
		{Name: "Parent_Id", Type: TypeLookup},
	}
}
