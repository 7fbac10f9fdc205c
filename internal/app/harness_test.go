package app_test

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/phone/parse"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
)

const (
	redirectURL = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/zoho"

	// adaJID has the number that the CRM holds as (415) 555-0132, newJID one that
	// it does not hold.
	adaJID = "14155550132@c.us"
	newJID = "14155550160@c.us"
	newNum = "+14155550160"
)

// clock moves only when told, or when somebody sleeps.
type clock struct {
	mu sync.Mutex
	t  time.Time
	// off is how wrong the clock is.
	off time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t.Add(c.off)
}

// True is the time by which Zoho and WhatsApp go.
func (c *clock) True() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// set makes the clock wrong, or right with 0.
func (c *clock) set(off time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off = off
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.advance(d)
	return ctx.Err()
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// stage is the whole of Chatkeep's core between a small WhatsApp and the
// stand-in for Zoho. Workers come and go; what is stored stays.
type stage struct {
	t        testing.TB
	clock    *clock
	whatsApp *whatsApp
	zoho     *fakezoho.Server
	world    fakezoho.World
	local    *store.Memory
	session  *store.Memory
	database *journal.Memory
	killer   *killer
	http     http.RoundTripper
	app      *app.App
	// zone is the time zone of the computer, empty for New York.
	zone string
	// wordsRead counts how often the words of a note were read.
	wordsRead int

	// rung, when set, hears what came of each cycle and wish of a path.
	rung func(contract.Reply)
	// times are those of the last sync as they were stored last.
	times   contract.SyncTimes
	timesMu sync.Mutex
}

// newStage returns a stage whose Zoho is reached through TLS, by its real names.
func newStage(t testing.TB, change ...func(*fakezoho.Options)) *stage {
	t.Helper()
	s := newBareStage(t, change...)
	ts := httptest.NewTLSServer(s.zoho)
	t.Cleanup(ts.Close)
	s.http = &http.Transport{
		DialContext:     fakezoho.Dialer(ts.Listener.Addr().String()),
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		// A kept-alive connection would let net/http send a request again by itself.
		DisableKeepAlives: true,
	}
	s.wake()
	return s
}

// newDirectStage returns a stage whose calls reach Zoho without a network, for
// tests that play many stories.
func newDirectStage(t testing.TB, change ...func(*fakezoho.Options)) *stage {
	t.Helper()
	s := newBareStage(t, change...)
	s.http = direct{s.zoho}
	s.wake()
	return s
}

func newBareStage(t testing.TB, change ...func(*fakezoho.Options)) *stage {
	t.Helper()
	// A Sunday noon in New York.
	c := &clock{t: time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)}
	opts := fakezoho.Options{Now: c.True, Edition: fakezoho.Standard()}
	for _, f := range change {
		f(&opts)
	}
	s := &stage{
		t: t, clock: c, whatsApp: newWhatsApp(), zoho: fakezoho.New(opts),
		local: store.NewMemory(), session: store.NewMemory(), database: journal.NewMemory(), killer: &killer{at: map[int]bool{}},
	}
	var err error
	redirects := []string{redirectURL}
	if opts.Switches.RefuseExtensionRedirect {
		redirects = nil
	}
	if s.world, err = fakezoho.SeedDemo(s.zoho, redirects...); err != nil {
		t.Fatal(err)
	}
	return s
}

// direct is a transport that calls a handler. A closed connection is an error,
// as it is on a network.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	recorder := httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			resp, err = nil, errors.New("connection closed")
		}
	}()
	in := r.Clone(r.Context())
	in.Host = r.URL.Host
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	d.handler.ServeHTTP(recorder, in)
	return recorder.Result(), nil
}

