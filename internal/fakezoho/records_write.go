package fakezoho

import (
	"net/http"
	"strings"
	"time"
)

// createRecords serves POST /{module} (insert-records page).
func createRecords(c *apiCall) reply {
	b := c.write(c.writeLimit())
	if b.err != nil {
		return b.err.reply()
	}
	results := make([]result, len(b.items))
	for i, item := range b.items {
		rec, err := c.org.create(c.visible(c.module), item, i, c)
		if err != nil {
			results[i].err = err
			continue
		}
		rec.trigger = b.trigger
		details := rec.written(c.user)
		details["$approval_state"] = "approved"
		results[i] = result{details: details, message: "record added"}
	}
	return c.batchReply(http.StatusCreated, results)
}

// updateRecords serves PUT /{module} and PUT /{module}/{id} (update-records page).
func updateRecords(c *apiCall) reply {
	b := c.write(c.writeLimit())
	if b.err != nil {
		return b.err.reply()
	}
	results := make([]result, len(b.items))
	for i, item := range b.items {
		rec, fields, err := c.target(c.module, item, i)
		if err == nil {
			err = c.precondition(rec)
		}
		if err != nil && err.status == http.StatusPreconditionFailed {
			return c.preconditionFailed(err)
		}
		if err == nil && rec.locked {
			err = fail(http.StatusBadRequest, "RECORD_LOCKED", "record is locked", object{"action": "record_locking"})
		}
		if err == nil {
			err = c.org.update(rec, fields, i, c)
		}
		if err != nil {
			results[i].err = err
			continue
		}
		results[i] = result{details: rec.written(c.user), message: "record updated"}
	}
	return c.batchReply(http.StatusOK, results)
}

// target finds the record an item of an update is about: by the id in the path,
// or by the item's own.
func (c *apiCall) target(module string, item any, i int) (*record, object, *apiError) {
	fields, ok := item.(object)
	if !ok {
		return nil, nil, fail(http.StatusBadRequest, "INVALID_DATA", "invalid data",
			object{"expected_data_type": "jsonobject", "json_path": strings.TrimSuffix(itemPath(i, ""), ".")})
	}
	id := c.id
	if c.writeLimit() > 1 {
		switch v := fields["id"].(type) {
		case nil:
			return nil, nil, errItem("MANDATORY_NOT_FOUND", "required field not found", "id", i, nil)
		case string:
			id = v
		default:
			return nil, nil, errItem("INVALID_DATA", "invalid data", "id", i, object{"expected_data_type": "bigint"})
		}
	}
	rec := c.reach(module, id)
	if rec == nil {
		return nil, nil, errItem("INVALID_DATA", "the id given seems to be invalid", "id", i, nil)
	}
	return rec, fields, nil
}

// preconditionFailed is the answer to an update whose record was changed
// meanwhile: for the whole call, or for its only record as an item.
func (c *apiCall) preconditionFailed(err *apiError) reply {
	if err.status != http.StatusPreconditionFailed || !c.s.sw.ModifiedAsItem || c.items() != 1 {
		return err.reply()
	}
	r := jsonReply(err.status, object{"data": []any{err.object()}})
	r.code = err.code
	return r
}

// precondition honours If-Unmodified-Since, in the form of the page's example.
func (c *apiCall) precondition(rec *record) *apiError {
	t, given, err := c.unmodifiedSince()
	if err != nil || !given || !rec.modified.After(t) {
		return err
	}
	return errModified()
}

// unmodifiedSince returns the time of If-Unmodified-Since, if the call has one.
func (c *apiCall) unmodifiedSince() (t time.Time, given bool, refusal *apiError) {
	since := c.header.Get("If-Unmodified-Since")
	if since == "" {
		return t, false, nil
	}
	t, err := time.Parse("2006-01-02T15:04:05-07:00", since)
	// time.Parse would let fractions of a second pass.
	if err != nil || strings.Contains(since, ".") {
		return t, true, errParam("If-Unmodified-Since")
	}
	return t, true, nil
}

func errModified() *apiError {
	return fail(http.StatusPreconditionFailed, "ALREADY_MODIFIED", "the record has been already modified", nil)
}

