package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/scripts/internal/locale"
	"github.com/chatkeep/chatkeep/scripts/internal/npm"
)

// types runs the TypeScript compiler.
func types(ctx context.Context, s *sources) error {
	if err := npm.Install(ctx, s.root); err != nil {
		return err
	}
	return npm.CheckTypes(ctx, s.root)
}

// texts checks that every text that is used exists, and every one that exists
// is used.
func texts(_ context.Context, s *sources) error {
	messages, err := locale.Read(os.DirFS(s.root), "extension/_locales/en/messages.json")
	if err != nil {
		return err
	}
	usage := locale.NewUsage(messages, locale.Codes(s.text("extension/shared/contract.ts")))
	usage.Keys("internal/transcript", transcript.WordKeys())
	for _, text := range s.texts {
		switch {
		case text.Name == "manifest.json":
			usage.Text(text.Name, text.Content)
		case !strings.HasPrefix(text.Name, "extension/"):
		case path.Ext(text.Name) == ".ts":
			usage.Code(text.Name, text.Content)
		case path.Ext(text.Name) == ".html", path.Ext(text.Name) == ".css":
			usage.Text(text.Name, text.Content)
		}
	}
	return problems(usage.Problems())
}

// text returns the content of one file, empty when there is none.
func (s *sources) text(name string) string {
	for _, text := range s.texts {
		if text.Name == name {
			return text.Content
		}
	}
	return ""
}

// rawMarkup are the ways to make elements from a string. Names in chats are
// chosen by strangers, so elements are only made by Lit's templates.
var rawMarkup = regexp.MustCompile(
	`\b(?:innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|createContextualFragment|setHTMLUnsafe|document\.write(?:ln)?)\b`)

// markup checks that no script of the extension makes elements from a string.
func markup(_ context.Context, s *sources) error {
	var found []string
	for _, text := range s.texts {
		if !strings.HasPrefix(text.Name, "extension/") {
			continue
		}
		switch path.Ext(text.Name) {
		case ".ts", ".js", ".html":
			found = append(found, matches(text.Name, text.Content, rawMarkup)...)
		}
	}
	return problems(found)
}

// matches returns a line "file:line: match" for every match.
func matches(name, content string, pattern *regexp.Regexp) []string {
	var found []string
	for i, line := range strings.Split(content, "\n") {
		for _, match := range pattern.FindAllString(line, -1) {
			found = append(found, fmt.Sprintf("%s:%d: %s", name, i+1, strings.TrimSpace(match)))
		}
	}
	return found
}
