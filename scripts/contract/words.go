package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// docLink is a Go doc link such as [View] or [Settings.Region].
var docLink = regexp.MustCompile(`\[([A-Z]\w*(?:\.\w+)?)\]`)

// identifier is a Go identifier that starts with a capital letter.
var identifier = regexp.MustCompile(`\b[A-Z]\w+\b`)

// words turns Go comments into comments that are true of the TypeScript: doc
// links become plain names, constants become the values they stand for.
type words struct {
	constants map[string]string
}

func newWords(m *model) *words {
	w := &words{constants: map[string]string{}}
	for _, c := range m.consts {
		if c.typ == "" {
			w.constants[c.name] = upperSnake(c.name)
			continue
		}
		w.constants[c.name] = c.value.ExactString()
	}
	return w
}

// text rewrites a comment.
func (w *words) text(doc string) string {
	doc = strings.ReplaceAll(doc, "*/", "* /")
	doc = docLink.ReplaceAllStringFunc(doc, func(link string) string {
		return renamed(strings.Trim(link, "[]"))
	})
	return identifier.ReplaceAllStringFunc(doc, func(name string) string {
		if value, ok := w.constants[name]; ok {
			return value
		}
		return name
	})
}

// typeDoc rewrites the comment of a type, which begins with its Go name.
func (w *words) typeDoc(t typeDecl) string {
	if rest, ok := strings.CutPrefix(t.doc, t.name+" "); ok {
		return renamed(t.name) + " " + w.text(rest)
	}
	return w.text(t.doc)
}

// field rewrites the comment of a field, which begins with its Go name.
func (w *words) field(f field) string {
	if rest, ok := strings.CutPrefix(f.doc, f.goName+" "); ok {
		return f.name + " " + w.text(rest)
	}
	return w.text(f.doc)
}

// constant rewrites the comment of a constant. "CodeOffline: the network…"
// loses its name, because the value stands right below.
func (w *words) constant(c constDecl) string {
	if rest, ok := strings.CutPrefix(c.doc, c.name+": "); ok {
		first, size := utf8.DecodeRuneInString(rest)
		return w.text(string(unicode.ToUpper(first)) + rest[size:])
	}
	return w.text(c.doc)
}

// upperSnake turns ViewKey into VIEW_KEY.
func upperSnake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// wrap breaks text into lines of at most width code points where it can;
// empty lines between paragraphs stay.
func wrap(text string, width int) []string {
	var lines []string
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			lines = append(lines, "")
		}
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			switch {
			case line == "":
				line = word
			case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
				lines = append(lines, line)
				line = word
			default:
				line += " " + word
			}
		}
		lines = append(lines, line)
	}
	return lines
}
