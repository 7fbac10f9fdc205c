package fakewhatsapp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

// ask sends a request for a host straight to the handler.
func ask(s *Server, method, address, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(method, address, strings.NewReader(body)))
	return answer
}

var (
	noncePattern   = regexp.MustCompile(`'nonce-([A-Z0-9]+)'`)
	payloadPattern = regexp.MustCompile(`(?s)<script type="application/json" data-sjs nonce="[^"]+">(.*?)</script>`)
)

// load asks for the page and gives its payload.
func load(t *testing.T, s *Server) (payload, *httptest.ResponseRecorder) {
	t.Helper()
	answer := ask(s, "GET", "https://"+PageHost+"/", "")
	match := payloadPattern.FindSubmatch(answer.Body.Bytes())
	if answer.Code != http.StatusOK || match == nil {
		t.Fatalf("page: status %d, %.200s", answer.Code, answer.Body)
	}
	var p payload
	if err := json.Unmarshal(match[1], &p); err != nil {
		t.Fatal(err)
	}
	return p, answer
}

func TestPageHeadersAndMarkup(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: clock})
	noError(t, s.AddChat(Chat{ID: "15550007777@c.us", Name: `</script><img src=x onerror=alert(1)>`}))
	p, answer := load(t, s)
	_, second := load(t, s)

	policy := answer.Header().Get("Content-Security-Policy")
	nonce := noncePattern.FindStringSubmatch(policy)
	if nonce == nil || policy == second.Header().Get("Content-Security-Policy") {
		t.Fatalf("the nonce is missing or used twice: %s", policy)
	}
	for _, must := range []string{"default-src 'none'", "'strict-dynamic'", "connect-src 'self' wss://web.whatsapp.com https://static.whatsapp.net;"} {
		if !strings.Contains(policy, must) {
			t.Errorf("policy has no %q: %s", must, policy)
		}
	}
	scriptPolicy := policy[strings.Index(policy, "script-src"):strings.Index(policy, "; style-src")]
	for _, mustNot := range []string{"unsafe-eval", "wasm-unsafe-eval", "unsafe-inline", "require-trusted-types-for"} {
		if strings.Contains(scriptPolicy, mustNot) {
			t.Errorf("policy has %q: %s", mustNot, policy)
		}
	}
	html := answer.Body.String()
	if !strings.Contains(html, `<html id="whatsapp-web"`) || !strings.Contains(html, `id="wa_web_initial_startup"`) {
		t.Error("the root or the splash is missing")
	}
	if strings.Count(html, "<script") != 8 || strings.Count(html, `nonce="`+nonce[1]+`"`) != 8 || strings.Count(html, "data-sjs") != 3 ||
		strings.Count(html, `src="data:application/x-javascript;base64,`) != 5 || strings.Contains(html, "<img") {
		t.Errorf("scripts of the page: %.1000s", html)
	}
	if strings.Contains(html, StaticHost+"/rsrc.php/v4") && !strings.Contains(payloadPattern.FindString(html), StaticHost+"/rsrc.php/v4") {
		t.Error("the external bundle is asked for by the document itself")
	}
	if len(p.Snapshot.Chats) != 10 || p.Page == "" || p.Token == "" || p.Profile.MsgKeyProperty != "$1" {
		t.Errorf("payload: %+v", p)
	}
	trusted := ask(New(Options{Empty: true, TrustedTypes: true}), "GET", "https://"+PageHost+"/", "")
	if !strings.Contains(trusted.Header().Get("Content-Security-Policy"), "require-trusted-types-for 'script'") {
		t.Error("Trusted Types are not enforced")
	}
	if violations := s.Violations(); len(violations) > 0 {
		t.Errorf("violations: %+v", violations)
	}
}

