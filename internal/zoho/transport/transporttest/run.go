package transporttest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// suite is one transport under test and the address of a server that runs [Handler].
type suite struct {
	transport transport.Transport
	server    string
}

// Run holds a transport to its contract. server is the address of a server that runs [Handler], without a slash.
func Run(t *testing.T, tr transport.Transport, server string) {
	s := suite{tr, server}
	for name, test := range map[string]func(*testing.T){
		"request arrives":       s.requestArrives,
		"status is no error":    s.statusIsNoError,
		"redirect":              s.redirect,
		"cookies":               s.cookies,
		"largest body":          s.largestBody,
		"larger body":           s.largerBody,
		"broken connection":     s.broken,
		"nobody there":          s.nobodyThere,
		"ended before the call": s.endedBefore,
		"deadline":              s.deadline,
		"cancelled":             s.cancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t)
		})
	}
}

// get sends a GET without anything else.
func (s suite) get(ctx context.Context, path string) (transport.Response, error) {
	return s.transport.RoundTrip(ctx, transport.Request{Method: "GET", URL: s.server + path})
}

func (s suite) requestArrives(t *testing.T) {
	for _, test := range []struct {
		method string
		header map[string]string
		body   []byte
		want   string
	}{
		{"GET", nil, nil, "GET\n\n\n"},
		{"POST", map[string]string{"Authorization": "Zoho-oauthtoken t"}, nil, "POST\nZoho-oauthtoken t\n\n"},
		{"PUT", map[string]string{"Content-Type": "application/json"}, []byte("{\"a\":\"ä\x00😀\"}"), "PUT\n\napplication/json\n{\"a\":\"ä\x00😀\"}"},
	} {
		got, err := s.transport.RoundTrip(t.Context(), transport.Request{
			Method: test.method, URL: s.server + "/echo", Header: test.header, Body: test.body,
		})
		if err != nil || got.Status != 200 || string(got.Body) != test.want {
			t.Errorf("reply %d %q, %v; want %q", got.Status, got.Body, err, test.want)
		}
		for name, want := range map[string]string{
			"content-type": "text/plain; charset=utf-8", "x-mixed-case": "One Value", "x-twice": "a, b", "X-Mixed-Case": "",
		} {
			if got.Header[name] != want {
				t.Errorf("header %s is %q, want %q", name, got.Header[name], want)
			}
		}
	}
}

func (s suite) statusIsNoError(t *testing.T) {
	for _, code := range []int{200, 201, 204, 207, 400, 401, 404, 429, 500, 503} {
		want := fmt.Sprint("body of ", code)
		if code == 204 {
			want = ""
		}
		got, err := s.get(t.Context(), fmt.Sprint("/status?code=", code))
		if err != nil || got.Status != code || string(got.Body) != want {
			t.Errorf("%d: reply %d %q, %v", code, got.Status, got.Body, err)
		}
	}
}

func (s suite) redirect(t *testing.T) {
	run := "?run=" + rand.Text()
	got, err := s.get(t.Context(), "/redirect"+run)
	if err != nil || !got.IsRedirect() || len(got.Body) != 0 {
		t.Errorf("reply %d %q, %v", got.Status, got.Body, err)
	}
	if followed, err := s.get(t.Context(), "/followed"+run); err != nil || string(followed.Body) != "false" {
		t.Errorf("followed: %s, %v", followed.Body, err)
	}
}

func (s suite) cookies(t *testing.T) {
	for range 2 {
		if got, err := s.get(t.Context(), "/cookie"); err != nil || len(got.Body) != 0 {
			t.Errorf("a cookie was sent: %q, %v", got.Body, err)
		}
	}
}

func (s suite) largestBody(t *testing.T) {
	got, err := s.get(t.Context(), "/large?more=0")
	if err != nil || got.Status != 200 || len(got.Body) != transport.MaxBody {
		t.Errorf("reply %d of %d bytes, %v", got.Status, len(got.Body), err)
	}
}

func (s suite) largerBody(t *testing.T) {
	for _, more := range []int{1, 1 << 20} {
		got, err := s.get(t.Context(), fmt.Sprint("/large?more=", more))
		if !errors.Is(err, transport.ErrTooLarge) || got.Status != 200 || got.Body != nil {
			t.Errorf("%d more: reply %d of %d bytes, %v", more, got.Status, len(got.Body), err)
		}
	}
}

// networkFault checks that an error is a fault of the network and that no body came with it.
func networkFault(t *testing.T, got transport.Response, err error) {
	t.Helper()
	if err == nil || got.Body != nil {
		t.Fatalf("reply %d %q, %v", got.Status, got.Body, err)
	}
	for _, other := range []error{transport.ErrTooLarge, context.DeadlineExceeded, context.Canceled} {
		if errors.Is(err, other) {
			t.Errorf("error %v matches %v", err, other)
		}
	}
}

func (s suite) broken(t *testing.T) {
	for where, status := range map[string]int{"before": 0, "length": 200, "chunks": 200} {
		got, err := s.get(t.Context(), "/cut?where="+where)
		networkFault(t, got, err)
		if got.Status != status {
			t.Errorf("%s: status %d, want %d", where, got.Status, status)
		}
	}
}

func (s suite) nobodyThere(t *testing.T) {
	// Port 1 is TCPMUX, which no machine offers and fetch refuses to call.
	got, err := s.transport.RoundTrip(t.Context(), transport.Request{Method: "GET", URL: "http://127.0.0.1:1/"})
	networkFault(t, got, err)
}

func (s suite) endedBefore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	run := "?run=" + rand.Text()
	if got, err := s.get(ctx, "/target"+run); !errors.Is(err, context.Canceled) || got.Body != nil {
		t.Errorf("reply %d, %v", got.Status, err)
	}
	if sent, err := s.get(t.Context(), "/followed"+run); err != nil || string(sent.Body) != "false" {
		t.Errorf("sent: %s, %v", sent.Body, err)
	}
}

// stalls calls an address that never answers completely, and checks that the end of the context returns an error and
// reaches the server as the end of the connection.
func (s suite) stalls(t *testing.T, want error, start func(run string) (context.Context, context.CancelFunc)) {
	for _, begin := range []bool{false, true} {
		run := rand.Text()
		ctx, cancel := start(run)
		got, err := s.get(ctx, fmt.Sprintf("/stall?run=%s&begin=%v", run, begin))
		cancel()
		if !errors.Is(err, want) || got.Body != nil {
			t.Fatalf("begin %v: reply %d %q, %v; want %v", begin, got.Status, got.Body, err, want)
		}
		if seen, err := s.get(t.Context(), "/gone?run="+run); err != nil || string(seen.Body) != "yes" {
			t.Errorf("begin %v: the connection stayed: %q, %v", begin, seen.Body, err)
		}
	}
}

func (s suite) deadline(t *testing.T) {
	s.stalls(t, context.DeadlineExceeded, func(string) (context.Context, context.CancelFunc) {
		// Long enough for the request to arrive, also under Node.
		return context.WithTimeout(t.Context(), time.Second)
	})
}

func (s suite) cancelled(t *testing.T) {
	s.stalls(t, context.Canceled, func(run string) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			if _, err := s.get(ctx, "/arrived?run="+run); err != nil {
				t.Error(err)
			}
			cancel()
		}()
		return ctx, cancel
	})
}
