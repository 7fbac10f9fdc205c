package app_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// file is what the page holds of the attachment of a message.
type file struct {
	state contract.MediaState
	data  []byte
	// asked counts the questions for it.
	asked int
	// before runs before an answer from an offset is made, under the lock.
	before func(offset int)
	// raw, if it is set, is the answer.
	raw string
}

// media answers as the bridge does: with the piece that was asked for, or with why
// there is none.
func (w *whatsApp) media(q contract.MediaQuestion) (json.RawMessage, error) {
	if q.Count < 1 || q.Count > contract.MaxMediaPiece || q.Offset < 0 || q.Most < 1 {
		return nil, fmt.Errorf("a question nobody may ask: %+v", q)
	}
	c := w.find(q.Chat)
	said := contract.MediaPiece{V: contract.Version, State: contract.MediaGone}
	if c == nil {
		return json.Marshal(said)
	}
	i := slices.IndexFunc(c.messages, func(m contract.MessageRecord) bool { return m.Key == q.Key })
	if i < 0 || w.files[c.messages[i].ID] == nil {
		return json.Marshal(said)
	}
	f := w.files[c.messages[i].ID]
	f.asked++
	if f.before != nil {
		f.before(q.Offset)
	}
	if f.raw != "" {
		return json.RawMessage(f.raw), nil
	}
	if said.State = f.state; f.state != contract.MediaHere {
		return json.Marshal(said)
	}
	said.Size, said.MIME = len(f.data), "image/jpeg"
	if len(f.data) > q.Most {
		said.State = contract.MediaTooLarge
		return json.Marshal(said)
	}
	said.Data = base64.StdEncoding.EncodeToString(f.data[min(q.Offset, len(f.data)):min(q.Offset+q.Count, len(f.data))])
	return json.Marshal(said)
}

// show puts a picture into a chat, of which the page holds the bytes, and returns
// the message's id and the file.
func (s *stage) show(jid string, size int) (string, *file) {
	s.t.Helper()
	s.clock.advance(1e9)
	id := s.whatsApp.say(jid, s.now(0), false, "")
	f := &file{state: contract.MediaHere, data: []byte(strings.Repeat("x", size))}
	s.whatsApp.edit(jid, id, func(m *contract.MessageRecord) {
		m.Type, m.Media = "image", &contract.MediaRecord{MIME: "image/jpeg", Size: int64(size)}
	})
	s.whatsApp.set(func(w *whatsApp) { w.files[id] = f })
	return id, f
}

// wantFiles lets files be attached, with a sign-in that allows it.
func (s *stage) wantFiles() {
	s.t.Helper()
	s.chooseFiles(true)
	s.do(contract.KindOptionsSelfClient, s.selfClient(append(zoho.Scopes(), zoho.AttachmentScopes()...)...))
}

func (s *stage) chooseFiles(on bool) {
	s.t.Helper()
	settings := s.view().Settings
	settings.AttachMedia = on
	s.do(contract.KindOptionsSettings, settings)
}

// adaWithFiles has Ada's chat backed up, and files wanted.
func (s *stage) adaWithFiles() {
	s.t.Helper()
	s.linkedAda()
	s.wantFiles()
	s.nextTick()
	s.zoho.ResetCalls()
}

// wantAttached checks how large the files are that are attached to a record, and
// that no two have one name.
func (s *stage) wantAttached(record string, sizes ...int) []fakezoho.Attachment {
	s.t.Helper()
	files := s.zoho.AttachmentsOf(record)
	var got []int
	names := map[string]bool{}
	for _, f := range files {
		got = append(got, f.Size)
		if names[f.Name] {
			s.t.Fatalf("two files are called %q", f.Name)
		}
		names[f.Name] = true
	}
	slices.Sort(got)
	slices.Sort(sizes)
	if !slices.Equal(got, sizes) {
		s.t.Fatalf("attached are files of %v bytes, want %v", got, sizes)
	}
	return files
}

// fileGaps returns how many files of a chat the proof names, by cause.
func (s *stage) fileGaps(jid string) map[contract.GapCause]int {
	s.t.Helper()
	proofs := answer[contract.Proofs](s, contract.KindPanelProofExport, contract.ProofExport{Chat: jid})
	out := map[contract.GapCause]int{}
	for _, g := range proofs.Chats[0].Gaps {
		if strings.HasPrefix(string(g.Cause), "file_") {
			out[g.Cause] += g.Count
		}
	}
	return out
}

// wantGaps checks which files of Ada's chat the proof names.
func (s *stage) wantGaps(want map[contract.GapCause]int) {
	s.t.Helper()
	if got := s.fileGaps(adaJID); fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Fatalf("the proof names %v, want %v", got, want)
	}
}

// wantFileCounts checks what the card of Ada's chat says of its files.
func (s *stage) wantFileCounts(attached, waiting, unattached int) {
	s.t.Helper()
	sync := s.card(adaJID).Sync
	if sync == nil || sync.Attached != attached || sync.FilesWaiting != waiting || sync.Unattached != unattached {
		s.t.Fatalf("the card says %+v, want %d, %d and %d", sync, attached, waiting, unattached)
	}
}
