package zoho

import "strings"

// MaxQueryIDs is how many records one query can name: what COQL takes for "in",
// see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Limitations.html.
const MaxQueryIDs = 100

// IDsQuery asks for the records with the given ids as far as they are there, ordered by id. ids are 1 to [MaxQueryIDs].
func IDsQuery(module string, phoneFields, nameFields []string, ids []string) (Query, error) {
	if len(ids) < 1 || len(ids) > MaxQueryIDs {
		return Query{}, badRequest(OpBuildQuery, "number of ids")
	}
	for _, id := range ids {
		if !ValidID(id) {
			return Query{}, badRequest(OpBuildQuery, "record id")
		}
	}
	return newQuery(module, phoneFields, nameFields, byID, len(ids), func() string {
		return "id in ('" + strings.Join(ids, "', '") + "')"
	})
}

// After returns the query for those of its rows whose id is greater than id. Asking on from the last id of a page reaches
// every record of a module, however many there are, and is not disturbed by records that come and go meanwhile; an offset
// is. The query must be one that is ordered by id.
func (q Query) After(id string) (Query, error) {
	if q.where == "" || q.orderBy != byID || q.after || !ValidID(id) {
		return Query{}, badRequest(OpBuildQuery, "query is not ordered by id, or id")
	}
	// Ids stand in quotes as in Zoho's own examples, like those of owners and other records.
	q.where, q.after = "("+q.where+" and id > '"+id+"')", true
	return q, nil
}
