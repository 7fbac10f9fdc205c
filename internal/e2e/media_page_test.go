package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Chats with attachments.
const (
	chatNia  = "12025550181@c.us"
	niaName  = "Nia Bello"
	chatPaz  = "12025550182@c.us"
	chatDee  = "12025550183@c.us"
	maxMedia = 1 << 20
)

// gallery is what WhatsApp Web holds of attachments: the keys and bytes of each,
// by a name of its own.
type gallery struct {
	keys  map[string]string
	bytes map[string][]byte
}

// hang adds the chats to WhatsApp. Nia's is opened by the user later, so that all
// its messages are in the page's memory; of Dee's the newest one alone is.
func hang(t *testing.T, s *Stage) gallery {
	t.Helper()
	g := gallery{keys: map[string]string{}, bytes: map[string][]byte{}}
	noise := rand.NewChaCha8([32]byte{7})
	var nia []fakewhatsapp.Msg
	picture := func(name string, size int, media fakewhatsapp.Media) fakewhatsapp.Msg {
		media.Bytes = make([]byte, size)
		if _, err := noise.Read(media.Bytes); err != nil {
			t.Fatal(err)
		}
		m := fakewhatsapp.WithMedia(fakewhatsapp.Image(""), media)
		m.ID = fmt.Sprintf("3EB0%016X", len(g.bytes))
		m.Time = time.Now().Add(time.Duration(len(g.bytes)-60) * time.Minute)
		g.bytes[name], g.keys[name] = media.Bytes, fmt.Sprintf("false_%s_%s", chatNia, m.ID)
		return m
	}
	held := fakewhatsapp.Media{Held: true}
	cached := fakewhatsapp.Media{Held: true, Place: fakewhatsapp.MediaCached}
	lying := picture("a size that lies", 4000, held)
	lying.Fields["size"] = 3
	nia = append(
		nia,
		picture("opaque", contract.MaxMediaPiece*3/2, held),
		picture("opaque text", 3000, fakewhatsapp.Media{Held: true, Place: fakewhatsapp.MediaOpaqueText}),
		picture("cached", contract.MaxMediaPiece+1, cached),
		picture("absent", 5000, fakewhatsapp.Media{}),
		picture("too large", maxMedia+1, held),
		picture("as large as may be", maxMedia, cached),
		fakewhatsapp.ViewOnce(picture("view once", 100, held)),
		fakewhatsapp.Disappearing(picture("disappearing", 100, cached), time.Hour),
		picture("deleted for everyone", 100, held),
		picture("deleted here", 100, cached),
		lying,
	)
	for _, trick := range []fakewhatsapp.MediaTrick{
		fakewhatsapp.TrickThrows, fakewhatsapp.TrickNever, fakewhatsapp.TrickFake, fakewhatsapp.TrickInherits, fakewhatsapp.TrickLies, fakewhatsapp.TrickHuge,
	} {
		nia = append(nia, picture(string(trick), 600, fakewhatsapp.Media{Held: true, Trick: trick}))
	}
	must(t, s.WhatsApp.AddChat(fakewhatsapp.Chat{ID: chatNia, Name: niaName, Messages: nia}))

	protected := picture("advanced privacy", 100, held)
	g.keys["advanced privacy"] = fmt.Sprintf("false_%s_%s", chatPaz, protected.ID)
	must(t, s.WhatsApp.AddChat(fakewhatsapp.Chat{
		ID: chatPaz, Name: "Paz Roca", Fields: map[string]any{"limitSharing": true}, Messages: []fakewhatsapp.Msg{protected},
	}))
	stored := picture("in the database alone", 100, cached)
	g.keys["in the database alone"] = fmt.Sprintf("false_%s_%s", chatDee, stored.ID)
	must(t, s.WhatsApp.AddChat(fakewhatsapp.Chat{
		ID: chatDee, Name: "Dee Lund", Messages: []fakewhatsapp.Msg{stored, fakewhatsapp.Text("Did you see it?")},
	}))
	must(t, s.WhatsApp.Revoke(g.keys["deleted for everyone"], ""))
	return g
}

