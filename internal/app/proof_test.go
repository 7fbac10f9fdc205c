package app_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

func (s *stage) verify() contract.ChatProof {
	s.t.Helper()
	return answer[contract.ChatProof](s, contract.KindPanelProofVerify, contract.ChatRef{Chat: adaJID})
}

func (s *stage) repair(overwrite bool) contract.RepairedChat {
	s.t.Helper()
	return answer[contract.RepairedChat](s, contract.KindPanelProofRepair, contract.RepairChat{Chat: adaJID, Overwrite: overwrite})
}

// wantDifferences checks what reading the notes back shows.
func (s *stage) wantDifferences(want ...contract.ProofDifference) {
	s.t.Helper()
	check := s.verify().Check
	if check.Notes != check.Good+len(check.Differences) || len(check.Differences) != len(want) {
		s.t.Fatalf("check %+v, want %+v", check, want)
	}
	for i, d := range check.Differences {
		if d.NoteID = ""; !reflect.DeepEqual(d, want[i]) {
			s.t.Errorf("difference %+v, want %+v", d, want[i])
		}
	}
}

// amiss returns the gaps without what nobody has asked for, and what nobody knows.
func amiss(gaps []contract.ProofGap) []contract.ProofGap {
	return slices.DeleteFunc(slices.Clone(gaps), func(g contract.ProofGap) bool {
		return g.Cause == contract.GapNotAsked || g.Cause == contract.GapOlderUnknown
	})
}

// clockAt is the time of day some seconds from now, as notes show it.
func (s *stage) clockAt(seconds int64) string {
	s.t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		s.t.Fatal(err)
	}
	return time.Unix(s.now(seconds), 0).In(zone).Format("15:04")
}

// twoDays saves two messages of yesterday and two of today.
func (s *stage) twoDays() {
	s.t.Helper()
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	for i, text := range []string{"one", "two"} {
		s.whatsApp.say(adaJID, s.now(int64(i-aDay)), false, text)
	}
	for i, text := range []string{"three", "four"} {
		s.whatsApp.say(adaJID, s.now(int64(i-100)), true, text)
	}
	s.connect()
	s.tick()
	s.wantLines(s.ada(), "one", "two", "three", "four")
}

// noteOf returns the note of Ada's that holds a text.
func (s *stage) noteOf(text string) fakezoho.Note {
	s.t.Helper()
	for _, n := range s.zoho.NotesOf(s.ada()) {
		if strings.Contains(n.Content, text) {
			return n
		}
	}
	s.t.Fatalf("%q is in no note", text)
	return fakezoho.Note{}
}

func (s *stage) rewrite(text string, change func(string) string) {
	s.t.Helper()
	n := s.noteOf(text)
	if err := s.zoho.EditRecord(n.ID, fakezoho.Fields{"Note_Content": change(n.Content)}); err != nil {
		s.t.Fatal(err)
	}
}

const yesterday, thisDay = "2026-11-21", "2026-11-22"

func TestVerifyReadsTheNotesBack(t *testing.T) {
	t.Parallel()
	for _, markup := range []fakezoho.NoteMarkup{fakezoho.MarkupKept, fakezoho.MarkupEscaped} {
		s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.NoteMarkup = markup })
		s.twoDays()
		s.whatsApp.say(adaJID, s.now(0), false, `a <b> & "c" &lt;`)
		s.nextTick()
		s.zoho.ResetCalls()
		s.wantDifferences()
		s.wantCalls(fakezoho.OpNotesRelated)
		proof := s.verify()
		if proof.Held != 5 || proof.Confirmed != 5 || len(proof.Days) != 2 || len(amiss(proof.Gaps)) != 0 || proof.RecordID != s.ada() ||
			proof.SavedUntil == 0 || proof.SyncedAt == 0 || proof.Check.Good != 2 {
			t.Errorf("proof %+v", proof)
		}
	}
}

