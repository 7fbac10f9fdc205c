package fakewhatsapp

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed profiles/*.json
var profileFiles embed.FS

// Profiles that are embedded.
const (
	// ProfileCurrent is the build of 2026-09-21: the own property of a MsgKey is "$1".
	ProfileCurrent = "2026-09"
	// ProfileJune2026 is a build before about 2.3000.1042401057: the property is "_serialized".
	ProfileJune2026 = "2026-06"
	// ProfileFuture is an invented later build: another property name, members moved to default exports,
	// more modules that come late or on demand.
	ProfileFuture = "future"
)

// profile is what differs between builds of WhatsApp Web. Times are in milliseconds after the bundle has run.
type profile struct {
	Name           string `json:"name"`
	Version        string `json:"version"`
	ClientRevision int64  `json:"clientRevision"`
	// Fields names the file with the models' declared fields.
	Fields string `json:"fields"`
	// MsgKeyProperty is the own property of a MsgKey that holds the whole key.
	MsgKeyProperty string `json:"msgKeyProperty"`
	// EmptyHistoryStatus is the status of a history read that finds no further message, 200 or 404.
	EmptyHistoryStatus int  `json:"emptyHistoryStatus"`
	LIDMigrated        bool `json:"lidMigrated"`
	// OnDefault lists modules whose members sit on the default export instead of the namespace.
	OnDefault []string `json:"onDefault"`
	// Late gives the time at which a module becomes known; Lazy lists those that only
	// Bootloader.loadModules brings.
	Late map[string]int `json:"late"`
	Lazy []string       `json:"lazy"`
	// DebugDelayMs is when window.Debug appears, SyncMs when a session that is ready has synced.
	DebugDelayMs int `json:"debugDelayMs"`
	SyncMs       int `json:"syncMs"`
}

// loadProfile reads a profile and the field lists that it names.
func loadProfile(name string) (profile, json.RawMessage, error) {
	var p profile
	raw, err := profileFiles.ReadFile("profiles/" + name + ".json")
	if err != nil {
		return p, nil, fmt.Errorf("%w: %q", ErrUnknownProfile, name)
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, nil, fmt.Errorf("fakewhatsapp: read profile %q: %w", name, err)
	}
	raw, err = profileFiles.ReadFile("profiles/" + p.Fields + ".json")
	if err != nil {
		return p, nil, fmt.Errorf("fakewhatsapp: read fields of profile %q: %w", name, err)
	}
	var fields struct {
		Models json.RawMessage `json:"models"`
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return p, nil, fmt.Errorf("fakewhatsapp: read fields of profile %q: %w", name, err)
	}
	return p, fields.Models, nil
}
