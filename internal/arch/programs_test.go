package arch

import (
	"slices"
	"strings"
	"testing"
)

// browserDependencies returns what a program for the browser is made of, built
// as it is shipped.
func browserDependencies(t *testing.T, pkg string) []string {
	t.Helper()
	dependencies := goList(t, []string{"GOOS=js", "GOARCH=wasm"}, "-deps", "-tags", "nethttpomithttp2", module+pkg)
	if !slices.Contains(dependencies, "syscall/js") {
		t.Errorf("%s does not depend on syscall/js: is it still the program for the browser?", pkg)
	}
	return dependencies
}

// TestShippedPrograms holds the programs to what they may carry. The core
// starts at every alarm, and what it carries is checked by the browser and set
// up by Go every time: the metadata of telephone numbers and Go's HTTP stack are
// programs of their own, woken only when they are needed and kept small in turn,
// and regular expressions, which are compiled at every start, are not used.
func TestShippedPrograms(t *testing.T) {
	t.Parallel()
	never := []string{
		"testing", "net/http/httptest", "os/exec",
		module + "internal/fakezoho", module + "internal/fakewhatsapp", module + "internal/e2e", module + "scripts",
		"github.com/chromedp", "github.com/evanw/esbuild",
	}
	numbers := []string{"github.com/nyaruka/phonenumbers", module + "internal/phone/parse"}
	http := []string{"net/http", "crypto/tls", "golang.org/x/oauth2", module + "internal/zoho/transport/overhttp"}
	core := []string{module + "internal/app", module + "internal/journal", "github.com/hack-pad/go-indexeddb"}
	for pkg, forbidden := range map[string][]string{
		"wasm":          slices.Concat(numbers, http, []string{"regexp"}, never),
		"wasm/numbers":  slices.Concat(http, core, never),
		"wasm/accounts": slices.Concat(numbers, core, never, []string{module + "internal/zoho/transport/overhttp"}),
	} {
		t.Run(pkg, func(t *testing.T) {
			t.Parallel()
			for _, dependency := range browserDependencies(t, pkg) {
				if below(dependency, forbidden...) {
					t.Errorf("%s depends on %s", pkg, strings.TrimPrefix(dependency, module))
				}
			}
		})
	}
}

// TestProgramsCarryTheirBurden: without what they are there for, the other
// programs would be pointless, and the rules above would hold for the wrong
// reason.
func TestProgramsCarryTheirBurden(t *testing.T) {
	t.Parallel()
	for pkg, burden := range map[string]string{
		"wasm/numbers":  "github.com/nyaruka/phonenumbers",
		"wasm/accounts": "golang.org/x/oauth2",
	} {
		if !slices.ContainsFunc(browserDependencies(t, pkg), func(dependency string) bool {
			return below(dependency, burden)
		}) {
			t.Errorf("%s does not depend on %s", pkg, burden)
		}
	}
}
