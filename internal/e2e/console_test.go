package e2e

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// console gathers what a browser prints, among it every console message of
// every page and frame, and what workers write to theirs.
type console struct {
	mu      sync.Mutex
	text    bytes.Buffer
	workers []consoleMessage
}

// hear takes a message of a worker.
func (c *console) hear(source, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.workers = append(c.workers, consoleMessage{text: text, source: source})
}

// Write implements [io.Writer].
func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.Write(p)
}

// consoleMessage is one message to a console.
type consoleMessage struct {
	text   string
	source string
}

// consoleLine is how Chromium logs a console message (LogConsoleMessage in
// content/browser/renderer_host/render_frame_host_impl.cc); the message itself
// may have several lines.
var consoleLine = regexp.MustCompile(`(?s):CONSOLE:\d+\] "(.*?)", source: ([^\n]*) \(\d+\)\n`)

// messages returns what was written to consoles so far.
func (c *console) messages() []consoleMessage {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := slices.Clone(c.workers)
	for _, m := range consoleLine.FindAllStringSubmatch(c.text.String(), -1) {
		out = append(out, consoleMessage{text: m[1], source: m[2]})
	}
	return out
}

// faultWords begin or stand in the messages by which Chromium reports what a
// page or worker did not expect.
var faultWords = []string{
	"Uncaught", "Content Security Policy", "Content-Security-Policy", "Refused to", "Unchecked runtime.lastError",
	"Trusted Type", "panic:", "fatal error:",
}

// isFault says whether a message tells of an error nobody has caught or of
// something a policy has stopped. The extension's own pages and scripts log
// nothing unless something is wrong with them.
func (m consoleMessage) isFault() bool {
	return strings.HasPrefix(m.source, "chrome-extension://") ||
		slices.ContainsFunc(faultWords, func(word string) bool { return strings.Contains(m.text, word) })
}
