package fakewhatsapp

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// clock is a world's clock that stands still.
func clock() time.Time { return time.Date(2026, 11, 22, 15, 30, 0, 0, time.UTC) }

// must ends the test on an error and passes the value on.
func must[T any](value T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// noError ends the test on the first error.
func noError(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

type rowAnswer struct {
	Key, Type, Body, Caption, Quoted string
	T                                int64
	Edited                           bool
}

func TestSessionShowsInThePage(t *testing.T) {
	t.Parallel()
	type look struct {
		Mode, State, Me                         string
		HasSynced, Messages, Complete, MeThrows bool
		Chats, Rows, Status                     int
	}
	var got struct {
		Looks              []look
		Events, Violations []string
	}
	s := New(Options{Now: clock})
	scenario{server: s, script: "session.js", change: func(s *Server) {
		s.SetSession(SessionConflict)
		s.SetSession(SessionLoggedOut)
		s.SetSession(SessionQR)
		s.SetSession(SessionPairing)
		noError(t, s.SetAccount(Account{LID: "123123123123123@lid", Pushname: "Bo", Device: 2}))
		s.SetSession(SessionSyncing)
		s.SetHistorySyncComplete(false)
		s.SetSession(SessionMain)
		s.SetSession(SessionLocked)
	}}.run(t, &got)

	me, chats := ChatSelf, 9
	out := look{"QR", "UNPAIRED_IDLE", "undefined", false, false, true, true, 0, 0, 404}
	qr, pairing := out, out
	qr.State, pairing.State = "UNPAIRED", "PAIRING"
	syncing := look{"SYNCING", "CONNECTED", "undefined", false, true, true, false, chats, 5, 200}
	incomplete := syncing
	incomplete.Complete = false
	main := look{"MAIN", "CONNECTED", "undefined", true, true, false, false, chats, 5, 200}
	locked := main
	locked.State = "SCREEN_LOCKED"
	want := []look{
		{"MAIN", "CONNECTED", me, true, true, true, false, chats, 5, 200},
		{"CONFLICT", "CONFLICT", me, true, true, true, false, chats, 5, 200},
		out, qr, pairing, pairing, syncing, incomplete, main, locked,
	}
	for i := range want {
		if i >= len(got.Looks) || got.Looks[i] != want[i] {
			t.Fatalf("after %d changes: %+v, want %+v", i, got.Looks, want[i])
		}
	}
	if !slices.Contains(got.Events, "chats removed") || !slices.Contains(got.Events, "mode CONFLICT") {
		t.Errorf("events: %v", got.Events)
	}
	// The scenario looks at the history once more behind the lock, which must not be done.
	if !reflect.DeepEqual(got.Violations, []string{"msgFindBefore while the screen is locked"}) {
		t.Errorf("violations: %v", got.Violations)
	}
}

func TestTakeOver(t *testing.T) {
	t.Parallel()
	var got struct {
		Looks []struct {
			Mode, State string
			Chats       int
		}
		Violations []string
	}
	s := New(Options{Now: clock})
	scenario{server: s, script: "session.js", change: func(s *Server) {
		load(t, s)
		noError(t, s.TakeOver(2))
		noError(t, s.TakeOver(1))
		if err := s.TakeOver(3); !errors.Is(err, ErrUnknownPage) {
			t.Errorf("a page that was never loaded: %v", err)
		}
	}}.run(t, &got)
	for i, want := range []string{"MAIN CONNECTED", "CONFLICT CONFLICT", "MAIN CONNECTED"} {
		if i >= len(got.Looks) || got.Looks[i].Mode+" "+got.Looks[i].State != want || got.Looks[i].Chats == 0 {
			t.Fatalf("after %d changes: %+v, want %s", i, got.Looks, want)
		}
	}
	if len(got.Violations) > 0 {
		t.Errorf("violations: %v", got.Violations)
	}
}

func TestChangesReachThePage(t *testing.T) {
	t.Parallel()
	const pn, lid = "14155550190@c.us", "240011223344556@lid"
	type handed struct {
		Op     string
		Events []string
	}
	var got struct {
		Handed   []handed
		Rows     map[string][]rowAnswer
		Migrated struct {
			ByOldID, Indexed     bool
			AccountLID, Original string
			Loaded               []string
		}
		Acknowledged int
		Violations   []string
		Uncaught     []any
	}
	s := New(Options{Now: clock, Empty: true})
	noError(t, s.AddChat(Chat{ID: pn, AccountLID: lid, Name: "Rosa", Messages: []Msg{
		{ID: "OLD1", Time: clock().Add(-time.Hour), Body: "first"}, {ID: "OLD2", Time: clock().Add(-time.Minute), Body: "second"},
	}}))
	var cipher, live, own string
	scenario{server: s, script: "changes.js", given: map[string]string{"pn": pn, "lid": lid}, change: func(s *Server) {
		s.log = nil
		live = must(s.Deliver(pn, Msg{Body: "hello"}))(t)
		own = must(s.Send(pn, Msg{Body: "answer", Quote: live}))(t)
		cipher = must(s.Deliver(pn, Msg{Type: "ciphertext"}))(t)
		noError(t, s.Decrypt(cipher, Msg{Body: "readable"}), s.Edit(own, "better answer"), s.Ack(own, 3),
			s.React(live, pn, "👍"), s.React(live, pn, ""), s.Revoke(live, ""), s.Delete("false_"+pn+"_OLD2"))
		must(s.Backfill(pn, []Msg{{ID: "OLDER", Time: clock().Add(-2 * time.Hour), Body: "earlier"}}))(t)
		noError(t, s.MigrateToLID(pn), s.AddChat(Chat{ID: "241199887766554@lid", Name: "Kim"}),
			s.LearnNumber("241199887766554@lid", "14155550191@c.us"))
	}}.run(t, &got)

	activity := "chat activity"
	want := []handed{
		{"messages", []string{"add chat true", activity, activity}},
		{"messages", []string{"add chat true"}},
		{"messages", []string{"add ciphertext true", activity}},
		{"update", []string{"msg type ciphertext > chat", "msg body undefined > readable"}},
		{"update", []string{"msg body answer > better answer", "msg latestEditMsgKey"}},
		{"update", []string{"msg ack 2 > 3"}},
		{"reaction", []string{"msg hasReaction false > true"}},
		{"reaction", []string{"msg hasReaction true > false"}},
		{"update", []string{"msg body hello > null", "msg caption", "msg type chat > revoked"}},
		{"remove", []string{"remove chat"}},
		{"messages", []string{}},
		{"migrate", []string{"msg id", "msg id", "msg id", "chat id " + pn + " > " + lid}},
		{"contact", []string{}},
		{"chat", []string{"chat added Kim"}},
		{"messages", []string{}},
		{"number", []string{"number 14155550191@c.us"}},
	}
	for _, change := range got.Handed {
		if change.Op == "update" {
			slices.Sort(change.Events)
		}
	}
	for _, change := range want {
		if change.Op == "update" {
			slices.Sort(change.Events)
		}
	}
	if !reflect.DeepEqual(got.Handed, want) {
		for i, change := range got.Handed {
			if i >= len(want) || !reflect.DeepEqual(change, want[i]) {
				t.Errorf("change %d: %+v", i, change)
			}
		}
	}

	truth := must(s.Messages(lid))(t)
	rows := got.Rows[lid]
	if len(rows) != len(truth) || len(truth) != 5 {
		t.Fatalf("page has %d rows, world %d", len(rows), len(truth))
	}
	for i, m := range truth {
		if rows[i].Key != m.Key || rows[i].Type != m.Type || rows[i].Body != m.Body || rows[i].Edited != m.Edited || rows[i].T != m.Time.Unix() {
			t.Errorf("row %d: %+v, want %+v", i, rows[i], m)
		}
		if !strings.Contains(m.Key, "_"+lid+"_") {
			t.Errorf("key %s does not name the LID after the migration", m.Key)
		}
	}
	if rows[0].Body != "earlier" || rows[3].Quoted != "hello" || rows[2].Type != "revoked" {
		t.Errorf("rows: %+v", rows)
	}
	m := got.Migrated
	if !m.ByOldID || !m.Indexed || m.AccountLID != lid || m.Original != lid || len(m.Loaded) != 3 {
		t.Errorf("migrated: %+v", m)
	}
	if got.Acknowledged != len(want) || len(got.Violations)+len(got.Uncaught) > 0 {
		t.Errorf("acknowledged %d, violations %v, uncaught %v", got.Acknowledged, got.Violations, got.Uncaught)
	}
}

func TestKeysFollowTheKindOfChat(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: clock})
	for name, one := range map[string]struct {
		chat string
		msg  Msg
		want string
	}{
		"incoming":         {ChatMaya, Msg{ID: "A1"}, "false_" + ChatMaya + "_A1"},
		"own":              {ChatPriya, Msg{ID: "A2", FromMe: true}, "true_" + ChatPriya + "_A2"},
		"group":            {ChatGroup, Msg{ID: "A3", Author: inesLID}, "false_" + ChatGroup + "_A3_" + inesLID},
		"own in LID group": {ChatGroup, Msg{ID: "A4", FromMe: true}, "true_" + ChatGroup + "_A4_999888777666555@lid"},
		"self out":         {ChatSelf, Msg{ID: "A5", FromMe: true}, "true_" + ChatSelf + "_A5_out"},
		"self in":          {ChatSelf, Msg{ID: "A6"}, "false_" + ChatSelf + "_A6_in"},
		"list":             {ChatList, Msg{ID: "A7", FromMe: true}, "true_" + ChatList + "_A7_" + ChatSelf},
		"other addressing": {ChatElena, Msg{ID: "A8", Remote: elenaLID}, "false_" + elenaLID + "_A8"},
	} {
		if got := must(s.Deliver(one.chat, one.msg))(t); got != one.want {
			t.Errorf("%s: %s, want %s", name, got, one.want)
		}
	}
}

