//go:build js && wasm

package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// Numbers reads phone numbers through the numbers module, a WebAssembly module
// of its own that holds the metadata of every country. The worker wakes it at
// the first number that has not been read before; see extension/background.
type Numbers struct{}

var _ phone.Reader = Numbers{}

// Read implements [phone.Reader].
func (Numbers) Read(ctx context.Context, texts []phone.Text) ([][]phone.Number, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	question, err := json.Marshal(texts)
	if err != nil {
		return nil, fmt.Errorf("browser: read numbers: %w", err)
	}
	answer, err := host.AskModule(ctx, "readNumbers", question)
	if err != nil {
		return nil, fmt.Errorf("browser: read numbers: %w", err)
	}
	var out [][]phone.Number
	if err := json.Unmarshal(answer, &out); err != nil {
		return nil, fmt.Errorf("browser: read numbers: %w", err)
	}
	if len(out) != len(texts) {
		return nil, fmt.Errorf("browser: read numbers: %d answers to %d texts", len(out), len(texts))
	}
	return out, nil
}
