package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// dealNotes are the notes of deals, as a small Zoho holds them.
type dealNotes struct {
	notes map[string][]zoho.Note
	// list and create are the refusals by deal.
	list, create map[string]error
	// endless lets every list have another page.
	endless bool
	lists   []string
	retired []string
}

func (n *dealNotes) ListRelated(_ context.Context, _, id string, _ int) (zoho.NotePage, error) {
	n.lists = append(n.lists, id)
	return zoho.NotePage{Items: n.notes[id], More: n.endless}, n.list[id]
}

func (n *dealNotes) Get(_ context.Context, id string) (zoho.Note, error) {
	for _, notes := range n.notes {
		for _, note := range notes {
			if note.ID == id {
				return note, nil
			}
		}
	}
	return zoho.Note{}, zoho.ErrNotFound
}

func (n *dealNotes) Create(_ context.Context, notes []zoho.NewNote) ([]zoho.WriteResult, error) {
	var out []zoho.WriteResult
	for _, note := range notes {
		if err := n.create[note.ParentID]; err != nil {
			out = append(out, zoho.WriteResult{Outcome: zoho.NotDone, Err: err})
			continue
		}
		id := fmt.Sprint(900 + len(n.notes[note.ParentID]))
		n.notes[note.ParentID] = append(n.notes[note.ParentID], zoho.Note{ID: id, Title: note.Title, Content: note.Content})
		out = append(out, zoho.WriteResult{Outcome: zoho.Done, ID: id})
	}
	return out, nil
}

// UpdateUnmodified is no call that references need.
func (n *dealNotes) UpdateUnmodified(context.Context, zoho.NoteUpdate, time.Time) (zoho.WriteResult, error) {
	return zoho.WriteResult{}, errors.ErrUnsupported
}

func (n *dealNotes) Update(_ context.Context, notes []zoho.NoteUpdate) ([]zoho.WriteResult, error) {
	n.retired = append(n.retired, notes[0].ID)
	return []zoho.WriteResult{{Outcome: zoho.Done, ID: notes[0].ID}}, nil
}

// dealLedger keeps references by deal, with every state each has had.
type dealLedger struct {
	now    map[string]journal.Reference
	states map[string][]journal.NoteState
}

func (l *dealLedger) SaveReferences(_ context.Context, references []journal.Reference) error {
	for _, r := range references {
		l.now[r.Deal] = r
		l.states[r.Deal] = append(l.states[r.Deal], r.State)
	}
	return nil
}