// create validates an item and stores it as a new record.
func (o *org) create(m *module, item any, i int, c *apiCall) (*record, *apiError) {
	fields, ok := item.(object)
	if !ok {
		return nil, fail(http.StatusBadRequest, "INVALID_DATA", "invalid data", object{"expected_data_type": "jsonobject"})
	}
	l, err := o.layoutFor(m, fields, i, c.user)
	if err != nil {
		return nil, err
	}
	rec := &record{
		module: o.modules[m.name], org: o, values: map[string]any{}, layout: l,
		owner: c.user, createdBy: c.user, editedBy: c.user, created: c.now, modified: c.now,
	}
	if err := o.apply(rec, fields, i, c); err != nil {
		return nil, err
	}
	o.store(rec)
	return rec, nil
}

// store gives a record its id and makes it known to everything but the index,
// which learns of it with its lag.
func (o *org) store(rec *record) {
	rec.id = o.centre.nextID()
	rec.writes = 1
	o.records[rec.id] = rec
	o.order = append(o.order, rec)
	o.index.changed(rec)
}

// update validates an item against a record and stores the change.
func (o *org) update(rec *record, fields object, i int, c *apiCall) *apiError {
	draft := rec.clone()
	if err := o.apply(draft, fields, i, c); err != nil {
		return err
	}
	rec.values, rec.owner, rec.editedBy, rec.modified = draft.values, draft.owner, c.user, c.now
	rec.writes++
	o.index.changed(rec)
	return nil
}

// apply writes the known, writable fields of an item into a record that is not
// stored yet, or into a copy of one. Unknown, hidden and read-only names are
// ignored, as the real service does.
func (o *org) apply(rec *record, fields object, i int, c *apiCall) *apiError {
	var errs []*apiError
	plain := c.s.sw.PlainDuplicate
	creating := rec.id == ""
	for _, f := range rec.module.fields {
		sent, present := fields[f.Name]
		present = present && c.user.profile.sees(rec.module, f)
		if f.Name == "Owner" && present {
			if err := o.applyOwner(rec, sent, i); err != nil {
				errs = append(errs, err)
			}
			continue
		}
		if f.ReadOnly {
			continue
		}
		if present {
			v, err := o.accept(f, sent, i)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			rec.values[f.Name] = v
		}
		if rec.layoutRequires(f) && (creating || present) && rec.values[f.Name] == nil {
			errs = append(errs, errItem("MANDATORY_NOT_FOUND", "required field not found", f.Name, i, nil))
			continue
		}
		if err := o.checkUnique(rec, f, i, plain); present && err != nil {
			errs = append(errs, err)
		}
	}
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	all := make([]any, len(errs))
	for j, e := range errs {
		all[j] = e.object()
	}
	return fail(http.StatusBadRequest, "MULTIPLE_OR_MULTI_ERRORS", "Multiple errors found", object{"errors": all})
}

func (o *org) applyOwner(rec *record, sent any, i int) *apiError {
	u, err := o.acceptUser(rec.module.field("Owner"), sent, i)
	if err != nil {
		return err
	}
	rec.owner = u.(*user)
	return nil
}

// layoutRequires reports whether a record cannot be without a field. Records
// that were imported have no layout of their own and follow the standard one.
func (r *record) layoutRequires(f *Field) bool {
	if r.layout == nil {
		return r.module.layouts[0].requires(f)
	}
	return r.layout.requires(f)
}

// checkUnique finds another record with the same value in a unique field. plain
// names it by its id only.
func (o *org) checkUnique(rec *record, f *Field, i int, plain bool) *apiError {
	v := rec.values[f.Name]
	if !f.Unique || v == nil {
		return nil
	}
	for _, other := range o.ofModule(rec.module.name) {
		if other.id == rec.id || !sameValue(other.values[f.Name], v) {
			continue
		}
		if plain {
			return errItem("DUPLICATE_DATA", "duplicate data", f.Name, i, object{"id": other.id})
		}
		return errItem("DUPLICATE_DATA", "duplicate data", f.Name, i, object{
			"id": other.id,
			"duplicate_record": object{
				"id":     other.id,
				"Owner":  object{"name": other.owner.name(), "id": other.owner.id, "zuid": other.owner.zuid},
				"module": object{"api_name": other.module.name, "id": other.module.id},
			},
			"more_records": false,
		})
	}
	return nil
}
