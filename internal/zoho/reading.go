package zoho

import (
	"context"

	"github.com/tidwall/gjson"
)

// reading is a read: its call, and how the body of the reply becomes the result. The body is the zero Result if Zoho
// answered with 204. A reading does not know whether it is made by itself or as a part of a composite request.
type reading[T any] struct {
	call call
	read func(body gjson.Result) (T, error)
}

// run makes a read.
func run[T any](ctx context.Context, c *Client, r reading[T]) (T, error) {
	var none T
	reply, _, err := c.do(ctx, r.call)
	if err != nil {
		return none, err
	}
	return r.result(reply)
}

// result reads a reply that is no refusal.
func (r reading[T]) result(reply Reply) (T, error) {
	var none T
	if reply.Status == statusNoContent {
		return r.read(gjson.Result{})
	}
	if reply.Status != statusOK || !reply.Body.IsObject() {
		return none, badReply(r.call.op, reply.Status)
	}
	return r.read(reply.Body)
}

// only reads the one member of a reply's list. A reply without one, or status 204, is an error that matches ErrNotFound.
func only[T any](op Op, items []T, ok bool) (T, error) {
	var none T
	switch {
	case !ok || len(items) > 1:
		return none, badReply(op, statusOK)
	case len(items) == 0:
		return none, &APIError{HTTP: statusNoContent, Op: op}
	}
	return items[0], nil
}
