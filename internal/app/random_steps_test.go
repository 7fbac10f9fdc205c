package app_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const (
	// firstDays is how far back the first backup reaches in a random story.
	firstDays = 30
	// sweepHours is a little more than the time in which changes are found that
	// nobody has hinted at.
	sweepHours = 7
	// latest is how late a message may come, and deletable for how long it may be
	// deleted for everyone.
	latest, deletable = 30 * time.Hour, 48 * time.Hour
)

// saying is one message of a random story.
type saying struct {
	id string
	t  int64
	// texts are its words, the newest last.
	texts []string
	// before says that it is older than what is backed up, and shown that the page
	// showed that it came: by the time of its chat, or by a hint with its time.
	before, shown bool
	// deleted says that it was deleted for everyone, and read which of its words the
	// journal had read by then, empty for none.
	deleted bool
	read    string
	reacted bool
}

func (m *saying) text() string { return m.texts[len(m.texts)-1] }

// tell notes what happens, for the one who has to find out why a story ended badly.
func (r *randomStory) tell(format string, values ...any) {
	r.t.Helper()
	clock := r.clock.True().UTC().Format("01-02 15:04:05")
	r.t.Logf(clock+" "+format, values...)
}

// wording makes words that no other message has.
func (r *randomStory) wording() string {
	r.n++
	return fmt.Sprintf("message %05d", r.n)
}

// say lets a message be said now, by the time that WhatsApp goes by.
func (r *randomStory) say(ada bool) { r.sayAt(ada, r.clock.True().Unix()) }

func (r *randomStory) sayAt(ada bool, t int64) *saying {
	m := &saying{t: t, texts: []string{r.wording()}, shown: true}
	for _, other := range r.said[ada] {
		m.shown = m.shown && other.t < t
	}
	m.id = r.whatsApp.say(r.jid[ada], t, r.rand.IntN(2) == 0, m.text())
	r.said[ada] = append(r.said[ada], m)
	r.tell("Ada's %v: %s of %s", ada, m.text(), time.Unix(t, 0).UTC().Format("01-02 15:04:05"))
	return m
}

// late lets a message come that was sent minutes, hours or days ago, as from a phone
// that had no network: of an earlier time than what was read, maybe of a day whose
// note stands already.
func (r *randomStory) late(ada bool) {
	for range 1 + r.rand.IntN(3) {
		ago := time.Duration(r.rand.Int64N(int64(latest)))
		if r.rand.IntN(2) == 0 {
			ago = time.Duration(r.rand.Int64N(int64(20 * time.Minute)))
		}
		at := r.clock.True()
		before := r.rand.IntN(8) == 0
		if before {
			at = r.began.AddDate(0, 0, -firstDays-10)
		}
		m := r.sayAt(ada, at.Add(-ago).Unix())
		m.before = before
		if !r.arrival {
			r.whatsApp.change(r.jid[ada], func(c *chat) { sortByTime(c) })
		}
		r.hint(ada, m)
	}
}

// sortByTime puts the newest message of a chat where it belongs by its time, after
// those of the same second.
func sortByTime(c *chat) {
	last := len(c.messages) - 1
	m := c.messages[last]
	at := last
	for at > 0 && c.messages[at-1].T > m.T {
		at--
	}
	c.messages = slices.Insert(c.messages[:last], at, m)
}

// hint tells of a change of a message as the page does: mostly with its time,
// sometimes without, and not at all when nobody listened.
func (r *randomStory) hint(ada bool, m *saying) {
	switch way := r.rand.IntN(4); {
	case r.long || way > 1:
		r.tell("hint at %s with its time", m.text())
		r.mark(ada, m.t)
		m.shown = true
	case way == 1:
		r.tell("hint at %s", m.text())
		r.mark(ada, 0)
	default:
		r.tell("no hint at %s", m.text())
	}
}

// mark marks a chat as the worker does: with the oldest time it was told of.
func (r *randomStory) mark(ada bool, t int64) {
	oldest, marked := stored[int64](r.stage, r.session, contract.TouchKeyPrefix+r.jid[ada])
	if !marked || t > 0 && (oldest == 0 || t < oldest) {
		r.touchAt(r.jid[ada], t)
	}
}

// pick returns one of the messages that are not older than so, nil when the one it
// picks is.
func (r *randomStory) pick(ada bool, age time.Duration) *saying {
	m := r.said[ada][r.rand.IntN(len(r.said[ada]))]
	if m.before || m.deleted || m.t < r.clock.True().Add(-age).Unix() {
		return nil
	}
	return m
}

// edit changes the words of a message.
func (r *randomStory) edit(ada bool) {
	m := r.pick(ada, 15*time.Minute)
	if m == nil {
		return
	}
	m.texts = append(m.texts, r.wording())
	r.tell("edit %q", m.texts)
	r.whatsApp.edit(r.jid[ada], m.id, func(record *contract.MessageRecord) { record.Text, record.Edited = m.text(), true })
	r.hint(ada, m)
}

// delete deletes a message for everyone.
func (r *randomStory) delete(ada bool) {
	m := r.pick(ada, deletable)
	if m == nil {
		return
	}
	m.deleted = true
	for _, text := range m.texts {
		if r.remembers(text) {
			m.read = text
		}
	}
	r.tell("delete %s, read as %q", m.text(), m.read)
	r.whatsApp.edit(r.jid[ada], m.id, func(record *contract.MessageRecord) {
		record.Type, record.Text, record.Edited, record.Deleted, record.Reactions = "revoked", "", false, "sender", nil
	})
	r.hint(ada, m)
}

// react puts a reaction on a message, or takes it back.
func (r *randomStory) react(ada bool) {
	m := r.pick(ada, deletable)
	if m == nil {
		return
	}
	m.reacted = !m.reacted
	r.tell("reaction to %s: %v", m.text(), m.reacted)
	r.whatsApp.edit(r.jid[ada], m.id, func(record *contract.MessageRecord) {
		record.Reactions = nil
		if m.reacted {
			record.Reactions = []contract.ReactionRecord{{Emoji: "👍", Sender: r.jid[ada]}}
		}
	})
	r.hint(ada, m)
}

// pass lets hours pass, and in a long story days on which the browser is open now
// and then. All stories end within the time in which what is not known yet is found.
func (r *randomStory) pass() {
	gone := r.clock.True().Sub(r.began)
	switch {
	case !r.long && gone < 4*24*time.Hour:
		r.clock.advance(time.Duration(r.rand.IntN(10)) * time.Hour)
	case r.long && gone < (firstDays-15)*24*time.Hour:
		for range r.rand.IntN(36) {
			r.clock.advance(8 * time.Hour)
			r.rings(1)
		}
	}
}

// setClock makes the computer's clock wrong, by minutes, hours or days, or right.
func (r *randomStory) setClock() {
	off := time.Duration(1 + r.rand.IntN(59))
	switch r.rand.IntN(8) {
	case 0, 1:
		off = 0
	case 2, 3:
		off *= time.Minute
	case 4:
		off *= 48 * time.Minute
	case 5:
		off *= 20 * time.Minute
	default:
		off *= 24 * time.Minute
	}
	if r.rand.IntN(2) == 0 {
		off = -off
	}
	r.tell("clock off by %v", off)
	r.clock.set(off)
}

// travel takes the computer to another time zone. Each worker asks for it anew.
func (r *randomStory) travel() {
	zones := []string{"America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"}
	r.zone = zones[r.rand.IntN(len(zones))]
	r.zones = append(r.zones, r.zone)
	r.tell("travel to %s", r.zone)
	r.wake()
}
