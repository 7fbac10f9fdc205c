package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// Another organisation is another CRM: nothing of the first one's links and
// notes may reach it, and coming back finds everything in its place.
func TestAnotherOrganisationBeginsAnewAndTheFirstGoesOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	first := s.world
	s.wantLines(s.ada(), "Good morning")
	notes := len(s.zoho.NotesOf(s.ada()))

	// The stand-in's second world has people of the same numbers under other ids.
	second, err := fakezoho.SeedDemo(s.zoho, redirectURL)
	if err != nil {
		t.Fatal(err)
	}
	s.world = second
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	s.connect()
	s.nextTick()
	s.whatsApp.say(adaJID, s.now(0), false, "to the second")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "to the second")
	if now := len(s.zoho.NotesOf(first.Contacts[fakezoho.ContactPunctuated])); now != notes {
		t.Errorf("the first organisation has %d notes, and had %d", now, notes)
	}

	s.world = first
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	s.connect()
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "to the second")
	s.wantTitlesOnce()
	if view := s.view(); view.Backup.Linked != 1 || view.Backup.State != contract.BackupIdle {
		t.Errorf("view %+v", view.Backup)
	}
}

// answering is a way to Zoho on which calls of one method and path have another answer.
type answering struct {
	http.RoundTripper
	method, path string
	status       int
	body         string
}

func (o answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != o.method || r.URL.Path != "/crm/v8/"+o.path {
		return o.RoundTripper.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: o.status, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(o.body)), ContentLength: int64(len(o.body)),
	}, nil
}

// TestOrganisationThatTellsLittle: a number without a country code needs the organisation's country, under whichever of its
// two names it comes, and nothing of the organisation's other properties is needed.
func TestOrganisationThatTellsLittle(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		org, region string
	}{
		"country and currency": {`{"id":"7001000000000020001","country_code":"US","iso_code":"EUR"}`, "US"},
		"country as code":      {`{"zgid":"700000001","iso_code":"US","country_code":null}`, "US"},
		"two countries":        {`{"company_name":"Acme","country_code":"us","iso_code":"DE"}`, "US"},
		"currency only":        {`{"company_name":"Acme","iso_code":"USD"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.http = answering{s.http, http.MethodGet, "org", http.StatusOK, `{"org":[` + tt.org + `]}`}
			s.wake()
			s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
			s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
			s.connect()
			if region := s.view().Zoho.Region; region != tt.region {
				t.Errorf("region %q, want %q", region, tt.region)
			}
			if tt.region != "" {
				s.tick()
				s.wantLines(s.ada(), "Good morning")
			}
		})
	}
}
