package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// The files of a chat, by what is special about them.
const (
	aPicture  = "a picture"
	aVoice    = "a voice message"
	aLargeOne = "a file too large"
	notLoaded = "a picture that is not loaded"
	viewOnce  = "a view-once picture"
	aSticker  = "a sticker"
)

// sent are files that stand in a chat: the keys of their messages and the digests
// of their bytes.
type sent struct{ keys, digests map[string]string }

// sendFiles lets one file of each kind arrive in Maya's chat.
func (s *Story) sendFiles(t *testing.T) sent {
	t.Helper()
	noise := rand.NewChaCha8([32]byte{11})
	out := sent{keys: map[string]string{}, digests: map[string]string{}}
	for _, f := range []struct {
		name  string
		kind  fakewhatsapp.Msg
		size  int
		media fakewhatsapp.Media
	}{
		{aPicture, fakewhatsapp.Image("The hall as it is"), contract.MaxMediaPiece + 1, fakewhatsapp.Media{Held: true, Place: fakewhatsapp.MediaCached}},
		{aVoice, fakewhatsapp.Voice(9), 31_000, fakewhatsapp.Media{Held: true}},
		{aLargeOne, fakewhatsapp.Document("Plans.pdf", "", 40), maxMedia + 1, fakewhatsapp.Media{Held: true}},
		{notLoaded, fakewhatsapp.Image(""), 5000, fakewhatsapp.Media{}},
		{viewOnce, fakewhatsapp.ViewOnce(fakewhatsapp.Image("")), 4000, fakewhatsapp.Media{Held: true}},
		{aSticker, fakewhatsapp.Sticker(), 3000, fakewhatsapp.Media{Held: true}},
	} {
		f.media.Bytes = make([]byte, f.size)
		_, err := noise.Read(f.media.Bytes)
		must(t, err)
		sum := sha256.Sum256(f.media.Bytes)
		out.digests[f.name] = hex.EncodeToString(sum[:])
		out.keys[f.name] = value(s.WhatsApp.Deliver(s.maya, fakewhatsapp.WithMedia(f.kind, f.media)))(t)
	}
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	return out
}

// lacking says which of the files named does not stand at Maya's record once, with
// its very bytes, or what stands there besides; nil when all is well.
func (s *Story) lacking(files sent, names ...string) error {
	record, err := s.RecordOf(mayaName)
	if err != nil {
		return err
	}
	var want, got []string
	for _, name := range names {
		want = append(want, files.digests[name])
	}
	attached := s.Zoho.AttachmentsOf(record.ID)
	for _, a := range attached {
		got = append(got, a.SHA256)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("attached are %+v, want %q", attached, names)
	}
	return nil
}

// counts checks what the sidebar says of the files of the open chat.
func (s *Story) counts(t *testing.T, attached, waiting, unattached int) {
	t.Helper()
	for id, n := range map[string]int{"attached": attached, "files-waiting": waiting, "unattached": unattached} {
		if n > 0 {
			wantTexts(t, s.Sidebar, map[string]string{"#count-" + id: fmt.Sprint(n)})
		} else {
			untilGone(t, s.Sidebar, "#count-"+id)
		}
	}
}

// untouched checks that no file was asked for, of WhatsApp Web or of Zoho, since the
// page had been read so many times.
func (s *Story) untouched(t *testing.T, reads int) {
	t.Helper()
	for _, read := range s.readsSoFar(t)[reads:] {
		if read.Call == "forceToBlob" || read.Call == "InMemoryMediaBlobCache.get" {
			t.Errorf("a file of %s was read by %s", read.Chat, read.Call)
		}
	}
	if calls := append(s.Zoho.CallsOf(fakezoho.OpAttachmentsList), s.Zoho.CallsOf(fakezoho.OpAttachmentsUpload)...); len(calls) > 0 {
		t.Errorf("Zoho was called: %+v", calls)
	}
}

// chooseFiles switches attaching on or off in the settings page.
func (s *Story) chooseFiles(t *testing.T, on bool) {
	t.Helper()
	untilShown(t, s.Settings, "#attach-media")
	must(t, s.Settings.Click("#attach-media"))
	if on {
		must(t, s.Settings.Type("#attach-most", "1"))
	}
	must(t, s.Settings.Click("#save-settings"))
	eventually(t, stepWithin, "the choice to be stored", func() (bool, error) {
		view, err := s.View()
		return view.Settings.AttachMedia == on && (!on || view.Settings.AttachMostMB == 1), err
	})
}

// signInAgain signs in once more, by the button beside the checks.
func (s *Story) signInAgain(t *testing.T) {
	t.Helper()
	must(t, s.Settings.Click("#sign-in-again"))
	must(t, s.Settings.Type("#client-secret", s.World.Client.Secrets[s.World.DataCentre]))
	must(t, s.Settings.Click("#connect"))
	must(t, s.Consent(t.Context(), "#accept"))
	untilShown(t, s.Settings, "#settings-form")
}

