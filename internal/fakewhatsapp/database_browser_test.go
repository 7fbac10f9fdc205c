package fakewhatsapp

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// guestJS is what a careful guest of model-storage does: it opens the database without a version, makes none
// where there is none, and gets out of the way at once when the page wants it for itself.
const guestJS = `
	window.guestForTest = {
		settled: (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); }),
		async open() {
			const request = indexedDB.open('model-storage');
			request.onupgradeneeded = () => request.transaction.abort();
			const db = await this.settled(request);
			db.onversionchange = () => db.close();
			return db;
		},
		async rows(table) {
			const db = await this.open();
			const rows = await this.settled(db.transaction(table, 'readonly').objectStore(table).getAll());
			db.close();
			return rows;
		},
		async version() { return ((await indexedDB.databases()).find((one) => one.name === 'model-storage') || { version: 0 }).version; },
	}; undefined`

// openAsGuest opens the page and puts the guest's tools there.
func openAsGuest(t *testing.T, s *Server) context.Context {
	t.Helper()
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Evaluate[chromedp.Void](guestJS))
	return tab
}

// rowsOf gives a table's rows by their keys, an encrypted column as the length of its data in bytes.
func rowsOf(t *testing.T, tab context.Context, table string) map[string]map[string]any {
	t.Helper()
	return evaluate[map[string]map[string]any](t, tab, fmt.Sprintf(`guestForTest.rows(%q).then((rows) => Object.fromEntries(rows.map((row) => {
		for (const name of Object.keys(row)) {
			if (!(row[name] && row[name]._data)) continue;
			const { _data, iv, ...rest } = row[name];
			row[name] = { bytes: _data.byteLength, iv: iv.byteLength, names: Object.keys(rest).sort().join() };
		}
		return [row.id || row.groupId || row.parentMsgKey + ' ' + row.senderUserJid, row];
	})))`, table))
}

// databaseViolations are the recorded violations of that kind.
func databaseViolations(s *Server) []string {
	var found []string
	for _, v := range s.Violations() {
		if v.Kind == ViolationDatabase || v.Kind == ViolationError {
			found = append(found, v.What)
		}
	}
	return found
}

