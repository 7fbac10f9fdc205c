package fakewhatsapp

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
)

// classNames are the names that the page's own stylesheet gives to classes. No two builds of WhatsApp Web
// share them, so nothing may be recognised by a class, except the few the page's scripts use themselves.
var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssClass   = regexp.MustCompile(`\.([a-z][a-z0-9-]*)`)
	keptNames  = []string{"copyable-text", "selectable-text", "focusable-list-item", "quoted-mention"}
)

// obfuscate gives the stylesheet of a build, its classes renamed, and the new name of each.
func obfuscate(css []byte, build string) ([]byte, map[string]string) {
	names := map[string]string{}
	taken := map[string]string{}
	css = cssComment.ReplaceAll(css, nil)
	css = cssClass.ReplaceAllFunc(css, func(match []byte) []byte {
		name := string(match[1:])
		if slices.Contains(keptNames, name) {
			return match
		}
		digest := sha256.Sum256([]byte(build + " " + name))
		made := "x" + hex.EncodeToString(digest[:4])
		if other, there := taken[made]; there && other != name {
			panic("fakewhatsapp: two classes get the same name: " + name + " and " + other)
		}
		names[name], taken[made] = made, name
		return []byte("." + made)
	})
	return css, names
}