// askBridge puts a question to the bridge of WhatsApp Web, as the worker does; code is
// why it has no answer.
func (s *Story) askBridge(t *testing.T, q contract.PageQuestion) (answered json.RawMessage, code string) {
	t.Helper()
	question, err := json.Marshal(q)
	must(t, err)
	raw := value(Eval[string](s.Sidebar, fmt.Sprintf(`chrome.tabs.query({url: "https://web.whatsapp.com/*"})
		.then(([tab]) => chrome.tabs.sendMessage(tab.id, %s)).then((answer) => JSON.stringify(answer))`, question)))(t)
	var answer struct {
		OK    json.RawMessage
		Error struct{ Code string }
	}
	must(t, json.Unmarshal([]byte(raw), &answer))
	return answer.OK, answer.Error.Code
}

// askMedia asks for a piece of an attachment.
func (s *Story) askMedia(t *testing.T, q contract.MediaQuestion) (piece whatsapp.MediaPiece, code string) {
	t.Helper()
	answered, code := s.askBridge(t, contract.PageQuestion{V: contract.Version, Op: contract.OpMediaRead, Media: &q})
	if code != "" {
		return whatsapp.MediaPiece{}, code
	}
	piece, err := whatsapp.DecodeMediaPiece(answered, q)
	if err != nil {
		t.Fatalf("the answer about %s: %v", q.Key, err)
	}
	return piece, ""
}

// wholeMedia reads an attachment piece by piece. It returns the state instead when
// that is another than here, or why there is none.
func (s *Story) wholeMedia(t *testing.T, chat, key string) (content []byte, said string) {
	t.Helper()
	for {
		piece, code := s.askMedia(t, contract.MediaQuestion{Chat: chat, Key: key, Offset: len(content), Count: contract.MaxMediaPiece, Most: maxMedia})
		if code != "" || piece.State != contract.MediaHere {
			return nil, code + string(piece.State)
		}
		content = append(content, piece.Data...)
		if len(content) == piece.Size {
			if piece.MIME != "image/jpeg" {
				t.Errorf("%s is %q", key, piece.MIME)
			}
			return content, string(contract.MediaHere)
		}
	}
}

// wantMedia checks what is said of each attachment of the gallery, and the bytes of
// those that are here. One that is here may be told late: on a computer that has no time
// for the page, what does not answer in seconds is passed over for half a minute.
func (s *Story) wantMedia(t *testing.T, g gallery, want map[string]contract.MediaState) {
	t.Helper()
	for name, state := range want {
		chat := chatNia
		switch name {
		case "advanced privacy":
			chat = chatPaz
		case "in the database alone":
			chat = chatDee
		}
		content, said := s.wholeMedia(t, chat, g.keys[name])
		if state == contract.MediaHere {
			eventually(t, searchedWithin, name+" to be here", func() (bool, error) {
				if said != string(state) {
					content, said = s.wholeMedia(t, chat, g.keys[name])
				}
				return said == string(state), fmt.Errorf("it is said to be %q", said)
			})
		}
		if said != string(state) {
			t.Errorf("%s: %q, want %q", name, said, state)
		} else if state == contract.MediaHere && !bytes.Equal(content, g.bytes[name]) {
			t.Errorf("%s: %d bytes, and not those of the file", name, len(content))
		}
	}
}

// unreadable is what the bridge says of an attachment that WhatsApp says it holds
// and does not give.
const unreadable contract.MediaState = "unreadable"

// openNia opens WhatsApp Web, the sidebar to ask from, and Nia's chat.
func openNia(t *testing.T, s *Story, g gallery) {
	t.Helper()
	play(t, s, openWhatsApp, openPopup, openSidebar)
	must(t, s.OpenChat(niaName))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	eventually(t, stepWithin, "an attachment to be here", func() (bool, error) {
		_, said := s.wholeMedia(t, chatNia, g.keys["opaque text"])
		return said == string(contract.MediaHere), nil
	})
}

