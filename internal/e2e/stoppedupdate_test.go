package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// remark is what a person writes into a note.
const remark = "Remember to call on Friday."

// TestWorkerStoppedInConditionalUpdate: Zoho heeds the condition of an update. The
// worker is stopped at moments along the finding out of that, along updates on
// condition, and along the one that is refused because a person has written into the
// note. In the end each message stands in Zoho once, and the person's line as well.
func TestWorkerStoppedInConditionalUpdate(t *testing.T) {
	t.Parallel()
	for _, after := range moments() {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{})}
			must(t, s.Zoho.SetSwitches(fakezoho.Switches{NoteCondition: fakezoho.NoteConditionHonoured}))
			play(t, s, linked()...)
			check := s.watchTimes(t)
			// The note of this day is there, so that what comes is written into it.
			s.deliver(t, s.maya, "News to begin with.")
			s.untilHeld(t, mayaName)
			for i := range 3 {
				s.deliver(t, s.maya, fmt.Sprintf("News number %d.", i))
				s.stopsWorker(t, after, s.RingAlarm)
				check()
			}
			s.untilHeld(t, mayaName)
			s.deliver(t, s.maya, "News at last.")
			s.untilHeld(t, mayaName)
			check()
			heeded := slices.ContainsFunc(s.Zoho.CallsOf(fakezoho.OpNotesUpdate), func(c fakezoho.Call) bool {
				return c.Status == http.StatusPreconditionFailed
			})
			if !heeded {
				t.Error("no update was refused for its condition")
			}
			record := s.record(t, mayaName).ID
			// Zoho tells times in whole seconds, and a change in the second of the last
			// one is not seen.
			written := time.Now().Truncate(time.Second)
			eventually(t, stepWithin, "a later second", func() (bool, error) { return time.Now().Truncate(time.Second).After(written), nil })
			edited := s.Zoho.NotesOf(record)
			for _, n := range edited {
				must(t, s.Zoho.EditRecord(n.ID, fakezoho.Fields{"Note_Content": remark + "\n" + n.Content}))
			}
			s.deliver(t, s.maya, storyNews)
			for range 2 {
				s.stopsWorker(t, after, s.RingAlarm)
				check()
			}
			s.untilHeld(t, mayaName)
			check()
			remarks := 0
			for _, n := range s.Zoho.NotesOf(record) {
				remarks += strings.Count(n.Content, remark)
			}
			if remarks != len(edited) {
				t.Errorf("what the person has written into %d notes stands %d times", len(edited), remarks)
			}
			must(t, s.whole(elenaName, mayaName))
			s.quiet(t)
		})
	}
}
