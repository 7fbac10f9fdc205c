// Package locale reads the extension's texts and finds where they are used.
package locale

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
)

// Message is one text of a messages.json, see
// https://developer.chrome.com/docs/extensions/how-to/ui/localization-message-formats.
type Message struct {
	Message     string `json:"message"`
	Description string `json:"description"`
}

// Read reads a messages.json.
func Read(files fs.FS, name string) (map[string]Message, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	messages := map[string]Message{}
	if err := json.Unmarshal(text, &messages); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := checkKeys(text); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return messages, nil
}

// checkKeys refuses a key that stands twice: of two texts under one key browsers take
// the last, so that the other is nowhere shown.
func checkKeys(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if _, err := in.Token(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return err
		}
		name, _ := key.(string)
		if seen[name] {
			return fmt.Errorf("%q stands twice", name)
		}
		seen[name] = true
	}
	return nil
}

var placeholder = regexp.MustCompile(`__MSG_([A-Za-z0-9_@]+?)__`)

// Placeholders returns the key of every __MSG_key__ in text.
func Placeholders(text string) []string {
	var keys []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		keys = append(keys, found[1])
	}
	return keys
}