func TestUnreadCountsAndOrder(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: clock, Empty: true})
	noError(t, s.AddChat(Chat{ID: ChatMaya, Unread: 2, Messages: []Msg{{ID: "B", Time: clock()}, {ID: "A", Time: clock().Add(-time.Hour)}}}))
	must(s.Deliver(ChatMaya, Msg{ID: "C"}))(t)
	must(s.Deliver(ChatMaya, Msg{ID: "N", Type: "e2e_notification", Body: ChatMaya}))(t)
	must(s.Send(ChatMaya, Msg{ID: "D"}))(t)
	must(s.Deliver(ChatMaya, Msg{ID: "LATE", Time: clock().Add(-time.Minute)}))(t)
	var ids []string
	for _, m := range must(s.Messages(ChatMaya))(t) {
		ids = append(ids, m.ID)
	}
	if !reflect.DeepEqual(ids, []string{"A", "LATE", "B", "C", "N", "D"}) {
		t.Errorf("order: %v", ids)
	}
	fields := s.world.chats[ChatMaya].Fields
	if fields["unreadCount"] != 4 || fields["t"] != clock().Unix() || fields["lastReceivedKey"].(key).ID != "C" {
		t.Errorf("chat: %v", fields)
	}
}

func TestControlRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: clock})
	_, unknownChat := s.Deliver("15550001234@c.us", Msg{Body: "x"})
	_, duplicate := s.Backfill(ChatMaya, []Msg{{ID: "ONE"}, {ID: "ONE"}})
	_, badQuote := s.Send(ChatMaya, Msg{Quote: "true_x"})
	_, badAuthor := s.Deliver(ChatGroup, Msg{Author: "somebody"})
	for name, one := range map[string]struct{ err, want error }{
		"unknown chat":       {unknownChat, ErrUnknownChat},
		"duplicate message":  {duplicate, ErrDuplicate},
		"unknown quote":      {badQuote, ErrUnknownMessage},
		"bad author":         {badAuthor, ErrBadJID},
		"duplicate chat":     {s.AddChat(Chat{ID: ChatMaya}), ErrDuplicate},
		"chat without id":    {s.AddChat(Chat{}), ErrBadJID},
		"chat with bad id":   {s.AddChat(Chat{ID: "+1 415 555 0132"}), ErrBadJID},
		"chat with bad row":  {s.AddChat(Chat{ID: "15550004444@c.us", Messages: []Msg{{Quote: "none"}}}), ErrUnknownMessage},
		"edit unknown":       {s.Edit("true_x", "y"), ErrUnknownMessage},
		"revoke unknown":     {s.Revoke("true_x", ""), ErrUnknownMessage},
		"react without who":  {s.React("true_x", "", "👍"), ErrBadJID},
		"delete unknown":     {s.Delete("true_x"), ErrUnknownMessage},
		"number for number":  {s.LearnNumber(ChatMaya, ChatElena), ErrBadJID},
		"migrate a LID chat": {s.MigrateToLID(ChatPriya), ErrNotAllowed},
		"migrate a group":    {s.MigrateToLID(ChatGroup), ErrNotAllowed},
		"bad account":        {s.SetAccount(Account{PN: "me"}), ErrBadJID},
	} {
		if !errors.Is(one.err, one.want) {
			t.Errorf("%s: %v, want %v", name, one.err, one.want)
		}
	}
	// What failed has left nothing behind.
	for _, m := range must(s.Messages(ChatMaya))(t) {
		if m.ID == "ONE" {
			t.Error("a refused backfill left a message")
		}
	}
	if _, err := s.Messages("15550004444@c.us"); !errors.Is(err, ErrUnknownChat) {
		t.Errorf("a refused chat is there: %v", err)
	}
}

func TestUnknownProfilePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, ErrUnknownProfile) {
			t.Errorf("recovered %v", err)
		}
	}()
	New(Options{Profile: "1999"})
}
