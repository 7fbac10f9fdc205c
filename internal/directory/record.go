package directory

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// Ref names a record.
type Ref struct {
	Module contract.Module `json:"module"`
	ID     string          `json:"id"`
}

// Source is a module of people with the API names of its telephone fields.
type Source struct {
	Module contract.Module `json:"module"`
	Fields []string        `json:"fields"`
}

func (s Source) same(other Source) bool {
	return s.Module == other.Module && slices.Equal(s.Fields, other.Fields)
}

// Row is a record as the CRM returned it.
type Row struct {
	// ID is decimal digits.
	ID   string
	Name string
	// OwnerID is the id of the CRM user who owns the record.
	OwnerID string
	// Modified is when the record was last changed, by the CRM's clock.
	Modified time.Time
	// Phones are the texts of the source's fields, in their order; "" for an
	// empty one.
	Phones []string
	// Converted is true for a lead that became a contact, ConvertedTo that
	// contact's id, "" when it is not known. Such a lead leaves the index.
	Converted   bool
	ConvertedTo string
}

// Record is a record of the index.
type Record struct {
	Ref
	Name, OwnerID string
	// Modified is to the second.
	Modified time.Time
	// Phones are the fields that are not empty.
	Phones []Phone
}

// Phone is one telephone field of a record.
type Phone struct {
	// Field is the field's API name.
	Field string
	// Stored is the text in it; empty when that is longer than any number.
	Stored string
}

// ErrRow says that a row is not one the CRM could have returned.
var ErrRow = errors.New("directory: unusable row")

const (
	// maxID and maxName bound what is kept of a record, in bytes. Zoho's ids have
	// up to about 20 digits, its names up to 121 characters.
	maxID, maxName = 30, 480
	// maxFields is how many telephone fields a module may have.
	maxFields = 64
)

// entry is a record on its way into a segment.
type entry struct {
	module byte
	row    Row
	// gone marks a record without a number: all it does is to hide what older
	// segments hold of it.
	gone bool
}

// The modules as segments number them.
const (
	moduleContacts byte = iota
	moduleLeads
)

// modules is how many there are.
const modules = 2

func moduleByte(module contract.Module) (byte, bool) {
	switch module {
	case contract.ModuleContacts:
		return moduleContacts, true
	case contract.ModuleLeads:
		return moduleLeads, true
	}
	return 0, false
}

func moduleOf(b byte) contract.Module {
	if b == moduleLeads {
		return contract.ModuleLeads
	}
	return contract.ModuleContacts
}

// newEntry checks a row of a source and cuts it to what is kept.
func newEntry(source Source, row Row) (entry, error) {
	module, ok := moduleByte(source.Module)
	switch {
	case !ok:
		return entry{}, fmt.Errorf("%w: module", ErrRow)
	case !isID(row.ID):
		return entry{}, fmt.Errorf("%w: id", ErrRow)
	case row.OwnerID != "" && !isID(row.OwnerID):
		return entry{}, fmt.Errorf("%w: owner's id", ErrRow)
	case len(row.Phones) != len(source.Fields) || len(row.Phones) > maxFields:
		return entry{}, fmt.Errorf("%w: %d texts of %d fields", ErrRow, len(row.Phones), len(source.Fields))
	}
	row.Name = cut(row.Name, maxName)
	row.Phones = slices.Clone(row.Phones)
	for i, text := range row.Phones {
		if text = strings.ToValidUTF8(text, "\ufffd"); utf8.RuneCountInString(text) > phone.MaxTextLength {
			text = tooLong
		}
		row.Phones[i] = text
	}
	for len(row.Phones) > 0 && row.Phones[len(row.Phones)-1] == "" {
		row.Phones = row.Phones[:len(row.Phones)-1]
	}
	row.Modified = time.Unix(row.Modified.Unix(), 0).UTC()
	e := entry{module: module, row: row}
	e.gone = row.Converted || len(row.Phones) == 0
	return e, nil
}

// tooLong stands for a text that is longer than any number.
const tooLong = "\x00"

func (e entry) ref() Ref { return Ref{moduleOf(e.module), e.row.ID} }

// same reports whether two entries say the same of one record.
func (e entry) same(other entry) bool {
	return e.gone == other.gone && e.row.Name == other.row.Name && e.row.OwnerID == other.row.OwnerID &&
		e.row.Modified.Equal(other.row.Modified) && slices.Equal(e.row.Phones, other.row.Phones)
}

// keys returns the keys of all texts of a record.
func (e entry) keys(keys []phone.Key) []phone.Key {
	if e.gone {
		return keys
	}
	for _, text := range e.row.Phones {
		keys = phone.AppendKeys(keys, text)
	}
	return keys
}

// record returns an entry as others see it; fields are its module's.
func (e entry) record(fields []string) Record {
	r := Record{Ref: e.ref(), Name: e.row.Name, OwnerID: e.row.OwnerID, Modified: e.row.Modified}
	for i, text := range e.row.Phones {
		switch {
		case text == "" || i >= len(fields):
		case text == tooLong:
			r.Phones = append(r.Phones, Phone{Field: fields[i]})
		default:
			r.Phones = append(r.Phones, Phone{Field: fields[i], Stored: text})
		}
	}
	return r
}

func isID(id string) bool {
	return id != "" && len(id) <= maxID && strings.Trim(id, "0123456789") == ""
}

// compareIDs orders ids as numbers, which they are too long to be.
func compareIDs[A, B string | []byte](a A, b B) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	for i := range len(a) {
		if a[i] != b[i] {
			return int(a[i]) - int(b[i])
		}
	}
	return 0
}

// cut shortens a text to at most limit bytes, between two characters.
func cut(text string, limit int) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}
