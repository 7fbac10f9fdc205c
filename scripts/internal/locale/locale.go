// Package locale reads the extension's texts and finds where they are used.
package locale

import (
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
	return messages, nil
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
