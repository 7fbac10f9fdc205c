package app_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// refusingIndex is a Zoho that refuses to list all records that have a number, for a
// field that its metadata lists nevertheless.
type refusingIndex struct {
	http.RoundTripper
	refused *int
}

func (z refusingIndex) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/coql") {
		return z.RoundTripper.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(string(body), "is not null") {
		again := r.Clone(r.Context())
		again.Body = io.NopCloser(bytes.NewReader(body))
		return z.RoundTripper.RoundTrip(again)
	}
	*z.refused++
	return &http.Response{
		StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"code":"INVALID_QUERY","details":{"column_name":"Mobile"},"message":"column given seems to be invalid","status":"error"}`)),
	}, nil
}

// TestDirectoryRefusedForGood: where Zoho goes on refusing what the directory asks for,
// it is tried again about hourly, not at every cycle, and chats are recognised one by
// one.
func TestDirectoryRefusedForGood(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	refused := 0
	s.http = refusingIndex{s.http, &refused}
	s.wake()
	s.linkedAda()
	refused = 0
	for range 40 {
		s.nextTick()
	}
	if refused < 1 || refused > 3 {
		t.Errorf("asked %d times in two hours", refused)
	}
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	record, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Newcomer", "Mobile": newNum})
	must(t, err)
	s.whatsApp.say(newJID, s.now(0), false, "Hello?")
	s.nextTick()
	s.nextTick()
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != record {
		t.Errorf("the record is %+v", card.Record)
	}
}
