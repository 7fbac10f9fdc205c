package e2e

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// leavePictures has TestConnectPictures and TestEveryReason leave their pictures in
// docs/images:
//
//	go test ./internal/e2e -run 'TestConnectPictures|TestEveryReason' -pictures
var leavePictures = flag.Bool("pictures", false, "leave the pictures of the documents in docs/images")

// The pictures are as wide as the settings page, with some room around.
const (
	pictureWidth  = 760
	pictureMargin = 24
)

// picture is a part of the settings page, from the top of one element to the
// bottom of another.
type picture struct {
	from, to string
	leave    func(t *testing.T, s stillStage)
	// act is done before, by somebody who signs in.
	act func(t *testing.T, settings *Tab)
}

// connectPictures are the pictures of docs/connect-zoho.md, by file name.
func connectPictures() map[string]picture {
	nobody := func(t *testing.T, s stillStage) { s.leaveNobody(t) }
	centre := func(t *testing.T, settings *Tab) { choose(t, settings, "#data-centre", "eu") }
	return map[string]picture{
		"connect-data-centre.png": {".step:nth-of-type(1)", ".step:nth-of-type(1)", nobody, centre},
		"connect-sandbox.png": {".step:nth-of-type(1)", ".step:nth-of-type(1)", nobody, func(t *testing.T, settings *Tab) {
			centre(t, settings)
			must(t, settings.Click("#environment > summary"))
			must(t, settings.Click("#environment-sandbox"))
		}},
		"connect-consent-page.png": {".step:nth-of-type(2)", ".step:nth-of-type(2)", nobody, centre},
		"connect-self-client.png": {".step:nth-of-type(2)", ".step:nth-of-type(2)", nobody, func(t *testing.T, settings *Tab) {
			centre(t, settings)
			must(t, settings.Click("#way-self"))
		}},
		"connect-paste.png": {".step:nth-of-type(3)", ".step:nth-of-type(5)", nobody, func(t *testing.T, settings *Tab) {
			centre(t, settings)
			must(t, settings.Type("#client-id", "1000.EXAMPLEEXAMPLEEXAMPLEEXAMPLE00"))
			must(t, settings.Type("#client-secret", "exampleexampleexampleexampleexample"))
			must(t, settings.Click("#linking-certain"))
		}},
		"connect-checks.png": {"#zoho-checks", "#zoho-checks", func(t *testing.T, s stillStage) { s.leaveZoho(t, nil) }, nil},
		"connect-checks-missing.png": {"#zoho-checks", "#zoho-checks", func(t *testing.T, s stillStage) {
			s.leaveZoho(t, func(v *contract.View) { v.Zoho.Checks = mixedChecks() })
		}, nil},
		"connect-credits.png": {"#credits", "#credits", func(t *testing.T, s stillStage) { s.leaveZoho(t, nil) }, nil},
	}
}

// TestConnectPictures: the pictures that docs/connect-zoho.md shows are those of
// the settings page that can be taken here, and every one is there.
func TestConnectPictures(t *testing.T) {
	t.Parallel()
	docs := filepath.Join("..", "..", "docs")
	pictures := connectPictures()
	var shown []string
	for _, match := range regexp.MustCompile(`\]\(images/(connect-[a-z-]+\.png)\)`).FindAllStringSubmatch(string(value(os.ReadFile(filepath.Join(docs, "connect-zoho.md")))(t)), -1) {
		shown = append(shown, match[1])
	}
	slices.Sort(shown)
	names := slices.Sorted(maps.Keys(pictures))
	if !slices.Equal(shown, names) {
		t.Errorf("docs/connect-zoho.md shows %q, want %q", shown, names)
	}
	s := openStill(t)
	for _, name := range names {
		p := pictures[name]
		p.leave(t, s)
		settings := s.face(t, "options/options.html")
		must(t, settings.Look(pictureWidth, 900, "light"))
		untilShown(t, settings, p.to)
		if p.act != nil {
			p.act(t, settings)
		}
		taken := p.take(t, settings)
		file := filepath.Join(docs, "images", name)
		if *leavePictures {
			must(t, os.WriteFile(file, taken, 0o644))
		}
		if _, err := os.Stat(file); err != nil {
			t.Errorf("the picture is not there; take it as the comment of the flag -pictures says: %v", err)
		}
		must(t, settings.Close())
	}
}

// take takes the picture, as PNG.
func (p picture) take(t *testing.T, settings *Tab) []byte {
	t.Helper()
	// Neither the focus nor the caret belongs into a picture.
	run(t, settings, "void document.activeElement?.blur()")
	edges := value(Eval[[]float64](settings, fmt.Sprintf(
		`[document.querySelector(%q).getBoundingClientRect().top + scrollY, document.querySelector(%q).getBoundingClientRect().bottom + scrollY]`, p.from, p.to)))(t)
	top, bottom := edges[0]-pictureMargin, edges[1]+pictureMargin
	shot, err := chromedp.Call(settings.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		CaptureBeyondViewport: new(true),
		Clip:                  &page.Viewport{Y: top, Width: pictureWidth, Height: bottom - top, Scale: 1},
	})
	must(t, err)
	return shot.Data
}