func TestBrowserDatabaseSchema(t *testing.T) {
	s := New(Options{})
	tab := openAsGuest(t, s)
	got := evaluate[map[string]any](t, tab, `(async () => {
		const db = await guestForTest.open();
		const shape = {};
		for (const name of db.objectStoreNames) {
			const store = db.transaction(name).objectStore(name);
			shape[name] = [store.keyPath, store.autoIncrement, Array.from(store.indexNames, (index) => {
				const { name, keyPath, unique, multiEntry } = store.index(index);
				return [name, keyPath, unique, multiEntry];
			})];
		}
		const version = db.version;
		db.close();
		const keys = await guestForTest.settled(indexedDB.open('wawc_db_enc'));
		const stores = Array.from(keys.objectStoreNames);
		keys.close();
		return { names: (await indexedDB.databases()).map((one) => one.name).sort(), stores, version, count: Object.keys(shape).length,
			simple: Object.values(shape).filter(([key, auto]) => typeof key === 'string' && !auto).length,
			composite: Object.values(shape).filter(([key]) => typeof key !== 'string').length,
			counting: Object.values(shape).filter(([, auto]) => auto).length,
			indexes: Object.values(shape).flatMap(([, , indexes]) => indexes).length,
			message: shape.message[2].map(([name]) => name), internalId: shape.message[2].find(([name]) => name === 'internalId'),
			read: shape.message[2].find(([name]) => name === '[from+pendingReadReceipt]'), reactions: shape.reactions[0],
			participants: shape.participant[2], rest: Object.keys(shape['lid-pn-mapping'][2]).length };
	})()`)
	want := map[string]any{
		"names": []any{"fts-storage", "jobs-storage", "lru-media-storage-idb", "model-storage", "offd-storage", "signal-storage",
			"wawc", "wawc_db_enc", "worker-storage"},
		"stores": []any{"fts_hmac_keys", "keys"}, "version": float64(databaseVersion),
		"count": 99.0, "simple": 76.0, "composite": 13.0, "counting": 10.0, "indexes": 105.0, "rest": 1.0,
		"message": []any{"[from+pendingReadReceipt]", "[internalId+hasLink]", "[internalId+isCallLogMsg]", "[internalId+isCarouselMsg]",
			"[internalId+isDocMsg]", "[internalId+isEventMsg]", "[internalId+isMediaMsg]", "[internalId+isStarred]",
			"[typeFlag+t+internalId]", "callOutcome", "expiredTimestamp", "internalId", "internalThreadIDs", "isCallLogMsg", "isStarred",
			"latestEditMsgKey", "messageRangeIndex", "protocolMessageKey", "rowId", "vcardWAids"},
		"internalId":   []any{"internalId", "internalId", true, false},
		"read":         []any{"[from+pendingReadReceipt]", []any{"from", "pendingReadReceipt"}, false, false},
		"reactions":    []any{"parentMsgKey", "senderUserJid"},
		"participants": []any{[]any{"participants", "participants", false, true}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("schema:\n%v, want\n%v", got, want)
	}
	if found := databaseViolations(s); len(found) > 0 {
		t.Errorf("a careful guest leaves %v", found)
	}
}

func TestBrowserDatabaseFollowsTheWorld(t *testing.T) {
	const lid = "208842617750160@lid"
	s := New(Options{Empty: true, Now: clock})
	noError(t, s.AddChat(Chat{ID: rosa, AccountLID: lid, Name: "Rosa Lind", Pushname: "Rosa", Messages: []Msg{
		{ID: "OLD", Time: clock().Add(-time.Hour), Body: "secret words", NotifyName: "Rosa"},
		{ID: "PIC", Time: clock().Add(-time.Minute), Type: "image", Caption: "secret caption", Body: picture(10), Fields: media("image/jpeg", 77, nil)},
	}}), s.AddChat(Chat{ID: circle, Group: &Group{Subject: "Circle", Participants: []Participant{{JID: lee, IsAdmin: true}, {JID: kim}}},
		Messages: []Msg{{ID: "GRP", Author: kim, Time: clock(), Body: "secret group"}}}))
	tab := openAsGuest(t, s)
	key := func(id string) string { return "false_" + rosa + "_" + id }

	messages := rowsOf(t, tab, "message")
	row := messages[key("PIC")]
	sealed, _ := row["msgRowOpaqueData"].(map[string]any)
	if bytes, _ := sealed["bytes"].(float64); int(bytes)%16 != 0 || bytes < 500 || sealed["iv"] != 16.0 || sealed["names"] != "_keyId,_scheme" {
		t.Errorf("encrypted column: %v", sealed)
	}
	for name, want := range map[string]any{
		"type": "image", "t": float64(clock().Add(-time.Minute).Unix()), "from": rosa, "to": s.world.account.PN, "mimetype": "image/jpeg",
		"size": 77.0, "isMediaMsg": 1.0, "rowId": 2.0, "caption": nil, "body": nil, "author": nil,
	} {
		if row[name] != want {
			t.Errorf("%s: %v, want %v", name, row[name], want)
		}
	}
	if group := messages["false_"+circle+"_GRP_"+kim]; group["author"] != kim || group["from"] != circle {
		t.Errorf("group row: %v", group)
	}
	for _, table := range []string{"message", "chat", "reactions"} {
		if text := fmt.Sprint(rowsOf(t, tab, table)); strings.Contains(text, "secret") {
			t.Errorf("%s tells words: %s", table, text)
		}
	}
	if contact := rowsOf(t, tab, "contact"); contact[lid]["phoneNumber"] != rosa || contact[rosa]["name"] != "Rosa Lind" || contact[lid]["name"] != nil {
		t.Errorf("contacts: %v", contact)
	}
	if pairs := rowsOf(t, tab, "lid-pn-mapping"); pairs[lid]["phoneNumber"] != rosa {
		t.Errorf("pairs: %v", pairs)
	}
	chats := rowsOf(t, tab, "chat")
	if chats[rosa]["accountLid"] != lid || chats[rosa]["name"] != "Rosa Lind" || chats[circle]["name"] != "Circle" || chats[rosa]["chatRowOpaqueData"] == nil {
		t.Errorf("chats: %v", chats)
	}
	if groups, members := rowsOf(t, tab, "group-metadata"), rowsOf(t, tab, "participant"); groups[circle]["subject"] != "Circle" ||
		!reflect.DeepEqual(members[circle]["participants"], []any{lee, kim}) || !reflect.DeepEqual(members[circle]["admins"], []any{lee}) {
		t.Errorf("groups: %v, members: %v", groups, members)
	}

	live := must(s.Deliver(rosa, Msg{ID: "NEW", Body: "hello"}))(t)
	must(s.Backfill(rosa, []Msg{{ID: "OLDER", Time: clock().Add(-2 * time.Hour), Body: "earlier"}}))(t)
	noError(t, s.Edit(live, "better"), s.React(live, rosa, "👍"), s.React(key("OLD"), rosa, "😮"), s.React(key("OLD"), rosa, ""),
		s.Revoke(key("PIC"), ""), s.Delete(key("OLDER")), s.WaitApplied(tab))
	messages = rowsOf(t, tab, "message")
	if edited := messages[live]; edited["latestEditMsgKey"] == nil || edited["hasReaction"] != true || len(messages) != 4 {
		t.Errorf("%d rows, edited: %v", len(messages), edited)
	}
	if revoked := messages[key("PIC")]; revoked["type"] != "revoked" || revoked["subtype"] != "sender" || revoked["revokeSender"] != rosa {
		t.Errorf("revoked: %v", revoked)
	}
	reactions := rowsOf(t, tab, "reactions")
	if len(reactions) != 2 || reactions[live+" "+rosa]["reactionText"] != "👍" || reactions[key("OLD")+" "+rosa]["reactionText"] != "" {
		t.Errorf("reactions: %v", reactions)
	}

	noError(t, s.MigrateToLID(rosa), s.WaitApplied(tab))
	ordered := evaluate[[]string](t, tab, `(async () => {
		const db = await guestForTest.open();
		const range = IDBKeyRange.bound('`+lid+`', '`+lid+`\uffff');
		const rows = await guestForTest.settled(db.transaction('message').objectStore('message').index('internalId').getAll(range));
		db.close();
		return rows.map((row) => row.id);
	})()`)
	if want := []string{"false_" + lid + "_OLD", "false_" + lid + "_PIC", "false_" + lid + "_NEW"}; !slices.Equal(ordered, want) {
		t.Errorf("after the migration: %v, want %v", ordered, want)
	}
	if chats := rowsOf(t, tab, "chat"); chats[rosa] != nil || chats[lid]["originalLid"] != lid {
		t.Errorf("chats after the migration: %v", chats)
	}

	s.SetSession(SessionLoggedOut)
	noError(t, s.WaitApplied(tab))
	if left := rowsOf(t, tab, "message"); len(left)+len(rowsOf(t, tab, "contact")) > 0 {
		t.Errorf("signed out: %d messages", len(left))
	}
	s.SetSession(SessionMain)
	noError(t, s.WaitApplied(tab))
	if back := rowsOf(t, tab, "message"); len(back) != 4 {
		t.Errorf("signed in again: %d messages", len(back))
	}
	s.Reset()
	noError(t, s.SetAccount(Account{PN: "15550008888@c.us", Pushname: "Bo"}), s.AddChat(Chat{ID: lee, Name: "Lee"}), s.WaitApplied(tab))
	if chats := rowsOf(t, tab, "chat"); len(chats) != 1 || chats[lee] == nil {
		t.Errorf("after another account: %v", chats)
	}
	if found := databaseViolations(s); len(found) > 0 {
		t.Errorf("the page itself leaves %v", found)
	}
}

func TestBrowserDatabaseSwitches(t *testing.T) {
	const hidden, older = "231117745520983@lid", "231117745520984@lid"
	s := New(Options{Database: DatabaseOptions{Without: []string{"reactions", "message/internalId"}}})
	tab := openAsGuest(t, s)
	shape := evaluate[[]any](t, tab, `guestForTest.open().then((db) => {
		const indexes = db.transaction('message').objectStore('message').indexNames;
		db.close();
		return [db.objectStoreNames.contains('reactions'), indexes.contains('internalId'), indexes.contains('rowId')];
	})`)
	if !reflect.DeepEqual(shape, []any{false, false, true}) {
		t.Errorf("without a table and an index: %v", shape)
	}

	noError(t, s.StoreNumber(TableContact, hidden, "34600555099@c.us"), s.StoreNumber(TableLIDPNMapping, older, "34600555098@c.us"), s.WaitApplied(tab))
	known := evaluate[[]string](t, tab, `(() => {
		const { createWid } = require('WAWebWidFactory');
		const { ContactCollection } = require('WAWebContactCollection');
		return ['`+hidden+`', '`+older+`'].map((lid) => String(require('WAWebApiContact').getPhoneNumber(createWid(lid)) || (ContactCollection.get(lid) || {}).phoneNumber));
	})()`)
	contacts, pairs := rowsOf(t, tab, "contact"), rowsOf(t, tab, "lid-pn-mapping")
	if !slices.Equal(known, []string{"undefined", "undefined"}) || contacts[hidden]["phoneNumber"] != "34600555099@c.us" || pairs[hidden] != nil ||
		contacts[older]["phoneNumber"] != nil || pairs[older]["phoneNumber"] != "34600555098@c.us" {
		t.Errorf("in memory %v, contacts %v %v, pairs %v", known, contacts[hidden], contacts[older], pairs[older])
	}

	s.HoldDatabase()
	late := must(s.Deliver(ChatMaya, Msg{Body: "not stored yet"}))(t)
	noError(t, s.WaitApplied(tab))
	if rowsOf(t, tab, "message")[late] != nil {
		t.Error("the held database has the message")
	}
	s.ReleaseDatabase()
	noError(t, s.WaitApplied(tab))
	if rowsOf(t, tab, "message")[late] == nil {
		t.Error("the released database lacks the message")
	}

	before := evaluate[int](t, tab, `guestForTest.version()`)
	opening := `(async () => { const start = performance.now(); const db = await guestForTest.open(); db.close(); return performance.now() - start; })()`
	s.UpgradeDatabase(700 * time.Millisecond)
	waited := 0.0
	for deadline := time.Now().Add(5 * time.Second); waited < 100 && time.Now().Before(deadline); {
		waited = evaluate[float64](t, tab, opening)
	}
	noError(t, s.WaitApplied(tab))
	if after := evaluate[int](t, tab, `guestForTest.version()`); after != before+databaseStep || waited < 100 {
		t.Errorf("version %d after %d; the opening took at most %.0f ms", after, before, waited)
	}

	// Another load of the page finds what is there, at the new version.
	do(t, tab, chromedp.Reload())
	noError(t, s.WaitPages(tab, 1), s.WaitApplied(tab))
	do(t, tab, chromedp.Evaluate[chromedp.Void](guestJS))
	if rowsOf(t, tab, "message")[late] == nil || rowsOf(t, tab, "contact")[hidden] == nil {
		t.Error("rows are gone after a reload")
	}
	if found := databaseViolations(s); len(found) > 0 {
		t.Errorf("switches leave %v", found)
	}
}

func TestBrowserDatabaseMissing(t *testing.T) {
	s := New(Options{Database: DatabaseOptions{Missing: true}})
	tab := openAsGuest(t, s)
	must(s.Deliver(ChatMaya, Msg{Body: "hello"}))(t)
	noError(t, s.WaitApplied(tab))
	if names := evaluate[[]string](t, tab, `indexedDB.databases().then((all) => all.map((one) => one.name))`); slices.Contains(names, "model-storage") || len(names) != 8 {
		t.Errorf("databases: %v", names)
	}
	if found := databaseViolations(s); len(found) > 0 {
		t.Errorf("without a database: %v", found)
	}
	// Opening the missing database creates it.
	do(t, tab, chromedp.Evaluate[chromedp.Void](`guestForTest.settled(indexedDB.open('model-storage')).then((db) => db.close())`, chromedp.EvalAwaitPromise))
	noError(t, s.WaitApplied(tab))
	if found := databaseViolations(s); !slices.Equal(found, []string{"the database model-storage created"}) {
		t.Errorf("recorded %q", found)
	}
}
