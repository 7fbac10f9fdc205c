package fakezoho

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The paging limits of lists (get-notes and search-records pages).
const (
	maxPerPage    = 200
	maxReach      = 2000 // records a list reaches by page and per_page
	pageTokenLife = 24 * time.Hour
)

// pageToken continues a list beyond maxReach.
type pageToken struct {
	list     string
	parentID string // empty for the list of a module
	order    listOrder
	page     int
	perPage  int
	expires  time.Time
}

// listOrder is how a list is sorted.
type listOrder struct{ by, order string }

// listing is a list that a call reads a page of.
type listing struct {
	// name and parentID tell the lists apart.
	name, parentID string
	records        []*record
	// fieldsOptional allows the fields parameter to be left out.
	fieldsOptional bool
	// sortedBy is the order where the call asks for none; Created_Time if empty.
	sortedBy string
	// oldestFirst is the order where the call asks for none.
	oldestFirst bool
	render      func(r *record, fields []string) object
}

// list answers with one page of a list.
func (c *apiCall) list(l listing) reply {
	fields := c.fieldList()
	if fields == nil && !l.fieldsOptional {
		return errParamMissing("fields").reply()
	}
	at, err := c.pagePosition(l)
	if err != nil {
		return err.reply()
	}
	records := l.records
	at.order.sort(records)
	from := min((at.page-1)*at.perPage, len(records))
	to := min(from+at.perPage, len(records))
	if from == to {
		return noContent()
	}
	data := make([]any, 0, to-from)
	for _, n := range records[from:to] {
		data = append(data, l.render(n, fields))
	}
	info := object{
		"per_page": at.perPage, "count": len(data), "page": at.page, "more_records": to < len(records),
		"sort_by": at.order.by, "sort_order": at.order.order,
		"next_page_token": nil, "previous_page_token": nil, "page_token_expiry": nil,
	}
	if to < len(records) {
		token := newToken()
		next := &pageToken{list: l.name, parentID: l.parentID, order: at.order, page: at.page + 1, perPage: at.perPage, expires: c.now.Add(pageTokenLife)}
		c.org.pageTokens[token] = next
		info["next_page_token"], info["page_token_expiry"] = token, c.user.stamp(next.expires)
	}
	return jsonReply(http.StatusOK, object{"data": data, "info": info})
}

// pagePosition reads page, per_page, sort_by and sort_order, or page_token in
// their place.
func (c *apiCall) pagePosition(l listing) (*pageToken, *apiError) {
	if token := c.query.Get("page_token"); token != "" {
		if c.query.Has("page") {
			return nil, errParam("page_token")
		}
		at := c.org.pageTokens[token]
		if at == nil || at.list != l.name || at.parentID != l.parentID {
			return nil, errParam("page_token")
		}
		if !c.now.Before(at.expires) {
			return nil, fail(http.StatusBadRequest, "EXPIRED_VALUE", "page_token has expired", object{"param_name": "page_token"})
		}
		return at, nil
	}
	order, err := c.listOrder(l.oldestFirst)
	if err != nil {
		return nil, err
	}
	if l.sortedBy != "" && c.query.Get("sort_by") == "" {
		order.by = l.sortedBy
	}
	at := &pageToken{order: order, page: 1, perPage: maxPerPage}
	if at.page, err = c.positive("page", 1); err != nil {
		return nil, err
	}
	if at.perPage, err = c.perPage(); err != nil {
		return nil, err
	}
	if at.page > maxReach || at.page*at.perPage > maxReach {
		return nil, fail(http.StatusBadRequest, "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
			"the limit of records reached by page is exceeded, use page_token", object{"limit": maxReach})
	}
	return at, nil
}

// listOrder reads sort_by and sort_order.
func (c *apiCall) listOrder(oldestFirst bool) (listOrder, *apiError) {
	by, order := c.query.Get("sort_by"), c.query.Get("sort_order")
	if by != "" && !oneOf(by, "id", "Created_Time", "Modified_Time") {
		return listOrder{}, errParam("sort_by")
	}
	if order != "" && !oneOf(order, "asc", "desc") {
		return listOrder{}, errParam("sort_order")
	}
	if by == "" {
		by = "Created_Time"
	}
	if order == "" {
		order = "desc"
		if oldestFirst {
			order = "asc"
		}
	}
	return listOrder{by, order}, nil
}

// perPage reads per_page. A part of a composite request gets smaller pages.
func (c *apiCall) perPage() (int, *apiError) {
	most := maxPerPage
	if c.part {
		most = maxPartRecords
	}
	n, err := c.positive("per_page", most)
	switch {
	case err != nil:
		return 0, err
	case n > maxPerPage:
		return 0, errParam("per_page")
	case n > most:
		return 0, errPartLimit(most)
	}
	return n, nil
}

// positive reads a parameter that is a positive number.
func (c *apiCall) positive(name string, absent int) (int, *apiError) {
	if !c.query.Has(name) {
		return absent, nil
	}
	n, err := strconv.Atoi(c.query.Get(name))
	if err != nil || n < 1 {
		return 0, errParam(name)
	}
	return n, nil
}

// sort orders records; equal times are told apart by id.
func (o listOrder) sort(records []*record) {
	slices.SortStableFunc(records, func(a, b *record) int {
		n := 0
		switch o.by {
		case "Created_Time":
			n = a.created.Compare(b.created)
		case "Modified_Time":
			n = a.modified.Compare(b.modified)
		}
		if n == 0 {
			n = cmp.Compare(a.id, b.id)
		}
		if o.order == "desc" {
			n = -n
		}
		return n
	})
}
