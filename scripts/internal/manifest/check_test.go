package manifest

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestRepositoryManifest holds the manifest in the repository to the data
// centres, before anything is built.
func TestRepositoryManifest(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkPolicy(m); err != nil {
		t.Error(err)
	}
	first, second := m.ContentScripts[0], m.ContentScripts[1]
	// The page's own globals must be caught before WhatsApp's first script, so
	// the script of the MAIN world comes first.
	if first.World != "MAIN" || second.World != "ISOLATED" || first.RunAt != "document_start" || second.RunAt != "document_start" {
		t.Errorf("content scripts are %+v, %+v", first, second)
	}
}

// TestKeyFixesTheID: users register https://<id>.chromiumapp.org/ with Zoho, so
// the id must never change. It is the first 16 bytes of the key's SHA-256, in
// hexadecimal with a to p for 0 to f.
func TestKeyFixesTheID(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	der, err := base64.StdEncoding.DecodeString(m.Key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x509.ParsePKIXPublicKey(der); err != nil {
		t.Error(err)
	}
	sum := sha256.Sum256(der)
	id := ""
	for _, b := range sum[:16] {
		id += string([]byte{'a' + b>>4, 'a' + b&15})
	}
	if want := "nielbknnikpfpnlhognnmelinenhlkhc"; id != want {
		t.Errorf("the id is %s, want %s", id, want)
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	policy := ContentSecurityPolicy()
	for _, want := range []string{
		"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ",
		"connect-src 'self' https://accounts.zoho.com https://www.zohoapis.com https://sandbox.zohoapis.com https://developer.zohoapis.com https://accounts.zoho.eu ",
		"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q does not hold %q", policy, want)
		}
	}
	if strings.Contains(policy, "*") {
		t.Errorf("policy %q holds a wildcard", policy)
	}
}

