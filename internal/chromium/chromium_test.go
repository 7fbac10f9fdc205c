package chromium

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"Chromium 156.0.8078.79 built on Debian GNU/Linux 13 (trixie)\n": "",
		"Google Chrome for Testing 140.0.7339.80 \n":                     "",
		"Google Chrome 136.0.7103.113 \n":                                "",
		"Brave Browser 141.1.83.109 \n":                                  "",
		"Microsoft Edge 141.0.3537.57 \n":                                "",
		"Google Chrome 137.0.7151.40 \n":                                 "ignores --load-extension",
		"Google Chrome 156.0.8078.79 beta\n":                             "ignores --load-extension",
		"Chromium 119.0.6045.105\n":                                      "older than 120",
		"":                                                               "prints no version",
		"command not found\n":                                            "prints no version",
	} {
		err := judge(version)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got %v, want %q", version, err, want)
		}
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	nowhere := func(string) (string, error) { return "", exec.ErrNotFound }
	env := func(name string) string { return map[string]string{"HOME": "/h", "PROGRAMFILES": `C:\P`}[name] }
	for system, want := range map[string][]string{
		"linux":   {"/usr/lib/chromium/chromium", "/opt/google/chrome/chrome"},
		"darwin":  {"/Applications/Chromium.app/Contents/MacOS/Chromium", "/h/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing"},
		"windows": {`C:\P\Chromium\Application\chrome.exe`, `C:\P\Microsoft\Edge\Application\msedge.exe`},
	} {
		got := candidates(machine{system, nowhere, env})
		for _, path := range want {
			if !slices.Contains(got, path) {
				t.Errorf("%s: %q is missing from %q", system, path, got)
			}
		}
	}
	found := func(name string) (string, error) { return "/bin/" + name, nil }
	if got := candidates(machine{"linux", found, env}); got[0] != "/bin/chromium" {
		t.Errorf("the first candidate is %q", got[0])
	}
}
