package app_test

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// deletedMark is what stands behind the words of a deleted message, or in their
// place.
const deletedMark = "(deleted by sender)"

// lately is within what time a cycle ends, in milliseconds.
const lately = 30_000

// line is a message as it stands in a note.
type line struct {
	note int
	date string
	// body is what stands in its first line behind its time and its sender's name,
	// and below the lines that go on.
	body, below string
}

// linesOn returns the messages in the notes of a record, note by note.
func (r *randomStory) linesOn(record string) (lines []line) {
	for i, n := range r.zoho.NotesOf(record) {
		for _, text := range strings.Split(n.Content, "\n") {
			if below, goesOn := strings.CutPrefix(text, "      | "); goesOn && len(lines) > 0 && lines[len(lines)-1].note == i {
				lines[len(lines)-1].below += below
				continue
			}
			// A time may have its date in front, on another day in another zone.
			if date := dayInTitle.FindString(text); date != "" && strings.HasPrefix(text, date+" ") {
				text = text[len(date)+1:]
			}
			if _, body, is := strings.Cut(text, ": "); is && len(text) > 6 && text[2] == ':' && text[5] == ' ' {
				lines = append(lines, line{note: i, date: dayInTitle.FindString(n.Title), body: body})
			}
		}
	}
	return lines
}

// check holds the promises at rest: every message stands once, in a note of its day
// and in WhatsApp's order, as it is now; and everybody is told so.
func (r *randomStory) check() {
	r.t.Helper()
	for _, ada := range []bool{true, false} {
		r.checkChat(ada)
	}
	r.wantTitlesOnce()
	now := r.clock.Now().UnixMilli()
	if view := r.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 || view.Backup.LastSyncAt > now || view.Backup.LastSyncAt < now-lately {
		r.t.Fatalf("at rest, %d: %+v, problem %+v", now, view.Backup, view.Backup.Problem)
	}
}

// wordings finds the words of a random story.
var wordings = regexp.MustCompile(`message \d{5}`)

// checkWord holds the faces to their word. When they say that all is in Zoho, they
// say so of this moment by the computer's own clock, and whatever the page has shown
// to have come stands there.
func (r *randomStory) checkWord() {
	r.t.Helper()
	view, now := r.view(), r.clock.Now().UnixMilli()
	if view.Backup.State != contract.BackupIdle {
		return
	}
	if at := view.Backup.LastSyncAt; at > now || at < now-lately || view.Backup.Waiting != 0 {
		r.t.Errorf("idle at %d: %+v", now, view.Backup)
	}
	stands := map[string]bool{}
	for _, n := range r.zoho.Notes() {
		for _, words := range wordings.FindAllString(n.Content, -1) {
			stands[words] = true
		}
	}
	for ada, said := range r.said {
		if card := r.card(r.jid[ada]); card.State != contract.ChatLinked {
			continue
		}
		for _, m := range said {
			if m.shown && !m.before && !m.deleted && len(m.texts) == 1 && !stands[m.text()] {
				r.t.Errorf("idle without %q", m.text())
			}
		}
	}
}

// checkChat holds them for one chat.
func (r *randomStory) checkChat(ada bool) {
	r.t.Helper()
	var kept []*saying
	var until int64
	for _, m := range r.said[ada] {
		if !m.before {
			kept, until = append(kept, m), max(until, m.t)
		}
	}
	lines := r.linesOn(r.record(ada))
	r.checkLines(lines, kept)
	r.checkOrder(lines, ada)
	r.checkDropped(kept)
	proof := answer[contract.ChatProof](r.stage, contract.KindPanelProofVerify, contract.ChatRef{Chat: r.jid[ada]})
	if proof.Check == nil || len(proof.Check.Differences) > 0 || len(amiss(proof.Gaps)) > 0 || proof.Confirmed != len(kept) {
		r.t.Errorf("read back %+v, gaps %+v, %d confirmed", proof.Check, proof.Gaps, proof.Confirmed)
	}
	card := r.wantCard(r.jid[ada], contract.ChatLinked)
	if card.Sync.Saved != len(kept) || card.Sync.Waiting != 0 || card.Sync.SavedUntil != until || card.Problem != nil || card.Sync.SyncedAt > r.clock.Now().UnixMilli() {
		r.t.Errorf("card %+v, problem %+v; want %d messages until %d", *card.Sync, card.Problem, len(kept), until)
	}
}

// checkLines holds that every message has one line, as it is now, on its day.
func (r *randomStory) checkLines(lines []line, kept []*saying) {
	r.t.Helper()
	wordless := 0
	for _, m := range kept {
		words := m.text()
		if m.deleted {
			words = m.read
		}
		if m.deleted && (r.drop || words == "") {
			wordless++
			continue
		}
		is := slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return !strings.HasPrefix(l.body, words) })
		if len(is) != 1 {
			r.t.Fatalf("%q stands %d times", words, len(is))
		}
		if strings.HasSuffix(is[0].body, deletedMark) != m.deleted || !m.deleted && strings.Contains(is[0].below, "👍") != m.reacted {
			r.t.Errorf("%q, deleted %v, reacted to %v, is %+v", words, m.deleted, m.reacted, is[0])
		}
		if days := r.days(m.t); !slices.Contains(days, is[0].date) {
			r.t.Errorf("%q of %v stands in the note of %s", words, days, is[0].date)
		}
	}
	bare := 0
	for _, l := range lines {
		if l.body == deletedMark {
			bare++
		}
	}
	if bare != wordless || len(lines) != len(kept) {
		r.t.Fatalf("%d lines, %d of them without words; want %d and %d", len(lines), bare, len(kept), wordless)
	}
}

// checkOrder holds that the lines of each note stand in the order of their times, and
// those of one second in WhatsApp's.
func (r *randomStory) checkOrder(lines []line, ada bool) {
	r.t.Helper()
	byWords, places := map[string]*saying{}, r.places(ada)
	for _, m := range r.said[ada] {
		for _, words := range m.texts {
			byWords[words] = m
		}
	}
	var last *saying
	for i, l := range lines {
		if i > 0 && lines[i-1].note != l.note {
			last = nil
		}
		m := byWords[wordings.FindString(l.body)]
		if m == nil {
			continue
		}
		if last != nil && (last.t > m.t || last.t == m.t && places[last.id] > places[m.id]) {
			r.t.Errorf("%q stands before %q", last.text(), m.text())
		}
		last = m
	}
}

// checkDropped holds that no note has words that are not to be kept.
func (r *randomStory) checkDropped(said []*saying) {
	r.t.Helper()
	if !r.drop {
		return
	}
	for _, m := range said {
		for _, text := range m.texts {
			for _, n := range r.zoho.Notes() {
				if m.deleted && strings.Contains(n.Content, text) {
					r.t.Errorf("%q was deleted", text)
				}
			}
		}
	}
}

// places are the places of a chat's messages in WhatsApp, by their ids.
func (r *randomStory) places(ada bool) map[string]int {
	out := map[string]int{}
	r.whatsApp.change(r.jid[ada], func(c *chat) {
		for i, m := range c.messages {
			out[m.ID] = i
		}
	})
	return out
}

// days are the calendar days of a time in the zones the computer has been in.
func (r *randomStory) days(t int64) (days []string) {
	for _, zone := range r.zones {
		location, err := time.LoadLocation(zone)
		must(r.t, err)
		days = append(days, transcript.DayOf(t, transcript.LocationZone(location)))
	}
	return days
}