func TestStaticHostServesBundleAndStyles(t *testing.T) {
	t.Parallel()
	s := New(Options{Empty: true})
	p, page := load(t, s)
	bundle := ask(s, "GET", p.Bundle, "")
	if bundle.Code != http.StatusOK || !strings.HasPrefix(bundle.Header().Get("Content-Type"), "application/x-javascript") ||
		bundle.Header().Get("Access-Control-Allow-Origin") != "*" || !bytes.Contains(bundle.Body.Bytes(), []byte("StandInRun")) {
		t.Errorf("bundle: %d %v", bundle.Code, bundle.Header())
	}
	href := regexp.MustCompile(`href="(https://static[^"]+)"`).FindStringSubmatch(page.Body.String())
	if href == nil {
		t.Fatal("the page names no stylesheet")
	}
	if styles := ask(s, "GET", href[1], ""); styles.Code != http.StatusOK || !strings.HasPrefix(styles.Header().Get("Content-Type"), "text/css") {
		t.Errorf("styles %s: %d", href[1], styles.Code)
	}
	if violations := s.Violations(); len(violations) > 0 {
		t.Errorf("violations: %+v", violations)
	}
}

func TestBundleThatNeverArrives(t *testing.T) {
	t.Parallel()
	s := New(Options{Empty: true, NoBundle: true})
	p, _ := load(t, s)
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("the connection is not broken: %v", got)
		}
	}()
	ask(s, "GET", p.Bundle, "")
}

func TestForeignRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		method, address string
		status          int
		what            string
	}{
		{"GET", "https://web.whatsapp.com/send?phone=15550001111", 404, "GET web.whatsapp.com/send"},
		{"POST", "https://web.whatsapp.com/", 404, "POST web.whatsapp.com/"},
		{"GET", "https://web.whatsapp.com/_stand-in/events?page=page-1&after=0", 403, "GET web.whatsapp.com/_stand-in/events"},
		{"POST", "https://web.whatsapp.com/_stand-in/report", 400, "POST web.whatsapp.com/_stand-in/report"},
		{"GET", "https://static.whatsapp.net/rsrc.php/v4/other.js", 404, "GET static.whatsapp.net/rsrc.php/v4/other.js"},
		{"GET", "https://mmg.whatsapp.net/v/media", 421, "GET mmg.whatsapp.net/v/media"},
	} {
		s := New(Options{Empty: true})
		answer := ask(s, one.method, one.address, "")
		violations := s.Violations()
		if answer.Code != one.status || len(violations) != 1 || violations[0] != (Violation{Kind: ViolationRequest, What: one.what}) {
			t.Errorf("%s %s: %d %+v", one.method, one.address, answer.Code, violations)
		}
		s.ClearViolations()
		if len(s.Violations()) != 0 {
			t.Error("violations are not cleared")
		}
	}
}

// guest is a page as far as the server is concerned: it reads the stream and acknowledges when told to.
type guest struct {
	payload payload
	base    string
	client  *http.Client
	lines   *bufio.Scanner
}

func newGuest(t *testing.T, s *Server) (*guest, context.CancelFunc) {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	t.Cleanup(s.Close)
	p, _ := load(t, s)
	g := &guest{payload: p, base: web.URL, client: web.Client()}
	ctx, cancel := context.WithCancel(t.Context())
	query := "page=" + p.Page + "&token=" + p.Token + "&after=" + jsonText(p.Seq)
	answer := g.do(t, ctx, "GET", "/_stand-in/events?"+query, nil)
	t.Cleanup(func() { answer.Body.Close() })
	t.Cleanup(cancel)
	if answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("stream: %d %v", answer.StatusCode, answer.Header)
	}
	g.lines = bufio.NewScanner(answer.Body)
	g.report(t, map[string]any{"applied": p.Seq})
	return g, cancel
}

