package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// purePackages decide and do nothing.
func purePackages() []string {
	return []string{"internal/phone", "internal/whatsapp", "internal/match", "internal/transcript", "internal/health", "internal/credits"}
}

// effects are packages through which a function can touch the world.
func effects() []string {
	return []string{
		"net", "os", "syscall", "io/fs", "io/ioutil", "log", "crypto/rand", "math/rand", "runtime", "testing",
		"database", "plugin", "golang.org/x/oauth2",
	}
}

// harmless are packages below those of effects that have none.
func harmless() []string { return []string{"net/url", "net/netip"} }

// clock are the names of package time that read a clock, wait for one, or
// depend on where the machine stands.
func clock() []string {
	return []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local"}
}

func TestPurePackages(t *testing.T) {
	t.Parallel()
	sources := readSources(t)
	for _, pkg := range purePackages() {
		for _, s := range filesOf(t, sources, pkg) {
			if !s.isTest() {
				checkPure(t, s, append(purePackages(), "internal/contract"))
			}
		}
	}
}

// TestPurePlanner holds the planner of backup: the files named plan….go. It may
// know the journal's types.
func TestPurePlanner(t *testing.T) {
	t.Parallel()
	found := false
	for _, s := range filesOf(t, readSources(t), "internal/backup") {
		if strings.HasPrefix(s.file, "plan") && !s.isTest() {
			found = true
			checkPure(t, s, append(purePackages(), "internal/contract", "internal/journal"))
		}
	}
	if !found {
		t.Error("internal/backup has no file of its planner, plan….go")
	}
}

// checkPure checks that a file imports no effects, of the module's packages
// only the allowed ones, and reads no clock.
func checkPure(t *testing.T, s source, allowed []string) {
	t.Helper()
	for _, imported := range s.imports {
		own, isOwn := strings.CutPrefix(imported, module)
		switch {
		case isOwn && !below(own, allowed...):
			t.Errorf("%s imports %s, which is not pure", s, own)
		case below(imported, effects()...) && !below(imported, harmless()...):
			t.Errorf("%s imports %s", s, imported)
		}
	}
	for _, use := range clockUses(s.syntax) {
		t.Errorf("%s uses time.%s", s, use)
	}
}

// clockUses returns the clock functions a file names.
func clockUses(file *ast.File) []string {
	name := ""
	for _, spec := range file.Imports {
		if spec.Path.Value != `"time"` {
			continue
		}
		name = "time"
		if spec.Name != nil {
			name = spec.Name.Name
		}
	}
	var uses []string
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := selector.X.(*ast.Ident); ok && name != "" && id.Name == name && slices.Contains(clock(), selector.Sel.Name) {
			uses = append(uses, selector.Sel.Name)
		}
		return true
	})
	return uses
}
