//go:build js && wasm

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hack-pad/safejs"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/contract"
)

// whatsAppPages is the match pattern of WhatsApp Web. The host permission for
// it is what lets tabs.query see these tabs without the tabs permission.
const whatsAppPages = "https://web.whatsapp.com/*"

// answerWithin bounds how long a tab may take to answer. A frozen or discarded
// tab never answers; the bridge itself gives up earlier.
const answerWithin = 10 * time.Second

// maxAnswer bounds one answer of a tab, in bytes of JSON.
const maxAnswer = 8 << 20

// Tabs are the WhatsApp Web tabs as [app.Pages].
type Tabs struct{}

var _ app.Pages = Tabs{}

// List implements [app.Pages].
func (Tabs) List(ctx context.Context) ([]app.Tab, error) {
	tabs, err := host.Path("chrome", "tabs")
	if err != nil {
		return nil, err
	}
	p, err := tabs.Call("query", map[string]any{"url": whatsAppPages})
	if err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	v, err := host.Await(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	raw, err := host.ToJSON(v)
	if err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	var found []struct {
		ID           int     `json:"id"`
		Active       bool    `json:"active"`
		Discarded    bool    `json:"discarded"`
		Frozen       bool    `json:"frozen"`
		LastAccessed float64 `json:"lastAccessed"`
	}
	if err := json.Unmarshal(raw, &found); err != nil {
		return nil, fmt.Errorf("browser: list tabs: %w", err)
	}
	out := make([]app.Tab, 0, len(found))
	for _, t := range found {
		out = append(out, app.Tab{ID: t.ID, Asleep: t.Discarded || t.Frozen, LastUsedAt: int64(t.LastAccessed)})
	}
	return out, nil
}

// Ask implements [app.Pages].
func (Tabs) Ask(ctx context.Context, tab int, question contract.PageQuestion) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	raw, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	message, err := host.FromJSON(raw)
	if err != nil {
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	tabs, err := host.Path("chrome", "tabs")
	if err != nil {
		return nil, err
	}
	p, err := tabs.Call("sendMessage", tab, message)
	if err != nil {
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	v, err := host.Await(ctx, p)
	var js *host.JSError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &js):
		// "Could not establish connection": no bridge lives in that tab.
		return nil, fmt.Errorf("browser: ask a tab: %w: %w", app.ErrTabSilent, err)
	case err != nil:
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	return unwrap(v)
}

// unwrap takes the bridge's answer apart.
func unwrap(v safejs.Value) (json.RawMessage, error) {
	raw, err := host.ToJSON(v)
	if err != nil {
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	if len(raw) > maxAnswer {
		return nil, fmt.Errorf("browser: ask a tab: answer of %d bytes is too large", len(raw))
	}
	var answer *struct {
		OK    json.RawMessage `json:"ok"`
		Error *struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	switch {
	case answer == nil:
		return nil, fmt.Errorf("browser: ask a tab: %w", app.ErrTabSilent)
	case answer.Error != nil:
		return nil, app.PageError(answer.Error.Code)
	case answer.OK == nil:
		return nil, fmt.Errorf("browser: ask a tab: neither answer nor error")
	}
	return answer.OK, nil
}