func TestVerifyNamesDifferences(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	s.rewrite("four", func(text string) string {
		return strings.Replace(text, "four", "five", 1) + "\n23:00 Ada: never said"
	})
	if err := s.zoho.DeleteRecord(s.noteOf("one").ID); err != nil {
		t.Fatal(err)
	}
	missing := contract.ProofDifference{Kind: contract.DifferenceMissing, Date: yesterday, Part: 1, Missing: 2}
	s.wantDifferences(missing, contract.ProofDifference{Kind: contract.DifferenceChanged, Date: thisDay, Part: 1, Missing: 1, Unexpected: 2,
		MissingAt: []string{s.clockAt(-99)}, UnexpectedAt: []string{s.clockAt(-99), "23:00"}})

	// What a person has written is left alone unless they say so.
	if done := s.repair(false); done != (contract.RepairedChat{Ordered: 1, Left: 1}) {
		t.Errorf("repaired %+v", done)
	}
	s.wantNote("one")
	s.wantNote("never said")
	if done := s.repair(true); done != (contract.RepairedChat{Ordered: 1}) {
		t.Errorf("repaired %+v", done)
	}
	s.wantLines(s.ada(), "one", "two", "three", "four")
	s.wantDifferences()
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
}

func TestRepairPutsMissingLinesBack(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	s.rewrite("four", func(text string) string {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if strings.Contains(line, "three") {
				return strings.Join(append(lines[:i], lines[i+1:]...), "\n")
			}
		}
		return text
	})
	s.wantDifferences(contract.ProofDifference{Kind: contract.DifferenceChanged, Date: thisDay, Part: 1, Missing: 1, MissingAt: []string{s.clockAt(-100)}})
	if done := s.repair(false); done.Ordered != 1 {
		t.Errorf("repaired %+v", done)
	}
	s.wantLines(s.ada(), "one", "two", "three", "four")
	if done := s.repair(true); done != (contract.RepairedChat{}) {
		t.Errorf("repaired %+v", done)
	}
}

// A note that a person has deleted stays deleted, and is named, until they want it
// back.
func TestDeletedNoteComesBackByRepairOnly(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	if err := s.zoho.DeleteRecord(s.noteOf("four").ID); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "after the deletion")
	s.nextTick()
	s.nextTick()
	s.wantNoNote("four")
	if gaps := amiss(s.verify().Gaps); len(gaps) != 1 || gaps[0].Cause != contract.GapDeleted || gaps[0].Count != 2 || gaps[0].Date != thisDay {
		t.Errorf("gaps %+v", gaps)
	}
	s.repair(false)
	s.wantLines(s.ada(), "one", "two", "after the deletion", "three", "four")
	if proof := s.verify(); len(amiss(proof.Gaps)) != 0 || len(proof.Check.Differences) != 0 {
		t.Errorf("proof %+v", proof)
	}
}

// A repair of notes whose words are gone reads them from WhatsApp again.
func TestRepairReadsDroppedWordsAgain(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.wordlessAda()
	s.wantDifferences()
	s.rewrite("first", func(text string) string { return strings.Replace(text, "second", "other", 1) })
	s.wantDifferences(contract.ProofDifference{Kind: contract.DifferenceUnknown, Date: thisDay, Part: 1})
	if err := s.zoho.DeleteRecord(s.noteOf("first").ID); err != nil {
		t.Fatal(err)
	}
	s.wantDifferences(contract.ProofDifference{Kind: contract.DifferenceMissing, Date: thisDay, Part: 1, Missing: 3})
	s.repair(false)
	s.nextTick()
	s.wantLines(s.ada(), "first secret", "second secret", "third secret")
	s.wantDifferences()
}

func TestGapsAreNamed(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	s.whatsApp.change(adaJID, func(c *chat) { c.row.EndOfHistory = 0 })
	id := s.whatsApp.say(adaJID, s.now(0), false, "once")
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Withheld, m.Text, m.Type = "view_once", "", "image" })
	s.nextTick()
	s.zoho.SetDown(true)
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	causes := map[contract.GapCause]contract.ProofGap{}
	export := answer[contract.Proofs](s, contract.KindPanelProofExport, contract.ProofExport{Chat: adaJID})
	for _, g := range export.Chats[0].Gaps {
		causes[g.Cause] = g
	}
	if len(causes) != 4 || causes[contract.GapNotAsked].Before == 0 || causes[contract.GapOnPhone].Count != 0 || causes[contract.GapWithheld].Count != 1 || causes[contract.GapWaiting].Count != 1 {
		t.Errorf("gaps %+v", causes)
	}
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true})
	export = answer[contract.Proofs](s, contract.KindPanelProofExport, contract.ProofExport{})
	if gaps := export.Chats[0].Gaps; gaps[0].Cause != contract.GapExcluded {
		t.Errorf("gaps %+v", gaps)
	}
	s.refused(contract.KindPanelProofRepair, contract.RepairChat{Chat: adaJID}, contract.CodeConflict, "")
	s.refused(contract.KindPanelProofVerify, contract.ChatRef{Chat: newJID}, contract.CodeNotFound, "")
}

