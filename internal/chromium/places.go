package chromium

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// machine is what decides where browsers are.
type machine struct {
	os       string // as in runtime.GOOS
	lookPath func(name string) (string, error)
	getenv   func(name string) string
}

func currentMachine() machine { return machine{runtime.GOOS, exec.LookPath, os.Getenv} }

// printsVersion is false on Windows, where --version opens a window instead.
func printsVersion() bool { return runtime.GOOS != "windows" }

// candidates returns the paths to try, best first: Chromium and Chrome for
// Testing, then browsers made from Chromium, last Chrome, which is refused
// when it is too new.
func candidates(m machine) []string {
	var paths []string
	for _, name := range []string{
		"chromium", "chromium-browser", "google-chrome-for-testing", "chrome-for-testing",
		"brave-browser", "microsoft-edge", "google-chrome-stable", "google-chrome",
	} {
		if path, err := m.lookPath(name); err == nil {
			paths = append(paths, path)
		}
	}
	switch m.os {
	case "darwin":
		return append(paths, macPlaces(m.getenv("HOME"))...)
	case "windows":
		return append(paths, windowsPlaces(m.getenv("LOCALAPPDATA"), m.getenv("PROGRAMFILES"), m.getenv("PROGRAMFILES(X86)"))...)
	}
	return append(paths,
		"/usr/lib/chromium/chromium", "/snap/bin/chromium", "/opt/chrome-for-testing/chrome",
		"/opt/brave.com/brave/brave", "/opt/microsoft/msedge/msedge", "/opt/google/chrome/chrome")
}

func macPlaces(home string) []string {
	var paths []string
	for _, app := range []string{"Chromium", "Google Chrome for Testing", "Brave Browser", "Microsoft Edge", "Google Chrome"} {
		inside := filepath.Join("Applications", app+".app", "Contents", "MacOS", app)
		paths = append(paths, filepath.Join("/", inside))
		if home != "" {
			paths = append(paths, filepath.Join(home, inside))
		}
	}
	return paths
}

// windowsPlaces leaves Chrome out: its version cannot be asked for there.
func windowsPlaces(folders ...string) []string {
	var paths []string
	for _, program := range []string{
		`Chromium\Application\chrome.exe`,
		`Google\Chrome for Testing\Application\chrome.exe`,
		`BraveSoftware\Brave-Browser\Application\brave.exe`,
		`Microsoft\Edge\Application\msedge.exe`,
	} {
		for _, folder := range folders {
			if folder != "" {
				paths = append(paths, folder+`\`+program)
			}
		}
	}
	return paths
}
