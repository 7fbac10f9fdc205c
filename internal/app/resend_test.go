package app_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// resending is a transport that sends every creating request twice, as Chromium
// does by itself when the connection breaks before the first byte of an answer.
type resending struct{ http.RoundTripper }

func (r resending) RoundTrip(in *http.Request) (*http.Response, error) {
	for _, end := range []string{"/Contacts", "/Notes", "/Attachments"} {
		if in.Method == http.MethodPost && strings.HasSuffix(in.URL.Path, end) {
			return twice(r.RoundTripper, in)
		}
	}
	return r.RoundTripper.RoundTrip(in)
}

// resendingUpdates does the same with every update.
type resendingUpdates struct{ http.RoundTripper }

func (r resendingUpdates) RoundTrip(in *http.Request) (*http.Response, error) {
	if in.Method != http.MethodPut {
		return r.RoundTripper.RoundTrip(in)
	}
	return twice(r.RoundTripper, in)
}

// twice sends a request two times and returns the second answer.
func twice(next http.RoundTripper, in *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(in.Body)
	if err != nil {
		return nil, err
	}
	again := in.Clone(in.Context())
	in.Body, again.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
	lost, err := next.RoundTrip(in)
	if err != nil {
		return nil, err
	}
	if err := lost.Body.Close(); err != nil {
		return nil, err
	}
	return next.RoundTrip(again)
}

func TestRequestsTheBrowserSendsTwice(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.http = resending{s.http}
	s.wake()
	s.do(contract.KindPanelCreateContact, nora)
	// Nothing can be taken back in Zoho, so the person is told, and goes on
	// being told until the two are merged.
	made := s.contactsWith(newNum)
	if len(made) != 2 {
		t.Fatalf("%d contacts", len(made))
	}
	card := s.wantCard(newJID, contract.ChatLinked)
	if card.Problem == nil || card.Problem.Code != contract.ProblemStoredTwice {
		t.Fatalf("problem %+v", card.Problem)
	}
	s.nextTick()
	s.nextTick()
	if notes := s.zoho.NotesOf(card.Record.ID); len(notes) != 2 {
		t.Errorf("%d notes", len(notes))
	}
	for _, n := range s.zoho.NotesOf(card.Record.ID) {
		if strings.HasPrefix(n.Title, "Not needed: ") {
			if strings.Contains(n.Content, "hello") {
				t.Error("the note that is not needed still holds the message")
			}
			continue
		}
		if strings.Count(n.Content, "hello") != 1 {
			t.Errorf("the note is %q", n.Content)
		}
	}
	other := made[0].ID
	if other == card.Record.ID {
		other = made[1].ID
	}
	if err := s.zoho.DeleteContact(other); err != nil {
		t.Fatal(err)
	}
	s.restartBrowser()
	s.nextTick()
	if card := s.wantCard(newJID, contract.ChatLinked); card.Problem != nil {
		t.Errorf("problem %+v after the two were merged", card.Problem)
	}
	before := len(s.zoho.Calls())
	s.nextTick()
	if now := len(s.zoho.Calls()); now != before {
		t.Errorf("a cycle with nothing new made %d calls", now-before)
	}
}
