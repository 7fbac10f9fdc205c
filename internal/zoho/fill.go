package zoho

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

// maxFillValue bounds the value of a field to be filled, in bytes. Telephone numbers and addresses are far shorter; the
// field's own bound comes with [Field.Length].
const maxFillValue = 1000

// fillField writes one field of a record unless the record was changed after unmodifiedSince, which is the record's
// Modified_Time as it was read together with the empty field. Zoho compares the two; so what another person has entered
// meanwhile is not overwritten. Workflows run as if the field had been filled by hand.
func (c *Client) fillField(ctx context.Context, op Op, module, id, field, value string, unmodifiedSince time.Time) (WriteResult, error) {
	if err := checkFill(op, id, field, value, unmodifiedSince); err != nil {
		return WriteResult{Outcome: NotDone, Err: err}, err
	}
	k := call{
		op: op, method: methodPut, path: "/crm/v8/" + module + "/" + id,
		header: map[string]string{unmodifiedHeader: headerTime(unmodifiedSince)},
	}
	results, err := c.writeData(ctx, k, module, []map[string]string{{field: value}}, 1, []string{id})
	return results[0], err
}

// checkFill refuses what must not be sent: a value that would empty the field, and a time that would let every change pass.
func checkFill(op Op, id, field, value string, unmodifiedSince time.Time) error {
	switch {
	case !ValidID(id):
		return badRequest(op, "record id")
	case !ValidAPIName(field) || strings.EqualFold(field, "id"):
		return badRequest(op, "field name")
	case strings.TrimSpace(value) == "" || len(value) > maxFillValue || !utf8.ValidString(value):
		return badRequest(op, "value")
	case !queryTime(unmodifiedSince):
		return badRequest(op, "time of the last change")
	}
	return nil
}

// headerTime writes a time for a header: ISO 8601 with a numeric offset and whole seconds, not as HTTP has it.
// See https://www.zoho.com/crm/developer/docs/api/v2.1/update-records.html, whose example of If-Unmodified-Since is
// 2024-01-15T15:26:49+05:30.
func headerTime(t time.Time) string { return t.Format("2006-01-02T15:04:05-07:00") }
