package fakewhatsapp

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// scenario is one run of the page under Node.
type scenario struct {
	// server makes the page; nil means the default options.
	server *Server
	// script is a file of testdata that ends with a call of answer().
	script string
	// given is shown to the script as __given.
	given any
	// change changes the world after the page has been made; the script gets the stream's lines in __changes.
	change func(s *Server)
}

// run runs the scenario and decodes what its script answers. Node.js must be on PATH; the page is plain
// JavaScript and cannot be checked without an engine.
func (sc scenario) run(t *testing.T, answer any) {
	t.Helper()
	s := sc.server
	if s == nil {
		s = New(Options{})
	}
	s.mu.Lock()
	p := s.addPage()
	data, err := json.Marshal(payload{
		Page: p.id, Token: p.token, Bundle: "https://" + StaticHost + s.bundle.path,
		Seq: len(s.log), Profile: s.profile, Fields: s.fields, Snapshot: s.world.snapshot(),
	})
	s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if sc.change != nil {
		sc.change(s)
	}
	given, err := json.Marshal(sc.given)
	if err != nil {
		t.Fatal(err)
	}

	var script bytes.Buffer
	script.Write(readFile(t, "testdata/harness.js"))
	script.WriteString("\nglobalThis.__payload = " + string(data) + ";\nconst __given = " + string(given) + ";\n")
	script.WriteString("const __changes = [" + string(bytes.Join(s.log, []byte(","))) + "];\n")
	script.Write(join([]string{"page/boot/stubs.js", "page/boot/report.js"}))
	script.WriteString("const beforeBundle = { require: typeof globalThis.require, define: typeof __d, lazy: typeof requireLazy };\n")
	script.Write(s.bundle.body)
	script.WriteString("(async () => {\n")
	script.Write(readFile(t, filepath.Join("testdata", sc.script)))
	script.WriteString("\n})().catch((error) => { process.stderr.write(error.stack); process.exit(1); });\n")

	// As an ES module the script has no `require` of Node's, just as a page has none.
	file := filepath.Join(t.TempDir(), "page.mjs")
	if err := os.WriteFile(file, script.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, "node", file)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("node %s: %v\n%s", sc.script, err, stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), answer); err != nil {
		t.Fatalf("answer of %s: %v\n%s\n%s", sc.script, err, stdout.String(), stderr.String())
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
