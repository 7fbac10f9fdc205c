package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var (
	// htmlTag is a start tag with its attributes.
	htmlTag = regexp.MustCompile(`(?s)<([a-zA-Z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*/?>`)
	// htmlAttribute is one attribute of a tag.
	htmlAttribute = regexp.MustCompile(`(?s)([^\s=>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?`)
	htmlComment   = regexp.MustCompile(`(?s)<!--.*?-->`)
	cssReference  = regexp.MustCompile(`(?:url\(\s*|@import\s+)["']?([^"')\s]+)`)
	hasScheme     = regexp.MustCompile(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)`)
)

// checkReferences checks that every file the manifest names, and every file
// the pages and style sheets name, is part of dist.
func checkReferences(m *Manifest, dist fs.FS) error {
	var problems []error
	for _, name := range m.paths() {
		if name == "" {
			problems = append(problems, errors.New("manifest.json: a path is empty"))
			continue
		}
		if _, err := fs.Stat(dist, name); err != nil {
			problems = append(problems, fmt.Errorf("manifest.json names %s, which is not built", name))
		}
	}
	return errors.Join(append(problems, eachFile(dist, func(name, text string) error {
		switch path.Ext(name) {
		case ".html":
			return checkPage(dist, name, text)
		case ".css":
			return checkStyles(dist, name, text)
		}
		return nil
	}))...)
}

// checkPage checks one page: what it loads is in dist, and nothing in it is
// what the content security policy would refuse.
func checkPage(dist fs.FS, name, text string) error {
	var problems []error
	for _, tag := range htmlTag.FindAllStringSubmatch(htmlComment.ReplaceAllString(text, ""), -1) {
		element := strings.ToLower(tag[1])
		attributes := attributesOf(tag[2])
		for attribute, value := range attributes {
			switch {
			case strings.HasPrefix(attribute, "on"), attribute == "style":
				problems = append(problems, fmt.Errorf("%s: <%s %s> is inline, which the policy refuses", name, element, attribute))
			case attribute == "src", attribute == "href" && element != "a":
				problems = append(problems, checkReference(dist, name, value))
			}
		}
		if _, ok := attributes["src"]; element == "style" || element == "script" && !ok {
			problems = append(problems, fmt.Errorf("%s: <%s> is inline, which the policy refuses", name, element))
		}
	}
	return errors.Join(problems...)
}

func attributesOf(text string) map[string]string {
	attributes := map[string]string{}
	for _, a := range htmlAttribute.FindAllStringSubmatch(text, -1) {
		attributes[strings.ToLower(a[1])] = strings.Trim(a[2], `"'`)
	}
	return attributes
}

func checkStyles(dist fs.FS, name, text string) error {
	var problems []error
	for _, reference := range cssReference.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(reference[1], "data:") {
			problems = append(problems, checkReference(dist, name, reference[1]))
		}
	}
	return errors.Join(problems...)
}

// checkReference checks that the file from names is in dist.
func checkReference(dist fs.FS, from, reference string) error {
	if hasScheme.MatchString(reference) {
		return fmt.Errorf("%s: %s is not part of the extension", from, reference)
	}
	reference, _, _ = strings.Cut(reference, "#")
	reference, _, _ = strings.Cut(reference, "?")
	target := path.Join(path.Dir(from), reference)
	if strings.HasPrefix(reference, "/") {
		target = strings.TrimPrefix(path.Clean(reference), "/")
	}
	if info, err := fs.Stat(dist, target); err != nil || info.IsDir() {
		return fmt.Errorf("%s names %s, which is not built", from, reference)
	}
	return nil
}

// eachFile calls visit with every text file of dist.
func eachFile(dist fs.FS, visit func(name, text string) error) error {
	var problems []error
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch path.Ext(name) {
		case ".html", ".css", ".js", ".json":
			text, err := fs.ReadFile(dist, name)
			if err != nil {
				return err
			}
			problems = append(problems, visit(name, string(text)))
		}
		return nil
	})
	return errors.Join(append(problems, err)...)
}
