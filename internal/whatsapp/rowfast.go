package whatsapp

import (
	"encoding/json"
	"strconv"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// plainRow reads a row that is written as the page writes nearly all of them:
// without escapes in its texts and with each field once. ok is false for any other
// row, right or wrong; [strict] decides about those. Whatever is read here, strict
// reads in the same way.
func plainRow(data []byte) (row contract.ChatRow, ok bool) {
	p := plain{data: data}
	if !p.take('{') {
		return row, false
	}
	var seen uint32
	for first := true; ; first = false {
		if p.take('}') {
			return row, p.ended()
		}
		if !first && !p.take(',') {
			return row, false
		}
		name, ok := p.text()
		if !ok || !p.take(':') {
			return row, false
		}
		bit, ok := readField(&p, &row, name)
		if !ok || seen&bit != 0 {
			return row, false
		}
		seen |= bit
	}
}

// readField reads the value of a field. bit is another one for each name.
func readField(p *plain, row *contract.ChatRow, name []byte) (bit uint32, ok bool) {
	switch string(name) {
	case "chat":
		return 1, p.string(&row.Chat)
	case "phone":
		return 1 << 1, p.string(&row.Phone)
	case "lid":
		return 1 << 2, p.string(&row.LID)
	case "title":
		return 1 << 3, p.string(&row.Title)
	case "name":
		return 1 << 4, p.string(&row.Name)
	case "t":
		return 1 << 5, p.number(&row.T)
	case "self":
		return 1 << 6, p.bool(&row.Self)
	case "former":
		return 1 << 7, p.strings(&row.Former)
	case "business":
		return 1 << 8, p.bool(&row.Business)
	case "username":
		return 1 << 9, p.bool(&row.Username)
	case "ad":
		return 1 << 10, p.bool(&row.Ad)
	case "community":
		return 1 << 11, p.bool(&row.Community)
	case "announcement":
		return 1 << 12, p.bool(&row.Announcement)
	case "limitSharing":
		return 1 << 13, p.bool(&row.LimitSharing)
	case "ephemeral":
		return 1 << 14, p.bool(&row.Ephemeral)
	case "endOfHistory":
		var n int64
		ok := p.number(&n)
		row.EndOfHistory = int(n)
		return 1 << 15, ok
	}
	return 0, false
}

// plain reads JSON without white space and escapes, which is UTF-8 throughout.
type plain struct {
	data []byte
	at   int
}

func (p *plain) ended() bool { return p.at == len(p.data) }

// take goes over one character, if it is that.
func (p *plain) take(c byte) bool {
	if p.at >= len(p.data) || p.data[p.at] != c {
		return false
	}
	p.at++
	return true
}

// word goes over a word, if it is that.
func (p *plain) word(w string) bool {
	if len(p.data)-p.at < len(w) || string(p.data[p.at:p.at+len(w)]) != w {
		return false
	}
	p.at += len(w)
	return true
}

func (p *plain) text() ([]byte, bool) {
	if !p.take('"') {
		return nil, false
	}
	begin := p.at
	for ; p.at < len(p.data); p.at++ {
		switch c := p.data[p.at]; {
		case c == '"':
			p.at++
			return p.data[begin : p.at-1], true
		case c == '\\', c < ' ':
			return nil, false
		}
	}
	return nil, false
}

func (p *plain) string(into *string) bool {
	text, ok := p.text()
	*into = string(text)
	return ok
}

func (p *plain) strings(into *[]string) bool {
	if !p.take('[') {
		return false
	}
	list := []string{}
	for !p.take(']') {
		if len(list) > 0 && !p.take(',') {
			return false
		}
		var one string
		if !p.string(&one) {
			return false
		}
		list = append(list, one)
	}
	*into = list
	return true
}

func (p *plain) bool(into *bool) bool {
	*into = p.word("true")
	return *into || p.word("false")
}

// number reads an integer of at most 16 digits.
func (p *plain) number(into *int64) bool {
	begin := p.at
	p.take('-')
	digits := p.at
	for p.at < len(p.data) && '0' <= p.data[p.at] && p.data[p.at] <= '9' {
		p.at++
	}
	n := p.at - digits
	if n == 0 || n > 16 || n > 1 && p.data[digits] == '0' {
		return false
	}
	v, err := strconv.ParseInt(string(p.data[begin:p.at]), 10, 64)
	*into = v
	return err == nil
}

// listOf returns the text of the list called name in a JSON object, and that of the
// object with an empty list in its place. It goes over texts and brackets and checks
// no more than that; ok is false when it does not find its way.
func listOf(data []byte, name string) (list, rest []byte, ok bool) {
	p := plain{data: data}
	if !p.take('{') {
		return nil, nil, false
	}
	for first := true; !p.take('}'); first = false {
		if !first && !p.take(',') {
			return nil, nil, false
		}
		key, ok := p.text()
		if !ok || !p.take(':') {
			return nil, nil, false
		}
		begin := p.at
		if !p.skip() {
			return nil, nil, false
		}
		if string(key) != name {
			continue
		}
		if list != nil || data[begin] != '[' {
			return nil, nil, false
		}
		list = data[begin:p.at]
		rest = append(append(append(make([]byte, 0, len(data)-len(list)+2), data[:begin]...), "[]"...), data[p.at:]...)
	}
	return list, rest, list != nil && p.ended()
}

// elements returns the texts of the elements of a list, each of which is still to be
// checked.
func elements(list []byte) (out []json.RawMessage, ok bool) {
	p := plain{data: list}
	if !p.take('[') {
		return nil, false
	}
	for !p.take(']') {
		if len(out) > 0 && !p.take(',') {
			return nil, false
		}
		begin := p.at
		if !p.skip() {
			return nil, false
		}
		out = append(out, list[begin:p.at])
	}
	return out, p.ended()
}

// skip goes over one value: to the end of its text, to the bracket that ends it, or
// to what ends a number or a word.
func (p *plain) skip() bool {
	begin, open := p.at, 0
	for p.at < len(p.data) {
		switch p.data[p.at] {
		case '"':
			if !p.skipText() {
				return false
			}
			if open == 0 {
				return p.at > begin
			}
			continue
		case '{', '[':
			open++
		case '}', ']':
			if open == 0 {
				return p.at > begin
			}
			if open--; open == 0 {
				p.at++
				return true
			}
		case ',':
			if open == 0 {
				return p.at > begin
			}
		}
		p.at++
	}
	return open == 0 && p.at > begin
}

// skipText goes over a text, escapes included.
func (p *plain) skipText() bool {
	for p.at++; p.at < len(p.data); p.at++ {
		switch p.data[p.at] {
		case '\\':
			p.at++
		case '"':
			p.at++
			return true
		}
	}
	return false
}
