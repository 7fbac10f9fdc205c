package transcript

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// locales reads the texts of a note in every language of the extension.
func locales(t *testing.T) map[string]map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "extension", "_locales", "*", "messages.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d locales, %v", len(files), err)
	}
	all := map[string]map[string]string{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]struct {
			Message      string          `json:"message"`
			Placeholders json.RawMessage `json:"placeholders"`
		}
		if err := json.Unmarshal(raw, &messages); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		language := filepath.Base(filepath.Dir(file))
		all[language] = map[string]string{}
		for key, m := range messages {
			if !strings.HasPrefix(key, KeyPrefix) {
				continue
			}
			all[language][key] = m.Message
			if m.Placeholders != nil || strings.Contains(m.Message, "$") {
				t.Errorf("%s: %s: the names of a note stand in braces, not in Chrome's placeholders", language, key)
			}
		}
	}
	return all
}

func TestEnglishIsWhatTheExtensionHolds(t *testing.T) {
	t.Parallel()
	held := locales(t)["en"]
	for key, words := range english() {
		if held[key] != words {
			t.Errorf("%s is %q in _locales/en, want %q", key, held[key], words)
		}
	}
	for key := range held {
		if !slices.Contains(WordKeys(), key) {
			t.Errorf("_locales/en holds %s, which no note uses", key)
		}
	}
}

var names = regexp.MustCompile(`\{[^}]*\}`)

func TestEveryLanguageFitsIntoNotes(t *testing.T) {
	t.Parallel()
	for language, held := range locales(t) {
		for key, words := range english() {
			translated, ok := held[key]
			if !ok {
				continue
			}
			if translated != oneLine(translated) {
				t.Errorf("%s: %s is not one line with single spaces", language, key)
			}
			got, want := names.FindAllString(translated, -1), names.FindAllString(words, -1)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s has the names %q, want %q", language, key, got, want)
			}
		}
		w := WordsFrom(func(key string) string { return held[key] })
		for _, head := range []string{w.Head, w.HeadOffset} {
			if n := utf8.RuneCountInString(head + w.Overwritten); n > 400 {
				t.Errorf("%s: the first lines of a note take %d characters", language, n)
			}
		}
	}
}

func TestWordsFrom(t *testing.T) {
	t.Parallel()
	asked := map[string]int{}
	w := WordsFrom(func(key string) string {
		asked[key]++
		switch key {
		case "note_head", "note_outcome_missed", "note_type_order":
			return "translated"
		}
		return ""
	})
	if w.Head != "translated" || w.Outcomes["missed"] != "translated" || w.Types["order"] != "translated" {
		t.Errorf("a text that is known was not taken: %+v", w)
	}
	if w.Me != "Me" || w.Units[3] != "GB" || w.Outcomes["failed"] != "{call}, failed" || w.Types["album"] != "album" {
		t.Errorf("a text that is not known is not English: %+v", w)
	}
	for _, key := range WordKeys() {
		if asked[key] != 1 {
			t.Errorf("%s was asked for %d times", key, asked[key])
		}
		delete(asked, key)
	}
	if len(asked) > 0 {
		t.Errorf("keys that are not listed: %v", asked)
	}
}

func TestHeadOfAZoneWithoutAName(t *testing.T) {
	t.Parallel()
	for zoneName, want := range map[string]string{
		"UTC":           "WhatsApp chat with Ada · 2026-11-22 · times in UTC\n",
		"Europe/London": "WhatsApp chat with Ada · 2026-11-22 · times in Europe/London (UTC)\n",
	} {
		parts := Render(Day{
			Date: "2026-11-22", Zone: zone(t, zoneName), Title: "Ada", Words: English(), Parts: 1,
			Messages: nil,
		})
		if len(parts) != 1 || !strings.HasPrefix(parts[0].Text, want) {
			t.Errorf("%s: got %+v, want %q first", zoneName, parts, want)
		}
	}
}
