//go:build js && wasm

package host

import (
	"encoding/json"
	"fmt"

	"github.com/hack-pad/safejs"
)

// ToJSON returns v as JSON text. JSON.stringify of undefined gives "null".
func ToJSON(v safejs.Value) (json.RawMessage, error) {
	JSON, err := safejs.Global().Get("JSON")
	if err != nil {
		return nil, err
	}
	text, err := JSON.Call("stringify", v)
	if err != nil {
		return nil, err
	}
	if text.Type() != safejs.TypeString {
		return json.RawMessage("null"), nil
	}
	s, err := text.String()
	if err != nil {
		return nil, err
	}
	return json.RawMessage(s), nil
}

// FromJSON returns the JavaScript value of JSON text.
func FromJSON(raw []byte) (safejs.Value, error) {
	JSON, err := safejs.Global().Get("JSON")
	if err != nil {
		return safejs.Undefined(), err
	}
	return JSON.Call("parse", string(raw))
}

// Path follows names from the global object, for example "chrome", "storage".
func Path(names ...string) (safejs.Value, error) {
	v := safejs.Global()
	for _, name := range names {
		next, err := v.Get(name)
		if err != nil {
			return safejs.Undefined(), fmt.Errorf("host: %s: %w", name, err)
		}
		if next.IsUndefined() {
			return safejs.Undefined(), fmt.Errorf("host: %s is not available here", name)
		}
		v = next
	}
	return v, nil
}
