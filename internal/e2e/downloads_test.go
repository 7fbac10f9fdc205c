package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// downloads has the browser keep what is saved in a folder, and returns that.
func (s *Stage) downloads(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	_, err := chromedp.CallBrowser(s.browser.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
	})
	must(t, err)
	return folder
}

// savedFile waits until a file of JSON has been saved, and returns it.
func savedFile(t *testing.T, folder, name string) []byte {
	t.Helper()
	var saved []byte
	must(t, Until(t.Context(), name, func() (bool, error) {
		var err error
		saved, err = os.ReadFile(filepath.Join(folder, name))
		return bytes.HasSuffix(saved, []byte("}\n")), err
	}))
	return saved
}
