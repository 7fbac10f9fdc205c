package transcript

import (
	"strconv"
	"strings"
)

// bracket joins what is not empty with commas, in brackets.
func bracket(items ...string) string {
	var kept []string
	for _, item := range items {
		kept = append(kept, notEmpty(item)...)
	}
	return "[" + strings.Join(kept, ", ") + "]"
}

// named adds a name to a label: "document: offer.pdf".
func named(label, name string) string {
	if name = oneLine(name); name == "" {
		return label
	}
	return label + ": " + name
}

// count writes a number of things in the words for one or for several.
func count(n int64, one, several string) string {
	if n == 1 {
		return one
	}
	return fill(several, "{count}", strconv.FormatInt(n, 10))
}

// fill replaces names in braces by their values, each once and none inside of a
// value.
func fill(template string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(template)
}

func notEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func firstNotEmpty(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
