//go:build js && wasm

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hack-pad/safejs"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/browser/host"
)

// whatsAppPages is the match pattern of WhatsApp Web. The host permission for
// it is what lets tabs.query see these tabs without the tabs permission.
const whatsAppPages = "https://web.whatsapp.com/*"

// Tabs are the WhatsApp Web tabs as [app.Pages].
// https://developer.chrome.com/docs/extensions/reference/api/tabs
type Tabs struct{}

var _ app.Pages = Tabs{}

// List implements [app.Pages]. It is one call to the browser and none to a tab.
func (Tabs) List(ctx context.Context) ([]app.Tab, error) {
	v, err := callTabs(ctx, "query", map[string]any{"url": whatsAppPages})
	if err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	raw, err := host.ToJSON(v)
	if err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	// Before Chrome 132 a tab does not say whether it is frozen.
	var found []struct {
		ID              int     `json:"id"`
		Active          bool    `json:"active"`
		Discarded       bool    `json:"discarded"`
		Frozen          bool    `json:"frozen"`
		AutoDiscardable bool    `json:"autoDiscardable"`
		LastAccessed    float64 `json:"lastAccessed"`
	}
	if err := json.Unmarshal(raw, &found); err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	out := make([]app.Tab, 0, len(found))
	for _, t := range found {
		out = append(out, app.Tab{
			ID: t.ID, Asleep: t.Discarded || t.Frozen, Hidden: !t.Active,
			AutoDiscardable: t.AutoDiscardable, LastUsedAt: int64(t.LastAccessed),
		})
	}
	return out, nil
}

// KeepAwake implements [app.Pages].
func (tabs Tabs) KeepAwake(ctx context.Context, on bool) error {
	open, err := tabs.List(ctx)
	if err != nil {
		return fmt.Errorf("browser: keep tabs awake: %w", err)
	}
	var problems []error
	for _, tab := range open {
		if tab.AutoDiscardable != on {
			continue
		}
		_, err := callTabs(ctx, "update", tab.ID, map[string]any{"autoDiscardable": !on})
		if err != nil && !isGone(err) {
			problems = append(problems, fmt.Errorf("browser: keep a tab awake: %w", err))
		}
	}
	return errors.Join(problems...)
}

// callTabs calls a function of chrome.tabs and waits for what it brings.
func callTabs(ctx context.Context, method string, args ...any) (safejs.Value, error) {
	tabs, err := host.Path("chrome", "tabs")
	if err != nil {
		return safejs.Undefined(), err
	}
	p, err := tabs.Call(method, args...)
	if err != nil {
		return safejs.Undefined(), err
	}
	return host.Await(ctx, p)
}

// isGone says that a tab was closed before it could be changed.
func isGone(err error) bool {
	var js *host.JSError
	return errors.As(err, &js) && strings.HasPrefix(js.Message, "No tab with id")
}
