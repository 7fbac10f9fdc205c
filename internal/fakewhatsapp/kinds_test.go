package fakewhatsapp

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// declared gives the names of the fields that a model of the build declares.
func declared(t *testing.T, s *Server, model string) []string {
	t.Helper()
	var models map[string]struct{ Prop, Session []string }
	noError(t, json.Unmarshal(s.fields, &models))
	return slices.Concat(models[model].Prop, models[model].Session)
}

func TestEveryKindReachesThePage(t *testing.T) {
	t.Parallel()
	const parts = "14155550160@c.us"
	type row struct {
		Key, Type, Subtype, Model, Secret string
		Body                              int
		FromMe, Mention                   bool
		Names                             []string
	}
	var got struct {
		Chats   map[string][]row
		Visible map[string]struct {
			Title, Parent                             string
			User, Bot, Psa, Status, Hosted, Community bool
		}
		Violations []string
		Uncaught   []any
	}
	s := New(Options{Now: clock, Empty: true})
	noError(t, s.AddChat(Chat{ID: ChatElena, AccountLID: elenaLID, Name: "Elena Marsh", Messages: AllKinds(clock())}))
	hidden := []string{"reaction", "reaction_enc", "poll_update", "keep_in_chat", "pin_message", "comment", "event_response", "debug"}
	for _, kind := range hidden {
		must(s.Deliver(ChatElena, ActingOn(kind)))(t)
	}
	for _, chat := range OddChats(clock()) {
		noError(t, s.AddChat(chat))
	}
	noError(t, s.AddChat(Chat{ID: parts, Name: "Parts"}))
	album := must(s.DeliverAlbum(parts, "Three of them", 2, 1))(t)
	scenario{server: s, script: "kinds.js"}.run(t, &got)
	if len(got.Violations)+len(got.Uncaught) > 0 {
		t.Errorf("violations %v, uncaught %v", got.Violations, got.Uncaught)
	}

	kinds, rows := AllKinds(clock()), got.Chats[ChatElena]
	if len(rows) != len(kinds) {
		t.Fatalf("%d rows of %d kinds", len(rows), len(kinds))
	}
	known := append(declared(t, s, "WAWebMsgModel"), "id")
	for i, m := range kinds {
		kind := m.Type
		if kind == "" {
			kind = "chat"
		}
		if rows[i].Type != kind || rows[i].Model != kind || rows[i].Subtype != m.Subtype || rows[i].FromMe != m.FromMe {
			t.Errorf("kind %d is %+v, want %s %s", i, rows[i], kind, m.Subtype)
		}
		for _, name := range slices.Concat(rows[i].Names, slices.Collect(maps.Keys(m.Fields))) {
			if !slices.Contains(known, name) {
				t.Errorf("%s has a field %q that the model does not declare", kind, name)
			}
		}
	}
	// The types of WhatsApp that count as content are all there.
	for _, kind := range strings.Fields(`chat image video audio ptt ptv document sticker location vcard multi_vcard poll_creation event_creation
		list list_response buttons_response template_button_reply interactive interactive_response hsm product order payment groups_v4_invite
		album rich_response automated_greeting_message call_log revoked native_flow ciphertext e2e_notification gp2 notification_template`) {
		if !slices.ContainsFunc(slices.Concat(rows, got.Chats[ChatCommunity]), func(r row) bool { return r.Type == kind }) {
			t.Errorf("no message of type %s", kind)
		}
	}
	if rows[6].Body != 65_536 || rows[7].Body != 70_000 || rows[2].Secret != "Uint8Array 32" || !rows[10].Mention {
		t.Errorf("long texts %d and %d, secret %q, group mention %v", rows[6].Body, rows[7].Body, rows[2].Secret, rows[10].Mention)
	}

	var keys []string
	for i, r := range got.Chats[parts] {
		keys = append(keys, r.Key)
		if part := slices.Contains(r.Names, "parentMsgKey") && slices.Contains(r.Names, "associationType"); part != (i > 0) {
			t.Errorf("row %d of the album: %v", i, r.Names)
		}
	}
	if !reflect.DeepEqual(keys, album) {
		t.Errorf("album %v, want %v", keys, album)
	}

	v := got.Visible
	if v[ChatMarkup].Title != MarkupName || v[ChatNamesake].Title != v[ChatOtherNamesake].Title || v[ChatSubgroup].Parent != ChatCommunity ||
		!v[ChatCommunity].Community || !v[ChatBot].Bot || !v[ChatAssistant].Bot || !v[ChatAnnouncements].Psa || !v[ChatStatus].Status || !v[ChatHosted].Hosted {
		t.Errorf("chats: %+v", v)
	}
	if len(got.Chats[ChatTwiceByPhone]) != 2 || len(got.Chats[ChatTwiceByLID]) != 2 ||
		!strings.HasPrefix(got.Chats[ChatStatus][0].Key, "false_status@broadcast_") || !strings.HasSuffix(got.Chats[ChatStatus][0].Key, "_"+ChatMaya) {
		t.Errorf("chats: %v %v %v", got.Chats[ChatTwiceByPhone], got.Chats[ChatTwiceByLID], got.Chats[ChatStatus])
	}
}

