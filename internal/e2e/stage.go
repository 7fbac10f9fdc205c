package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// Options say how a stage is set up.
type Options struct {
	// Dist is the folder of the built extension.
	Dist string
	// Browser is the path of a Chromium.
	Browser string
	// Profile is the folder of the browser's profile; empty makes one that goes
	// with the stage.
	Profile string
	// Headed shows the browser. Its own question about Zoho's hosts is then
	// left to the person in front of it.
	Headed bool
	// InstallLater starts the browser without any extension; [Stage.Install]
	// installs ours.
	InstallLater bool
	// Beside are further unpacked extensions to load, for comparison.
	Beside []string
	// WhatsApp and Zoho set the stand-ins up.
	WhatsApp fakewhatsapp.Options
	Zoho     fakezoho.Options
	// BrowserLog receives what the browser prints, the consoles of all pages
	// among it; nil drops it.
	BrowserLog io.Writer
	// WorkerConsole receives what a worker of an extension writes to its console,
	// with the worker's address. It is called from several goroutines. Nil leaves
	// the workers alone, so that nothing but Chrome keeps them alive.
	WorkerConsole func(source, text string)
}

// Stage is a browser with the extension and the two stand-ins.
type Stage struct {
	WhatsApp *fakewhatsapp.Server
	Zoho     *fakezoho.Server
	World    fakezoho.World
	// ExtensionID is derived from the manifest's key.
	ExtensionID string

	options Options
	server  *httptest.Server
	profile string
	owned   bool
	browser *browser
	// stopped is true once a worker was stopped in the middle of its work, and unsure
	// from then until a cycle has ended.
	stopped, unsure bool
	// backstage is a page of the extension that shows nothing and does nothing:
	// through it the stage reads storage and sets the alarm.
	backstage *Tab
}

// hosts are the host names that lead to the stand-ins.
var hosts = []string{
	"web.whatsapp.com", "static.whatsapp.net",
	"accounts.zoho.com", "www.zohoapis.com", "sandbox.zohoapis.com", "developer.zohoapis.com", "crm.zoho.com",
	"accounts.zoho.eu", "www.zohoapis.eu", "sandbox.zohoapis.eu", "developer.zohoapis.eu", "crm.zoho.eu",
}

// Open starts the stand-ins and the browser.
func Open(ctx context.Context, options Options) (*Stage, error) {
	id, err := extensionID(filepath.Join(options.Dist, "manifest.json"))
	if err != nil {
		return nil, fmt.Errorf("e2e: open: %w", err)
	}
	s := &Stage{ExtensionID: id, options: options, profile: options.Profile}
	s.WhatsApp = fakewhatsapp.New(options.WhatsApp)
	s.Zoho = fakezoho.New(options.Zoho)
	if s.World, err = fakezoho.SeedDemo(s.Zoho, s.RedirectURL()); err != nil {
		return nil, fmt.Errorf("e2e: open: %w", err)
	}
	// The two worlds share a person: the contact whose number is stored as
	// (415) 555-0132 is the one who writes from that number.
	if err := s.Zoho.EditRecord(s.World.Contacts[fakezoho.ContactPunctuated], fakezoho.Fields{
		"First_Name": "Elena", "Last_Name": "Marsh",
	}); err != nil {
		return nil, fmt.Errorf("e2e: open: %w", err)
	}
	if s.profile == "" {
		if s.profile, err = os.MkdirTemp("", "chatkeep-profile-"); err != nil {
			return nil, fmt.Errorf("e2e: open: %w", err)
		}
		s.owned = true
	}
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	// A browser that is told to stop breaks off its connections; that is no
	// news.
	s.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.server.StartTLS()
	if err := s.StartBrowser(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// serve hands a request to the stand-in whose host it names.
func (s *Stage) serve(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Host, "whatsapp") {
		s.WhatsApp.ServeHTTP(w, r)
		return
	}
	s.Zoho.ServeHTTP(w, r)
}

// Close stops the browser and the stand-ins.
func (s *Stage) Close() error {
	err := s.StopBrowser()
	if s.WhatsApp != nil {
		s.WhatsApp.Close()
	}
	if s.server != nil {
		s.server.CloseClientConnections()
		s.server.Close()
	}
	if s.owned {
		err = errors.Join(err, os.RemoveAll(s.profile))
	}
	return err
}

// RedirectURL is where Zoho's consent page leads back to.
func (s *Stage) RedirectURL() string {
	return "https://" + s.ExtensionID + ".chromiumapp.org/zoho"
}

// ExtensionURL is the address of a page of the extension.
func (s *Stage) ExtensionURL(path string) string {
	return "chrome-extension://" + s.ExtensionID + "/" + path
}

// extensionID derives the extension's id from the manifest's key: the first 32
// hexadecimal digits of the key's SHA-256, written with the letters a to p.
func extensionID(manifest string) (string, error) {
	raw, err := os.ReadFile(manifest)
	if err != nil {
		return "", fmt.Errorf("the extension is not built: %w", err)
	}
	var m struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return "", fmt.Errorf("read manifest: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(m.Key)
	if err != nil || len(key) == 0 {
		return "", errors.New("the manifest has no usable key")
	}
	sum := sha256.Sum256(key)
	id := make([]byte, 32)
	for i := range id {
		nibble := sum[i/2] >> 4
		if i%2 == 1 {
			nibble = sum[i/2] & 15
		}
		id[i] = 'a' + nibble
	}
	return string(id), nil
}
