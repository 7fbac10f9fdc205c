package main

import (
	"context"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

func TestMarkup(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name, content string
		want          string // empty when nothing may be found
	}{
		"innerHTML":            {"extension/panel/a.ts", "x\na.innerHTML = b", "extension/panel/a.ts:2: innerHTML"},
		"Lit's own way":        {"extension/panel/a.ts", "unsafeHTML(a)", "extension/panel/a.ts:1: unsafeHTML"},
		"document.write":       {"extension/panel/a.html", "document.write(a)", "document.write"},
		"textContent":          {"extension/panel/a.ts", "a.textContent = b", ""},
		"outside of extension": {"docs/a.ts", "a.innerHTML = b", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &sources{texts: []repo.Text{{Name: test.name, Content: test.content}}}
			expect(t, markup(context.Background(), s), test.want)
		})
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	slash := "/"
	tests := map[string]struct{ content, want string }{
		"a home":          {"see " + slash + "home/ann/x.md", "a.txt:1: " + slash + "home/ann/x is the path of a machine"},
		"the superuser's": {"`" + slash + "root/go", "is the path of a machine"},
		"a Mac's":         {"(" + slash + "Users/ann/x", "is the path of a machine"},
		"Windows'":        {`C:` + `\Users\ann`, "is the path of a machine"},
		"a registry":      {"https:" + "//registry" + ".npmjs.org/lit", "is the host of a package registry"},
		"a mirror":        {"https:" + "//nexus" + ".example.com/npm", "is the host of a package registry"},
		"a part of a URL": {"https://example.com/work/a and ./work/a", ""},
		"a pattern":       {"https://web.whatsapp.com/*", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &sources{texts: []repo.Text{{Name: "a.txt", Content: test.content}}}
			expect(t, words(context.Background(), s), test.want)
		})
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ lock, want string }{
		"pinned":       {`{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"}}}`, ""},
		"an address":   {`{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x", "resolved": "https://x"}}}`, "node_modules/a has a resolved address"},
		"no integrity": {`{"packages": {"": {}, "node_modules/a": {}}}`, "node_modules/a has no integrity"},
		"no packages":  {`{"packages": {"": {}}}`, "names no packages"},
		"no lock":      {``, "package-lock.json"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, checkLock(test.lock), test.want)
		})
	}
}

func TestUnknownCheck(t *testing.T) {
	t.Parallel()
	expect(t, run(context.Background(), []string{"gofmt", "nonsense"}), "not all of")
}

// expect checks that err holds want, or is nil when want is empty.
func expect(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("got %v, want nothing found", err)
		}
		return
	}
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want an error with %q", err, want)
	}
}
