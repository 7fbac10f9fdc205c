package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

// pictureWithin bounds the taking of one picture; a page that has closed by
// itself gives none.
const pictureWithin = 5 * time.Second

// Evidence leaves in a folder what helps to understand a failure: a picture of
// every page the stage has opened, what the faces draw, the calls to Zoho, and
// what was done against the rules of WhatsApp's page.
func (s *Stage) Evidence(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if s.browser == nil {
		return errors.New("e2e: evidence: the browser does not run")
	}
	var problems []error
	i := 0
	for _, ctx := range s.browser.tabs {
		i++
		bounded, cancel := context.WithTimeout(ctx, pictureWithin)
		picture, err := chromedp.Run(bounded, chromedp.CaptureScreenshot())
		cancel()
		if err != nil {
			problems = append(problems, err)
			continue
		}
		problems = append(problems, os.WriteFile(filepath.Join(folder, fmt.Sprintf("page-%d.png", i)), picture, 0o644))
	}
	session, err := Eval[json.RawMessage](s.backstage, `chrome.storage.session.get().then((all) => { delete all.access; return all; })`)
	problems = append(problems, err)
	evidence := map[string]any{
		"session": session, "calls": s.Zoho.Calls(), "violations": s.WhatsApp.Violations(), "snapshot": s.Zoho.Snapshot(),
	}
	raw, err := json.MarshalIndent(evidence, "", "  ")
	problems = append(problems, err, os.WriteFile(filepath.Join(folder, "evidence.json"), raw, 0o644))
	return errors.Join(problems...)
}
