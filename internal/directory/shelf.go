package directory

import (
	"bytes"
	"context"
	"strings"
	"sync"
)

// Shelf keeps named pieces of bytes: an object store of IndexedDB in the
// browser, memory in tests. The contract of an implementation:
//
//   - Write puts and removes everything or nothing, and what it has returned
//     from is there, also when the worker is stopped the next instant.
//   - Get leaves names out that are not there, and hands over bytes that nobody
//     changes any more.
type Shelf interface {
	Get(ctx context.Context, names ...string) (map[string][]byte, error)
	// Names returns all names that begin with prefix, in any order.
	Names(ctx context.Context, prefix string) ([]string, error)
	Write(ctx context.Context, put map[string][]byte, remove []string) error
}

// Memory is a [Shelf] in memory, for tests.
type Memory struct {
	mu     sync.Mutex
	pieces map[string][]byte
	// OnWrite, when set, runs before each write; an error refuses it, as a full
	// disk or a stopped worker would.
	OnWrite func() error
}

var _ Shelf = (*Memory)(nil)

// NewMemory returns an empty shelf.
func NewMemory() *Memory { return &Memory{pieces: map[string][]byte{}} }

// Get implements [Shelf].
func (m *Memory) Get(_ context.Context, names ...string) (map[string][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string][]byte{}
	for _, name := range names {
		if piece, ok := m.pieces[name]; ok {
			out[name] = bytes.Clone(piece)
		}
	}
	return out, nil
}

// Names implements [Shelf].
func (m *Memory) Names(_ context.Context, prefix string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for name := range m.pieces {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return names, nil
}

// Write implements [Shelf].
func (m *Memory) Write(_ context.Context, put map[string][]byte, remove []string) error {
	if m.OnWrite != nil {
		if err := m.OnWrite(); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range remove {
		delete(m.pieces, name)
	}
	for name, piece := range put {
		m.pieces[name] = bytes.Clone(piece)
	}
	return nil
}