// built returns a small extension that passes every check, and its README.
func built(t *testing.T) (fstest.MapFS, string) {
	t.Helper()
	text, err := os.ReadFile("../../../manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), `"0.0.0"`, `"1.0.0"`, 1))
	m, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	messages := map[string]map[string]string{}
	for _, name := range []string{"app_name", "app_description", "command_open_sidebar"} {
		messages[name] = map[string]string{"message": "Words."}
	}
	words, err := json.Marshal(messages)
	if err != nil {
		t.Fatal(err)
	}
	dist := fstest.MapFS{
		"manifest.json":             {Data: text},
		"_locales/en/messages.json": {Data: words},
		"shared/tokens.css":         {Data: []byte(`:root { color: red }`)},
	}
	for _, name := range append(m.paths(), Core()...) {
		dist[name] = &fstest.MapFile{Data: []byte("// " + name)}
	}
	for _, face := range []string{"panel", "popup", "options"} {
		dist[face+"/"+face+".html"] = &fstest.MapFile{Data: []byte(
			`<!doctype html><link rel="stylesheet" href="../shared/tokens.css">
			<script type=module src="/` + face + `/` + face + `.js"></script><a href="https://example.com">out</a>`)}
		dist[face+"/"+face+".js"] = &fstest.MapFile{Data: []byte(`evaluate(); x.eval;`)}
	}
	readme := "# Title\n\n## Permissions\n\nEach with its reason.\n\n| Permission | Reason |\n|---|---|\n"
	for _, name := range append(m.Permissions, m.HostPermissions...) {
		readme += "| `" + name + "` | needed |\n"
	}
	readme += "| `" + strings.Join(m.OptionalHosts, "`, `") + "` | Zoho |\n"
	return dist, readme
}

func TestCheckAccepts(t *testing.T) {
	t.Parallel()
	dist, readme := built(t)
	if err := Check(dist, readme); err != nil {
		t.Error(err)
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	put := func(name, text string) func(fstest.MapFS, string) string {
		return func(dist fstest.MapFS, readme string) string {
			dist[name] = &fstest.MapFile{Data: []byte(text)}
			return readme
		}
	}
	remove := func(name string) func(fstest.MapFS, string) string {
		return func(dist fstest.MapFS, readme string) string {
			delete(dist, name)
			return readme
		}
	}
	inManifest := func(old, new string) func(fstest.MapFS, string) string {
		return func(dist fstest.MapFS, readme string) string {
			text := string(dist["manifest.json"].Data)
			if !strings.Contains(text, old) {
				t.Errorf("the manifest does not hold %q", old)
			}
			dist["manifest.json"] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
			return readme
		}
	}
	inReadme := func(old, new string) func(fstest.MapFS, string) string {
		return func(_ fstest.MapFS, readme string) string { return strings.Replace(readme, old, new, 1) }
	}
	tests := map[string]struct {
		change func(fstest.MapFS, string) string
		want   string
	}{
		"no manifest":              {remove("manifest.json"), "manifest.json is not built"},
		"a worker that is missing": {remove("background/worker.js"), "manifest.json names background/worker.js"},
		"an icon that is missing":  {remove("icons/icon-48.png"), "manifest.json names icons/icon-48.png"},
		"a core that is missing":   {remove("numbers.wasm"), "numbers.wasm is not built"},
		"no texts":                 {remove("_locales/en/messages.json"), "read texts"},
		"a page's missing script":  {remove("popup/popup.js"), "popup/popup.html names /popup/popup.js"},
		"a page's missing style":   {remove("shared/tokens.css"), "names ../shared/tokens.css"},
		"a remote script":          {put("panel/panel.html", `<script src="https://example.com/a.js"></script>`), "is not part of the extension"},
		"a remote script, bare":    {put("panel/panel.html", `<script src=//example.com/a.js></script>`), "is not part of the extension"},
		"an inline script":         {put("panel/panel.html", `<script>run()</script>`), "<script> is inline"},
		"an inline handler":        {put("panel/panel.html", `<p onclick="run()">`), "<p onclick> is inline"},
		"an inline style sheet":    {put("panel/panel.html", `<style>p { color: red }</style>`), "<style> is inline"},
		"an inline style":          {put("panel/panel.html", `<p style="color: red">`), "<p style> is inline"},
		"a remote image in CSS":    {put("shared/tokens.css", `p { background: url("https://example.com/a.png") }`), "is not part of the extension"},
		"a missing import in CSS":  {put("shared/tokens.css", `@import "other.css";`), "names other.css"},
		"eval":                     {put("panel/panel.js", `const x = eval ("1")`), "holds eval"},
		"new Function":             {put("panel/panel.js", `const f = new Function("return 1")`), "holds the Function constructor"},
		"importScripts":            {put("panel/panel.js", `importScripts("a.js")`), "holds importScripts"},
		"a remote import":          {put("panel/panel.js", `import x from "https://example.com/x"`), "an import from the network"},
		"a remote dynamic import":  {put("panel/panel.js", "import(`//example.com/x`)"), "an import from the network"},
		"a remote script's name":   {put("panel/panel.js", `s.src = "https://example.com/x.js"`), "the address of a remote script"},
		"a noncharacter":           {put("content/bridge.js", "const last = \"\uffff\";"), "holds a noncharacter"},
		"a source map":             {put("panel/panel.js", "//# sourceMappingURL=panel.js.map"), "holds a source map"},
		"a message without words":  {put("panel/panel.html", `<p>__MSG_nowhere__</p>`), "__MSG_nowhere__ has no words"},
		"an unknown field":         {inManifest(`"version"`, `"devtools_page": "x.html", "version"`), "unknown field"},
		"no stamp":                 {inManifest(`"1.0.0"`, `"0.0.0"`), "was not stamped"},
		"no key":                   {inManifest(`"key": "M`, `"key": "", "key_": "M`), "unknown field"},
		"a wider policy":           {inManifest(`connect-src 'self'`, `connect-src *`), "content_security_policy is"},
		"another host":             {inManifest(`"host_permissions": [`, `"host_permissions": ["https://example.com/*",`), "host_permissions must be"},
		"a data centre less":       {inManifest(`"https://accounts.zoho.sa/*",`, ``), "optional_host_permissions must be"},
		"another page":             {inManifest(`"matches": [`, `"matches": ["https://example.com/*",`), "must match https://web.whatsapp.com/* alone"},
		"a new permission":         {inManifest(`"alarms",`, `"alarms", "tabs",`), "does not explain `tabs`"},
		"a permission less":        {inManifest(`"alarms",`, ``), "explains `alarms`, which the manifest does not ask for"},
		"no heading":               {inReadme("## Permissions", "## Rights"), `no heading "Permissions"`},
		"no table":                 {inReadme("| Permission | Reason |\n", "\n## Next\n"), "has no table"},
		"no reason":                {inReadme("| `storage` | needed |", "| `storage` | |"), "gives no reason"},
		"no name":                  {inReadme("| `storage` |", "| storage |"), "names none in backquotes"},
		"an optional host less":    {inReadme("`https://www.zohoapis.eu/*`, ", ""), "does not explain `https://www.zohoapis.eu/*`"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dist, readme := built(t)
			err := Check(dist, test.change(dist, readme))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestLongDescription(t *testing.T) {
	t.Parallel()
	dist, readme := built(t)
	words := strings.Replace(string(dist["_locales/en/messages.json"].Data),
		`"app_description":{"message":"Words."}`,
		`"app_description":{"message":"`+strings.Repeat("é", maxDescription+1)+`"}`, 1)
	dist["_locales/en/messages.json"] = &fstest.MapFile{Data: []byte(words)}
	if err := Check(dist, readme); err == nil || !strings.Contains(err.Error(), "133 characters") {
		t.Errorf("got %v, want the description refused", err)
	}
}
