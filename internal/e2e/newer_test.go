package e2e

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestNewerData: data that a newer version has written is left as it is, in
// chrome.storage as in the journal; all three faces say so, and nothing else
// happens. The version that knows the data goes on where it stopped.
func TestNewerData(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	play(t, s, linked()...)
	must(t, s.Sidebar.Close())
	must(t, s.Settings.Close())
	must(t, s.setLocal("schema", "99"))
	must(t, s.StopWorker())
	before, calls := s.kept(t), len(s.Zoho.Calls())

	play(t, s, openPopup)
	s.saysNewer(t, s.Popup)
	sidebar := value(s.NewTab(s.ExtensionURL("panel/panel.html")))(t)
	s.saysNewer(t, sidebar)
	settings := value(s.NewTab(s.ExtensionURL("options/options.html")))(t)
	s.saysNewer(t, settings)
	view := value(s.View())(t)
	if p := view.Backup.Problem; view.Backup.State != contract.BackupWaiting || p == nil || p.Code != contract.ProblemNewerData {
		t.Errorf("the backup is %s with the problem %+v", view.Backup.State, p)
	}

	play(t, s, deliverNews)
	s.ringUnheard(t)
	told := value(Eval[string](settings, `chrome.runtime.sendMessage({ v: 1, kind: "options/settings.save", data: { linking: "ask", region: "", firstBackupDays: 1 } })
		.then(({ error }) => error?.code + " " + error?.problem)`))(t)
	if told != "conflict newer_data" {
		t.Errorf("a request was answered with %s", told)
	}
	if now := s.kept(t); now != before {
		t.Errorf("what is stored was changed:\n%.2000s\n%.2000s", before, now)
	}
	if n := len(s.Zoho.Calls()); n != calls {
		t.Errorf("Zoho was called %d times", n-calls)
	}

	must(t, s.setLocal("schema", "1"))
	must(t, s.StopWorker())
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, sidebar.Do(chromedp.Reload()))
	untilShown(t, sidebar, `#chat-state[data-state="linked"]`)
	untilGone(t, sidebar, "[data-problem]")
	must(t, s.whole(elenaName, mayaName))
}

// closesForAnother is what the journal's library writes when it lets go of the database
// because another page wants to change its version.
const closesForAnother = "Version change detected, closing DB"

// TestNewerJournal: the same holds when only the journal's database is newer.
func TestNewerJournal(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{}, closesForAnother)}
	play(t, s, openWhatsApp, connect)
	// Nobody holds the database open when its version is raised.
	must(t, s.WhatsAppTab.Close())
	must(t, s.Settings.Close())
	run(t, s.backstage, `window.raised = new Promise((done, failed) => {
		const opening = indexedDB.open("chatkeep-journal", 1000);
		opening.onsuccess = () => { opening.result.close(); done(1); };
		opening.onerror = () => failed(opening.error);
	}); null`)
	_ = s.untilFree(t, "raised")
	before := s.kept(t)
	sidebar := value(s.NewTab(s.ExtensionURL("panel/panel.html")))(t)
	s.saysNewer(t, sidebar)
	if now := s.kept(t); now != before {
		t.Errorf("what is stored was changed:\n%.2000s\n%.2000s", before, now)
	}
}

// TestOlderJournal: a database of the first version is taken over with what it
// holds, and gets what it lacks.
func TestOlderJournal(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{}, closesForAnother)}
	play(t, s, linked()...)
	must(t, s.WhatsAppTab.Close())
	must(t, s.Settings.Close())
	must(t, s.Sidebar.Close())
	must(t, s.StopWorker())
	run(t, s.backstage, `window.takenBack = (async () => {
		const done = (request) => new Promise((ok, failed) => {
			request.onsuccess = () => ok(request.result);
			request.onerror = () => failed(request.error);
		});
		const stores = ["messages", "where", "dirty", "notes", "reads", "meta"];
		let db = await done(indexedDB.open("chatkeep-journal"));
		const kept = {};
		for (const name of stores) {
			const store = db.transaction(name).objectStore(name);
			kept[name] = [await done(store.getAllKeys()), await done(store.getAll())];
		}
		db.close();
		await done(indexedDB.deleteDatabase("chatkeep-journal"));
		const opening = indexedDB.open("chatkeep-journal", 1);
		opening.onupgradeneeded = () => { for (const name of stores) opening.result.createObjectStore(name); };
		db = await done(opening);
		for (const name of stores) {
			const store = db.transaction(name, "readwrite").objectStore(name);
			for (const [i, key] of kept[name][0].entries()) await done(store.put(kept[name][1][i], key));
		}
		db.close();
		return kept.messages[0].length;
	})(); null`)
	if s.untilFree(t, "takenBack") == 0 {
		t.Fatal("the journal held no message")
	}
	notes := len(s.Zoho.Notes())
	opened := time.Now().UnixMilli()
	play(t, s, openWhatsApp)
	// The view still tells of the tab that was closed.
	eventually(t, stepWithin, "the new tab to be read", func() (bool, error) {
		view, err := s.View()
		return view.WhatsApp.State == contract.TabReady && view.WhatsApp.LastReadAt >= opened, err
	})
	s.deliver(t, fakewhatsapp.ChatMaya, "Said to the new version.")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatMaya, mayaName))
	must(t, s.Cycle(t.Context()))
	// What the view tells of stored things follows the end of the cycle.
	eventually(t, stepWithin, "the directory to be ready", func() (bool, error) {
		view, err := s.View()
		return view.Directory.State == contract.DirectoryReady, errors.Join(err, fmt.Errorf("the directory is %+v", view.Directory))
	})
	if now := len(s.Zoho.Notes()); now > notes+1 {
		t.Errorf("%d notes, %d before", now, notes)
	}
}

// untilFree waits for a number that a promise of the backstage comes to once nobody else
// holds the journal's database: an event may wake the worker, which holds it then.
func (s *Story) untilFree(t *testing.T, promise string) int {
	t.Helper()
	came := -1
	eventually(t, stepWithin, promise, func() (bool, error) {
		if err := s.StopWorker(); err != nil {
			return false, err
		}
		var err error
		came, err = Eval[int](s.backstage, fmt.Sprintf(`Promise.race([window[%q], new Promise((wait) => setTimeout(wait, 500, -1))])`, promise))
		return came >= 0, err
	})
	return came
}

// saysNewer waits until a face says that a newer version wrote the data, says it
// once, and offers nothing that could not be done.
func (s *Story) saysNewer(t *testing.T, face *Tab) {
	t.Helper()
	untilShown(t, face, `[data-problem="newer_data"]`)
	untilTrue(t, face, "one note", `document.querySelectorAll(".note").length === 1`)
	for _, hidden := range []string{"#sync-now", "#connect", "#sign-in-form", "#settings-form", "#disconnect", "#chat-title"} {
		untilGone(t, face, hidden)
	}
}

// kept returns everything in chrome.storage.local and in the journal as JSON.
func (s *Story) kept(t *testing.T) string {
	t.Helper()
	return value(Eval[string](s.backstage, `(async () => {
		const done = (request) => new Promise((ok, failed) => {
			request.onsuccess = () => ok(request.result);
			request.onerror = () => failed(request.error);
		});
		const text = (value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
		const local = Object.entries(await chrome.storage.local.get()).sort();
		const database = await done(indexedDB.open("chatkeep-journal"));
		const journal = [database.version];
		for (const name of database.objectStoreNames) {
			const store = database.transaction(name).objectStore(name);
			const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
			journal.push(name, keys, values.map(text));
		}
		database.close();
		return JSON.stringify({ local, journal });
	})()`))(t)
}
