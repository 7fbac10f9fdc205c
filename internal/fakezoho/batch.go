package fakezoho

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// maxBatch is the number of records one write may carry (insert-records page).
const maxBatch = 100

// batch is the body of a write: {"data":[…],"trigger":[…]}.
type batch struct {
	items   []any
	trigger *[]string // nil if left out
	err     *apiError
}

// parseBatch decodes the body of a write. limit is the number of items allowed.
func parseBatch(body []byte, limit int) *batch {
	var root any
	if err := decodeJSON(body, &root); err != nil {
		return &batch{err: errBodyType("jsonobject", "", "$")}
	}
	doc, ok := root.(object)
	if !ok {
		return &batch{err: errBodyType("jsonobject", "", "$")}
	}
	data, ok := doc["data"]
	if !ok {
		return &batch{err: fail(http.StatusBadRequest, "MANDATORY_NOT_FOUND", "required field not found",
			object{"api_name": "data", "json_path": "$.data"})}
	}
	items, ok := data.([]any)
	if !ok || len(items) == 0 {
		return &batch{err: errBodyType("jsonarray", "data", "$.data")}
	}
	if len(items) > limit {
		return &batch{items: items, err: fail(http.StatusBadRequest, "LIMIT_EXCEEDED", "the limit of records is exceeded",
			object{"limit": limit, "api_name": "data", "json_path": "$.data"})}
	}
	b := &batch{items: items}
	if raw, sent := doc["trigger"]; sent {
		list, ok := raw.([]any)
		if !ok {
			return &batch{items: items, err: errBodyType("jsonarray", "trigger", "$.trigger")}
		}
		names := []string{}
		for i, v := range list {
			name, ok := v.(string)
			if !ok {
				return &batch{items: items, err: errBodyType("text", "trigger", "$.trigger["+strconv.Itoa(i)+"]")}
			}
			names = append(names, name)
		}
		b.trigger = &names
	}
	return b
}

func errBodyType(expected, name, path string) *apiError {
	details := object{"expected_data_type": expected, "json_path": path}
	if name != "" {
		details["api_name"] = name
	}
	return fail(http.StatusBadRequest, "INVALID_DATA", "invalid data", details)
}

// decodeJSON decodes exactly one JSON value and keeps numbers as written.
func decodeJSON(body []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("trailing data")
	}
	return nil
}

// write returns the parsed body of a write.
func (c *apiCall) write(limit int) *batch {
	if c.batch == nil {
		c.batch = parseBatch(c.body, limit)
	}
	return c.batch
}

// items returns the number of items in the body, for the meter.
func (c *apiCall) items() int { return len(c.write(c.writeLimit()).items) }

// writeLimit is the number of items the operation takes: one if the path names
// the record, 200 for related notes updated in bulk, else 100.
func (c *apiCall) writeLimit() int {
	related := c.module != "" && strings.HasSuffix(c.path, "/Notes")
	switch {
	case related && c.method == http.MethodPut:
		return 2 * maxBatch
	case related || c.id == "":
		return maxBatch
	default:
		return 1
	}
}

// result is the outcome of one item of a batch.
type result struct {
	err     *apiError
	details object
	message string
}

// batchReply builds the answer of a write: a status for the whole and an entry
// for each item (status-codes page).
func (c *apiCall) batchReply(okStatus int, results []result) reply {
	data, failed := make([]any, 0, len(results)), 0
	for _, r := range results {
		if r.err != nil {
			failed++
			data = append(data, r.err.object())
			continue
		}
		data = append(data, object{"code": "SUCCESS", "details": r.details, "message": r.message, "status": "success"})
	}
	status := okStatus
	switch {
	case failed == len(results):
		status = c.s.sw.FailedBatchStatus
	case failed > 0:
		status = c.s.sw.MixedBatchStatus
	}
	return jsonReply(status, object{"data": data})
}
