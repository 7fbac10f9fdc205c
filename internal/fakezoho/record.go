package fakezoho

import (
	"maps"
	"time"
)

// record is a record of any module, notes included.
type record struct {
	id     string
	module *module
	org    *org
	// values holds nil for an empty field, else what is fixed by the field's type:
	// []string for several choices, bool, int64 for integers, float64 for amounts
	// and doubles, time.Time for times, lookup, *user, and string for all others.
	values    map[string]any
	owner     *user
	createdBy *user
	editedBy  *user
	created   time.Time
	modified  time.Time
	parent    *record   // of a note or an attachment
	files     []*record // that are attached
	file      *attached // of an attachment
	layout    *layout   // it was made in; nil if it was not made through the API
	roles     []string  // of a deal: the ids of the contacts with a contact role
	locked    bool
	converted bool
	// convertedTo is the contact that a lead became, at convertedAt.
	convertedTo *record
	convertedAt time.Time
	trigger     *[]string // as sent at creation; nil if left out
	writes      int
}

// lookup is the value of a lookup field.
type lookup struct{ id, name, module string }

// value returns a field's value: nil, or one of those that values holds.
func (r *record) value(name string) any {
	switch name {
	case "id":
		return r.id
	case "Owner":
		return r.owner
	case "Created_By":
		return r.createdBy
	case "Modified_By":
		return r.editedBy
	case "Created_Time":
		return r.created
	case "Modified_Time":
		return r.modified
	case "Converted__s":
		return r.converted
	case "Converted_Date_Time":
		if !r.converted {
			return nil
		}
		return r.convertedAt
	case "Converted_Contact":
		// A contact that was deleted since leaves nothing behind.
		if r.convertedTo == nil || r.org.records[r.convertedTo.id] != r.convertedTo {
			return nil
		}
		return lookup{id: r.convertedTo.id, name: r.convertedTo.fullName(), module: "Contacts"}
	case "Full_Name":
		return r.fullName()
	case "Email_Opt_Out":
		v, _ := r.values[name].(bool)
		return v
	case "Parent_Id":
		if r.parent == nil {
			return nil
		}
		return lookup{id: r.parent.id, name: r.parent.fullName(), module: r.parent.module.name}
	default:
		return r.values[name]
	}
}

func (r *record) text(name string) string {
	v, _ := r.values[name].(string)
	return v
}

func (r *record) fullName() string {
	switch r.module.name {
	case "Deals":
		return r.text("Deal_Name")
	case "Accounts":
		return r.text("Account_Name")
	}
	first, last := r.text("First_Name"), r.text("Last_Name")
	if first == "" {
		return last
	}
	return first + " " + last
}

// clone copies a record as it is now, for the search index.
func (r *record) clone() *record {
	c := *r
	c.values = maps.Clone(r.values)
	return &c
}

// render turns a field into its JSON form for a reader.
func (r *record) render(f *Field, reader *user) any {
	if f.Restricted {
		return nil
	}
	switch v := r.value(f.Name).(type) {
	case time.Time:
		return reader.stamp(v)
	case *user:
		return v.refWithEmail()
	case lookup:
		return object{"name": v.name, "id": v.id}
	case nil:
		return nil
	default:
		return v
	}
}

// object renders the named fields of a record, or all if names is nil, and
// always the id. Unknown names are ignored.
func (r *record) object(names []string, reader *user) object {
	out := object{"id": r.id, "$editable": true, "$approval_state": "approved"}
	for _, f := range r.module.seenBy(reader).fields {
		if names == nil || oneOf(f.Name, names...) {
			out[f.Name] = r.render(f, reader)
		}
	}
	return out
}

// written returns the details of a successful write of the record.
func (r *record) written(reader *user) object {
	return object{
		"id":           r.id,
		"Created_Time": reader.stamp(r.created), "Modified_Time": reader.stamp(r.modified),
		"Created_By": r.createdBy.ref(), "Modified_By": r.editedBy.ref(),
	}
}
