package locale

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var (
	// call is the start of a call of the helper t, up to its first argument.
	call = regexp.MustCompile("(?:^|[^\\w$.])t\\(\\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)?")
	// word is a string literal that could be a key.
	word = regexp.MustCompile("[\"']([A-Za-z][A-Za-z0-9_]*)[\"']")
	// hole is the changing part of a template.
	hole = regexp.MustCompile(`\$\{[^}]*\}`)
	// unionMember is one value of a string type in the generated contract.
	unionMember = regexp.MustCompile(`(?m)^\s*\| "([^"]+)"`)
	comment     = regexp.MustCompile(`(?ms)(?:^|[\s(,])/\*.*?\*/|(?m-s)(?:^|\s)//.*$`)
)

// Codes returns every value of a string type in the generated contract.ts.
func Codes(contract string) []string {
	var codes []string
	for _, found := range unionMember.FindAllStringSubmatch(contract, -1) {
		codes = append(codes, found[1])
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// Usage collects which texts a program uses.
type Usage struct {
	messages map[string]Message
	codes    []string
	used     map[string]bool
	problems []string
}

// NewUsage prepares to look for the keys of messages. The codes are the values
// that may fill the hole of a composed key.
func NewUsage(messages map[string]Message, codes []string) *Usage {
	return &Usage{messages: messages, codes: codes, used: map[string]bool{}}
}

// Text looks for __MSG_key__ in a manifest, page or style sheet.
func (u *Usage) Text(file, text string) {
	for _, key := range Placeholders(text) {
		u.use(file, key)
	}
}

// Keys marks keys that a Go package looks up at run time.
func (u *Usage) Keys(pkg string, keys []string) {
	for _, key := range keys {
		u.use(pkg, key)
	}
}

// Code looks for uses in TypeScript. A key reaches the helper t in one of
// three ways:
//
//	t("key")                   by itself
//	t(`problem_${code}`)       composed of a prefix, one code of the contract and perhaps a suffix
//	{ idle: "key" }            as a literal of type MessageKey that is handed on
//
// A key that is handed on counts as used; that it exists is the compiler's to
// prove, as it is that every code of a composed key's type has its text.
func (u *Usage) Code(file, text string) {
	text = comment.ReplaceAllString(text, "")
	for _, found := range call.FindAllStringSubmatch(text, -1) {
		switch key := found[1] + found[2]; {
		case key != "":
			u.use(file, key)
		case found[3] != "":
			u.compose(file, found[3])
		}
	}
	for _, found := range word.FindAllStringSubmatch(text, -1) {
		if _, ok := u.messages[found[1]]; ok {
			u.used[found[1]] = true
		}
	}
}

func (u *Usage) use(file, key string) {
	// Keys that begin with @@ are Chrome's own.
	if _, ok := u.messages[key]; !ok && !strings.HasPrefix(key, "@@") {
		u.problems = append(u.problems, fmt.Sprintf("%s uses %q, which has no words", file, key))
	}
	u.used[key] = true
}

// compose marks the keys a template can become.
func (u *Usage) compose(file, template string) {
	parts := hole.Split(template, -1)
	if len(parts) == 1 {
		u.use(file, template)
		return
	}
	if len(parts) != 2 || parts[0] == "" {
		u.problems = append(u.problems, fmt.Sprintf("%s: t(`%s`) must be a prefix, one code and perhaps a suffix", file, template))
		return
	}
	found := false
	for _, code := range u.codes {
		key := parts[0] + code + parts[1]
		if _, ok := u.messages[key]; ok {
			u.used[key] = true
			found = true
		}
	}
	if !found {
		u.problems = append(u.problems, fmt.Sprintf("%s: t(`%s`) has no words for any code of the contract", file, template))
	}
}

// Problems returns what is wrong: keys without words, and words nobody uses.
func (u *Usage) Problems() []string {
	problems := slices.Clone(u.problems)
	for _, key := range slices.Sorted(maps.Keys(u.messages)) {
		if u.messages[key].Message == "" {
			problems = append(problems, fmt.Sprintf("%q is empty", key))
		}
		if !u.used[key] {
			problems = append(problems, fmt.Sprintf("%q is used nowhere", key))
		}
	}
	return problems
}
