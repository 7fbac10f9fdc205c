package zoho

import (
	"context"
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
	if q.where == "" {
		return Page[Row]{}, badRequest(OpQuery, "query was not built")
	}
	body, err := marshal(OpQuery, struct {
		SelectQuery string `json:"select_query"`
	}{q.text()})
	if err != nil {
		return Page[Row]{}, err
	}
	k := call{
		op: OpQuery, method: methodPost, path: "/crm/v8/coql", body: body, cost: q.Cost(),
		scopes: []string{"ZohoCRM.coql.READ", moduleScope(q.module, "READ")},
	}
	reply, err := s.c.get(ctx, k)
	if err != nil {
		return Page[Row]{}, err
	}
	rows, ok := readRows(reply, q.fields)
	if !ok {
		return Page[Row]{}, badReply(k.op, statusOK)
	}
	return Page[Row]{Items: rows, More: reply.IsObject() && moreRecords(reply, len(rows), q.limit)}, nil
}
