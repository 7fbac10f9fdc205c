package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

func TestGeneratedFilesAreFresh(t *testing.T) {
	t.Parallel()
	if err := run(root, true); err != nil {
		t.Error(err)
	}
}

func TestGenerateIsRepeatable(t *testing.T) {
	t.Parallel()
	first, err := outputs(root)
	if err != nil {
		t.Fatal(err)
	}
	second, err := outputs(root)
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if string(first[i].content) != string(second[i].content) {
			t.Errorf("%s: two runs differ", first[i].path)
		}
	}
}

// render generates from a package that holds source in place of the real one.
func render(t *testing.T, source string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte("package p\n"+source), 0o644); err != nil {
		t.Fatal(err)
	}
	m, err := readPackage(dir)
	if err != nil {
		return "", err
	}
	r := &renderer{model: m, words: newWords(m)}
	r.constants()
	for _, d := range m.types {
		if err := r.typeDecl(d); err != nil {
			return "", err
		}
	}
	return r.out.String(), nil
}

func TestRender(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		want   string
	}{
		"basic types": {
			"type A struct {\n S string `json:\"s\"`\n B bool `json:\"b\"`\n N int64 `json:\"n\"`\n F float64 `json:\"f\"`\n}",
			"export interface A {\n  s: string;\n  b: boolean;\n  n: number;\n  f: number;\n}\n\n",
		},
		"omitempty and pointers are optional": {
			"type A struct {\n S string `json:\"s,omitempty\"`\n P *B `json:\"p,omitempty\"`\n}\ntype B struct{}",
			"export interface A {\n  s?: string;\n  p?: B;\n}\n\nexport type B = Record<string, never>;\n\n",
		},
		"slices and maps": {
			"type A struct {\n L []string `json:\"l\"`\n M map[string]int `json:\"m\"`\n R json.RawMessage `json:\"r\"`\n}",
			"export interface A {\n  l: string[];\n  m: Record<string, number>;\n  r: unknown;\n}\n\n",
		},
		"string types are unions": {
			"// C is a colour.\ntype C string\nconst (\n // Red: like blood.\n Red C = \"red\"\n Blue C = \"blue\"\n)",
			"/** C is a colour. */\nexport type C =\n  /** Like blood. */\n  | \"red\"\n  | \"blue\";\n\n",
		},
		"comments speak TypeScript": {
			"// A has a [B].\ntype A struct {\n // Word is [B] or Red; never */.\n Word B `json:\"word\"`\n}\ntype B string\nconst Red B = \"red\"",
			"/** A has a B. */\nexport interface A {\n  /** word is B or \"red\"; never * /. */\n  word: B;\n}\n\nexport type B =\n  | \"red\";\n\n",
		},
		"names of globals are avoided": {
			"// Error is a failure.\ntype Error struct {\n E *Error `json:\"e,omitempty\"`\n}",
			"/** CoreError is a failure. */\nexport interface CoreError {\n  e?: CoreError;\n}\n\n",
		},
		"untyped constants": {
			"// ViewKey is a key.\nconst ViewKey = \"view\"\nconst Version = 1\ntype A struct{}",
			"/** VIEW_KEY is a key. */\nexport const VIEW_KEY = \"view\";\n\nexport const VERSION = 1;\n\nexport type A = Record<string, never>;\n\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := render(t, test.source)
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		want   string
	}{
		"a pointer that would be null": {"type A struct {\n P *A `json:\"p\"`\n}", "would cross as null"},
		"a field without a tag":        {"type A struct {\n S string\n}", "no json name"},
		"a type of another package":    {"type A struct {\n T time.Time `json:\"t\"`\n}", "no TypeScript type"},
		"an unknown type":              {"type A struct {\n B B `json:\"b\"`\n}", "no TypeScript type"},
		"an interface":                 {"type A interface{}", "only structs and string types"},
		"a computed constant":          {"type A struct{}\nconst B = 1 << 3", "only literals"},
		"a string type without values": {"type A string", "without constants"},
		"an empty package":             {"", "no exported types"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := render(t, test.source)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, %v; want an error with %q", got, err, test.want)
			}
		})
	}
}

func TestStaleFileIsNamed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.ts")
	f := output{path: "a.ts", content: []byte("new\n")}
	if err := fresh(path, f); err == nil {
		t.Error("a missing file counts as fresh")
	}
	if err := os.WriteFile(path, []byte("old\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := fresh(path, f); err == nil || !strings.Contains(err.Error(), "a.ts") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}
