package fakewhatsapp

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed profiles/*.json
var profileFiles embed.FS

// Profiles that are embedded: one JSON file each under profiles/. Another build of WhatsApp Web is one more
// file; what its fields mean stands with the type profile.
const (
	// ProfileCurrent is the build of 2026-09-21: the own property of a MsgKey is "$1".
	ProfileCurrent = "2026-09"
	// ProfileJune2026 is a build before about 2.3000.1042401057: the property is "_serialized".
	ProfileJune2026 = "2026-06"
	// ProfileJanuary2026 is a build before 2.3000.1034162388: history is searched with msgFindQuery,
	// loadEarlierMsgs takes the chat itself, the own account is known by getMaybeMeUser, and the DOM is that
	// of December 2025.
	ProfileJanuary2026 = "2026-01"
	// ProfileFuture is an invented later build: another property name, members moved to default exports,
	// more modules that come late or on demand.
	ProfileFuture = "future"
	// ProfileBareOptions is an invented build whose database cannot be searched; loadEarlierMsgs({chat}) is
	// left.
	ProfileBareOptions = "bare-options"
	// ProfileBareChat is an invented build of which loadEarlierMsgs(chat) is left.
	ProfileBareChat = "bare-chat"
	// ProfileBareList is an invented build of which only the list of the interface, chat.msgs, is left.
	ProfileBareList = "bare-list"
)

// Profiles returns the names of all profiles that are embedded, in alphabetical order.
func Profiles() []string {
	files, err := fs.Glob(profileFiles, "profiles/*.json")
	if err != nil {
		panic(fmt.Errorf("fakewhatsapp: list profiles: %w", err)) // The pattern is well-formed.
	}
	names := []string{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".json")
		// Beside the profiles stand the lists of fields that they name.
		if !strings.HasPrefix(name, "fields-") {
			names = append(names, name)
		}
	}
	return names
}

// profile is what differs between builds of WhatsApp Web. Times are in milliseconds after the bundle has run.
type profile struct {
	// Name is the name of the file.
	Name string `json:"name"`
	// Extends names another profile whose fields hold where this one gives none.
	Extends string `json:"extends,omitempty"`
	// Version is what window.Debug and WAWebBuildConstants tell, ClientRevision what SiteData does.
	Version        string `json:"version"`
	ClientRevision int64  `json:"clientRevision"`
	// Fields names the file with the models' declared fields.
	Fields string `json:"fields"`
	// MsgKeyProperty is the own property of a MsgKey that holds the whole key.
	MsgKeyProperty string `json:"msgKeyProperty"`
	// History is how the build reads messages.
	History historyProfile `json:"history"`
	// EmptyHistoryStatus is the status of a history read that finds no further message: 200, as in all builds
	// whose source is known, or 404.
	EmptyHistoryStatus int `json:"emptyHistoryStatus"`
	// MeGetters says how WAWebUserPrefsMeUser tells the own account: "separate" with getMaybeMePnUser and
	// getMaybeMeLidUser, "single" with getMaybeMeUser and getMeUser.
	MeGetters string `json:"meGetters"`
	// LIDMigrated is what WAWebLid1X1MigrationGating says of the account.
	LIDMigrated bool `json:"lidMigrated"`
	// OnDefault lists modules whose members sit on the default export instead of the namespace.
	OnDefault []string `json:"onDefault"`
	// Without lists what the build does not have: modules ("WAWebApiContact"), members
	// ("WAWebDBMessageFindLocal.msgFindBefore"), members of exported objects
	// ("WAWebChatCollection.ChatCollection.getActive"), fields of models ("WAWebChatModel.accountLid") and
	// "Debug.VERSION". See [Server.RemoveMember] for taking such things away later.
	Without []string `json:"without"`
	// Late gives the time at which a module becomes known; Lazy lists those that only
	// Bootloader.loadModules brings.
	Late map[string]int `json:"late"`
	Lazy []string       `json:"lazy"`
	// BundleDelayMs are the shortest and the longest time that the external bundle takes when
	// [Options.RandomDelay] is set, counted from the request for it.
	BundleDelayMs [2]int `json:"bundleDelayMs"`
	// DebugDelayMs is when window.Debug appears, SyncMs when a session that is ready has synced.
	DebugDelayMs int `json:"debugDelayMs"`
	SyncMs       int `json:"syncMs"`
	// Layout is the year of the page's DOM, Layout2026 or Layout2025.
	Layout string `json:"layout"`
	// Classes are the build's names for the classes of the stylesheet.
	Classes map[string]string `json:"classes,omitempty"`
}

// historyProfile is how a build reads messages.
type historyProfile struct {
	// Find is what WAWebDBMessageFindLocal has: "direction" for msgFindBefore, msgFindAfter and
	// msgFindByDirection, "query" for msgFindQuery (before 2.3000.1034162388), "none".
	Find string `json:"find"`
	// Load is what WAWebChatLoadMessages takes: "options" for ({chat}), "chat" for (chat) (before about
	// 2.3000.1037370178), "none".
	Load string `json:"load"`
	// HiddenTypes are the types of rows that no search gives, as they act on another message.
	HiddenTypes []string `json:"hiddenTypes"`
	// OnDemand says that the build can ask the phone for older messages. A list whose beginning is reached
	// then stays open while more remains on the phone.
	OnDemand bool `json:"onDemand"`
}

// mergeProfile reads a profile over what it extends.
func mergeProfile(name string, p *profile) error {
	raw, err := profileFiles.ReadFile("profiles/" + name + ".json")
	if err != nil {
		return fmt.Errorf("%w: %q", ErrUnknownProfile, name)
	}
	var head struct {
		Extends string `json:"extends"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return fmt.Errorf("fakewhatsapp: read profile %q: %w", name, err)
	}
	if head.Extends != "" {
		if err := mergeProfile(head.Extends, p); err != nil {
			return err
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(p); err != nil {
		return fmt.Errorf("fakewhatsapp: read profile %q: %w", name, err)
	}
	return nil
}

// loadProfile reads a profile and the field lists that it names.
func loadProfile(name string) (profile, json.RawMessage, error) {
	p := profile{Without: []string{}, OnDefault: []string{}, Lazy: []string{}, Late: map[string]int{}}
	if err := mergeProfile(name, &p); err != nil {
		return p, nil, err
	}
	raw, err := profileFiles.ReadFile("profiles/" + p.Fields + ".json")
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