// TestMediaPieces: in every build, what WhatsApp Web holds of attachments is read
// to the byte, what it does not hold is not loaded, and what must not be read is
// not.
func TestMediaPieces(t *testing.T) {
	t.Parallel()
	for _, build := range fakewhatsapp.Profiles() {
		t.Run(build, func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{Profile: build}})}
			g := hang(t, s.Stage)
			openNia(t, s, g)
			// Where the database cannot be searched, nothing tells what is in it.
			inDatabase, deleted := contract.MediaHere, contract.MediaGone
			if slices.Contains([]string{fakewhatsapp.ProfileBareOptions, fakewhatsapp.ProfileBareChat, fakewhatsapp.ProfileBareList}, build) {
				inDatabase, deleted = contract.MediaAbsent, contract.MediaAbsent
			}
			// Only where WhatsApp can say that it holds something is that told from not
			// holding it.
			unknown := unreadable
			if build == fakewhatsapp.ProfileFuture {
				unknown = contract.MediaAbsent
			}
			must(t, s.WhatsApp.Delete(g.keys["deleted here"]))
			must(t, s.WhatsApp.WaitApplied(t.Context()))
			s.wantMedia(t, g, map[string]contract.MediaState{
				"opaque": contract.MediaHere, "opaque text": contract.MediaHere, "cached": contract.MediaHere, "as large as may be": contract.MediaHere,
				"in the database alone": inDatabase, "absent": contract.MediaAbsent, "too large": contract.MediaTooLarge, "a size that lies": contract.MediaHere,
				"view once": contract.MediaBarred, "disappearing": contract.MediaBarred, "advanced privacy": contract.MediaBarred,
				"deleted for everyone": contract.MediaGone, "deleted here": deleted,
				string(fakewhatsapp.TrickThrows): unknown, string(fakewhatsapp.TrickNever): unknown, string(fakewhatsapp.TrickFake): unknown,
				string(fakewhatsapp.TrickInherits): unknown, string(fakewhatsapp.TrickLies): contract.MediaHere, string(fakewhatsapp.TrickHuge): contract.MediaTooLarge,
			})
			for _, name := range []string{"opaque", "cached"} {
				must(t, s.WhatsApp.LetGoOfMedia(g.keys[name]))
			}
			must(t, s.WhatsApp.LoadMedia(g.keys["absent"]))
			must(t, s.WhatsApp.WaitApplied(t.Context()))
			s.wantMedia(t, g, map[string]contract.MediaState{"opaque": contract.MediaAbsent, "cached": contract.MediaAbsent, "absent": contract.MediaHere})
		})
	}
}

// TestMediaPiecesInTrouble: members that break make an attachment unreadable for a
// while, a locked WhatsApp Web gives nothing, and a page that has replaced the
// built-ins changes no byte.
func TestMediaPiecesInTrouble(t *testing.T) {
	t.Parallel()
	hostile := fullyHostile(t)
	// Floods are held in TestStoryAmongEnemies; here they would only take time.
	hostile.FloodUnits = 0
	s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{Hostile: hostile, TrustedTypes: true}})}
	g := hang(t, s.Stage)
	openNia(t, s, g)
	whole := map[string]contract.MediaState{"opaque": contract.MediaHere, "cached": contract.MediaHere, "in the database alone": contract.MediaHere}
	s.wantMedia(t, g, whole)

	const cache = "WAWebMediaInMemoryBlobCache"
	for _, how := range []fakewhatsapp.Breakage{fakewhatsapp.BreakGone, fakewhatsapp.BreakThrows, fakewhatsapp.BreakOddShape, fakewhatsapp.BreakPoison} {
		broken := []member{{cache, "InMemoryMediaBlobCache.get", how}}
		s.breaks(t, broken)
		s.wantMedia(t, g, map[string]contract.MediaState{"opaque": contract.MediaHere, "cached": unreadable, "in the database alone": contract.MediaAbsent})
		s.mends(t, broken)
	}
	eventually(t, stepWithin, "the cache to be found again", func() (bool, error) {
		_, said := s.wholeMedia(t, chatNia, g.keys["cached"])
		return said == string(contract.MediaHere), nil
	})
	s.wantMedia(t, g, whole)

	s.WhatsApp.SetSession(fakewhatsapp.SessionLocked)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	reads := len(s.WhatsApp.Reads())
	s.wantMedia(t, g, map[string]contract.MediaState{"opaque": "not_ready", "cached": "not_ready", "in the database alone": "not_ready"})
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	if n := len(s.WhatsApp.Reads()); n != reads {
		t.Errorf("%d things were read while WhatsApp Web was locked", n-reads)
	}
}
