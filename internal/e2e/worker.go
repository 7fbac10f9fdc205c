package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/extensions"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// StopWorker stops the extension's service worker at whatever instruction it
// is, as Chrome does with an idle one, and returns when it has stopped. An event
// that comes at that moment may already have started the next one.
func (s *Stage) StopWorker() error {
	s.stopped, s.unsure = true, true
	if _, err := chromedp.Call(s.backstage.ctx, serviceworker.Enable, cdp.Empty{}); err != nil {
		return fmt.Errorf("e2e: stop the worker: %w", err)
	}
	if _, err := chromedp.Call(s.backstage.ctx, serviceworker.StopAllWorkers, cdp.Empty{}); err != nil {
		return fmt.Errorf("e2e: stop the worker: %w", err)
	}
	return nil
}

// ReloadExtension reloads the extension as its button on chrome://extensions
// does: its pages close, its worker starts anew, and the content scripts in open
// tabs belong to nobody any more.
func (s *Stage) ReloadExtension(ctx context.Context) error {
	// The page that asks for it is gone before it could hear an answer.
	if _, err := Eval[any](s.backstage, `setTimeout(() => chrome.runtime.reload()) && null`); err != nil {
		return fmt.Errorf("e2e: reload the extension: %w", err)
	}
	if err := Until(ctx, "the extension's pages to close", func() (bool, error) {
		pages, err := s.targets("page")
		return err == nil && !slices.ContainsFunc(pages, func(p *target.Info) bool {
			return p.TargetID == s.backstage.id
		}), err
	}); err != nil {
		return err
	}
	return s.backstageBack(ctx)
}

// Install installs the extension in a browser that was started without it, see
// [Options].
func (s *Stage) Install(ctx context.Context) error {
	folder, err := filepath.Abs(s.options.Dist)
	if err != nil {
		return fmt.Errorf("e2e: install the extension: %w", err)
	}
	if _, err := chromedp.CallBrowser(s.browser.ctx, extensions.LoadUnpacked, extensions.LoadUnpackedParams{Path: folder}); err != nil {
		return fmt.Errorf("e2e: install the extension: %w", err)
	}
	return s.backstageBack(ctx)
}

// backstageBack opens the backstage once the extension is there. A page of an
// extension that is not is one of the browser's own, and none of its calls are in it.
func (s *Stage) backstageBack(ctx context.Context) error {
	return Until(ctx, "the extension to be back", func() (bool, error) {
		tab, err := s.NewTab(s.ExtensionURL("manifest.json"))
		if err != nil {
			return false, err
		}
		there, err := Eval[bool](tab, `typeof globalThis.chrome?.runtime?.id === "string" && chrome.storage !== undefined`)
		if err != nil || !there {
			return false, errors.Join(err, tab.Close())
		}
		s.backstage = tab
		return true, nil
	})
}

// ExtensionIDAt returns the id of an extension that was loaded from a folder.
func (s *Stage) ExtensionIDAt(folder string) (string, error) {
	got, err := chromedp.CallBrowser(s.browser.ctx, extensions.GetExtensions, cdp.Empty{})
	if err != nil {
		return "", fmt.Errorf("e2e: list extensions: %w", err)
	}
	for _, e := range got.Extensions {
		if e.Path == folder {
			return e.ID, nil
		}
	}
	return "", fmt.Errorf("e2e: no extension was loaded from %s", filepath.Base(folder))
}

// Stored returns a value of one of the extension's storage areas, "local" or
// "session"; it is false when there is none.
func Stored[T any](s *Stage, area, key string) (T, bool, error) {
	var v T
	text, err := Eval[string](s.backstage, fmt.Sprintf(
		`chrome.storage[%q].get(%q).then((got) => JSON.stringify(Object.values(got)))`, area, key))
	if err != nil {
		return v, false, fmt.Errorf("e2e: read storage.%s: %w", area, err)
	}
	var values []T
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		return v, false, fmt.Errorf("e2e: read storage.%s: %w", area, err)
	}
	if len(values) == 0 {
		return v, false, nil
	}
	return values[0], true, nil
}

// Card returns the sidebar's card of a chat.
func (s *Stage) Card(jid string) (contract.Card, error) {
	card, _, err := Stored[contract.Card](s, "session", contract.CardKeyPrefix+jid)
	return card, err
}

// View returns what the faces draw.
func (s *Stage) View() (contract.View, error) {
	view, _, err := Stored[contract.View](s, "session", contract.ViewKey)
	return view, err
}

// SyncTimes returns the times of the last sync that are not those of one chat.
func (s *Stage) SyncTimes() (contract.SyncTimes, error) {
	times, _, err := Stored[contract.SyncTimes](s, "local", contract.SyncKey)
	return times, err
}

// RingAlarm brings the backup alarm forward and does not wait for what it
// leads to. The alarm is the real one and so is its handler; only its next time
// is nearer.
func (s *Stage) RingAlarm() error {
	_, err := Eval[any](s.backstage, `chrome.alarms.create("backup", {when: Date.now(), periodInMinutes: 3}).then(() => null)`)
	if err != nil {
		return fmt.Errorf("e2e: ring the alarm: %w", err)
	}
	return nil
}

// Cycle rings the alarm and waits until a cycle has ended that read the page and Zoho
// after the call, and the view tells of it.
func (s *Stage) Cycle(ctx context.Context) error {
	if s.unsure {
		// One may run of which nothing tells. When a cycle has ended, the view tells again
		// whether one runs.
		if err := s.oneCycle(ctx); err != nil {
			return err
		}
		s.unsure = false
	}
	return s.oneCycle(ctx)
}

func (s *Stage) oneCycle(ctx context.Context) error {
	before, err := s.betweenCycles(ctx)
	if err != nil {
		return err
	}
	if err := s.RingAlarm(); err != nil {
		return err
	}
	return s.untilCycleAfter(ctx, before)
}

// untilCycleAfter waits until a cycle has ended since those times were read, none runs,
// and the view tells of all that it has stored.
func (s *Stage) untilCycleAfter(ctx context.Context, before contract.SyncTimes) error {
	return Until(ctx, "the end of a backup cycle", func() (bool, error) {
		view, err := s.View()
		return view.Backup.LastTickAt > before.LastTickAt && s.idle(view), err
	})
}

// betweenCycles returns the times of the last sync once no cycle runs that the page
// has brought forward: the next one reads whatever is there by now.
func (s *Stage) betweenCycles(ctx context.Context) (contract.SyncTimes, error) {
	var last contract.SyncTimes
	err := Until(ctx, "a cycle that runs to end", func() (bool, error) {
		view, err := s.View()
		if err != nil {
			return false, err
		}
		// A cycle stores its time before the view says that it has ended.
		last, err = s.SyncTimes()
		return s.idle(view), err
	})
	return last, err
}

// idle says whether a view tells that no cycle runs, as far as that can be told: that
// of a worker which was stopped in a cycle goes on telling of it.
func (s *Stage) idle(view contract.View) bool {
	return s.unsure || view.Backup.State != contract.BackupRunning
}
