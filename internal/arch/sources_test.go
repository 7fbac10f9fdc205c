package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/chatkeep/chatkeep/"

// source is one Go file of the module.
type source struct {
	pkg     string // the folder, relative to the module's root
	file    string // the file's name
	syntax  *ast.File
	imports []string
}

// isTest reports whether the file is compiled into tests only.
func (s source) isTest() bool { return strings.HasSuffix(s.file, "_test.go") }

func (s source) String() string { return path.Join(s.pkg, s.file) }

// within reports whether the file belongs to one of the packages or to a
// package below one of them.
func (s source) within(packages ...string) bool { return below(s.pkg, packages...) }

// below reports whether pkg is one of the packages or lies below one of them.
func below(pkg string, packages ...string) bool {
	for _, p := range packages {
		if pkg == p || strings.HasPrefix(pkg, p+"/") {
			return true
		}
	}
	return false
}

// readSources parses every Go file of the module, whatever its build tags.
func readSources(t *testing.T) []source {
	t.Helper()
	root := goList(t, nil, "-m", "-f", "{{.Dir}}")[0]
	fset := token.NewFileSet()
	var sources []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch filepath.ToSlash(relative) {
			case ".git", "build", "dist", "extension/node_modules":
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		syntax, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s := source{pkg: path.Dir(filepath.ToSlash(relative)), file: entry.Name(), syntax: syntax}
		for _, spec := range syntax.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		sources = append(sources, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// filesOf returns the files that belong to a package or lie below it, and fails
// when there are none: a rule about a package that has moved would hold nothing.
func filesOf(t *testing.T, sources []source, pkg string) []source {
	t.Helper()
	var files []source
	for _, s := range sources {
		if s.within(pkg) {
			files = append(files, s)
		}
	}
	if len(files) == 0 {
		t.Errorf("package %s does not exist, so the rule about it holds nothing", pkg)
	}
	return files
}

// goList runs go list and returns its lines.
func goList(t *testing.T, env []string, args ...string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
	cmd.Env = append(cmd.Environ(), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %q: %v\n%s", args, err, stderr.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if lines[0] == "" {
		t.Fatalf("go list %q lists nothing", args)
	}
	return lines
}
