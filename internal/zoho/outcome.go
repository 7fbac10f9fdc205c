package zoho

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

// Outcome tells what is known about one item of a write.
type Outcome int

const (
	// Done means that Zoho confirmed the write.
	Done Outcome = iota + 1
	// NotDone means that nothing was written, for certain.
	NotDone
	// Unknown means that the item may or may not have been written. It must be looked for before it is sent again.
	Unknown
)

// String returns the outcome in words.
func (o Outcome) String() string {
	switch o {
	case Done:
		return "done"
	case NotDone:
		return "not done"
	case Unknown:
		return "unknown"
	}
	return "no outcome"
}

// WriteResult is what became of one item of a write.
type WriteResult struct {
	Outcome Outcome
	// ID is the record's id if the outcome is Done.
	ID string
	// CreatedTime and ModifiedTime are Zoho's times of the record if the outcome is Done; zero if Zoho sent none.
	CreatedTime, ModifiedTime time.Time
	// Err is nil if the outcome is Done. It is an *APIError if Zoho refused this item.
	Err error
	// Duplicate names the record that already has a unique value, if that is why Zoho refused.
	Duplicate *DuplicateRef
}

// DuplicateRef names the record that stands in the way of a new one.
type DuplicateRef struct {
	// Module is the API name of the record's module.
	Module string
	// ID is the record's id.
	ID string
	// OwnerID is the id of the user who owns the record, "" if Zoho did not say.
	OwnerID string
	// Field is the API name of the unique field.
	Field string
	// More is true if other records have the value too.
	More bool
}

// sameResult returns n results that differ in nothing.
func sameResult(n int, o Outcome, err error) []WriteResult {
	results := make([]WriteResult, n)
	for i := range results {
		results[i] = WriteResult{Outcome: o, Err: err}
	}
	return results
}

// write makes a call that writes n items and returns one result for each. ids are the ids sent, in order, if records
// are updated, and nil if they are created. module is that of the records.
func (c *Client) write(ctx context.Context, k call, module string, n int, ids []string) ([]WriteResult, error) {
	r, executable, err := c.do(ctx, k)
	if err == nil && !r.Body.Get("data").IsArray() {
		err = badReply(k.op, r.Status)
	}
	if err != nil {
		return sameResult(n, outcomeOf(err, executable), err), err
	}
	return readResults(k.op, r, module, n, ids)
}

// outcomeOf tells what a failed call means for each of its items. Only an error that Zoho itself composed proves that
// nothing was written; a lost, cut or foreign reply proves nothing.
func outcomeOf(err error, executable bool) Outcome {
	if !executable {
		return NotDone
	}
	var e *APIError
	if errors.As(err, &e) && e.refused() {
		return NotDone
	}
	return Unknown
}

// readResults reads the items of a write's reply. Zoho answers in the order of the items sent. If it answered for fewer
// or more of them, an answer can only be assigned by an id that was sent: to give one note the id of another would later
// put one person's words into another's record. What cannot be assigned is Unknown, and the call's error says so.
func readResults(op Op, r Reply, module string, n int, ids []string) ([]WriteResult, error) {
	items := r.Body.Get("data").Array()
	if len(items) == n {
		results := make([]WriteResult, n)
		for i, item := range items {
			want := ""
			if ids != nil {
				want = ids[i]
			}
			results[i] = readResult(op, r.Status, item, module, want)
		}
		return results, nil
	}
	err := badReply(op, r.Status)
	results := sameResult(n, Unknown, err)
	for i, id := range ids {
		for _, item := range items {
			if got := readResult(op, r.Status, item, module, ""); got.Outcome == Done && got.ID == id {
				results[i] = got
			}
		}
	}
	return results, err
}

// readResult reads one item of a write's reply. wantID is the id that was sent, "" if none was.
func readResult(op Op, status int, item gjson.Result, module, wantID string) WriteResult {
	state, code := item.Get("status").String(), readCode(item)
	details := item.Get("details")
	switch {
	case state == "success" && code == "SUCCESS":
		id := details.Get("id")
		if id.Type != gjson.String || !ValidID(id.Str) || wantID != "" && id.Str != wantID {
			break
		}
		// The write is confirmed even if its times cannot be read, so these are left out rather than refused.
		created, _ := parseTime(details.Get("Created_Time").String())
		modified, _ := parseTime(details.Get("Modified_Time").String())
		return WriteResult{Outcome: Done, ID: strings.Clone(id.Str), CreatedTime: created, ModifiedTime: modified}
	case state == "error" && code != "":
		e := newAPIError(op, status, item)
		if e.serverFault() {
			return WriteResult{Outcome: Unknown, Err: e}
		}
		return WriteResult{Outcome: NotDone, Err: e, Duplicate: findDuplicate(e, module)}
	}
	return WriteResult{Outcome: Unknown, Err: badReply(op, status)}
}

// findDuplicate reads the record in the way from an error, or from one of its causes. Versions before 7 of the API sent
// only its id, which then belongs to the module written to.
func findDuplicate(e *APIError, module string) *DuplicateRef {
	for _, cause := range append([]*APIError{e}, e.Causes...) {
		if cause.Code != "DUPLICATE_DATA" {
			continue
		}
		details := gjson.ParseBytes(cause.Details)
		ref := DuplicateRef{Module: module, Field: cause.APIName(), More: details.Get("more_records").Bool()}
		id := details.Get("duplicate_record.id")
		if id.Type != gjson.String {
			id = details.Get("id")
		}
		if id.Type != gjson.String || !ValidID(id.Str) {
			continue
		}
		ref.ID = id.Str
		if m := details.Get("duplicate_record.module.api_name"); m.Type == gjson.String && ValidAPIName(m.Str) {
			ref.Module = m.Str
		}
		if o := details.Get("duplicate_record.Owner.id"); o.Type == gjson.String && ValidID(o.Str) {
			ref.OwnerID = o.Str
		}
		return &ref
	}
	return nil
}

// marshal writes v as JSON without escaping the characters <, > and &, which would need six bytes each.
func marshal(op Op, v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, badRequest(op, "body cannot be written as JSON")
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
