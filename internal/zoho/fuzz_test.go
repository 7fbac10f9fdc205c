package zoho

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// oneReply is a transport that gives every request the same reply.
type oneReply transport.Response

func (r oneReply) RoundTrip(context.Context, transport.Request) (transport.Response, error) {
	return transport.Response(r), nil
}

// FuzzReplies feeds any reply to every operation. Whatever comes, a write has one result for each item, a result is Done
// only with an id, nothing is both there and an error, and no text of the reply gets into the text of an error.
func FuzzReplies(f *testing.F) {
	const planted = "Grace Planted"
	f.Add(200, "application/json", `{"data":[`+created1+`,`+gone+`],"info":{"more_records":true}}`)
	f.Add(200, "application/json", `{"data":[{"id":"`+contactID+`","Owner":{"id":"1"},"Amount":1.5,"Closing_Date":"2026-01-01"}]}`)
	f.Add(207, "application/json", `{"__composite_requests":[`+carriedOut("200", `{"data":[]}`)+`,`+carriedOut("204", `null`)+`]}`)
	f.Add(200, "application/json", layoutsReply)
	f.Add(200, "application/json", `{"users":[{"id":"1"}],"org":[{"id":"1","license_details":{"paid":true}}],"fields":[{"api_name":"A"}],"modules":[{"api_name":"B"}]}`)
	f.Add(400, "application/json", `{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[{"code":"INVALID_DATA","details":{"maximum_length":3}}]},"message":"`+planted+`","status":"error"}`)
	f.Add(429, "text/html", `<html>`+planted)
	f.Add(503, "", ``)
	f.Add(302, "text/html", ``)
	f.Add(0, "", `{}`)
	f.Fuzz(func(t *testing.T, status int, media, body string) {
		tr := oneReply{Status: status, Header: map[string]string{"content-type": media, "x-api-credits-remaining": media}, Body: []byte(body)}
		log := &gateLog{}
		c := newTestClient(t, tr, func(cfg *Config) { cfg.Tokens, cfg.Gate = sameToken{}, log })
		for _, o := range operations(t) {
			results, err := o.run(t.Context(), c)
			if len(results) != o.items {
				t.Fatalf("%s: %d results for %d items", o.op, len(results), o.items)
			}
			errs := []error{err}
			for _, r := range results {
				errs = append(errs, r.Err)
				if r.Outcome < Done || r.Outcome > Unknown || (r.Outcome == Done) != (r.Err == nil) || (r.Outcome == Done) != ValidID(r.ID) {
					t.Errorf("%s: result %+v", o.op, r)
				}
				if r.Outcome == NotDone && status >= 500 {
					t.Errorf("%s: a server fault proves nothing: %+v", o.op, r)
				}
			}
			for _, e := range errs {
				if e != nil && (strings.Contains(e.Error(), planted) || len(e.Error()) > 200) {
					t.Errorf("%s: error text %q", o.op, e)
				}
				var api *APIError
				if errors.As(e, &api) && api.Op == "" {
					t.Errorf("%s: error without operation", o.op)
				}
			}
		}
		if len(log.before) != len(log.after) {
			t.Errorf("the gate was asked %d times and told %d times", len(log.before), len(log.after))
		}
	})
}
