package zoho

import (
	"context"

	"github.com/tidwall/gjson"
)

// COQLService runs queries. Unlike the search index, queries see every record as it is now.
type COQLService struct{ c *Client }

// Query runs a query made by one of the builders of this package. The result is empty if nothing fits, which Zoho
// answers with status 204.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html
// Scopes: ZohoCRM.coql.READ and ZohoCRM.modules.{module}.READ. Cost: 1 credit up to a limit of 200, 2 up to 1,000, 3 up
// to 2,000; what counts is the limit written, not the rows found.
func (s *COQLService) Query(ctx context.Context, q Query) (Page[Row], error) {
	r, err := queryReading(q)
	if err != nil {
		return Page[Row]{}, err
	}
	return run(ctx, s.c, r)
}

func queryReading(q Query) (reading[Page[Row]], error) {
	var none reading[Page[Row]]
	if q.where == "" {
		return none, badRequest(OpQuery, "query was not built")
	}
	body, err := marshal(OpQuery, struct {
		SelectQuery string `json:"select_query"`
	}{q.text()})
	if err != nil {
		return none, err
	}
	return reading[Page[Row]]{
		call: call{op: OpQuery, method: methodPost, path: "/crm/v8/coql", body: body, n: q.limit, modules: []string{q.module}},
		read: func(reply gjson.Result) (Page[Row], error) {
			rows, ok := readRows(reply, q.fields)
			if !ok {
				return Page[Row]{}, badReply(OpQuery, statusOK)
			}
			return Page[Row]{Items: rows, More: reply.IsObject() && moreRecords(reply, len(rows), q.limit)}, nil
		},
	}, nil
}
