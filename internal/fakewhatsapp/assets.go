package fakewhatsapp

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// asset is a file of the static host. Its path carries a digest of its content, as WhatsApp's do.
type asset struct {
	path        string
	contentType string
	body        []byte
}

func newAsset(prefix, suffix, contentType string, body []byte) asset {
	digest := sha256.Sum256(body)
	return asset{prefix + hex.EncodeToString(digest[:6]) + suffix, contentType, body}
}

// bundleAsset joins the page's scripts: the loader first, then the modules, whose order does not matter
// because they run when they are first required, and last the definition that starts the page.
func bundleAsset() asset {
	files := []string{"page/loader/loader.js", "page/loader/timers.js"}
	for _, folder := range []string{"mechanics", "wa", "world", "idb", "ui"} {
		files = append(files, scripts("page/"+folder)...)
	}
	return newAsset("/rsrc.php/v4/y1/r/", ".js", "application/x-javascript; charset=utf-8",
		slices.Concat(join(files), dataScript(), join([]string{"page/loader/run.js"})))
}

// styleAsset is the stylesheet with the class names of a build, which it gives as well.
func styleAsset(build string) (asset, map[string]string) {
	css, names := obfuscate(join([]string{"page/style.css"}), build)
	return newAsset("/rsrc.php/v5/y1/l/0,cross/", ".css", "text/css; charset=utf-8", css), names
}

// bootScripts are the page's first scripts. The page carries them as data: addresses, as WhatsApp's index
// page of build 2.3000.1048032155 does. The stand-in's line to its server and its detector come before
// whatever else is to run in the page.
func bootScripts(opts Options) []string {
	names := []string{"boot/report", "boot/detector", "boot/globals"}
	if opts.Rival {
		names = append(names, "hostile/rival")
	}
	if opts.Hostile != nil {
		names = append(names, "hostile/channel", "hostile/builtins")
	}
	var urls []string
	for _, name := range append(names, "boot/stubs", "boot/bundle") {
		body := join([]string{"page/" + name + ".js"})
		urls = append(urls, "data:application/x-javascript;base64,"+base64.StdEncoding.EncodeToString(body))
	}
	return urls
}

func scripts(folder string) []string {
	entries, err := fs.ReadDir(pageFiles, folder)
	if err != nil {
		panic(err) // The folder is part of this package.
	}
	var files []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".js") {
			files = append(files, path.Join(folder, entry.Name()))
		}
	}
	slices.Sort(files)
	return files
}

func join(files []string) []byte {
	var all bytes.Buffer
	for _, file := range files {
		body, err := pageFiles.ReadFile(file)
		if err != nil {
			panic(err) // The file is part of this package.
		}
		all.Write(body)
		all.WriteByte('\n')
	}
	return all.Bytes()
}
