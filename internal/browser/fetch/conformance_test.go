//go:build !js

package fetch_test

import (
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/transport/transporttest"
)

// TestConformanceUnderNode compiles this package's TestConformance to WebAssembly and runs it under Node, whose fetch
// follows the same standard as the browser's, against a server on this side.
func TestConformanceUnderNode(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(transporttest.Handler())
	t.Cleanup(server.Close)
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	runner := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	test := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "-run", "^TestConformance$",
		"-tags", "transportserver", "-exec", runner, ".")
	test.Env = append(test.Environ(), "GOOS=js", "GOARCH=wasm", "CHATKEEP_TRANSPORT_SERVER="+server.URL)
	out, err := test.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestConformance/deadline") {
		t.Errorf("under Node: %v\n%s", err, out)
	}
}
