package fakezoho

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenString
	tokenNumber
	tokenSign // operators, brackets and commas
)

// coqlToken is one token of a query. text holds a string's value without its
// quotes; names keep their case.
type coqlToken struct {
	kind         tokenKind
	text         string
	line, column int // from 1
}

// keyword reports whether the token is the given keyword, in any case.
func (t coqlToken) keyword(word string) bool {
	return t.kind == tokenName && strings.EqualFold(t.text, word)
}

func (t coqlToken) sign(s string) bool { return t.kind == tokenSign && t.text == s }

func errSyntax(details object) *apiError {
	return fail(http.StatusBadRequest, "SYNTAX_ERROR", "error occurred while parsing the query", details)
}

func errNear(t coqlToken) *apiError {
	return errSyntax(object{"line": t.line, "column": t.column, "near": t.text})
}

// lexCOQL cuts a query into tokens. Strings stand in single quotes; a quote
// inside is doubled, and a backslash is a syntax error.
func lexCOQL(query string) ([]coqlToken, *apiError) {
	var tokens []coqlToken
	line, lineStart := 1, 0
	for i := 0; i < len(query); {
		start := coqlToken{line: line, column: i - lineStart + 1}
		switch ch := query[i]; {
		case ch == '\n':
			i++
			line, lineStart = line+1, i
			continue
		case ch == ' ' || ch == '\t' || ch == '\r':
			i++
			continue
		case ch == '\'':
			text, length, ok := lexString(query[i:])
			start.kind, start.text = tokenString, text
			if !ok {
				start.text = "'"
				return nil, errNear(start)
			}
			line += strings.Count(query[i:i+length], "\n")
			i += length
		case isDigit(ch) || ch == '-' && i+1 < len(query) && isDigit(query[i+1]):
			end := i + 1
			for end < len(query) && (isDigit(query[end]) || query[end] == '.') {
				end++
			}
			if end < len(query) && (isAlphanumeric(query[end]) || query[end] == '_') {
				start.text = query[i : end+1]
				return nil, errNear(start)
			}
			start.kind, start.text = tokenNumber, query[i:end]
			i = end
		case isAlphanumeric(ch) || ch == '_':
			end := i
			for end < len(query) && (isAlphanumeric(query[end]) || query[end] == '_' || query[end] == '.') {
				end++
			}
			start.kind, start.text = tokenName, query[i:end]
			i = end
		default:
			sign := lexSign(query[i:])
			start.kind, start.text = tokenSign, sign
			if sign == "" {
				r, _ := utf8.DecodeRuneInString(query[i:])
				start.text = string(r)
				return nil, errNear(start)
			}
			i += len(sign)
		}
		tokens = append(tokens, start)
	}
	return append(tokens, coqlToken{kind: tokenEnd, line: line, column: len(query) - lineStart + 1}), nil
}

// lexString reads a quoted string and returns its value and its length in bytes
// with both quotes.
func lexString(s string) (value string, length int, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			return "", 0, false
		case s[i] != '\'':
			b.WriteByte(s[i])
		case i+1 < len(s) && s[i+1] == '\'':
			b.WriteByte('\'')
			i++
		default:
			return b.String(), i + 1, true
		}
	}
	return "", 0, false
}

func lexSign(s string) string {
	for _, sign := range []string{">=", "<=", "!=", "=", ">", "<", "(", ")", ","} {
		if strings.HasPrefix(s, sign) {
			return sign
		}
	}
	return ""
}
