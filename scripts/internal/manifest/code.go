package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
)

// forbiddenCode is what the shipped JavaScript must not hold. Chrome's review
// refuses code that is made or fetched at run time, see
// https://developer.chrome.com/docs/webstore/program-policies/mv3-requirements.
var forbiddenCode = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"eval", regexp.MustCompile(`(?:^|[^\w$.])eval\s*\(`)},
	{"the Function constructor", regexp.MustCompile(`(?:^|[^\w$.])(?:new\s+)?Function\s*\(`)},
	{"importScripts", regexp.MustCompile(`\bimportScripts\s*\(`)},
	{"an import from the network", regexp.MustCompile("\\b(?:import|from)\\s*\\(?\\s*[\"'`](?:https?:)?//")},
	{"the address of a remote script", regexp.MustCompile("[\"'`](?:https?:)?//[^\"'`\\s]+\\.m?js\\b")},
	// Chrome refuses to load an extension with such a file: it takes the text for
	// something else than UTF-8.
	{"a noncharacter of Unicode", regexp.MustCompile(`[\x{FDD0}-\x{FDEF}\x{FFFE}\x{FFFF}]`)},
	{"a source map", regexp.MustCompile(`//[#@] sourceMappingURL=`)},
}

// checkCode checks every script of dist.
func checkCode(dist fs.FS) error {
	return eachFile(dist, func(name, text string) error {
		if path.Ext(name) != ".js" {
			return nil
		}
		var problems []error
		for _, forbidden := range forbiddenCode {
			if forbidden.pattern.MatchString(text) {
				problems = append(problems, fmt.Errorf("%s holds %s", name, forbidden.what))
			}
		}
		return errors.Join(problems...)
	})
}
