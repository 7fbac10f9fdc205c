package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// forbiddenWords tie a source to one machine or one mirror of a registry. Each
// pattern is written so that it does not find itself.
var forbiddenWords = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"the path of a machine", regexp.MustCompile(`(?:^|[\s"'(=:` + "`" + `])/(?:work|root|home/[a-z][\w-]*|Users/[A-Za-z][\w-]*)/[\w.]`)},
	{"the path of a machine", regexp.MustCompile(`\b[A-Z]:\\+Users\\+\w`)},
	{"the host of a package registry", regexp.MustCompile(`\b(?:registr[y]\.(?:npmjs|yarnpkg|npmmirror)|(?:proxy|sum)\.golan[g]\.org)\b`)},
	{"the host of a package registry", regexp.MustCompile(`https?://[\w.:@-]*(?:artifactor[y]|verdacci[o]|codeartifac[t]|nexu[s])`)},
}

// words checks that no file of the project holds a forbidden word.
func words(_ context.Context, s *sources) error {
	var found []string
	for _, text := range s.texts {
		for _, forbidden := range forbiddenWords {
			for _, match := range matches(text.Name, text.Content, forbidden.pattern) {
				found = append(found, fmt.Sprintf("%s is %s", match, forbidden.what))
			}
		}
	}
	return problems(found)
}

// lock checks that npm's lock pins every package by its digest and none by an
// address, so that any registry may serve it and none can change it.
func lock(_ context.Context, s *sources) error {
	return checkLock(s.text("extension/package-lock.json"))
}

func checkLock(text string) error {
	var lock struct {
		Packages map[string]struct {
			Resolved  string `json:"resolved"`
			Integrity string `json:"integrity"`
		} `json:"packages"`
	}
	if err := json.Unmarshal([]byte(text), &lock); err != nil {
		return fmt.Errorf("package-lock.json: %w", err)
	}
	if len(lock.Packages) < 2 {
		return fmt.Errorf("package-lock.json names no packages")
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(lock.Packages)) {
		switch p := lock.Packages[name]; {
		case name == "":
			// The extension itself.
		case p.Resolved != "":
			found = append(found, fmt.Sprintf("package-lock.json: %s has a resolved address", name))
		case p.Integrity == "":
			found = append(found, fmt.Sprintf("package-lock.json: %s has no integrity", name))
		}
	}
	return problems(found)
}