func TestRefer(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	locked := &zoho.APIError{HTTP: 400, Code: "RECORD_LOCKED", Op: zoho.OpCreateNotes}
	hidden := &zoho.APIError{HTTP: 403, Code: "NO_PERMISSION", Op: zoho.OpListNotes, Permissions: []string{"Crm_Implied_View_Deals"}}
	gone := &zoho.APIError{HTTP: 400, Code: "INVALID_DATA", Op: zoho.OpListNotes, Details: json.RawMessage(`{"resource_path_index":1}`)}
	goneAtCreate := &zoho.APIError{HTTP: 400, Code: "INVALID_DATA", Op: zoho.OpCreateNotes, Details: json.RawMessage(`{"json_path":"$.data[0].Parent_Id.id","api_name":"id"}`)}
	network := &zoho.TransportError{Op: zoho.OpListNotes, Kind: zoho.ErrNetwork}
	referral := func(deal string, state journal.NoteState, change func(*journal.Reference)) Referral {
		r := Referral{Reference: journal.Reference{Org: "1", Contact: "2", Deal: deal, State: state}}
		if change != nil {
			change(&r.Reference)
		}
		r.Title, r.Text = transcript.Reference(transcript.English(), "Ada", "", transcript.ReferenceMarker("1", "2", deal))
		return r
	}
	title := referral("30", journal.NoteWanted, nil).Title
	text := referral("30", journal.NoteWanted, nil).Text
	at := func(second int) time.Time { return now.Add(time.Duration(second) * time.Second) }
	saved := func(id string) Referral {
		return referral("30", journal.NoteSaved, func(r *journal.Reference) { r.ID, r.SentAt = id, now.Add(-time.Minute).UnixMilli() })
	}
	for name, test := range map[string]struct {
		notes   dealNotes
		in      []Referral
		states  []journal.NoteState
		id      string
		alone   bool
		retired []string
		refused error
		err     error
	}{
		"created": {
			in: []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteSending, journal.NoteSaved}, id: "900",
		},
		"of a colleague": {
			notes: dealNotes{notes: map[string][]zoho.Note{"30": {{ID: "7", Title: title}}}},
			in:    []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteSaved}, id: "7", alone: true,
		},
		"found after a lost reply": {
			notes: dealNotes{notes: map[string][]zoho.Note{"30": {{ID: "7", Title: title}}}},
			in:    []Referral{referral("30", journal.NoteSending, func(r *journal.Reference) { r.SentAt = now.Add(-time.Minute).UnixMilli() })}, states: []journal.NoteState{journal.NoteSaved}, id: "7",
		},
		"still under way": {
			in: []Referral{referral("30", journal.NoteSending, func(r *journal.Reference) { r.SentAt = now.UnixMilli() })},
		},
		"locked": {
			notes: dealNotes{create: map[string]error{"30": locked}}, refused: locked,
			in: []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteSending, journal.NoteRefused},
		},
		"too many notes to look through": {
			notes: dealNotes{endless: true}, refused: zoho.ErrLimit,
			in: []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteRefused},
		},
		"deal gone at the look": {
			notes: dealNotes{list: map[string]error{"30": gone}},
			in:    []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteGone},
		},
		"deal gone at the create": {
			notes: dealNotes{create: map[string]error{"30": goneAtCreate}},
			in:    []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteSending, journal.NoteGone},
		},
		"deals hidden": {
			notes: dealNotes{list: map[string]error{"30": hidden}}, err: hidden,
			in: []Referral{referral("30", journal.NoteWanted, nil)},
		},
		"notes not allowed": {
			notes: dealNotes{create: map[string]error{"30": hidden}},
			in:    []Referral{referral("30", journal.NoteWanted, nil)}, states: []journal.NoteState{journal.NoteSending, journal.NoteWanted},
		},
		"no network": {
			notes: dealNotes{list: map[string]error{"30": network}}, err: network,
			in: []Referral{referral("30", journal.NoteWanted, nil)},
		},
		"alone": {
			notes: dealNotes{notes: map[string][]zoho.Note{"30": {{ID: "900", Title: title}}}},
			in:    []Referral{saved("900")}, states: []journal.NoteState{journal.NoteSaved}, id: "900", alone: true,
		},
		"deleted before the second look": {
			in: []Referral{saved("900")}, states: []journal.NoteState{journal.NoteSaved}, id: "900", alone: true,
		},
		"the older of two": {
			notes: dealNotes{notes: map[string][]zoho.Note{"30": {{ID: "901", Title: title, Content: text, CreatedTime: at(2)}, {ID: "900", Title: title, CreatedTime: at(1)}}}},
			in:    []Referral{saved("900")}, states: []journal.NoteState{journal.NoteSaved}, id: "900", alone: true, retired: []string{"901"},
		},
		"the younger of two": {
			notes: dealNotes{notes: map[string][]zoho.Note{"30": {{ID: "901", Title: title, Content: text, CreatedTime: at(2)}, {ID: "900", Title: title, CreatedTime: at(1)}}}},
			in:    []Referral{saved("901")}, states: []journal.NoteState{journal.NoteSaved}, id: "900", alone: true, retired: []string{"901"},
		},
		"a second one with words of a person": {
			notes: dealNotes{notes: map[string][]zoho.Note{"30": {{ID: "901", Title: title, Content: "my own", CreatedTime: at(2)}, {ID: "900", Title: title, CreatedTime: at(1)}}}},
			in:    []Referral{saved("900")}, states: []journal.NoteState{journal.NoteSaved}, id: "900", alone: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			notes := test.notes
			if notes.notes == nil {
				notes.notes = map[string][]zoho.Note{}
			}
			ledger := &dealLedger{now: map[string]journal.Reference{}, states: map[string][]journal.NoteState{}}
			r := Referrer{
				Notes: &notes, Ledger: ledger, Now: func() time.Time { return now },
				StopsAll: func(err error) bool { return errors.Is(err, zoho.ErrNetwork) },
				Problem:  func(error) contract.Problem { return contract.Problem{Code: contract.ProblemNoteRefused} },
				Surplus: func(title string) (string, string) {
					return transcript.ReferenceSurplus(transcript.English(), title)
				},
			}
			refused, err := r.Refer(t.Context(), test.in, func() error { return nil })
			if !errors.Is(refused, test.refused) || !errors.Is(err, test.err) || (test.refused == nil) != (refused == nil) {
				t.Fatalf("refused %v, error %v", refused, err)
			}
			if got := ledger.states["30"]; !slices.Equal(got, test.states) {
				t.Fatalf("states %q, want %q", got, test.states)
			}
			got := ledger.now["30"]
			if got.ID != test.id || got.Alone != test.alone || !slices.Equal(notes.retired, test.retired) {
				t.Errorf("%+v, retired %q", got, notes.retired)
			}
			if refusedNow := got.State == journal.NoteRefused; refusedNow != (got.Problem != nil) || refusedNow != (got.RefusedAt > 0) {
				t.Errorf("refusal %+v", got)
			}
		})
	}
}

// A refusal of one deal keeps no other from its reference, and when the time is up
// those are written that were looked for by then.
func TestReferSeveral(t *testing.T) {
	t.Parallel()
	for _, allowed := range []int{0, 2, 100} {
		notes := &dealNotes{notes: map[string][]zoho.Note{}, create: map[string]error{"3": &zoho.APIError{HTTP: 400, Code: "RECORD_LOCKED"}}}
		ledger := &dealLedger{now: map[string]journal.Reference{}, states: map[string][]journal.NoteState{}}
		r := Referrer{
			Notes: notes, Ledger: ledger, Now: time.Now, StopsAll: func(error) bool { return false },
			Problem: func(error) contract.Problem { return contract.Problem{Code: contract.ProblemNoteRefused} },
		}
		var in []Referral
		for i := range 12 {
			one := Referral{Reference: journal.Reference{Org: "1", Contact: "2", Deal: fmt.Sprint(i), State: journal.NoteWanted}}
			one.Title, one.Text = transcript.Reference(transcript.English(), "Ada", "", transcript.ReferenceMarker("1", "2", one.Deal))
			in = append(in, one)
		}
		timeUp := errors.New("time is up")
		steps := 0
		_, err := r.Refer(t.Context(), in, func() error {
			if steps++; steps > allowed {
				return timeUp
			}
			return nil
		})
		written := 0
		for _, n := range notes.notes {
			written += len(n)
		}
		switch {
		case allowed == 100 && (err != nil || written != 11 || ledger.now["3"].State != journal.NoteRefused):
			t.Errorf("%d written, %v; %+v", written, err, ledger.now["3"])
		case allowed < 100 && (!errors.Is(err, timeUp) || written != allowed || len(notes.lists) != allowed):
			t.Errorf("%d written, %d looks, %v", written, len(notes.lists), err)
		}
	}
}
