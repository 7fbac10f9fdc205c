package arch

import (
	"strings"
	"testing"
)

// javaScript are the ways to JavaScript.
func javaScript() []string {
	return []string{"syscall/js", "github.com/hack-pad/safejs", "github.com/hack-pad/go-indexeddb"}
}

func TestOnlyTheBrowserPackageKnowsJavaScript(t *testing.T) {
	t.Parallel()
	sources := readSources(t)
	filesOf(t, sources, "wasm")
	filesOf(t, sources, "internal/browser")
	// Programs of the bench that go into no extension: the peer is the empty one that
	// the core's start is measured against, and the import keeps its journal's database
	// in JavaScript's memory, so that it does not count as the core's.
	const peer, importing = "scripts/bench/peer", "scripts/bench/importing"
	filesOf(t, sources, peer)
	filesOf(t, sources, importing)
	for _, s := range sources {
		if s.within("wasm", "internal/browser", peer, importing) {
			continue
		}
		for _, imported := range s.imports {
			if below(imported, javaScript()...) {
				t.Errorf("%s imports %s", s, imported)
			}
		}
	}
}

func TestAppKnowsNoHTTPAndNoJavaScript(t *testing.T) {
	t.Parallel()
	forbidden := append(javaScript(), "net/http", "net", module+"internal/browser", module+"wasm", "golang.org/x/oauth2")
	for _, s := range filesOf(t, readSources(t), "internal/app") {
		for _, imported := range s.imports {
			if !s.isTest() && imported != "net/url" && below(imported, forbidden...) {
				t.Errorf("%s imports %s", s, imported)
			}
		}
	}
}

// TestZohoSendsThroughItsTransport: whatever package zoho imports is in the
// core, which must not carry an HTTP stack that the browser has already.
func TestZohoSendsThroughItsTransport(t *testing.T) {
	t.Parallel()
	sources := readSources(t)
	for pkg, forbidden := range map[string][]string{
		"internal/zoho":                 {"net/http", "golang.org/x/oauth2", module + "internal/zoho/accounts"},
		"internal/zoho/transport":       {"net/http", "golang.org/x/oauth2", module + "internal/zoho/accounts"},
		"internal/zoho/accounts/border": {"net/http", "golang.org/x/oauth2", module + "internal/zoho/accounts"},
		"internal/zoho/accounts":        {module + "internal/zoho/transport/overhttp"},
	} {
		for _, s := range filesOf(t, sources, pkg) {
			for _, imported := range s.imports {
				if s.pkg == pkg && !s.isTest() && below(imported, forbidden...) {
					t.Errorf("%s imports %s", s, imported)
				}
			}
		}
	}
}

func TestStandInsServeTestsAndScriptsAlone(t *testing.T) {
	t.Parallel()
	sources := readSources(t)
	for _, fake := range []string{"internal/fakezoho", "internal/fakewhatsapp"} {
		filesOf(t, sources, fake)
		for _, s := range sources {
			if s.isTest() || s.within(fake, "scripts", "internal/e2e") {
				continue
			}
			for _, imported := range s.imports {
				if below(imported, module+fake) {
					t.Errorf("%s imports %s", s, imported)
				}
			}
		}
	}
}

// TestZohoAndWhatsAppAreStrangers looks at everything the packages are made
// of, not only at what they import themselves.
func TestZohoAndWhatsAppAreStrangers(t *testing.T) {
	t.Parallel()
	for pkg, stranger := range map[string]string{
		"internal/zoho":     "internal/whatsapp",
		"internal/whatsapp": "internal/zoho",
	} {
		for _, dependency := range goList(t, nil, "-deps", module+pkg+"/...") {
			if below(strings.TrimPrefix(dependency, module), stranger) {
				t.Errorf("%s depends on %s", pkg, dependency)
			}
		}
	}
}

// TestContractDependsOnNothing: both halves are made from the contract, so it
// must not draw either in.
func TestContractDependsOnNothing(t *testing.T) {
	t.Parallel()
	for _, s := range filesOf(t, readSources(t), "internal/contract") {
		for _, imported := range s.imports {
			if !s.isTest() && strings.Contains(imported, ".") {
				t.Errorf("%s imports %s", s, imported)
			}
		}
	}
}
