// Package content holds the tests of the two content scripts. They bundle the
// scripts as the build does, and run them in Node against a small WhatsApp Web
// made of its module loader, its models and its keys:
//
//	go test ./extension/content/
//
// Node 20 or later has to be installed. The tests themselves are
// testdata/*.test.mjs. The same scripts run against the full stand-in page in
// a real browser in internal/e2e.
package content

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// scripts are the two content scripts as shipped; units are the modules whose
// exports are tested on their own.
var (
	scripts = []string{"page.ts", "bridge.ts"}
	units   = []string{
		"hint-pace.ts", "text.ts", "whatsapp-identity.ts", "whatsapp-jid.ts", "whatsapp-keys.ts", "whatsapp-names.ts",
		"whatsapp-session.ts", "whatsapp-vcard.ts", "whatsapp-watch.ts",
	}
)

func TestContentScripts(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatalf("Node is needed to run the content scripts: %v", err)
	}
	bundles := t.TempDir()
	bundle(t, bundles, scripts, api.FormatIIFE, ".js")
	bundle(t, bundles, units, api.FormatESModule, ".mjs")
	tests, err := filepath.Glob("testdata/*.test.mjs")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests found: %v", err)
	}
	for _, test := range tests {
		t.Run(strings.TrimSuffix(filepath.Base(test), ".test.mjs"), func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(node, "--test", "--test-reporter=tap", test)
			cmd.Env = append(os.Environ(), "CHATKEEP_BUNDLES="+bundles)
			out, err := cmd.CombinedOutput()
			if err != nil || strings.Contains(string(out), "\n# pass 0\n") {
				t.Fatalf("%s: %v\n%s", test, err, out)
			}
			t.Logf("%s", out)
		})
	}
}

// bundle writes every entry as dir/name+extension.
func bundle(t *testing.T, dir string, entries []string, format api.Format, extension string) {
	t.Helper()
	result := api.Build(api.BuildOptions{
		EntryPoints:  entries,
		Bundle:       true,
		Write:        true,
		Outdir:       dir,
		OutExtension: map[string]string{".js": extension},
		Format:       format,
		Target:       api.ES2022,
		Engines:      []api.Engine{{Name: api.EngineChrome, Version: "120"}},
	})
	for _, message := range result.Errors {
		t.Fatalf("bundle: %s", message.Text)
	}
}
