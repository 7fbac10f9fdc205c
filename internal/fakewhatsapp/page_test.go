package fakewhatsapp

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The tests in this file run the page's scripts under Node, see scenario.

func TestLoaderBootsInOrder(t *testing.T) {
	t.Parallel()
	var got struct {
		BeforeBundle, AtBundle, AfterBoot map[string]any
		LoadedOnDemand                    bool
		Violations                        []string
		Uncaught                          []any
	}
	scenario{script: "loader.js"}.run(t, &got)

	want := map[string]any{"require": "undefined", "define": "function", "lazy": "function"}
	if !reflect.DeepEqual(got.BeforeBundle, want) {
		t.Errorf("before the bundle: %v, want %v", got.BeforeBundle, want)
	}
	want = map[string]any{
		"require": "function", "debug": "undefined", "connected": false, "mode": "SYNCING", "hasSynced": false,
		"late":    `Requiring unknown module "WAWebDBMessageFindLocal".`,
		"unknown": `Requiring unknown module "WAWebNoSuchModule".`,
		"own":     `Requiring unknown module "StandInDatabase".`,
	}
	if !reflect.DeepEqual(got.AtBundle, want) {
		t.Errorf("after the bundle: %v, want %v", got.AtBundle, want)
	}
	names, _ := got.AfterBoot["names"].(float64)
	delete(got.AfterBoot, "names")
	want = map[string]any{
		"late": "function", "lazyBefore": `Requiring unknown module "WAWebLidMigrationUtils".`, "lazyCalled": true,
		"debug": "2.3000.1048032155", "build": "2.3000.1048032155", "revision": 1048032155.0, "mode": "MAIN",
		"syncedEvents": []any{[]any{true, false}}, "ownNames": []any{}, "chatOnDefault": []any{"WAWebCollections"},
		"unexecuted": true, "namespaceHasDefault": true, "requireGivesDefault": true,
	}
	if !reflect.DeepEqual(got.AfterBoot, want) || names < 300 {
		t.Errorf("after boot: %v (%v modules), want %v", got.AfterBoot, names, want)
	}
	if !got.LoadedOnDemand || len(got.Violations)+len(got.Uncaught) > 0 {
		t.Errorf("loaded on demand %v, violations %v, uncaught %v", got.LoadedOnDemand, got.Violations, got.Uncaught)
	}
}