// TestFilesAreAttached: switched on in the settings, with a sign-in that allows it,
// the files of a chat that WhatsApp Web has loaded stand at the record once each, to
// the byte, though the worker is stopped while an upload is under way. What is not
// attached is told, and what is loaded later is attached then.
func TestFilesAreAttached(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	files := s.sendFiles(t)
	reads := len(s.readsSoFar(t))
	must(t, s.Cycle(t.Context()))
	s.untouched(t, reads)
	s.counts(t, 0, 0, 0)

	// The sign-in was made before anybody wanted that.
	s.chooseFiles(t, true)
	untilShown(t, s.Settings, "#attach-barred")
	untilShown(t, s.Settings, `[data-check=attach][data-ok=false]`)
	s.deliver(t, s.maya, "Did the pictures come through?")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.lacking(files))
	s.signInAgain(t)
	untilShown(t, s.Settings, `[data-check=attach][data-ok=true]`)
	untilGone(t, s.Settings, "#attach-barred")

	// The newest comes first, which of those that are loaded is the voice message.
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultStallReply, Count: 1})
	must(t, s.RingAlarm())
	eventually(t, stepWithin, "an upload", func() (bool, error) { return s.lacking(files, aVoice) == nil, nil })
	must(t, s.StopWorker())
	s.Zoho.ClearFaults()
	s.untilAttached(t, files, aPicture, aVoice)
	if n := len(s.Zoho.CallsOf(fakezoho.OpAttachmentsUpload)); n != 2 {
		t.Errorf("%d uploads", n)
	}
	// View-once messages are among those that were left out. Stickers are not: nothing
	// is missing without them.
	s.counts(t, 2, 1, 1)
	wantTexts(t, s.Sidebar, map[string]string{"#count-skipped": "1"})
	s.unfold(t, "proof")
	wantTexts(t, s.Sidebar, map[string]string{"#proof-gaps": "file is not loaded in WhatsApp Web"})
	wantTexts(t, s.Sidebar, map[string]string{"#proof-gaps": "file is larger than the settings or Zoho allow"})

	// The user looks at the picture.
	must(t, s.WhatsApp.LoadMedia(files.keys[notLoaded]))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	s.fallsDue(t, files.keys[notLoaded])
	s.deliver(t, s.maya, "Now I have seen it.")
	must(t, s.Cycle(t.Context()))
	must(t, s.lacking(files, aPicture, aVoice, notLoaded))
	s.counts(t, 3, 0, 1)
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
	for _, a := range s.Zoho.AttachmentsOf(s.record(t, mayaName).ID) {
		if !strings.HasPrefix(a.Name, time.Now().Format(time.DateOnly)) {
			t.Errorf("a file is called %q", a.Name)
		}
	}

	s.chooseFiles(t, false)
	untilGone(t, s.Settings, "#attach-most")
	untilGone(t, s.Settings, "[data-check=attach]")
	s.Zoho.ResetCalls()
	_ = s.sendFiles(t)
	reads = len(s.readsSoFar(t))
	must(t, s.Cycle(t.Context()))
	must(t, s.Cycle(t.Context()))
	s.untouched(t, reads)
	must(t, s.lacking(files, aPicture, aVoice, notLoaded))
	must(t, s.whole(elenaName, mayaName))
}

// untilAttached rings the alarm until the files named, and no others, stand at
// Maya's record, and the sidebar knows it.
func (s *Story) untilAttached(t *testing.T, files sent, names ...string) {
	t.Helper()
	eventually(t, settleWithin, "the files", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		card, err := s.Card(s.maya)
		if sync := card.Sync; sync == nil || sync.Attached < len(names) {
			return false, errors.Join(err, s.lacking(files, names...))
		}
		return true, err
	})
	must(t, s.lacking(files, names...))
}

// TestWorkerStoppedWhileAttaching: the worker is stopped at moments along the
// reading, the look for and the upload of files. In the end each stands at the
// record once, to the byte.
func TestWorkerStoppedWhileAttaching(t *testing.T) {
	t.Parallel()
	for _, after := range moments() {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{})}
			play(t, s, linked()...)
			s.chooseFiles(t, true)
			s.signInAgain(t)
			files := s.sendFiles(t)
			check := s.watchTimes(t)
			for range 3 {
				s.stopsWorker(t, after, s.RingAlarm)
				check()
			}
			s.untilAttached(t, files, aPicture, aVoice)
			check()
			s.untilHeld(t, mayaName)
			must(t, s.whole(elenaName, mayaName))
		})
	}
}

// fallsDue lets the minutes pass after which WhatsApp Web is asked again for the file
// of a message that it had not loaded.
func (s *Story) fallsDue(t *testing.T, key string) {
	t.Helper()
	changed := value(Eval[int](s.backstage, fmt.Sprintf(`(async () => {
		const done = (request) => new Promise((ok, failed) => {
			request.onsuccess = () => ok(request.result);
			request.onerror = () => failed(request.error);
		});
		const database = await done(indexedDB.open("chatkeep-journal"));
		const store = database.transaction("attachdue", "readwrite").objectStore("attachdue");
		const keys = (await done(store.getAllKeys())).filter((key) => key.includes(%q));
		await Promise.all(keys.map((key) => done(store.put("0", key))));
		database.close();
		return keys.length;
	})()`, key[strings.LastIndex(key, "_")+1:])))(t)
	if changed != 1 {
		t.Fatalf("%d files of the message wait, want 1", changed)
	}
}
