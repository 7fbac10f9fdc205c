package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"

	"github.com/chatkeep/chatkeep/scripts/internal/locale"
)

var versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// Core are the files the worker loads by name, beside those the manifest names.
func Core() []string { return []string{"core.wasm", "numbers.wasm", "accounts.wasm", "wasm_exec.js"} }

// Check holds a built extension against its manifest, the manifest against the
// data centres and the README, and the scripts against the store's rules. The
// error names everything that is wrong.
func Check(dist fs.FS, readme string) error {
	text, err := fs.ReadFile(dist, "manifest.json")
	if err != nil {
		return fmt.Errorf("manifest.json is not built: %w", err)
	}
	m, err := Parse(text)
	if err != nil {
		return err
	}
	return errors.Join(
		checkHead(m),
		checkPolicy(m),
		checkReadme(m, readme),
		checkReferences(m, dist),
		checkCore(dist),
		checkCode(dist),
		checkMessages(m, dist),
	)
}

// checkHead checks the values Chrome and the store are strict about.
func checkHead(m *Manifest) error {
	var problems []error
	if m.ManifestVersion != 3 {
		problems = append(problems, fmt.Errorf("manifest_version is %d, must be 3", m.ManifestVersion))
	}
	if !versionForm.MatchString(m.Version) || m.Version == "0.0.0" {
		problems = append(problems, fmt.Errorf("version %q was not stamped", m.Version))
	}
	if m.Key == "" {
		problems = append(problems, errors.New("key is missing: the extension's id would depend on where it is loaded from"))
	}
	return errors.Join(problems...)
}

func checkCore(dist fs.FS) error {
	var problems []error
	for _, name := range Core() {
		if _, err := fs.Stat(dist, name); err != nil {
			problems = append(problems, fmt.Errorf("%s is not built", name))
		}
	}
	return errors.Join(problems...)
}

// maxDescription is the store's limit on the description, in characters; see
// https://developer.chrome.com/docs/extensions/reference/manifest/description.
const maxDescription = 132

// checkMessages checks that every __MSG_key__ has its words.
func checkMessages(m *Manifest, dist fs.FS) error {
	messages, err := locale.Read(dist, "_locales/"+m.DefaultLocale+"/messages.json")
	if err != nil {
		return err
	}
	problems := []error{eachFile(dist, func(name, text string) error {
		var problems []error
		for _, key := range locale.Placeholders(text) {
			if _, ok := messages[key]; !ok {
				problems = append(problems, fmt.Errorf("%s: __MSG_%s__ has no words", name, key))
			}
		}
		return errors.Join(problems...)
	})}
	for _, key := range locale.Placeholders(m.Description) {
		if n := len([]rune(messages[key].Message)); n > maxDescription {
			problems = append(problems, fmt.Errorf("the description has %d characters, the store allows %d", n, maxDescription))
		}
	}
	return errors.Join(problems...)
}