func TestMembersMoveBetweenBuilds(t *testing.T) {
	t.Parallel()
	type place struct{ Namespace, Default, Required bool }
	onNamespace, onDefault := place{true, false, true}, place{false, true, true}
	for name, want := range map[string][2]place{
		ProfileCurrent:  {onNamespace, onNamespace},
		ProfileJune2026: {onDefault, onNamespace},
		ProfileFuture:   {onNamespace, onDefault},
	} {
		var got struct {
			Chat, Message place
			Violations    []string
		}
		scenario{server: New(Options{Profile: name}), script: "members.js"}.run(t, &got)
		if got.Chat != want[0] || got.Message != want[1] || len(got.Violations) > 0 {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestModelMechanics(t *testing.T) {
	t.Parallel()
	var got struct {
		OwnKeys, InPrototype, ChatContact, MsgSession, Synchronous, Reached, SameCollection bool
		Stored, Unread, Collections                                                         int
		Attributes, ContactPhone, FormattedTitle, Active, ByLid, Latest, Thrown             string
		ChatJSON                                                                            []string
		ContactJSON                                                                         map[string]any
		Seen                                                                                [][]any
		Acknowledged                                                                        []int
		Violations                                                                          []string
	}
	scenario{script: "models.js"}.run(t, &got)

	if !got.OwnKeys || !got.InPrototype || got.Stored != 8 || got.Attributes != "undefined" {
		t.Errorf("fields: %+v", got)
	}
	for _, session := range []string{"formattedTitle", "contact", "active"} {
		if slices.Contains(got.ChatJSON, session) {
			t.Errorf("volatile field %q is serialised", session)
		}
	}
	if !slices.Contains(got.ChatJSON, "accountLid") || got.ContactJSON["name"] != "Priya Raman" ||
		got.ContactJSON["phoneNumber"] != nil || got.ContactPhone != priyaPN || !got.MsgSession {
		t.Errorf("serialised: chat %v, contact %v, phone %q", got.ChatJSON, got.ContactJSON, got.ContactPhone)
	}
	if got.FormattedTitle != "Elena Marsh" || !got.ChatContact || got.Active != "undefined" ||
		got.ByLid != ChatElena || got.Latest != ChatElena || got.Unread != 3 || got.Collections != 19 || !got.SameCollection {
		t.Errorf("collections: %+v", got)
	}
	wantSeen := [][]any{
		{"once", ChatElena, 7.0, 1.0}, {"all", "change:unreadCount", ChatElena, 7.0, 1.0},
		{"listener", ChatElena, 7.0, 1.0}, {"pair", ChatElena, 7.0, 1.0}, {"all", "change", ChatElena},
		{"all", "change:unreadCount", ChatElena, 8.0, 7.0}, {"pair", ChatElena, 8.0, 7.0}, {"all", "change", ChatElena},
		{"all", "change:pin", ChatElena, 1.0, nil},
	}
	if !reflect.DeepEqual(got.Seen, wantSeen) || !got.Synchronous {
		t.Errorf("events: %v, want %v", got.Seen, wantSeen)
	}
	if got.Thrown != "handler fails" || got.Reached ||
		!reflect.DeepEqual(got.Violations, []string{`exception in a handler of "change:pin"`}) {
		t.Errorf("throwing handler: %q, next reached %v, violations %v", got.Thrown, got.Reached, got.Violations)
	}
	// Also the change during which a handler failed is acknowledged.
	if !slices.Contains(got.Acknowledged, 4) {
		t.Errorf("acknowledged %v", got.Acknowledged)
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	for name, emptyStatus := range map[string]int{ProfileCurrent: 200, ProfileJune2026: 200, ProfileFuture: 404} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			type result struct {
				Messages []any
				Status   int
			}
			var got struct {
				Pages []struct {
					Status, Length int
					Keys           []string
					Times          []int64
				}
				LoadedBefore, LoadedAfter, Reads, DefaultCount int
				All, Cloned, ById, Inherited                   []string
				After                                          struct {
					Status int
					Keys   []string
				}
				Unknown, NoChat, AfterChat, NoRemote               result
				Plain, Fresh, MemoryBefore, MemoryAfter            bool
				StringRemote, NoAnchor, BadDirection, UndefinedKey string
				Violations                                         []string
			}
			s := New(Options{Profile: name})
			truth, err := s.Messages(ChatElena)
			if err != nil {
				t.Fatal(err)
			}
			scenario{server: s, script: "history.js", given: map[string]string{"chat": ChatElena}}.run(t, &got)

			var keys []string
			for _, m := range truth {
				keys = append(keys, m.Key)
			}
			if !reflect.DeepEqual(got.All, keys) {
				t.Errorf("paging found %d messages, want %d in the same order", len(got.All), len(keys))
			}
			last := got.Pages[len(got.Pages)-1]
			if got.Pages[0].Length != 50 || got.Pages[0].Status != 200 || last.Length != 0 || last.Status != emptyStatus {
				t.Errorf("pages: first %d (%d), last %d (%d)", got.Pages[0].Length, got.Pages[0].Status, last.Length, last.Status)
			}
			for _, page := range got.Pages {
				if !slices.IsSorted(page.Times) {
					t.Error("a page is not oldest first")
				}
			}
			if got.LoadedBefore != 1 || got.LoadedAfter != 1 {
				t.Errorf("history changed the list from %d to %d", got.LoadedBefore, got.LoadedAfter)
			}
			if got.After.Status != 200 || !reflect.DeepEqual(got.After.Keys, keys[11:14]) {
				t.Errorf("after: %+v, want %v", got.After, keys[11:14])
			}
			if got.Unknown.Status != 404 || len(got.Unknown.Messages) != 0 || got.NoChat.Status != emptyStatus {
				t.Errorf("unknown anchor %+v, unknown chat %+v", got.Unknown, got.NoChat)
			}
			// A cloned key is no MsgKey: it counts as the name of its chat and gives the newest page again.
			if !reflect.DeepEqual(got.Cloned, keys[len(keys)-2:]) {
				t.Errorf("cloned anchor gives %v", got.Cloned)
			}
			if !got.Plain || !got.Fresh {
				t.Errorf("rows plain %v, fresh %v", got.Plain, got.Fresh)
			}
			for what, text := range map[string]string{
				"string remote": got.StringRemote, "no anchor": got.NoAnchor, "bad direction": got.BadDirection,
			} {
				if !strings.Contains(text, "Error: ") {
					t.Errorf("%s: %s", what, text)
				}
			}
			// An object that inherits from a key is one; nothing comes after a chat's name alone.
			if !reflect.DeepEqual(got.Inherited, keys[8:10]) || len(got.AfterChat.Messages) != 0 || len(got.NoRemote.Messages) != 0 || got.DefaultCount != 20 {
				t.Errorf("inherited anchor %v, after the chat %+v, no remote %+v, default count %d", got.Inherited, got.AfterChat, got.NoRemote, got.DefaultCount)
			}
			if !got.MemoryBefore || !got.MemoryAfter {
				t.Errorf("getMessagesById: unknown to memory before %v, there afterwards %v", got.MemoryBefore, got.MemoryAfter)
			}
			if !strings.HasPrefix(got.UndefinedKey, "DataError: ") || !reflect.DeepEqual(got.ById, keys[3:4]) {
				t.Errorf("by id: %v, undefined key: %s", got.ById, got.UndefinedKey)
			}
			if got.Reads == 0 || len(got.Violations) > 0 {
				t.Errorf("%d reads noted, violations %v", got.Reads, got.Violations)
			}
		})
	}
}

func TestTripwiresRecordEachDeed(t *testing.T) {
	t.Parallel()
	var got struct {
		Recorded    map[string][]string
		CacheThrows []string
	}
	s := New(Options{})
	picture := must(s.Deliver(ChatMaya, WithMedia(Image(""), Media{Bytes: []byte{1}, Held: true})))(t)
	scenario{server: s, script: "tripwires.js", given: map[string]string{
		"reacted": "true_" + ChatElena + "_3EB0A1B2C3D4E5F60718", "picture": picture,
	}}.run(t, &got)
	want := map[string]string{
		"set a field":                   "write WAWebChatModel.unreadCount",
		"set a raw field":               "write WAWebChatModel.__x_unreadCount",
		"add a property":                "write WAWebChatModel.mine",
		"define a property":             "write WAWebMsgModel.mine",
		"delete a property":             "write WAWebMsgModel.__x_body",
		"freeze a model":                "write WAWebContactModel.[[Extensible]]",
		"change a prototype":            "write WAWebSocketModel.[[Prototype]]",
		"patch a method":                "write WAWebChatModel.prototype.markUnread",
		"wrap a collection":             "write WAWebMsgCollection.processMultipleMessages",
		"wrap a module":                 "write WAWebDBMessageFindLocal.msgFindBefore",
		"wrap a method of a collection": "write WAWebMsgCollection.getMessagesById",
		"patch a static":                "write WAWebMsgKey.default.fromString",
		"define on a function":          "write WAWebDBMessageFindLocal.msgFindBefore.mine",
		"define on a module":            "write WAWebApiContact.mine",
		"delete from a module":          "write WAWebApiContact.mine",
		"write the version":             "write Debug.VERSION",
		"add to a key":                  "write WAWebMsgKey.prototype.count",
		"shorten reactions":             "write WAWebAggReactionsCollection.getModelsArray()",
		"load by the interface":         "call WAWebChatLoadMessages.loadEarlierMsgs although",
		"load recent by the interface":  "call WAWebChatLoadMessages.loadRecentMsgs although",
		"replace a collection":          "write WAWebCollections.Label",
		"write a wid":                   "write WAWebWid.user",
		"add to a wid":                  "write WAWebWid.prototype.mine",
		"write a key":                   "write WAWebMsgKey.id",
		"patch the key class":           "write WAWebMsgKey.prototype.toString",
		"sort the list":                 "write WAWebChatCollection.getModelsArray()",
		"change the load state":         "write msgLoadState.noEarlierMsgs",
		"add to a collection":           "write WAWebMsgCollection.add",
		"call set":                      "write WAWebChatModel.set",
		"fire an event":                 "write WAWebChatCollection.trigger",
		"write the number cache":        "write WAWebApiContact.lidPnCache.mine",
		"patch the module map":          "write __debug.modulesMap",
		"send seen":                     "call WAWebChatModel.sendSeen",
		"send seen by module":           "call WAWebUpdateUnreadChatAction.sendSeen",
		"open a chat":                   "call WAWebCmd.Cmd.openChatBottom",
		"query the server":              "call WAWebQueryExistsJob.queryWidExists",
		"find by server":                "write WAWebContactCollection.find",
		"subscribe presence":            "call WAWebCollections.Presence.find",
		"ask the phone":                 "call WAWebSendNonMessageDataRequest.sendPeerDataOperationRequest",
		"download":                      "call WAWebMsgModel.downloadMedia",
		"download by module":            "call WAWebDownloadManager.downloadManager.downloadAndMaybeDecrypt",
		"download whatever it costs":    "call WAWebMsgModel.forceDownloadMediaEvenIfExpensive",
		"download to save":              "call WAWebFileSaverDownloadData.getMsgDownloadData",
		"download by address":           "call WAWebMediaMmsV4Download.downloadMedia",
		"put into the media cache":      "call WAWebMediaInMemoryBlobCache.InMemoryMediaBlobCache.put",
		"write mediaData":               "write WAWebMediaData.mediaBlob",
		"address held media":            "call WAWebMediaOpaqueData.url",
		"quote":                         "call WAWebQuotedMsgModelUtils.getQuotedMsgObj",
		"run a foreign module":          "module WAWebSurface042.react",
		"run a failing module":          "module WAWebEmojiPanelContentEmojiSearchEmpty.react",
	}
	if len(got.Recorded) != len(want) {
		t.Errorf("%d deeds done, %d expected", len(got.Recorded), len(want))
	}
	for deed, record := range want {
		if len(got.Recorded[deed]) == 0 || !strings.HasPrefix(got.Recorded[deed][0], record) {
			t.Errorf("%s: recorded %v, want %q", deed, got.Recorded[deed], record)
		}
	}
	for _, text := range got.CacheThrows {
		if text == "" {
			t.Error("the number cache takes what is no LID")
		}
	}
}

func TestCarefulReaderLeavesNoTrace(t *testing.T) {
	t.Parallel()
	var got struct {
		Listed []struct {
			ID, Title, LID string
			Mine           bool
		}
		Lids       [][4]string
		Rows       map[string][]struct{ Key, Type string }
		Reactions  [][3]any
		None       string
		Me         []string
		Conn       []any
		Violations []string
		Uncaught   []any
	}
	s := New(Options{})
	scenario{server: s, script: "tour.js", given: map[string]string{"reacted": "true_" + ChatElena + "_3EB0A1B2C3D4E5F60718"}}.run(t, &got)
	if len(got.Violations)+len(got.Uncaught) > 0 {
		t.Errorf("violations %v, uncaught %v", got.Violations, got.Uncaught)
	}
	if len(got.Listed) != 9 || got.Listed[0].ID != ChatElena || got.Listed[0].LID != elenaLID {
		t.Errorf("chats: %+v", got.Listed)
	}
	numbers := map[string]string{}
	for _, lid := range got.Lids {
		numbers[lid[0]] = lid[1]
		if lid[1] != lid[2] || lid[1] != lid[3] {
			t.Errorf("LID %s resolves to %v", lid[0], lid[1:])
		}
	}
	if numbers[ChatPriya] != priyaPN || numbers[ChatSunny] != "undefined" || numbers[elenaLID] != ChatElena {
		t.Errorf("numbers: %v", numbers)
	}
	kinds := map[string]bool{}
	for chat, rows := range got.Rows {
		truth, err := s.Messages(chat)
		if err != nil || len(truth) != len(rows) {
			t.Errorf("chat %s: %d rows, want %d (%v)", chat, len(rows), len(truth), err)
		}
		for _, row := range rows {
			kinds[row.Type] = true
		}
	}
	for _, kind := range []string{"chat", "image", "video", "document", "ptt", "sticker", "location", "vcard", "poll_creation",
		"call_log", "ciphertext", "revoked", "e2e_notification", "gp2", "holographic_greeting"} {
		if !kinds[kind] {
			t.Errorf("the default world has no %s", kind)
		}
	}
	if !reflect.DeepEqual(got.Reactions, [][3]any{{"❤️", false, []any{ChatElena}}}) || got.None != "undefined" {
		t.Errorf("reactions: %v, none: %s", got.Reactions, got.None)
	}
	if !reflect.DeepEqual(got.Me, []string{ChatSelf, DefaultAccount().LID, ChatSelf, "15550009999:12@c.us"}) ||
		!reflect.DeepEqual(got.Conn, []any{"Alex Morgan", true}) {
		t.Errorf("me: %v %v", got.Me, got.Conn)
	}
}
