//go:build js && wasm

package host

import (
	"context"
	"encoding/json"
	"fmt"
)

// AskModule sends JSON to another module by calling chatkeepHost[method], and
// returns its answer. It fails when that module does not start, ends before it
// has answered, or refuses.
func AskModule(ctx context.Context, method string, question json.RawMessage) (json.RawMessage, error) {
	worker, err := Path("chatkeepHost")
	if err != nil {
		return nil, err
	}
	p, err := worker.Call(method, string(question))
	if err != nil {
		return nil, fmt.Errorf("host: %s: %w", method, err)
	}
	v, err := Await(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("host: %s: %w", method, err)
	}
	answer, err := v.String()
	if err != nil {
		return nil, fmt.Errorf("host: %s: %w", method, err)
	}
	return json.RawMessage(answer), nil
}
