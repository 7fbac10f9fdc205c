// Package manifest reads the extension's manifest and checks that what is
// built keeps to it, and it to what Chatkeep promises.
package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Manifest is manifest.json. Fields it does not know are refused, so that
// nothing enters the manifest without a check being thought of.
// See https://developer.chrome.com/docs/extensions/reference/manifest.
type Manifest struct {
	ManifestVersion      int    `json:"manifest_version"`
	Name                 string `json:"name"`
	Description          string `json:"description"`
	Version              string `json:"version"`
	DefaultLocale        string `json:"default_locale"`
	MinimumChromeVersion string `json:"minimum_chrome_version"`
	// Key is a public key in DER, base64. Nobody holds its private half: the
	// key only fixes the extension's id, and with it the redirect address of
	// the sign-in, wherever the extension is loaded from. See
	// https://developer.chrome.com/docs/extensions/reference/manifest/key.
	Key                   string            `json:"key"`
	Icons                 map[string]string `json:"icons"`
	Permissions           []string          `json:"permissions"`
	HostPermissions       []string          `json:"host_permissions"`
	OptionalHosts         []string          `json:"optional_host_permissions"`
	Background            Background        `json:"background"`
	ContentScripts        []ContentScript   `json:"content_scripts"`
	Action                Action            `json:"action"`
	SidePanel             SidePanel         `json:"side_panel"`
	Options               Options           `json:"options_ui"`
	Commands              map[string]any    `json:"commands"`
	ContentSecurityPolicy Policy            `json:"content_security_policy"`
}

// Background names the worker.
type Background struct {
	ServiceWorker string `json:"service_worker"`
	Type          string `json:"type"`
}

// ContentScript is a group of scripts for WhatsApp Web's page.
type ContentScript struct {
	Matches []string `json:"matches"`
	JS      []string `json:"js"`
	RunAt   string   `json:"run_at"`
	World   string   `json:"world"`
}

// Action is the toolbar button.
type Action struct {
	Title string            `json:"default_title"`
	Popup string            `json:"default_popup"`
	Icons map[string]string `json:"default_icon"`
}

// SidePanel names the sidebar's page.
type SidePanel struct {
	Path string `json:"default_path"`
}

// Options names the options page.
type Options struct {
	Page      string `json:"page"`
	OpenInTab bool   `json:"open_in_tab"`
}

// Policy is the content security policy.
type Policy struct {
	ExtensionPages string `json:"extension_pages"`
}

// Parse reads a manifest.
func Parse(text []byte) (*Manifest, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	m := &Manifest{}
	if err := decoder.Decode(m); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	return m, nil
}

// paths returns every file the manifest names, relative to the extension's root.
func (m *Manifest) paths() []string {
	paths := []string{m.Background.ServiceWorker, m.Action.Popup, m.SidePanel.Path, m.Options.Page}
	for _, c := range m.ContentScripts {
		paths = append(paths, c.JS...)
	}
	paths = slices.AppendSeq(paths, maps.Values(m.Icons))
	paths = slices.AppendSeq(paths, maps.Values(m.Action.Icons))
	slices.Sort(paths)
	return slices.Compact(paths)
}

// grants returns everything a user is or may be asked to grant.
func (m *Manifest) grants() []string {
	return slices.Concat(m.Permissions, m.HostPermissions, m.OptionalHosts)
}
