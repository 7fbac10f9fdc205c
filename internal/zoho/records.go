package zoho

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// MaxRecordsPerCall is how many records or notes one call of this package writes. Zoho takes 100, but ten cost one
// credit and calls with more count against a much smaller limit of simultaneous calls.
// See https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html.
const MaxRecordsPerCall = 10

// NewRecord is a record to be created.
type NewRecord struct {
	// Fields holds the values by API name. Zoho ignores names that the module does not have, without an error, so they must
	// be checked against its metadata first.
	Fields map[string]string
	// Values holds the values of fields that are no text, by API name: a bool for a checkbox, a json.Number for a number, a
	// []string for a picklist of several. [NewRecord.Set] puts each value where it belongs.
	Values map[string]any
	// LayoutID is the layout to create the record in, whose mandatory fields then are enforced; "" leaves the choice to Zoho.
	LayoutID string
}

// createRecords creates records in a module. Workflows run as if the records had been made by hand.
func (c *Client) createRecords(ctx context.Context, op Op, module string, records []NewRecord) ([]WriteResult, error) {
	k := call{op: op, method: methodPost, path: "/crm/v8/" + module}
	data := make([]map[string]any, len(records))
	for i, r := range records {
		var err error
		if data[i], err = r.body(op); err != nil {
			return refuseItem(len(records), i, op, err)
		}
	}
	return c.writeData(ctx, k, module, data, len(records), nil)
}

// body returns the record as Zoho takes it.
func (r NewRecord) body(op Op) (map[string]any, error) {
	if len(r.Fields)+len(r.Values) == 0 {
		return nil, badRequest(op, "record without fields")
	}
	body := map[string]any{}
	for name, value := range r.Values {
		switch v := value.(type) {
		case bool, []string:
		case json.Number:
			if !isNumber(v.String()) {
				return nil, badRequest(op, "number")
			}
		default:
			return nil, badRequest(op, "type of a value")
		}
		body[name] = value
	}
	for name, value := range r.Fields {
		if _, twice := body[name]; twice {
			return nil, badRequest(op, "field with two values")
		}
		body[name] = value
	}
	for name := range body {
		// An id would turn into a change of an existing record where the API allows both, and the layout has a member of its own.
		if !ValidAPIName(name) || strings.EqualFold(name, "id") || strings.EqualFold(name, "Layout") {
			return nil, badRequest(op, "field name")
		}
	}
	if r.LayoutID == "" {
		return body, nil
	}
	if !ValidID(r.LayoutID) {
		return nil, badRequest(op, "layout id")
	}
	body["Layout"] = map[string]string{"id": r.LayoutID}
	return body, nil
}

// writeData sends items as the "data" of a write, at most [MaxRecordsPerCall].
func (c *Client) writeData(ctx context.Context, k call, module string, data any, n int, ids []string) ([]WriteResult, error) {
	if n < 1 || n > MaxRecordsPerCall {
		return refuse(n, badRequest(k.op, "number of records"))
	}
	body, err := marshal(k.op, struct {
		Data any `json:"data"`
	}{data})
	if err != nil {
		return refuse(n, err)
	}
	k.body, k.n = body, n
	return c.write(ctx, k, module, n, ids)
}

// refuse returns the results of a write that was not sent.
func refuse(n int, err error) ([]WriteResult, error) {
	return sameResult(n, NotDone, err), err
}

// refuseItem returns the results of a write that was not sent because of its item at index bad. The others' error does
// not blame them.
func refuseItem(n, bad int, op Op, err error) ([]WriteResult, error) {
	results := sameResult(n, NotDone, badRequest(op, "not sent because of another item"))
	results[bad].Err = err
	return results, err
}

// maxFieldList is how many fields one record can be asked for,
// see https://www.zoho.com/crm/developer/docs/api/v8/get-records.html.
const maxFieldList = 50

// fieldList writes the names of the fields of a read, with the two that every row holds.
func fieldList(op Op, fields []string) (string, error) {
	asked := slices.Clone(fields)
	for _, own := range []string{"Modified_Time", "Owner"} {
		if !slices.Contains(asked, own) {
			asked = append(asked, own)
		}
	}
	if len(asked) > maxFieldList {
		return "", badRequest(op, "number of fields")
	}
	for _, name := range asked {
		if !ValidAPIName(name) {
			return "", badRequest(op, "field name")
		}
	}
	return strings.Join(asked, ","), nil
}

// getRecord reads one record, with all its fields if none are named.
func (c *Client) getRecord(ctx context.Context, op Op, module, id string, fields []string) (Row, error) {
	r, err := recordReading(op, module, id, fields)
	if err != nil {
		return Row{}, err
	}
	return run(ctx, c, r)
}

func recordReading(op Op, module, id string, fields []string) (reading[Row], error) {
	if !ValidID(id) {
		return reading[Row]{}, badRequest(op, "record id")
	}
	query := url.Values{}
	if module == "Leads" {
		// Without this Zoho is reported to leave out converted leads here too.
		query.Set("converted", "both")
	}
	if len(fields) > 0 {
		list, err := fieldList(op, fields)
		if err != nil {
			return reading[Row]{}, err
		}
		query.Set("fields", list)
	}
	return reading[Row]{
		call: call{op: op, method: methodGet, path: "/crm/v8/" + module + "/" + id, query: query},
		read: func(body gjson.Result) (Row, error) {
			rows, ok := readRows(body, fields)
			return only(op, rows, ok && (len(rows) == 0 || rows[0].ID == id))
		},
	}, nil
}
