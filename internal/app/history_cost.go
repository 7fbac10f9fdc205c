package app

const (
	// notesPerCredit is how many notes are written for one credit, and notesPerLook
	// how many of a record are listed for one.
	notesPerCredit = 10
	notesPerLook   = 200
	// pagesPerCycle is how many pages of messages one cycle reads at most.
	pagesPerCycle = float64(readBudget / betweenPages)
)

// load is what the reading of a chat's older messages brings. Its numbers may be
// averages.
type load struct {
	// known are messages that are saved and are walked over first.
	known float64
	// messages are those that come new, notes the notes that are created for them.
	messages, notes float64
	// grown is how many notes of before are written anew.
	grown int
	// standing is how many notes the chat's record has now.
	standing float64
}

// costs adds up what the cycles of a reading cost.
type costs struct {
	credits int
	// pages is how many pages this cycle may still read, created and updated how
	// many notes it writes.
	pages, created float64
	updated        int
}

// creditsOf returns how many Zoho API credits the reading of some chats takes, one
// after the other. A cycle looks at the notes of a record before it creates some on
// it and once more after that, each look for a credit for 200 notes, and writes ten
// notes for one. A chat whose reading takes several cycles is looked at in each, and
// the day that lies across their border is written twice. With respect, a note of
// before is read, for one credit, before it is written anew.
func creditsOf(loads []load, respect bool) int {
	sum := costs{pages: pagesPerCycle}
	for _, l := range loads {
		sum.read(l, respect)
	}
	sum.endCycle()
	return sum.credits
}

func (c *costs) read(l load, respect bool) {
	if l.notes <= 0 && l.grown == 0 {
		return
	}
	c.updated += l.grown
	if respect {
		c.credits += l.grown
	}
	// Private messages are walked over too, and are not among those that are read.
	fresh := max(l.messages, l.notes+float64(l.grown))
	end := l.known + fresh
	// A page with nothing but what lies before the order's beginning is the last one.
	left := float64(whole(end/pageSize)) + 1
	for at, begun := 0.0, false; left > 0; {
		if c.pages <= 0 {
			c.endCycle()
		}
		pages := min(left, c.pages)
		to := at + pages*pageSize
		part := max(0, min(to, end)-max(at, l.known))
		if part > 0 && l.notes > 0 {
			notes := l.notes * part / fresh
			c.credits += looks(l.standing) + looks(l.standing+notes)
			l.standing += notes
			c.created += notes
			if begun {
				c.updated++
			}
			begun = true
		}
		at, left, c.pages = to, left-pages, c.pages-pages
	}
}

// endCycle writes the notes of a cycle and begins another one.
func (c *costs) endCycle() {
	c.credits += whole(c.created/notesPerCredit) + whole(float64(c.updated)/notesPerCredit)
	c.pages, c.created, c.updated = pagesPerCycle, 0, 0
}

// looks returns what it costs to list the notes of a record.
func looks(notes float64) int { return max(1, whole(notes/notesPerLook)) }