func jsonText(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

func (g *guest) do(t *testing.T, ctx context.Context, method, path string, body io.Reader) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, g.base+path, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = PageHost
	answer, err := g.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func (g *guest) report(t *testing.T, entries ...map[string]any) int {
	t.Helper()
	body := jsonText(map[string]any{"page": g.payload.Page, "token": g.payload.Token, "entries": entries})
	answer := g.do(t, t.Context(), "POST", "/_stand-in/report", strings.NewReader(body))
	answer.Body.Close()
	return answer.StatusCode
}

// next reads one change from the stream.
func (g *guest) next(t *testing.T) (seq int, op string) {
	t.Helper()
	for g.lines.Scan() {
		data, ok := strings.CutPrefix(g.lines.Text(), "data: ")
		if !ok {
			continue
		}
		var change struct {
			Seq int
			Op  string
		}
		if err := json.Unmarshal([]byte(data), &change); err != nil {
			t.Fatal(err)
		}
		return change.Seq, change.Op
	}
	t.Fatal("the stream has ended")
	return 0, ""
}

func TestWaitAppliedNeedsEveryPage(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: clock})
	short := func() context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	if err := s.WaitApplied(short()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without a page: %v", err)
	}
	first, _ := newGuest(t, s)
	second, leave := newGuest(t, s)
	noError(t, s.WaitPages(t.Context(), 2))

	must(s.Deliver(ChatMaya, Msg{Body: "new"}))(t)
	seq, op := first.next(t)
	if op != "messages" {
		t.Errorf("first change is %q", op)
	}
	done := make(chan error, 1)
	go func() { done <- s.WaitApplied(t.Context()) }()
	barrier, op := first.next(t)
	if op != "barrier" || barrier != seq+1 {
		t.Errorf("then %q with number %d", op, barrier)
	}
	first.report(t, map[string]any{"violation": Violation{Kind: ViolationWrite, What: "before the acknowledgement"}}, map[string]any{"applied": barrier})
	if err := s.WaitApplied(short()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one page has not answered: %v", err)
	}
	// The second page leaves; what remains is the first, which has applied everything asked for so far.
	leave()
	noError(t, s.WaitPages(t.Context(), 1))
	if err := <-done; err != nil {
		t.Error(err)
	}
	if violations := s.Violations(); len(violations) != 1 || violations[0].Page != first.payload.Page {
		t.Errorf("violations: %+v", violations)
	}
	_ = second
}

func TestUserActsComeFromThePageOnly(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: clock})
	g, _ := newGuest(t, s)
	before := len(must(s.Messages(ChatMaya))(t))
	status := g.report(t, map[string]any{"act": UserAct{Name: "read", Chat: ChatMaya}},
		map[string]any{"act": UserAct{Name: "send", Chat: ChatMaya, Text: "typed by hand"}},
		map[string]any{"read": Read{Call: "msgFindByDirection", Chat: ChatElena}})
	if status != http.StatusNoContent || len(s.UserActs()) != 2 || len(s.Reads()) != 1 {
		t.Fatalf("status %d, acts %+v, reads %+v", status, s.UserActs(), s.Reads())
	}
	rows := must(s.Messages(ChatMaya))(t)
	last := rows[len(rows)-1]
	if len(rows) != before+1 || !last.FromMe || last.Body != "typed by hand" || s.world.chats[ChatMaya].Fields["unreadCount"] != 0 {
		t.Errorf("chat after the acts: %+v", last)
	}
	g.payload.Token = "guessed"
	if status := g.report(t, map[string]any{"act": UserAct{Name: "send", Chat: ChatMaya, Text: "forged"}}); status != http.StatusForbidden {
		t.Errorf("a forged report is answered with %d", status)
	}
	if len(must(s.Messages(ChatMaya))(t)) != before+1 {
		t.Error("a forged report has sent a message")
	}
}

func TestCloseEndsStreams(t *testing.T) {
	t.Parallel()
	s := New(Options{Empty: true})
	g, _ := newGuest(t, s)
	s.Close()
	for g.lines.Scan() {
	}
	if err := g.lines.Err(); err != nil {
		t.Errorf("the stream broke: %v", err)
	}
}

func FuzzReport(f *testing.F) {
	f.Add(`{"page":"page-1","token":"","entries":[]}`)
	f.Add(`{"entries":[{"violation":null},{"applied":9223372036854775807},{"act":{"name":"send"}}]}`)
	f.Add(`[`)
	f.Fuzz(func(t *testing.T, body string) {
		s := New(Options{Empty: true})
		load(t, s)
		answer := ask(s, "POST", "https://"+PageHost+"/_stand-in/report", body)
		// Nobody can guess the token, so every body is refused, recorded, and changes nothing.
		if answer.Code != http.StatusForbidden && answer.Code != http.StatusBadRequest {
			t.Errorf("answered %d", answer.Code)
		}
		if len(s.Violations()) != 1 || len(s.UserActs()) != 0 {
			t.Errorf("violations %+v, acts %+v", s.Violations(), s.UserActs())
		}
	})
}
