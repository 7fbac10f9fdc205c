package overhttp_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/transporttest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(transporttest.Handler())
	t.Cleanup(s.Close)
	transporttest.Run(t, overhttp.New(s.Client()), s.URL)
}

// TestOnlyTheConnectionsAreTaken: what else an http.Client brings would break the contract.
func TestOnlyTheConnectionsAreTaken(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(transporttest.Handler())
	t.Cleanup(s.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	hc := &http.Client{Transport: s.Client().Transport, Jar: jar, Timeout: time.Nanosecond}
	transporttest.Run(t, overhttp.New(hc), s.URL)
}

func TestAddressThatCannotBeSent(t *testing.T) {
	t.Parallel()
	for _, r := range []transport.Request{
		{Method: "GET", URL: "https://%zz/"},
		{Method: "GET GET", URL: "https://x.test/"},
	} {
		if _, err := overhttp.New(nil).RoundTrip(t.Context(), r); err == nil {
			t.Errorf("%+v was sent", r)
		}
	}
}
