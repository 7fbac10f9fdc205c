package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/chromium"
)

// runTests runs a test program for the browser and returns what it printed and
// its exit status.
const runTests = `(async () => {
	await import("/wasm_exec.js");
	const go = new Go();
	go.argv = ["browser.test", "-test.v"];
	let status = -1;
	go.exit = (code) => { status = code; };
	const lines = [];
	console.log = (line) => { lines.push(line); };
	const { instance } = await WebAssembly.instantiateStreaming(fetch("/browser.test.wasm"), go.importObject);
	await go.run(instance);
	return JSON.stringify({ status, output: lines.join("\n") });
})()`

// TestJournalInIndexedDB builds the tests of internal/browser that need a real
// IndexedDB, the conformance suite of the journal's database among them, and
// runs them in Chromium.
func TestJournalInIndexedDB(t *testing.T) {
	t.Parallel()
	places <- struct{}{}
	t.Cleanup(func() { <-places })
	folder := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-tags", "indexeddb", "-o", filepath.Join(folder, "browser.test.wasm"), "../browser")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	goroot, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "wasm_exec.js"), glue, 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(folder)))
	t.Cleanup(server.Close)

	path, err := chromium.FindOrInstall(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WSURLReadTimeout(startWithin), chromedp.Flag("no-sandbox", os.Geteuid() == 0), chromedp.DisableGPU, chromedp.Flag("headless", "new"))...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab, chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	told, err := chromedp.Run(tab, chromedp.Evaluate[string](runTests, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var result struct {
		Status int    `json:"status"`
		Output string `json:"output"`
	}
	if err := json.Unmarshal([]byte(told), &result); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"TestDatabase", "TestDatabaseOutlivesItsConnection"} {
		if !strings.Contains(result.Output, fmt.Sprintf("--- PASS: %s ", name)) {
			t.Errorf("%s did not pass", name)
		}
	}
	if result.Status != 0 || t.Failed() {
		t.Errorf("exit status %d\n%s", result.Status, result.Output)
	}
}
