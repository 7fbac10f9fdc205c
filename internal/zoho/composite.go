package zoho

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/tidwall/gjson"
)

// Bounds of a composite request, see https://www.zoho.com/crm/developer/docs/api/v8/composite-api.html.
const (
	// MaxCompositeParts is how many reads one request can hold.
	MaxCompositeParts = 5
	// MaxCompositeRecords is how many records each of them can return.
	MaxCompositeRecords = 25
)

// CompositeService makes several reads in one request.
type CompositeService struct{ c *Client }

// Read makes up to [MaxCompositeParts] reads at once; each then has its own result. Its error is that of the request as a
// whole, which every part then has too. One part's failure does not disturb the others.
//
// It costs one credit instead of one for each part, but takes five of the calls that an organisation and a client may have
// under way at the same time, which in the free edition is all of them.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/composite-api.html
// Scopes: ZohoCRM.composite_requests.CUSTOM and those of the parts. Cost: 1 credit.
func (s *CompositeService) Read(ctx context.Context, parts ...CompositePart) error {
	err := s.read(ctx, parts)
	if err != nil {
		for _, p := range parts {
			p.settle(Reply{}, err)
		}
	}
	return err
}

func (s *CompositeService) read(ctx context.Context, parts []CompositePart) error {
	if len(parts) < 1 || len(parts) > MaxCompositeParts {
		return badRequest(OpComposite, "number of parts")
	}
	k := call{op: OpComposite, method: methodPost, path: "/crm/v8/__composite_requests"}
	for _, p := range parts {
		part, err := p.request()
		if err != nil {
			return err
		}
		k.parts = append(k.parts, part)
	}
	var err error
	if k.body, err = compositeBody(k.parts); err != nil {
		return err
	}
	r, _, err := s.c.do(ctx, k)
	if err != nil {
		return err
	}
	// The answers carry no id; they come in the order of the parts.
	items := k.items(r.Body)
	if answers := items.Array(); items.IsArray() && len(answers) == len(parts) {
		for i, p := range parts {
			p.settle(partReply(k.parts[i], r.Status, answers[i]))
		}
		return nil
	}
	return badReply(OpComposite, r.Status)
}

// compositeBody writes the parts as Zoho takes them.
func compositeBody(parts []call) ([]byte, error) {
	type subRequest struct {
		ID     string            `json:"sub_request_id"`
		Method string            `json:"method"`
		URI    string            `json:"uri"`
		Params map[string]string `json:"params,omitempty"`
		Body   json.RawMessage   `json:"body,omitempty"`
	}
	var body struct {
		Rollback bool         `json:"rollback_on_fail"`
		Parallel bool         `json:"parallel_execution"`
		Requests []subRequest `json:"__composite_requests"`
	}
	body.Parallel = true
	for i, k := range parts {
		r := subRequest{ID: strconv.Itoa(i + 1), Method: k.method, URI: k.path, Body: k.body}
		for name := range k.query {
			if r.Params == nil {
				r.Params = map[string]string{}
			}
			r.Params[name] = k.query.Get(name)
		}
		body.Requests = append(body.Requests, r)
	}
	return marshal(OpComposite, body)
}

// partReply returns the reply to a part, or the error it stands for. A part that was carried out holds a whole reply, a
// part that was not holds an error object in its place.
func partReply(k call, status int, answer gjson.Result) (Reply, error) {
	if answer.Get("status").String() == "error" {
		return Reply{}, replyError(k, Reply{Status: status, Body: answer})
	}
	response := answer.Get("details.response")
	code := response.Get("status_code")
	if code.Type != gjson.Number || code.Int() < 200 || code.Int() > 599 {
		return Reply{}, badReply(k.op, status)
	}
	r := Reply{Status: int(code.Int()), Body: response.Get("body")}
	if r.Status == statusNoContent {
		return Reply{Status: r.Status}, nil
	}
	if !r.Body.IsObject() {
		return Reply{}, badReply(k.op, r.Status)
	}
	return r, replyError(k, r)
}

// CompositePart is a [Part] of any kind.
type CompositePart interface {
	// request returns the part's call, or why it cannot be made.
	request() (call, error)
	// settle gives the part its reply, or the error in its place.
	settle(Reply, error)
}

// Part is one read of a composite request and, once the request was made, its result.
type Part[T any] struct {
	reading reading[T]
	refused error
	settled bool
	value   T
	err     error
}

// QueryPart is [COQLService.Query] as a part. The query's limit is at most [MaxCompositeRecords].
func QueryPart(q Query) *Part[Page[Row]] {
	r, err := queryReading(q)
	if q.limit > MaxCompositeRecords {
		err = badRequest(OpComposite, "limit of the query")
	}
	return &Part[Page[Row]]{reading: r, refused: err}
}

// ContactPart is [ContactsService.Get] as a part.
func ContactPart(id string, fields ...string) *Part[Row] {
	r, err := recordReading(OpGetContact, "Contacts", id, fields)
	return &Part[Row]{reading: r, refused: err}
}

// LeadPart is [LeadsService.Get] as a part.
func LeadPart(id string, fields ...string) *Part[Row] {
	r, err := recordReading(OpGetLead, "Leads", id, fields)
	return &Part[Row]{reading: r, refused: err}
}

// DealsPart is [DealsService.OfContact] as a part; n is at most [MaxCompositeRecords].
func DealsPart(contactID string, n int) *Part[Page[Deal]] {
	r, err := dealsReading(contactID, n)
	if n < 1 || n > MaxCompositeRecords {
		err = badRequest(OpComposite, "number of deals")
	}
	return &Part[Page[Deal]]{reading: r, refused: err}
}

// NotesPart is [NotesService.ListRelated] as a part: the newest [MaxCompositeRecords] notes.
func NotesPart(module, id string) *Part[NotePage] {
	r, err := notesReading(module, id, noteListFields, MaxCompositeRecords, 1)
	return &Part[NotePage]{reading: r, refused: err}
}

// Result returns what the part's own call would have returned. The error matches ErrBadRequest if the part was built from
// wrong arguments or has not been read.
func (p *Part[T]) Result() (T, error) {
	var none T
	switch {
	case p.refused != nil:
		return none, p.refused
	case !p.settled:
		return none, badRequest(OpComposite, "part was not read")
	}
	return p.value, p.err
}

func (p *Part[T]) request() (call, error) { return p.reading.call, p.refused }

func (p *Part[T]) settle(r Reply, err error) {
	var none T
	p.settled, p.value, p.err = true, none, err
	if err == nil && p.reading.read != nil {
		p.value, p.err = p.reading.result(r)
	}
}
