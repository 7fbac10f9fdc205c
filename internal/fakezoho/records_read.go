package fakezoho

import (
	"net/http"
	"strings"
	"time"
)

// getRecord serves GET /{module}/{id} (get-records page).
func getRecord(c *apiCall) reply {
	rec := c.reach(c.module, c.id)
	converted := c.query.Get("converted")
	if !oneOf(converted, "", "true", "false", "both") {
		return errParam("converted").reply()
	}
	if rec == nil || rec.converted && c.s.sw.ConvertedLead == ConvertedOnRequest && !oneOf(converted, "true", "both") {
		return c.missing()
	}
	if since := c.header.Get("If-Modified-Since"); since != "" {
		t, err := time.Parse(time.RFC3339, since)
		if err != nil {
			return errParam("If-Modified-Since").reply()
		}
		if !rec.modified.After(t) {
			return reply{status: http.StatusNotModified}
		}
	}
	return jsonReply(http.StatusOK, object{"data": []any{rec.object(c.fieldList(), c.user)}})
}

// reach finds a record by its id, or nil if it is not there, or answered for as
// if it were not.
func (c *apiCall) reach(module, id string) *record {
	r := c.org.find(module, id)
	if r != nil && r.converted && c.s.sw.ConvertedLead == ConvertedGone {
		return nil
	}
	return r
}

// missing is the answer to reading one record that is not there.
func (c *apiCall) missing() reply {
	if c.s.sw.MissingRecordStatus == http.StatusNoContent {
		return noContent()
	}
	return fail(c.s.sw.MissingRecordStatus, "INVALID_DATA", "the id given seems to be invalid",
		object{"resource_path_index": 1}).reply()
}

// fieldList returns the names in the fields parameter, or nil if it is absent.
func (c *apiCall) fieldList() []string {
	raw := c.query.Get("fields")
	if raw == "" {
		return nil
	}
	return strings.Split(raw, ",")
}
