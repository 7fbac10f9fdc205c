package fakewhatsapp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestBrowserDatabaseNoticesGuests(t *testing.T) {
	s := New(Options{})
	tab := openAsGuest(t, s)
	for _, one := range []struct{ deed, script, want string }{
		{"add a row", `guestForTest.open().then(async (db) => { await guestForTest.put(db, 'chat', { id: 'x' }); db.close(); })`, "a row added to model-storage/chat"},
		{"add a row to an empty table", `guestForTest.open().then(async (db) => { await guestForTest.put(db, 'agent', { id: 'x' }); db.close(); })`,
			"a row added to model-storage/agent"},
		{"change a row", `guestForTest.rows('chat').then(async ([row]) => { const db = await guestForTest.open();
			await guestForTest.put(db, 'chat', { ...row, unreadCount: 77 }); db.close(); })`, "a row of model-storage/chat changed"},
		{"delete a row", `guestForTest.rows('message').then(async ([row]) => { const db = await guestForTest.open();
			await guestForTest.settled(db.transaction('message', 'readwrite').objectStore('message').delete(row.id)); db.close(); })`,
			"a row of model-storage/message deleted"},
		{"raise the version", `guestForTest.version().then((version) => guestForTest.settled(indexedDB.open('model-storage', version + 1)))
			.then((db) => db.close())`, "the version of model-storage changed"},
		{"delete the database", `guestForTest.settled(indexedDB.deleteDatabase('model-storage'))`, "the database model-storage deleted"},
		{"create a database", `guestForTest.settled(indexedDB.open('chatkeep')).then((db) => db.close())`, "the database chatkeep created"},
	} {
		do(t, tab, chromedp.Evaluate[chromedp.Void](`guestForTest.put = (db, table, row) => guestForTest.settled(db.transaction(table, 'readwrite')
			.objectStore(table).put(row)); undefined`), chromedp.Evaluate[chromedp.Void](one.script, chromedp.EvalAwaitPromise))
		noError(t, s.WaitApplied(tab))
		if found := databaseViolations(s); !slices.Equal(found, []string{one.want}) {
			t.Errorf("%s: recorded %q, want %q", one.deed, found, one.want)
		}
		// At its next load the page puts its own things in order.
		s.ClearViolations()
		do(t, tab, chromedp.Reload())
		noError(t, s.WaitPages(tab, 1), s.WaitApplied(tab))
		do(t, tab, chromedp.Evaluate[chromedp.Void](guestJS))
		if found := databaseViolations(s); one.deed != "create a database" && len(found) > 0 {
			t.Errorf("%s: after another load %q", one.deed, found)
		}
	}
}

func TestBrowserDatabaseUpgradeDuringARead(t *testing.T) {
	for name, upgrade := range map[string]func(*Server){
		"upgrade": func(s *Server) { s.UpgradeDatabase(0) }, "removal": func(s *Server) { s.RecreateDatabase() },
	} {
		s := New(Options{})
		tab := openAsGuest(t, s)
		count := len(rowsOf(t, tab, "message"))
		// This guest reads on and on, and closes when it is asked to.
		do(t, tab, chromedp.Evaluate[chromedp.Void](`guestForTest.open().then((db) => {
			guestForTest.asked = 0;
			db.onversionchange = () => { guestForTest.asked++; db.close(); };
			const store = db.transaction('message').objectStore('message');
			let rounds = 0;
			const read = () => { if (rounds++ < 50) store.getAll().onsuccess = read; };
			read();
		})`, chromedp.EvalAwaitPromise))
		upgrade(s)
		noError(t, s.WaitApplied(tab))
		if asked := evaluate[int](t, tab, `guestForTest.asked`); asked != 1 || len(rowsOf(t, tab, "message")) != count {
			t.Errorf("%s: the guest was asked %d times, %d rows", name, asked, count)
		}
		if found := databaseViolations(s); len(found) > 0 {
			t.Errorf("%s: a polite guest leaves %v", name, found)
		}

		// This one stays.
		do(t, tab, chromedp.Evaluate[chromedp.Void](`guestForTest.open().then((db) => { db.onversionchange = null; guestForTest.kept = db; })`, chromedp.EvalAwaitPromise))
		upgrade(s)
		must(s.Deliver(ChatMaya, Msg{ID: "WHILE0BLOCKED", Body: "meanwhile"}))(t)
		noError(t, s.WaitApplied(tab))
		if found := databaseViolations(s); !slices.Equal(found, []string{name + " of model-storage blocked by an open connection"}) {
			t.Errorf("%s: recorded %q", name, found)
		}
		do(t, tab, chromedp.Evaluate[chromedp.Void](`guestForTest.kept.close()`))
		there := evaluate[bool](t, tab, `(async () => {
			for (let round = 0; round < 500; round++) {
				const rows = await guestForTest.rows('message').catch(() => []);
				if (rows.some((row) => row.id === 'false_`+ChatMaya+`_WHILE0BLOCKED')) return true;
				await new Promise((done) => setTimeout(done, 10));
			}
			return false;
		})()`)
		noError(t, s.WaitApplied(tab))
		if found := databaseViolations(s); !there || len(found) != 1 {
			t.Errorf("%s: what came meanwhile is there: %v; recorded %q", name, there, found)
		}
	}
}

func TestBrowserTabsShareTheDatabase(t *testing.T) {
	s := New(Options{})
	first := openAsGuest(t, s)
	second, closeTab := chromedp.NewContext(first)
	t.Cleanup(closeTab)
	do(t, second, chromedp.Navigate("https://"+PageHost+"/"))
	noError(t, s.WaitPages(first, 2))
	var last string
	for i := range 20 {
		last = must(s.Deliver(ChatElena, Msg{Body: fmt.Sprint("message ", i)}))(t)
		noError(t, s.Edit(last, "edited"))
	}
	noError(t, s.MigrateToLID(ChatElena), s.WaitApplied(first))
	rows := rowsOf(t, first, "message")
	moved := strings.Replace(last, ChatElena, elenaLID, 1)
	if rows[last] != nil || rows[moved]["latestEditMsgKey"] == nil {
		t.Errorf("%d rows; the last one: %v", len(rows), rows[moved])
	}
	closeTab()
	noError(t, s.WaitPages(first, 1))
	must(s.Deliver(elenaLID, Msg{Body: "after"}))(t)
	noError(t, s.WaitApplied(first))
	if left := rowsOf(t, first, "message"); len(left) != len(rows)+1 {
		t.Errorf("%d rows after %d", len(left), len(rows))
	}
	if found := databaseViolations(s); len(found) > 0 {
		t.Errorf("two tabs leave %v", found)
	}
}
