package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestNewerData: data that a newer version has written is left as it is, in
// chrome.storage as in the journal; all three faces say so, and nothing else
// happens. The version that knows the data goes on where it stopped.
func TestNewerData(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
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

// TestNewerJournal: the same holds when only the journal's database is newer.
func TestNewerJournal(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp, connect)
	// Nobody holds the database open when its version is raised.
	must(t, s.WhatsAppTab.Close())
	must(t, s.Settings.Close())
	must(t, s.StopWorker())
	run(t, s.backstage, `new Promise((done, failed) => {
		const opening = indexedDB.open("chatkeep-journal", 99);
		opening.onsuccess = () => { opening.result.close(); done(null); };
		opening.onerror = () => failed(opening.error);
	})`)
	before := s.kept(t)
	sidebar := value(s.NewTab(s.ExtensionURL("panel/panel.html")))(t)
	s.saysNewer(t, sidebar)
	if now := s.kept(t); now != before {
		t.Errorf("what is stored was changed:\n%.2000s\n%.2000s", before, now)
	}
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
