package e2e

import (
	"errors"
	"testing"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestProofOfFiles: a voice message stands at the record twice, because Chromium has
// sent the upload again by itself when its connection broke, and somebody deletes a
// picture there. Both are named when the sidebar compares with Zoho; a click attaches
// the picture again, and leaves the other to the user.
func TestProofOfFiles(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	s.chooseFiles(t, true)
	s.signInAgain(t)
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAttachmentsUpload, Kind: fakezoho.FaultReplyLost})
	files := s.sendFiles(t)
	eventually(t, settleWithin, "the files", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		card, err := s.Card(s.maya)
		return err == nil && card.Sync != nil && card.Sync.Attached == 2, err
	})
	if err := s.lacking(files, aPicture, aVoice, aVoice); err != nil {
		t.Fatalf("does Chromium no longer send an upload again by itself? %v", err)
	}
	s.removeFile(t, files, aPicture)
	s.passSettling(t)
	s.unfold(t, "proof")
	s.compare(t, "0")
	untilShown(t, s.Sidebar, `#proof-files[data-differences="2"]`)
	untilShown(t, s.Sidebar, `#proof-file-differences li[data-kind="missing"]`)
	untilShown(t, s.Sidebar, `#proof-file-differences li[data-kind="twice"]`)

	must(t, s.Sidebar.Click("#proof-repair"))
	untilShown(t, s.Sidebar, "#proof-files-ordered")
	eventually(t, settleWithin, "the picture", func() (bool, error) {
		lacking := s.lacking(files, aPicture, aVoice, aVoice)
		return lacking == nil, errors.Join(lacking, s.Cycle(t.Context()))
	})
	s.removeFile(t, files, aVoice)
	s.compare(t, "0")
	untilShown(t, s.Sidebar, `#proof-files[data-differences="0"]`)
	must(t, s.lacking(files, aPicture, aVoice))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
}

// removeFile deletes one of the files at Maya's record, as a person does.
func (s *Story) removeFile(t *testing.T, files sent, name string) {
	t.Helper()
	for _, a := range s.Zoho.AttachmentsOf(s.record(t, mayaName).ID) {
		if a.SHA256 == files.digests[name] {
			must(t, s.Zoho.DeleteAttachment(a.ID))
			return
		}
	}
	t.Fatalf("%s does not stand there", name)
}

// passSettling lets the half minute pass in which a list of Zoho's may not show yet
// what was attached.
func (s *Story) passSettling(t *testing.T) {
	t.Helper()
	changed := value(Eval[int](s.backstage, `(async () => {
		const done = (request) => new Promise((ok, failed) => {
			request.onsuccess = () => ok(request.result);
			request.onerror = () => failed(request.error);
		});
		const database = await done(indexedDB.open("chatkeep-journal"));
		const store = database.transaction("attachments", "readwrite").objectStore("attachments");
		const keys = await done(store.getAllKeys());
		const saved = (await done(store.getAll())).map((text) => JSON.parse(text));
		const sent = keys.map((key, i) => [key, saved[i]]).filter(([, file]) => file.sentAt > 0);
		await Promise.all(sent.map(([key, file]) => done(store.put(JSON.stringify({ ...file, sentAt: file.sentAt - 60_000 }), key))));
		database.close();
		return sent.length;
	})()`))(t)
	if changed == 0 {
		t.Fatal("nothing was sent")
	}
}
