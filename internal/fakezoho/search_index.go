package fakezoho

import (
	"slices"
	"time"
)

// searchIndex is the copy of an organisation's records that the search API
// reads. It learns of a change only after the lag, so a record just created is
// not found, one just edited is found by its old values, and one just deleted is
// still there (search-records page: recent changes may be missing).
type searchIndex struct {
	docs    map[string]*record // by id
	pending []indexChange
}

// indexChange is a change the index has not learnt of yet.
type indexChange struct {
	at      time.Time
	doc     *record
	deleted bool
}

// changed notes that a record was created or edited at its time of modification.
func (x *searchIndex) changed(r *record) {
	x.pending = append(x.pending, indexChange{at: r.modified, doc: r.clone()})
}

func (x *searchIndex) deleted(r *record, at time.Time) {
	x.pending = append(x.pending, indexChange{at: at, doc: r, deleted: true})
}

// learn applies every change made at or before the given time.
func (x *searchIndex) learn(upTo time.Time) {
	x.learnIf(func(c indexChange) bool { return !c.at.After(upTo) })
}

// know applies every change of a record, however late the index is.
func (x *searchIndex) know(id string) {
	x.learnIf(func(c indexChange) bool { return c.doc.id == id })
}

// learnIf applies the changes chosen.
func (x *searchIndex) learnIf(chosen func(indexChange) bool) {
	x.pending = slices.DeleteFunc(x.pending, func(c indexChange) bool {
		if !chosen(c) {
			return false
		}
		if x.docs == nil {
			x.docs = map[string]*record{}
		}
		if c.deleted {
			delete(x.docs, c.doc.id)
		} else {
			x.docs[c.doc.id] = c.doc
		}
		return true
	})
}

// ofModule returns the indexed records of a module, newest id first.
func (x *searchIndex) ofModule(name string) []*record {
	var out []*record
	for _, d := range x.docs {
		if d.module.name == name {
			out = append(out, d)
		}
	}
	listOrder{"id", "desc"}.sort(out)
	return out
}
