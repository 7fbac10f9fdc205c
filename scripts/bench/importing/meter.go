//go:build js && wasm

package main

import (
	"runtime"
	"sync"
	"time"
)

// meter tells the time that passes in what stands around the core, and how large
// the heap becomes.
type meter struct {
	page, database, zoho watch
	// peak is the most bytes of the heap that were in use when it was looked at.
	peak uint64
}

// look looks at the heap.
func (m *meter) look() {
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	m.peak = max(m.peak, now.HeapInuse)
}

// watch adds up time. Where two begin before one has ended, it passes once.
type watch struct {
	mu      sync.Mutex
	running int
	since   time.Time
	total   time.Duration
}

// begin lets the time run until the function it returns is called.
func (w *watch) begin() (end func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running++; w.running == 1 {
		w.since = time.Now()
	}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.running--; w.running == 0 {
			w.total += time.Since(w.since)
		}
	}
}

// reset begins anew.
func (m *meter) reset() {
	m.page.total, m.database.total, m.zoho.total, m.peak = 0, 0, 0, 0
}
