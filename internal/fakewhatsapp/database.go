package fakewhatsapp

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DatabaseOptions say in what state the page's IndexedDB is from the start. The zero value is a complete
// database "model-storage" that opens at once.
type DatabaseOptions struct {
	// Missing leaves model-storage out; the other databases of the page are there.
	Missing bool
	// Without names what model-storage does not have: tables ("reactions") or indexes of tables
	// ("message/internalId", "reactions/[parentMsgKey+orphan]").
	Without []string
	// OpenTime is how long the page's first opening takes to build the tables. Whoever else opens the
	// database meanwhile waits.
	OpenTime time.Duration
}

// The tables that hold pairs of LID and phone number (WAWebSchemaContact and the older
// WAWebSchemaLidPnMapping, client revision 1044822804).
const (
	TableContact      = "contact"
	TableLIDPNMapping = "lid-pn-mapping"
)

// databaseVersion is the version of model-storage that pages start with. Dexie multiplies its own version
// numbers by ten, so each step is one of ten.
const (
	databaseVersion = 19130
	databaseStep    = 10
)

// databaseState is what the page is told about its databases. Run tells apart the runs of servers that have
// used the same browser profile.
type databaseState struct {
	Run     string         `json:"run"`
	Missing bool           `json:"missing"`
	Without []string       `json:"without"`
	OpenMs  int64          `json:"openMs"`
	Version int            `json:"version"`
	Held    bool           `json:"held"`
	Numbers []storedNumber `json:"numbers"`
}

// storedNumber is a pair that stands in a table and not in the memory of the page.
type storedNumber struct {
	numberRecord
	Table string `json:"table"`
}

// state is what a page is told. It panics when Without names what the schema does not have, which is a mistake
// of the caller's code.
func (o DatabaseOptions) state(run string) databaseState {
	known := schemaNames()
	for _, name := range o.Without {
		if !known[name] {
			panic(fmt.Errorf("fakewhatsapp: database without %q: %w", name, ErrUnknownTable))
		}
	}
	return databaseState{
		Run: run, Missing: o.Missing, Without: append([]string{}, o.Without...), OpenMs: o.OpenTime.Milliseconds(),
		Version: databaseVersion, Numbers: []storedNumber{},
	}
}

// HoldDatabase lets the database of all pages fall behind the store: what happens from now on is written only
// after [Server.ReleaseDatabase].
func (s *Server) HoldDatabase() { s.holdDatabase(true) }

// ReleaseDatabase ends [Server.HoldDatabase] and writes what has gathered.
func (s *Server) ReleaseDatabase() { s.holdDatabase(false) }

func (s *Server) holdDatabase(held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.database.Held = held
	s.publish("databaseHold", map[string]bool{"held": held})
}

// UpgradeDatabase raises the version of model-storage while the page is open, as a new build of WhatsApp Web
// does. The upgrade itself takes the given time, during which nobody else can open the database. A guest whose
// open connection stands in its way for more than a second is a violation, and [Server.WaitApplied] does not
// wait longer than that for it.
func (s *Server) UpgradeDatabase(takes time.Duration) { s.upgradeDatabase(takes, false) }

// RecreateDatabase deletes model-storage and builds it again with the same content, as WhatsApp Web does after
// a damage. Guests stand in its way as they do in that of [Server.UpgradeDatabase].
func (s *Server) RecreateDatabase() { s.upgradeDatabase(0, true) }

func (s *Server) upgradeDatabase(takes time.Duration, anew bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !anew {
		s.world.database.Version += databaseStep
	}
	s.publish("databaseUpgrade", map[string]any{
		"version": s.world.database.Version, "ms": takes.Milliseconds(), "anew": anew,
	})
}

// StoreNumber writes the number of a LID to a table of the database, [TableContact] or [TableLIDPNMapping],
// and to no other place: neither the cache of numbers nor the contact in memory knows it.
func (s *Server) StoreNumber(table, lid, phone string) error {
	if err := checkJIDs(lid, phone); err != nil {
		return fmt.Errorf("fakewhatsapp: store number: %w", err)
	}
	if !strings.HasSuffix(lid, "@lid") || !strings.HasSuffix(phone, "@c.us") {
		return fmt.Errorf("fakewhatsapp: store number: %w: want a LID and a phone JID", ErrBadJID)
	}
	if table != TableContact && table != TableLIDPNMapping {
		return fmt.Errorf("fakewhatsapp: store number: %w: %q", ErrUnknownTable, table)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	record := storedNumber{numberRecord{LID: lid, PN: phone, CreatedAt: s.now().Unix()}, table}
	s.world.database.Numbers = append(slices.Clone(s.world.database.Numbers), record)
	s.publish("databaseNumber", record)
	return nil
}
