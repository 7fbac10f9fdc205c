package zoho

import (
	"context"
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
	// LayoutID is the layout to create the record in, whose mandatory fields then are enforced; "" leaves the choice to Zoho.
	LayoutID string
}

// createRecords creates records in a module. Workflows run as if the records had been made by hand.
func (c *Client) createRecords(ctx context.Context, op Op, module string, records []NewRecord) ([]WriteResult, error) {
	k := call{op: op, method: methodPost, path: "/crm/v8/" + module}
	data := make([]map[string]any, len(records))
	for i, r := range records {
		data[i] = map[string]any{}
		for name, value := range r.Fields {
			data[i][name] = value
		}
		if r.LayoutID != "" {
			data[i]["Layout"] = map[string]string{"id": r.LayoutID}
		}
		if len(r.Fields) == 0 {
			return refuseItem(len(records), i, op, badRequest(op, "record without fields"))
		}
		for name := range r.Fields {
			// An id would turn into a change of an existing record where the API allows both.
			if !ValidAPIName(name) || strings.EqualFold(name, "id") {
				return refuseItem(len(records), i, op, badRequest(op, "field name"))
			}
		}
		if r.LayoutID != "" && !ValidID(r.LayoutID) {
			return refuseItem(len(records), i, op, badRequest(op, "layout id"))
		}
	}
	return c.writeData(ctx, k, module, data, len(records), nil)
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

// getRecord reads one record with all its fields.
func (c *Client) getRecord(ctx context.Context, op Op, module, id string) (Row, error) {
	r, err := recordReading(op, module, id)
	if err != nil {
		return Row{}, err
	}
	return run(ctx, c, r)
}

func recordReading(op Op, module, id string) (reading[Row], error) {
	if !ValidID(id) {
		return reading[Row]{}, badRequest(op, "record id")
	}
	return reading[Row]{
		call: call{op: op, method: methodGet, path: "/crm/v8/" + module + "/" + id},
		read: func(body gjson.Result) (Row, error) {
			rows, ok := readRows(body, nil)
			return only(op, rows, ok && (len(rows) == 0 || rows[0].ID == id))
		},
	}, nil
}