// wake starts a worker over what is stored.
func (s *stage) wake() {
	s.t.Helper()
	s.killer.revive()
	ctx := context.Background()
	zone, err := time.LoadLocation(cmp.Or(s.zone, "America/New_York"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.app = nil
	for s.app == nil {
		s.mortal(func() {
			settings, err := store.Open(ctx, watchedArea{mortalArea{s.local, "local", s.killer}, s}, mortalArea{s.session, "session", s.killer})
			if err != nil {
				s.t.Fatal(err)
			}
			messages, err := journal.Open(ctx, mortalKV{s.database, s.killer})
			if err != nil {
				s.t.Fatal(err)
			}
			s.app = app.New(app.Config{
				Store: settings, Journal: messages, Pages: s.whatsApp, Numbers: parse.Reader{},
				Zoho: accounts.Door{Transport: overhttp.New(&http.Client{Transport: mortalTransport{s.http, s.killer}}), Now: s.clock.Now},
				Zone: transcript.LocationZone(zone), Words: s.readWords, Clock: s.clock,
			})
		})
		s.killer.revive()
	}
}

// readWords brings the words of a note.
func (s *stage) readWords() (transcript.Words, error) {
	s.wordsRead++
	return transcript.English(), nil
}

// mortal runs fn, and reports whether the worker was stopped in it.
func (s *stage) mortal(fn func()) (killed bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(stopped); !ok {
				panic(p)
			}
			killed = true
		}
	}()
	fn()
	return false
}

// restartBrowser ends the session and with it what only lives in memory.
func (s *stage) restartBrowser() {
	s.session = store.NewMemory()
	s.whatsApp.set(func(w *whatsApp) { w.epoch += "x" })
	s.wake()
	s.ask(contract.KindWorkerStarted, contract.WorkerStarted{Start: contract.StartBrowser})
}

// ask sends one request. killed reports that the worker was stopped while it
// worked on it; a new one lives then.
func (s *stage) ask(kind contract.Kind, data any) (reply contract.Reply, killed bool) {
	s.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		s.t.Fatal(err)
	}
	request, err := json.Marshal(contract.Request{V: contract.Version, Kind: kind, Data: raw})
	if err != nil {
		s.t.Fatal(err)
	}
	var out json.RawMessage
	worker := s.app
	if s.mortal(func() { out, err = worker.Dispatch(context.Background(), request) }) {
		s.wake()
		return contract.Reply{}, true
	}
	if err != nil {
		s.t.Fatal(err)
	}
	if err := json.Unmarshal(out, &reply); err != nil {
		s.t.Fatal(err)
	}
	return reply, false
}

// do sends a request that must succeed.
func (s *stage) do(kind contract.Kind, data any) {
	s.t.Helper()
	if reply, _ := s.ask(kind, data); reply.Error != nil {
		s.t.Fatalf("%s: %+v", kind, *reply.Error)
	}
}

// refused sends a request that must fail with a problem.
func (s *stage) refused(kind contract.Kind, data any, code contract.Code, problem contract.ProblemCode) {
	s.t.Helper()
	reply, _ := s.ask(kind, data)
	if reply.Error == nil || reply.Error.Code != code || reply.Error.Problem != problem {
		s.t.Fatalf("%s: got %+v, want %s %s", kind, reply.Error, code, problem)
	}
	for _, secret := range []string{"5550132", "5550160", "999888777666555", s.world.SelfClient.Secrets["us"], "Ada"} {
		if strings.Contains(reply.Error.Message, secret) {
			s.t.Errorf("%s: the error text holds user data: %q", kind, reply.Error.Message)
		}
	}
}

func (s *stage) tick() {
	s.t.Helper()
	s.do(contract.KindAlarmTick, contract.Nothing{})
}

// nextTick lets three minutes pass and rings.
func (s *stage) nextTick() {
	s.t.Helper()
	s.clock.advance(3 * time.Minute)
	s.tick()
}

// selfClient returns a sign-in with a fresh code.
func (s *stage) selfClient(scopes ...string) contract.SelfClientSignIn {
	s.t.Helper()
	if len(scopes) == 0 {
		scopes = zoho.Scopes()
	}
	code, err := s.zoho.SelfClientCode(s.world.SelfClient.ID, scopes, 3*time.Minute)
	if err != nil {
		s.t.Fatal(err)
	}
	return contract.SelfClientSignIn{
		DataCentre: "us", ClientID: s.world.SelfClient.ID, ClientSecret: s.world.SelfClient.Secrets["us"], Code: code,
		Linking: contract.LinkCertain,
	}
}

func (s *stage) connect() {
	s.t.Helper()
	s.do(contract.KindOptionsSelfClient, s.selfClient())
}

// linkedAda connects and links the chat with Ada, with one message saved.
func (s *stage) linkedAda() {
	s.t.Helper()
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
	s.connect()
	s.tick()
	s.wantLines(s.ada(), "Good morning")
}

func (s *stage) ada() string { return s.world.Contacts[fakezoho.ContactPunctuated] }

// now is the time in Unix seconds, some seconds off.
func (s *stage) now(off int64) int64 { return s.clock.Now().Unix() + off }

