package contract

// CreateForm pre-fills the form for a new record.
type CreateForm struct {
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	// Phone is what will be written, in E.164.
	Phone string `json:"phone"`
}

// Forms are the forms for new records, as the organisation's own layouts have
// them.
type Forms struct {
	V int `json:"v"`
	// At is when they were read from Zoho, Unix milliseconds.
	At int64 `json:"at"`
	// Modules are the modules in which this user may create records.
	Modules []ModuleForm `json:"modules"`
}

// ModuleForm is the form of one module.
type ModuleForm struct {
	Module Module `json:"module"`
	// Fields are the fields to be filled in, the names first; all that the layout
	// requires are among them, phone fields are not.
	Fields []FormField `json:"fields"`
	// Phones are the phone fields that can take the number, the preferred one
	// first.
	Phones []FieldChoice `json:"phones"`
	// Elsewhere are labels of required fields that can only be filled in Zoho
	// itself; a record cannot be created from here then.
	Elsewhere []string `json:"elsewhere,omitempty"`
	// CreateURL opens Zoho's own form.
	CreateURL string `json:"createUrl"`
}

// FieldType says how a field is filled in.
type FieldType string

// The types of fields.
const (
	FieldText     FieldType = "text"
	FieldLongText FieldType = "long_text"
	FieldEmail    FieldType = "email"
	FieldURL      FieldType = "url"
	FieldNumber   FieldType = "number"
	FieldDate     FieldType = "date"
	FieldCheckbox FieldType = "checkbox"
	FieldPicklist FieldType = "picklist"
	// FieldMultiPicklist takes several values.
	FieldMultiPicklist FieldType = "multi_picklist"
)

// FormField is a field of a form.
type FormField struct {
	// Name is the field's API name, Label its name for people.
	Name     string    `json:"name"`
	Label    string    `json:"label"`
	Type     FieldType `json:"type"`
	Required bool      `json:"required"`
	// Length is how many characters it takes, 0 when Zoho does not say.
	Length int `json:"length,omitempty"`
	// Default is what the layout fills in by itself.
	Default string `json:"default,omitempty"`
	// Options are the values of a picklist, in the layout's order.
	Options []FieldOption `json:"options,omitempty"`
}

// FieldOption is a value of a picklist.
type FieldOption struct {
	// Value is what is sent to Zoho, Label what people see.
	Value string `json:"value"`
	Label string `json:"label"`
}

// FormRef asks for the forms to be read from Zoho, unless they are fresh.
type FormRef struct {
	Module Module `json:"module"`
}

// CreateContact asks for a new Zoho record for a chat. The number is not part of
// it: the core takes the one WhatsApp Web shows for the chat.
type CreateContact struct {
	Chat string `json:"chat"`
	// Module is where the record is created; empty is Contacts.
	Module Module `json:"module,omitempty"`
	// FirstName may be empty; at most 40 characters.
	FirstName string `json:"firstName"`
	// LastName is required by Zoho; at most 80 characters.
	LastName string `json:"lastName"`
	// PhoneField is the API name of the field that takes the number; empty is the
	// preferred one.
	PhoneField string `json:"phoneField,omitempty"`
	// Values are the other fields of the form by API name: text as people write
	// it, dates as 2026-11-22, "true" or "false" for a checkbox, and the values of
	// a picklist of several by ";". Empty ones are left out.
	Values map[string]string `json:"values,omitempty"`
}
