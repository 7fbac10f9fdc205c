package fakezoho

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// getRecord serves GET /{module}/{id} (get-records page).
func getRecord(c *apiCall) reply {
	rec := c.reach(c.module, c.id)
	converted, refusal := c.converted()
	if refusal != nil {
		return refusal.reply()
	}
	if rec == nil || rec.converted && c.s.sw.ConvertedLead == ConvertedOnRequest && !oneOf(converted, "true", "both") {
		return c.missing()
	}
	since, given, refusal := c.modifiedSince()
	if refusal != nil {
		return refusal.reply()
	}
	if given && !rec.modified.After(since) {
		return reply{status: http.StatusNotModified}
	}
	return jsonReply(http.StatusOK, object{"data": []any{rec.object(c.fieldList(), c.user)}})
}

// listRecords serves GET /{module} (get-records page): all records of a module, or
// those changed since a time. Lists by custom view, by ids and by territory are not
// emulated.
func listRecords(c *apiCall) reply {
	for _, name := range []string{"cvid", "ids", "territory_id", "include_child", "uid"} {
		if c.query.Has(name) {
			return errParam(name).reply()
		}
	}
	converted, refusal := c.converted()
	if refusal != nil {
		return refusal.reply()
	}
	since, given, refusal := c.modifiedSince()
	if refusal != nil {
		return refusal.reply()
	}
	records := slices.DeleteFunc(c.org.ofModule(c.module), func(r *record) bool {
		return converted != "both" && r.converted != (converted == "true")
	})
	if given {
		records = slices.DeleteFunc(records, func(r *record) bool { return !r.modified.After(since) })
		if len(records) == 0 {
			return reply{status: http.StatusNotModified}
		}
	}
	return c.list(listing{
		name: c.module, records: records, sortedBy: "id",
		render: func(r *record, fields []string) object { return r.object(fields, c.user) },
	})
}

// heavyIfSorted is the weight of a list, which falls under sub-concurrency if it is
// to be sorted.
func heavyIfSorted(c *apiCall) weight {
	query, err := url.ParseQuery(c.rawQuery)
	if err == nil && query.Has("sort_by") || c.query.Has("sort_by") {
		return heavy(c)
	}
	return weight{calls: 1}
}

// converted reads the parameter that chooses between leads that were converted and
// others.
func (c *apiCall) converted() (string, *apiError) {
	converted := c.query.Get("converted")
	if !oneOf(converted, "", "true", "false", "both") {
		return "", errParam("converted")
	}
	return converted, nil
}

// modifiedSince returns the time of If-Modified-Since, if the call has one.
func (c *apiCall) modifiedSince() (t time.Time, given bool, refusal *apiError) {
	since := c.header.Get("If-Modified-Since")
	if since == "" {
		return t, false, nil
	}
	t, err := time.Parse(time.RFC3339, since)
	if err != nil {
		return t, true, errParam("If-Modified-Since")
	}
	return t, true, nil
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
