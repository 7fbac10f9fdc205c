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

// answerWithin bounds how long a tab may take to answer, the time to attach to
// it included. A frozen or discarded tab never answers; the bridge itself gives
// up earlier.
const answerWithin = 10 * time.Second

// maxAnswer bounds one answer of a tab, in bytes of JSON.
const maxAnswer = 8 << 20

// Ask implements [app.Pages]. Where nobody hears the question, the worker is
// asked to attach to the tab, and the question is put once more.
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
	v, err := callTabs(ctx, "sendMessage", tab, message)
	if isUnheard(err) {
		switch attached, fault := attach(ctx, tab); {
		case fault != nil:
			err = fault
		case attached:
			v, err = callTabs(ctx, "sendMessage", tab, message)
		}
	}
	switch {
	case isUnheard(err), errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("browser: ask a tab: %w: %w", app.ErrTabSilent, err)
	case err != nil:
		return nil, fmt.Errorf("browser: ask a tab: %w", err)
	}
	return unwrap(v)
}

// isUnheard says that Chrome found nobody in the tab who answers: no bridge
// lives there, or its page went away before it had answered.
func isUnheard(err error) bool {
	var js *host.JSError
	return errors.As(err, &js)
}

// attach has the worker see to it that a bridge answers in a tab, and says
// whether one does; see extension/background/attach.ts.
func attach(ctx context.Context, tab int) (bool, error) {
	worker, err := host.Path("chatkeepHost")
	if err != nil {
		return false, err
	}
	p, err := worker.Call("attach", tab)
	if err != nil {
		return false, fmt.Errorf("attach: %w", err)
	}
	v, err := host.Await(ctx, p)
	if err != nil {
		return false, fmt.Errorf("attach: %w", err)
	}
	return v.Bool()
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
