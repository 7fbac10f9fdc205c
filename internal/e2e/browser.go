package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// startWithin bounds the start of the browser.
const startWithin = 60 * time.Second

// browser is one run of Chromium. Its context is that of the browser itself and
// of none of its tabs.
type browser struct {
	ctx    context.Context
	cancel []context.CancelFunc
	// tabs are the contexts of attached pages, by target id.
	tabs map[string]context.Context
}

// StartBrowser starts Chromium with the extension, on the stage's profile.
func (s *Stage) StartBrowser(ctx context.Context) error {
	if s.browser != nil {
		return errors.New("e2e: the browser runs already")
	}
	if !s.options.Headed {
		if err := s.grantHosts(); err != nil {
			return fmt.Errorf("e2e: prepare profile: %w", err)
		}
	}
	log := s.options.BrowserLog
	if log == nil {
		log = io.Discard
	}
	extensions := make([]string, 0, 1+len(s.options.Beside))
	for _, folder := range append([]string{s.options.Dist}, s.options.Beside...) {
		absolute, err := filepath.Abs(folder)
		if err != nil {
			return fmt.Errorf("e2e: start browser: %w", err)
		}
		extensions = append(extensions, absolute)
	}
	loaded := strings.Join(extensions, ",")
	if s.options.InstallLater {
		loaded = ""
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(s.options.Browser), chromedp.UserDataDir(s.profile), chromedp.CombinedOutput(log),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.IgnoreCertErrors, chromedp.WindowSize(1280, 860),
		chromedp.WSURLReadTimeout(startWithin),
		// Chromium as root runs without its sandbox or not at all.
		chromedp.Flag("no-sandbox", os.Geteuid() == 0),
		chromedp.Flag("disable-extensions", false),
		chromedp.Flag("enable-unsafe-extension-debugging", true),
		chromedp.Flag("host-resolver-rules", s.resolverRules()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("lang", "en-US"), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter"),
	}
	if loaded != "" {
		flags = append(flags, chromedp.Flag("load-extension", loaded), chromedp.Flag("disable-extensions-except", loaded))
	}
	if s.options.BrowserLog != nil {
		// Chromium then writes every console message of every page and worker.
		flags = append(flags, chromedp.Flag("enable-logging", "stderr"))
	}
	if s.options.Headed {
		flags = append(flags, chromedp.VisibleWindow)
	} else {
		flags = append(flags, chromedp.Flag("headless", "new"))
	}
	b := &browser{tabs: map[string]context.Context{}}
	allocator, cancelAllocator := chromedp.NewExecAllocator(ctx, flags...)
	whole, cancelWhole := chromedp.NewContext(allocator, s.driverLog())
	b.ctx, b.cancel = whole, []context.CancelFunc{cancelWhole, cancelAllocator}
	s.browser = b
	var err error
	started := make(chan error, 1)
	// The first tab is left alone: on the day of installation the extension
	// opens its settings page in it.
	go func() {
		_, err := chromedp.CallBrowser(whole, cdpbrowser.GetVersion, cdp.Empty{})
		started <- err
	}()
	select {
	case err = <-started:
	case <-time.After(startWithin):
		err = errors.New("no answer in time")
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("e2e: start browser: %w", err)
	}
	if s.options.WorkerConsole != nil {
		if err := s.hearWorkers(s.options.WorkerConsole); err != nil {
			return err
		}
	}
	if s.options.InstallLater {
		s.backstage, err = s.NewTab("about:blank")
		return err
	}
	// The browser answers before it has loaded its extensions.
	return s.backstageBack(ctx)
}

// StopBrowser ends Chromium as a person would who quits it.
func (s *Stage) StopBrowser() error {
	if s.browser == nil {
		return nil
	}
	b := s.browser
	s.browser = nil
	err := chromedp.Cancel(b.ctx)
	for _, cancel := range b.cancel {
		cancel()
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("e2e: stop browser: %w", err)
	}
	return nil
}

// resolverRules lead the hosts of the stage to its server and all others
// nowhere, so that nothing of the browser's own reaches it.
func (s *Stage) resolverRules() string {
	address := s.server.Listener.Addr().String()
	rules := make([]string, 0, len(hosts)+2)
	for _, host := range hosts {
		rules = append(rules, "MAP "+host+":443 "+address)
	}
	return strings.Join(append(rules, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"), ",")
}

// grantHosts writes into a new profile that the user has once allowed the
// extension's optional hosts.
func (s *Stage) grantHosts() error {
	file := filepath.Join(s.profile, "Default", "Preferences")
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	raw, err := os.ReadFile(filepath.Join(s.options.Dist, "manifest.json"))
	if err != nil {
		return err
	}
	var manifest struct {
		Optional []string `json:"optional_host_permissions"`
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		return err
	}
	granted := map[string]any{
		"api": []string{}, "manifest_permissions": []string{}, "scriptable_host": []string{},
		"explicit_host": manifest.Optional,
	}
	preferences, err := json.Marshal(map[string]any{"extensions": map[string]any{
		"settings": map[string]any{
			s.ExtensionID: map[string]any{"granted_permissions": granted, "runtime_granted_permissions": granted},
		},
		// An unpacked extension that is reloaded comes back in developer mode only.
		"ui": map[string]any{"developer_mode": true},
	}})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, preferences, 0o600)
}

// WaitClosed waits until the person in front of the browser has closed it, or
// ctx ends.
func (s *Stage) WaitClosed(ctx context.Context) error {
	closed := make(chan error, 1)
	go func() { closed <- chromedp.WaitClosed(s.browser.ctx) }()
	select {
	case err := <-closed:
		return err
	case <-ctx.Done():
		return nil
	}
}

// driverLog sends what the driver itself has to say to where the browser's own
// words go. Its errors come back from the calls; what it logs besides is about
// pages that close while it looks at them.
func (s *Stage) driverLog() chromedp.ContextOption {
	return chromedp.WithErrorf(func(format string, args ...any) {
		if s.options.BrowserLog != nil {
			fmt.Fprintf(s.options.BrowserLog, format+"\n", args...)
		}
	})
}
