package zoho

import (
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// Row is a record, or the part of one that was asked for.
type Row struct {
	ID string
	// Fields holds the text fields by API name, and for a field that refers to another record that record's name. Fields
	// that are empty, or of another type, are absent.
	Fields map[string]string
	// ModifiedTime is when the record was last changed; zero if it was not asked for.
	ModifiedTime time.Time
	// OwnerID is the id of the user who owns the record; "" if it was not asked for.
	OwnerID string
	// Converted is true for a lead that is known to have become a contact, see [Query.WithConversion].
	Converted bool
	// ConvertedTo is the id of that contact; "" if it is not known.
	ConvertedTo string
}

// Page is one page of a longer list.
type Page[T any] struct {
	Items []T
	// More is true if there are further items after this page.
	More bool
}

// readRow reads a record. wanted lists the fields to take, nil means all.
func readRow(item gjson.Result, wanted []string) (Row, bool) {
	o := object{Result: item}
	row := Row{ID: o.id("id"), ModifiedTime: o.time("Modified_Time"), OwnerID: o.ref("Owner"), Fields: map[string]string{}}
	if o.bad || !item.IsObject() {
		return Row{}, false
	}
	row.Converted, row.ConvertedTo = readConversion(item)
	keep := func(name string, v gjson.Result) {
		if v.IsObject() {
			v = v.Get("name")
		}
		if v.Type == gjson.String && v.Str != "" {
			row.Fields[name] = strings.Clone(v.Str)
		}
	}
	if wanted != nil {
		for _, name := range wanted {
			keep(name, item.Get(name))
		}
		return row, true
	}
	item.ForEach(func(key, v gjson.Result) bool {
		if name := key.String(); name != "id" && ValidAPIName(name) {
			keep(strings.Clone(name), v)
		}
		return true
	})
	return row, true
}

// readRows reads the list in a reply's "data". An empty body, status 204, is an empty list.
func readRows(body gjson.Result, wanted []string) ([]Row, bool) {
	list := body.Get("data")
	if body.IsObject() && !list.IsArray() {
		return nil, false
	}
	items := list.Array()
	rows := make([]Row, 0, len(items))
	for _, item := range items {
		row, ok := readRow(item, wanted)
		if !ok {
			return nil, false
		}
		rows = append(rows, row)
	}
	return rows, true
}

// moreRecords reads whether a list goes on. Where Zoho does not say, a full page is taken for an unfinished list.
func moreRecords(body gjson.Result, got, full int) bool {
	more := body.Get("info.more_records")
	if !more.IsBool() {
		return got >= full
	}
	return more.Bool()
}
