package journal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
)

// Held is a message as it is counted and proven: nothing of what it says.
type Held struct {
	// ID is its dedup id, Digest that of the message as it is known here; see
	// whatsapp.Message.
	ID, Digest string
	// Part is the part of the day's notes it belongs to, 0 for none yet.
	Part int
	// Words is true while its words are held here.
	Words bool
	// Late is true when it has changed after its words were dropped.
	Late bool
}

// Digest returns 64 hex digits over the messages of a day, each with its id and
// what it says. It does not depend on the order in which they are given, nor on
// whether their words are still held.
func (d HeldDay) Digest() string {
	sorted := slices.Clone(d.Messages)
	slices.SortFunc(sorted, func(a, b Held) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Digest, b.Digest)) })
	fields := []string{"chatkeep day 1", d.Date}
	for _, m := range sorted {
		fields = append(fields, m.ID, m.Digest)
	}
	return sumOf(fields...)
}

// Chain returns the chained digest of each of some days in their order: it covers
// the day and all before it, so that a day that is changed, left out or put in
// shows in every later one.
func Chain(days []HeldDay) []string {
	chain := make([]string, len(days))
	last := ""
	for i, d := range days {
		last = sumOf("chatkeep chain 1", last, d.Digest())
		chain[i] = last
	}
	return chain
}

// sumOf returns the SHA-256 sum of some fields, each behind its length, so that no
// two lists of fields run together.
func sumOf(fields ...string) string {
	sum := sha256.New()
	for _, field := range fields {
		// Writing to a hash never fails.
		_, _ = sum.Write([]byte(strconv.Itoa(len(field)) + ":" + field))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
