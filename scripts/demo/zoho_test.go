package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// started runs the stand-in alone and returns what it printed; it ends with the
// test.
func started(t *testing.T, seedFile string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	r, w := io.Pipe()
	go func() {
		err := serveZoho(ctx, w, "127.0.0.1:0", seedFile)
		w.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	var printed strings.Builder
	for lines := bufio.NewScanner(r); lines.Scan(); {
		printed.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "Controls:") {
			break
		}
	}
	go io.Copy(io.Discard, r)
	return printed.String()
}

// printed finds what a pattern's group names in a text.
func printed(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("%s is not printed in:\n%s", pattern, text)
	}
	return found[1]
}

func ask(t *testing.T, req *http.Request) (int, map[string]any) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var doc map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, doc
}

// TestZohoOnly does what a stranger does who has read nothing but what is printed.
func TestZohoOnly(t *testing.T) {
	t.Parallel()
	text := started(t, "")
	base := printed(t, text, `answers at (http://127\.0\.0\.1:\d+)`)
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {printed(t, text, `client_id +(\S+)`)},
		"client_secret": {printed(t, text, `client_secret +(\S+)`)}, "code": {printed(t, text, `code +(1000\.\S+)`)},
	}
	resp, err := http.PostForm(base+"/accounts/us/oauth/v2/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var grant map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&grant); err != nil || grant["api_domain"] != base+"/api/us" {
		t.Fatalf("grant %v, %v", grant, err)
	}
	for target, host := range map[string]string{base + "/api/us/crm/v8/org": "", base + "/crm/v8/org": "www.zohoapis.com"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		req.Header.Set("Authorization", "Zoho-oauthtoken "+grant["access_token"].(string))
		if status, doc := ask(t, req); status != 200 || doc["org"] == nil {
			t.Errorf("%s: %d %v", target, status, doc)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/_control/state", nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, state := ask(t, req); status != 200 || len(state["calls"].([]any)) != 3 {
		t.Errorf("state: %d %v", status, state["calls"])
	}
}

func TestZohoOnlyFromASeed(t *testing.T) {
	t.Parallel()
	text := started(t, filepath.Join("..", "..", "internal", "fakezoho", "control", "testdata", "example.json"))
	if !strings.Contains(text, "1000.EXAMPLE") || !strings.Contains(text, "example-secret") || !strings.Contains(text, "server-based client") {
		t.Errorf("printed:\n%s", text)
	}
}

func TestZohoOnlyRefusals(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(bad, []byte(`{"organisations":[{"data_centre":"mars","users":[{"last":"A","email":"a@b.test"}]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	unreadable := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(unreadable, []byte(`{"nope":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"every address": {"0.0.0.0:0", ""}, "another machine": {"192.0.2.1:0", ""}, "a name": {"localhost:0", ""}, "no port": {"127.0.0.1", ""},
		"no file": {"127.0.0.1:0", "nope.json"}, "unknown member": {"127.0.0.1:0", unreadable}, "unknown data centre": {"127.0.0.1:0", bad},
	} {
		if err := serveZoho(t.Context(), io.Discard, c[0], c[1]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
