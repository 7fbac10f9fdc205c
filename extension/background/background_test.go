// Package background holds the tests of the service worker's shell. They bundle
// it as the build does, and run it in Node against as much of a browser as it
// uses: tabs with documents in them, each with two worlds, and storage.
//
//	go test ./extension/background/
//
// Node 20 or later has to be installed. The tests themselves are
// testdata/*.test.mjs. The same worker runs in a real browser in internal/e2e.
package background

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

func TestWorker(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatalf("Node is needed to run the worker: %v", err)
	}
	bundles := t.TempDir()
	bundle(t, bundles)
	tests, err := filepath.Glob("testdata/*.test.mjs")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests found: %v", err)
	}
	for _, test := range tests {
		t.Run(strings.TrimSuffix(filepath.Base(test), ".test.mjs"), func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(node, "--test", "--test-reporter=tap", test)
			cmd.Env = append(os.Environ(), "CHATKEEP_BUNDLES="+filepath.Join(bundles, "background"))
			out, err := cmd.CombinedOutput()
			if err != nil || strings.Contains(string(out), "\n# pass 0\n") {
				t.Fatalf("%s: %v\n%s", test, err, out)
			}
			t.Logf("%s", out)
		})
	}
}

// bundle writes the worker, and the modules whose exports are tested on their
// own, to dir/background. Beside them stands, in place of Go's own glue, one
// whose modules end as soon as they are run.
func bundle(t *testing.T, dir string) {
	t.Helper()
	result := api.Build(api.BuildOptions{
		EntryPoints:  []string{"worker.ts", "attach.ts", "hints.ts", "sole.ts", "../shared/contract.ts"},
		EntryNames:   "[name]",
		Bundle:       true,
		Write:        true,
		Outdir:       filepath.Join(dir, "background"),
		OutExtension: map[string]string{".js": ".mjs"},
		External:     []string{"../wasm_exec.js"},
		Format:       api.FormatESModule,
		Engines:      []api.Engine{{Name: api.EngineChrome, Version: "120"}},
	})
	for _, message := range result.Errors {
		t.Fatalf("bundle: %s", message.Text)
	}
	const glue = `globalThis.Go = class { importObject = {}; async run() {} };`
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), []byte(glue), 0o600); err != nil {
		t.Fatal(err)
	}
}
