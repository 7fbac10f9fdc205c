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

// TestShippedPrograms holds the two programs to what they may carry. The core
// starts at every alarm, and the metadata of telephone numbers would double
// the time that takes; so numbers are a program of their own, woken only when
// a new one must be read, and kept small in turn.
func TestShippedPrograms(t *testing.T) {
	t.Parallel()
	never := []string{
		"testing", "net/http/httptest", "os/exec",
		module + "internal/fakezoho", module + "internal/fakewhatsapp", module + "internal/e2e", module + "scripts",
		"github.com/chromedp", "github.com/evanw/esbuild",
	}
	for pkg, forbidden := range map[string][]string{
		"wasm":         append([]string{"github.com/nyaruka/phonenumbers"}, never...),
		"wasm/numbers": append([]string{"net/http", "crypto/tls", "golang.org/x/oauth2"}, never...),
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

// TestNumbersReadNumbers: without the metadata the second program would be
// pointless, and the rule above would hold for the wrong reason.
func TestNumbersReadNumbers(t *testing.T) {
	t.Parallel()
	if !slices.ContainsFunc(browserDependencies(t, "wasm/numbers"), func(dependency string) bool {
		return below(dependency, "github.com/nyaruka/phonenumbers")
	}) {
		t.Error("wasm/numbers does not depend on phonenumbers")
	}
}
