//go:build js && wasm

package browser

import (
	"errors"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// Words reads the words of a note in the language Chrome chose among the
// extension's _locales. What that language lacks is in English. Chrome answers
// an unknown key with an empty text, see
// https://developer.chrome.com/docs/extensions/reference/api/i18n.
func Words() (transcript.Words, error) {
	i18n, err := host.Path("chrome", "i18n")
	if err != nil {
		return transcript.Words{}, err
	}
	var failed []error
	words := transcript.WordsFrom(func(key string) string {
		v, err := i18n.Call("getMessage", key)
		if err != nil {
			failed = append(failed, err)
			return ""
		}
		text, err := v.String()
		if err != nil {
			failed = append(failed, err)
		}
		return text
	})
	if err := errors.Join(failed...); err != nil {
		return transcript.Words{}, fmt.Errorf("browser: words of a note: %w", err)
	}
	return words, nil
}