// The export holds digests that stay when the words go, and no word.
func TestExportHoldsDigestsAndNoWords(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	export := func() contract.Proofs {
		return answer[contract.Proofs](s, contract.KindPanelProofExport, contract.ProofExport{})
	}
	before := export()
	if len(before.Chats) != 1 || len(before.Chats[0].Days) != 2 || before.Chats[0].Days[0].Words != 2 {
		t.Fatalf("proof %+v", before)
	}
	s.clock.advance(20 * 24 * time.Hour)
	s.nextTick()
	after := export()
	for i, d := range after.Chats[0].Days {
		was := before.Chats[0].Days[i]
		if d.Digest != was.Digest || d.Chain != was.Chain || d.Held != 2 || d.Confirmed != 2 || d.Words != 0 || len(d.Chain) != 64 {
			t.Errorf("day %+v, was %+v", d, was)
		}
	}
	raw, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"three", "four", "Ada", "Olive"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("%q is in the proof", word)
		}
	}
}

// Of many chats the proof is told in several answers, each chat in one of them.
func TestExportOfAllComesInParts(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	chats := s.severalLinked(40)
	var want, got []string
	for _, jid := range chats {
		if s.card(jid).State == contract.ChatLinked {
			want = append(want, jid)
		}
	}
	s.zoho.ResetCalls()
	answers := 0
	for skip := 0; answers == 0 || skip > 0; answers++ {
		part := answer[contract.Proofs](s, contract.KindOptionsProofExport, contract.ProofExport{Skip: skip})
		if len(part.Chats) == 0 || part.Org != s.world.Org.ID || part.Next != 0 && part.Next != skip+len(part.Chats) {
			t.Fatalf("from %d: %d chats, then from %d", skip, len(part.Chats), part.Next)
		}
		for _, p := range part.Chats {
			got = append(got, p.Chat)
		}
		skip = part.Next
	}
	slices.Sort(want)
	slices.Sort(got)
	if answers != 2 || len(want) < 30 || !slices.Equal(got, want) {
		t.Errorf("%d answers tell of %q, want %q", answers, got, want)
	}
	s.wantCalls()
	for _, skip := range []int{-1, len(want), len(want) + 1} {
		part := answer[contract.Proofs](s, contract.KindOptionsProofExport, contract.ProofExport{Skip: skip})
		if skip < 0 && part.Next != 25 || skip > 0 && (len(part.Chats) > 0 || part.Next != 0) {
			t.Errorf("from %d: %d chats, then from %d", skip, len(part.Chats), part.Next)
		}
	}
}

// A note may differ in more lines than are named.
func TestFirstLinesAreNamed(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	s.rewrite("four", func(text string) string {
		for i := range 12 {
			text += fmt.Sprintf("\n23:%02d Ada: never said", i)
		}
		return text
	})
	d := s.verify().Check.Differences[0]
	if d.Unexpected != 12 || len(d.UnexpectedAt) != contract.MaxLineTimes || d.UnexpectedAt[0] != "23:00" || d.UnexpectedAt[9] != "23:09" || d.MissingAt != nil {
		t.Errorf("difference %+v", d)
	}
}

func TestVerifyOfARecordThatIsGone(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.twoDays()
	if err := s.zoho.DeleteRecord(s.ada()); err != nil {
		t.Fatal(err)
	}
	s.refused(contract.KindPanelProofVerify, contract.ChatRef{Chat: adaJID}, contract.CodeNotFound, contract.ProblemRecordGone)
}