func TestReactionsAreCollections(t *testing.T) {
	t.Parallel()
	const alice, bob = "198237465500147@lid", "14155550178@c.us"
	var got struct {
		Same, IsArray, Id, InMemory, Hydrated, SenderId, SenderTexts bool
		Old, None, Rows                                              [][3]any
		NoRows                                                       struct{ Reactions []any }
		RowMine                                                      string
		RowKey                                                       bool
		Looks                                                        [][][3]any
		Heard, Serialized, Violations                                []string
		Mine                                                         []bool
		Unknown, NoId                                                string
	}
	s := New(Options{Now: clock})
	keys := keysOf(t, s, ChatElena)
	old, msg := keys[3], keys[len(keys)-1]
	noError(t, s.React(old, ChatSelf, "❤️"), s.React(old, alice, "👍"), s.React(old, bob, "👍"))
	scenario{server: s, script: "reactions.js", given: map[string]string{"old": old, "msg": msg, "plain": keys[5], "chat": ChatElena},
		change: func(s *Server) {
			s.log = nil
			noError(t, s.React(msg, alice, "👍"), s.React(msg, bob, "👍"), s.React(msg, ChatSelf, "👍"), s.React(msg, alice, "😂"),
				s.React(msg, ChatSelf, ""), s.React(msg, alice, ""), s.React(msg, bob, ""))
		}}.run(t, &got)

	one := func(emoji string, mine bool, senders ...string) [3]any {
		list := []any{}
		for _, sender := range senders {
			list = append(list, fmt.Sprintf("%s %s number", sender, emoji))
		}
		return [3]any{emoji, mine, list}
	}
	want := [][][3]any{
		{one("👍", false, alice)}, {one("👍", false, alice, bob)}, {one("👍", true, alice, bob, ChatSelf)},
		{one("👍", true, bob, ChatSelf), one("😂", false, alice)}, {one("👍", false, bob), one("😂", false, alice)}, {one("👍", false, bob)}, {},
	}
	if !reflect.DeepEqual(got.Looks, want) {
		t.Errorf("looks:\n%v, want\n%v", got.Looks, want)
	}
	// Another emoji of the same person changes nothing that a message would tell.
	if !reflect.DeepEqual(got.Heard, []string{"hasReaction true", "hasReaction false"}) {
		t.Errorf("heard %v", got.Heard)
	}
	if !reflect.DeepEqual(got.Old, [][3]any{one("❤️", true, ChatSelf), one("👍", false, alice, bob)}) || len(got.None) != 0 || !reflect.DeepEqual(got.Mine, []bool{true, true}) {
		t.Errorf("from the database: %v, none %v, mine %v", got.Old, got.None, got.Mine)
	}
	// The rows of the database are in the order in which they came.
	if !reflect.DeepEqual(got.Rows, got.Old) || got.RowMine != ChatSelf || !got.RowKey || got.NoRows.Reactions == nil || len(got.NoRows.Reactions) > 0 {
		t.Errorf("rows %v, mine %s, none %v", got.Rows, got.RowMine, got.NoRows)
	}
	if !got.Same || got.IsArray || !got.Id || got.InMemory || !got.Hydrated || !got.SenderId || !got.SenderTexts {
		t.Errorf("%+v", got)
	}
	if !reflect.DeepEqual(got.Serialized, []string{"aggregateEmoji hasReactionByMe id senders", "aggregateEmoji hasReactionByMe id senders"}) ||
		got.Unknown != "undefined" || got.NoId != "called find without an id" || len(got.Violations) > 0 {
		t.Errorf("serialized %v, unknown %s, no id %s, violations %v", got.Serialized, got.Unknown, got.NoId, got.Violations)
	}
}