func stored[T any](s *stage, area *store.Memory, key string) (v T, found bool) {
	s.t.Helper()
	values, err := area.Get(context.Background(), key)
	if err != nil {
		s.t.Fatal(err)
	}
	raw, found := values[key]
	if !found {
		return v, false
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		s.t.Fatal(err)
	}
	return v, true
}

func (s *stage) view() contract.View {
	s.t.Helper()
	v, _ := stored[contract.View](s, s.session, contract.ViewKey)
	return v
}

// people returns the list of chats by their JIDs.
func (s *stage) people() map[string]contract.PersonRow {
	s.t.Helper()
	list, _ := stored[contract.People](s, s.session, contract.PeopleKey)
	out := map[string]contract.PersonRow{}
	for _, row := range list.Rows {
		out[row.Chat] = row
	}
	return out
}

// onDemand lets numbers be looked up without a directory.
func (s *stage) onDemand() {
	s.t.Helper()
	settings := s.view().Settings
	settings.Directory = contract.DirectoryNever
	s.do(contract.KindOptionsSettings, settings)
}

func (s *stage) card(jid string) contract.Card {
	s.t.Helper()
	c, _ := stored[contract.Card](s, s.session, contract.CardKeyPrefix+jid)
	return c
}

// wantCard checks the state of a chat's card and returns it.
func (s *stage) wantCard(jid string, state contract.ChatState) contract.Card {
	s.t.Helper()
	card := s.card(jid)
	if card.State != state {
		s.t.Fatalf("card is %q, want %q; %+v, problem %+v", card.State, state, card, card.Problem)
	}
	return card
}

// openChat opens a chat in WhatsApp and lets the bridge say so.
func (s *stage) openChat(jid string) {
	s.t.Helper()
	s.whatsApp.open(jid)
	s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: jid})
}

// dayInTitle is the calendar day in a note's title.
var dayInTitle = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// lines returns the lines of all notes of a record that hold a message.
func (s *stage) lines(record string) []string {
	var out []string
	notes := s.zoho.NotesOf(record)
	// By day: a history is written after what came later.
	slices.SortStableFunc(notes, func(a, b fakezoho.Note) int {
		return strings.Compare(dayInTitle.FindString(a.Title), dayInTitle.FindString(b.Title))
	})
	for _, n := range notes {
		for _, line := range strings.Split(n.Content, "\n") {
			if len(line) > 6 && line[2] == ':' && line[5] == ' ' {
				out = append(out, line)
			}
		}
	}
	return out
}

// wantLines checks that the notes of a record hold one line for each text, in
// this order, each once, and that no two notes share a title.
func (s *stage) wantLines(record string, texts ...string) {
	s.t.Helper()
	lines := s.lines(record)
	if len(lines) != len(texts) {
		s.t.Fatalf("%d lines, want %d:\n%s", len(lines), len(texts), strings.Join(lines, "\n"))
	}
	for i, text := range texts {
		if !strings.Contains(lines[i], ": "+text) {
			s.t.Fatalf("line %d is %q, want %q", i, lines[i], text)
		}
	}
	s.wantTitlesOnce()
}

// wantTitlesOnce checks that no record has two notes of one title.
func (s *stage) wantTitlesOnce() {
	s.t.Helper()
	seen := map[[2]string]bool{}
	for _, n := range s.zoho.Notes() {
		key := [2]string{n.ParentID, n.Title}
		if seen[key] {
			s.t.Fatalf("two notes are called %q", n.Title)
		}
		seen[key] = true
	}
}

// contactsWith returns the contacts that hold a number in the field Mobile.
func (s *stage) contactsWith(number string) []fakezoho.Record {
	return slices.DeleteFunc(s.zoho.Contacts(), func(r fakezoho.Record) bool { return r.Fields["Mobile"] != number })
}

// ops returns the operations of the calls so far.
func (s *stage) ops() []fakezoho.Op {
	var out []fakezoho.Op
	for _, c := range s.zoho.Calls() {
		out = append(out, c.Op)
	}
	return out
}

// wantCalls checks the operations called since the last reset, and resets.
func (s *stage) wantCalls(want ...fakezoho.Op) {
	s.t.Helper()
	if got := s.ops(); !slices.Equal(got, want) {
		s.t.Fatalf("calls %v, want %v", got, want)
	}
	s.zoho.ResetCalls()
}
