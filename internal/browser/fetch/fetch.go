//go:build js && wasm

package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// Transport is a [transport.Transport] over the browser's fetch.
type Transport struct{}

var _ transport.Transport = Transport{}

// RoundTrip implements [transport.Transport].
func (Transport) RoundTrip(ctx context.Context, r transport.Request) (transport.Response, error) {
	if err := ctx.Err(); err != nil {
		return transport.Response{}, err
	}
	reply, err := roundTrip(ctx, r)
	if ended := ctx.Err(); err != nil && ended != nil {
		// What fetch itself says about an ended call depends on how far it had come.
		err = errors.Join(ended, err)
	}
	return reply, err
}

func roundTrip(ctx context.Context, r transport.Request) (_ transport.Response, err error) {
	controller, err := newObject("AbortController")
	if err != nil {
		return transport.Response{}, err
	}
	// Whatever ends the call, its connection ends with it; after a complete reply there is nothing left to abort.
	defer func() {
		if _, abortErr := controller.Call("abort"); abortErr != nil {
			err = errors.Join(err, abortErr)
		}
	}()
	options, err := requestOptions(r, controller)
	if err != nil {
		return transport.Response{}, err
	}
	p, err := safejs.Global().Call("fetch", r.URL, options)
	if err != nil {
		return transport.Response{}, fmt.Errorf("fetch: %w", err)
	}
	response, err := host.Await(ctx, p)
	if err != nil {
		return transport.Response{}, fmt.Errorf("fetch: %w", err)
	}
	reply, err := head(response)
	if err != nil || reply.IsRedirect() {
		return reply, err
	}
	body, err := readBody(ctx, response)
	if err != nil {
		return reply, err
	}
	reply.Body = body
	return reply, nil
}

// requestOptions returns fetch's second argument, see https://fetch.spec.whatwg.org/#requestinit.
func requestOptions(r transport.Request, controller safejs.Value) (safejs.Value, error) {
	signal, err := controller.Get("signal")
	if err != nil {
		return safejs.Undefined(), err
	}
	header := make(map[string]any, len(r.Header))
	for name, value := range r.Header {
		header[name] = value
	}
	options, err := safejs.ValueOf(map[string]any{
		"method": r.Method, "headers": header,
		"redirect": "manual", "credentials": "omit", "cache": "no-store",
	})
	if err != nil {
		return safejs.Undefined(), err
	}
	if err := options.Set("signal", signal); err != nil {
		return safejs.Undefined(), err
	}
	if r.Body == nil {
		return options, nil
	}
	body, err := newObject("Uint8Array", len(r.Body))
	if err != nil {
		return safejs.Undefined(), err
	}
	if _, err := safejs.CopyBytesToJS(body, r.Body); err != nil {
		return safejs.Undefined(), err
	}
	return options, options.Set("body", body)
}

// head reads status and header of a response.
func head(response safejs.Value) (transport.Response, error) {
	status, err := response.Get("status")
	if err != nil {
		return transport.Response{}, err
	}
	code, err := status.Int()
	if err != nil {
		return transport.Response{}, err
	}
	reply := transport.Response{Status: code}
	headers, err := response.Get("headers")
	if err != nil {
		return reply, err
	}
	object, err := host.Path("Object")
	if err != nil {
		return reply, err
	}
	entries, err := object.Call("fromEntries", headers)
	if err != nil {
		return reply, err
	}
	raw, err := host.ToJSON(entries)
	if err != nil {
		return reply, err
	}
	return reply, json.Unmarshal(raw, &reply.Header)
}

// newObject calls a global constructor.
func newObject(class string, args ...any) (safejs.Value, error) {
	constructor, err := host.Path(class)
	if err != nil {
		return safejs.Undefined(), err
	}
	return constructor.New(args...)
}
