package fakezoho

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// reply is a complete answer, held back until faults have had their say.
type reply struct {
	status int
	header http.Header
	body   []byte
	code   string // Zoho's error code, for the call log
}

func (r reply) write(w http.ResponseWriter) {
	for k, vs := range r.header {
		w.Header()[k] = vs
	}
	if r.status != http.StatusNoContent && r.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	w.WriteHeader(r.status)
	if len(r.body) > 0 {
		// A client that has gone away is no concern of the server.
		_, _ = w.Write(r.body)
	}
}

// object is a JSON object under construction.
type object = map[string]any

func jsonReply(status int, v any) reply {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		// Every value encoded here is built from strings, numbers and maps.
		panic(fmt.Errorf("fakezoho: encode reply: %w", err))
	}
	return reply{
		status: status,
		header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Cache-Control": {"no-store"}},
		body:   bytes.TrimRight(buf.Bytes(), "\n"),
	}
}

func textReply(status int, text string) reply {
	return reply{status: status, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, body: []byte(text)}
}

// noContent is Zoho's answer to a read that finds nothing: no bytes at all.
func noContent() reply { return reply{status: http.StatusNoContent} }

// apiError is Zoho's error object; the same shape stands at the top level and
// inside data[] of a batch.
type apiError struct {
	status  int
	code    string
	message string
	details object
}

func fail(status int, code, message string, details object) *apiError {
	return &apiError{status: status, code: code, message: message, details: details}
}

func (e *apiError) object() object {
	details := e.details
	if details == nil {
		details = object{}
	}
	return object{"code": e.code, "details": details, "message": e.message, "status": "error"}
}

func (e *apiError) reply() reply {
	r := jsonReply(e.status, e.object())
	r.code = e.code
	return r
}
