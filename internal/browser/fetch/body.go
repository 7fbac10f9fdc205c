//go:build js && wasm

package fetch

import (
	"context"
	"fmt"

	"github.com/hack-pad/safejs"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// readBody reads a response's body as it arrives, so that one that is too large is never held whole. A body that breaks
// off rejects the read, see https://streams.spec.whatwg.org/#default-reader-class.
func readBody(ctx context.Context, response safejs.Value) ([]byte, error) {
	stream, err := response.Get("body")
	if err != nil {
		return nil, err
	}
	content := []byte{}
	if stream.IsNull() {
		return content, nil
	}
	reader, err := stream.Call("getReader")
	if err != nil {
		return nil, err
	}
	for {
		p, err := reader.Call("read")
		if err != nil {
			return nil, fmt.Errorf("fetch: read: %w", err)
		}
		result, err := host.Await(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("fetch: read: %w", err)
		}
		chunk, last, err := readResult(result)
		if err != nil {
			return nil, fmt.Errorf("fetch: read: %w", err)
		}
		if last {
			return content, nil
		}
		if content, err = appendBytes(content, chunk); err != nil {
			return nil, err
		}
	}
}

// readResult takes {done, value} apart.
func readResult(result safejs.Value) (chunk safejs.Value, last bool, err error) {
	done, err := result.Get("done")
	if err != nil {
		return safejs.Undefined(), false, err
	}
	if last, err = done.Bool(); err != nil || last {
		return safejs.Undefined(), last, err
	}
	chunk, err = result.Get("value")
	return chunk, false, err
}

// appendBytes appends a Uint8Array.
func appendBytes(content []byte, chunk safejs.Value) ([]byte, error) {
	size, err := chunk.Length()
	if err != nil {
		return nil, err
	}
	have := len(content)
	if have+size > transport.MaxBody {
		return nil, transport.ErrTooLarge
	}
	content = append(content, make([]byte, size)...)
	_, err = safejs.CopyBytesToGo(content[have:], chunk)
	return content, err
}
