// Package sample makes up the people of a large CRM, for tests and measurements
// of the directory: names, owners, and telephone fields as they are found in one.
package sample

import (
	"fmt"
	"strconv"
	"time"
)

// Person is a made-up record. Its fields are those of a row of the directory.
type Person struct {
	ID, Name, OwnerID string
	Modified          time.Time
	Phones            []string
}

// NewPerson returns the person of a number from 0, with so many telephone
// fields, at least two. Ids grow with the number. Every third person has nothing
// but what cannot be read; the others have numbers in many formats, no two of
// them the same in the first million.
func NewPerson(i, fields int) Person {
	p := Person{
		ID: "55543210000" + strconv.Itoa(1_000_000+7*i), Name: "Ada Example " + strconv.Itoa(i), OwnerID: "5554321000000" + strconv.Itoa(100+i%40),
		Modified: time.Unix(int64(1_700_000_000+i), 0), Phones: make([]string, fields),
	}
	if i%3 == 0 {
		texts := rubbish()
		p.Phones[0] = texts[i/3%len(texts)]
		return p
	}
	forms := formats()
	p.Phones[0] = fmt.Sprintf(forms[i%len(forms)], fmt.Sprintf("%07d", i*89%10_000_000))
	if i%4 == 0 {
		p.Phones[1] = fmt.Sprintf("+44 20 7%07d", i*31%10_000_000)
	}
	return p
}

// rubbish are texts without a number.
func rubbish() []string {
	return []string{
		"n/a", "call reception", "see notes, room 12", "\U0001f4de\U0001f60a", "+", "ask for Ada after 5 pm", "none", "x123", "0000", "do not call!!!",
		"ada@example.com", "12 Main Street, Springfield",
	}
}

// formats are ways of writing a number, of which seven digits are put in.
func formats() []string {
	return []string{
		"+1415%s", "(415) %s", "415-%s", "+1 415 %s", "1415%s", "+49 171 %s", "0171/%s", "cell: +1 415 %s", "+1 415 %s ext. 7", "0049171%s", "+1415%s; 415-555-0199",
	}
}
