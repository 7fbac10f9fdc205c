//go:build js && wasm

package host

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hack-pad/safejs"
)

// Dispatch is the one function a core exports: JSON in, JSON out.
type Dispatch func(ctx context.Context, request json.RawMessage) (json.RawMessage, error)

// Serve hands dispatch to the worker by calling chatkeepHost[register], and
// never returns: the core lives until the worker is stopped.
func Serve(register string, dispatch Dispatch) error {
	worker, err := Path("chatkeepHost")
	if err != nil {
		return err
	}
	fn, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		p, err := promise(func() (string, error) {
			if len(args) != 1 {
				return "", fmt.Errorf("host: dispatch takes one argument, got %d", len(args))
			}
			request, err := args[0].String()
			if err != nil {
				return "", fmt.Errorf("host: dispatch: %w", err)
			}
			answer, err := dispatch(context.Background(), json.RawMessage(request))
			return string(answer), err
		})
		if err != nil {
			return safejs.Undefined()
		}
		return p
	})
	if err != nil {
		return fmt.Errorf("host: serve: %w", err)
	}
	if _, err := worker.Call(register, fn); err != nil {
		return fmt.Errorf("host: serve: %w", err)
	}
	select {}
}
