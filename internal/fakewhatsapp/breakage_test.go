package fakewhatsapp

import (
	"reflect"
	"testing"
)

func TestThingsBreakForGuestsOnly(t *testing.T) {
	t.Parallel()
	const failed = "TypeError: Cannot read properties of undefined (reading 'call')"
	const notThere = "TypeError: history.msgFindBefore is not a function"
	var got struct {
		Before     map[string]string
		After      []map[string]string
		Violations []string
		Uncaught   []any
	}
	s := New(Options{Now: clock})
	keys := keysOf(t, s, ChatElena)
	given := map[string]string{"chat": ChatElena, "lid": elenaLID, "key": keys[0], "named": ChatSunny}
	scenario{server: s, script: "breakages.js", given: given, change: func(s *Server) {
		s.log = nil
		find := func(how Breakage) { s.BreakMember("WAWebDBMessageFindLocal", "msgFindBefore", how) }
		s.RemoveMember("WAWebDBMessageFindLocal", "msgFindBefore")
		find(BreakThrows)
		find(BreakOddShape)
		find(BreakPoison)
		find(BreakHangs)
		s.RestoreMember("WAWebDBMessageFindLocal", "msgFindBefore")
		s.RemoveMember("WAWebChatCollection", "ChatCollection.getActive")
		s.RestoreMember("WAWebChatCollection", "ChatCollection.getActive")
		s.RemoveMember("WAWebApiContact", "")
		s.RestoreMember("WAWebApiContact", "")
		s.RemoveMember("WAWebChatModel", "accountLid")
		s.RemoveMember("WAWebContactModel", "phoneNumber")
		s.RemoveMember("WAWebMsgModel", "notifyName")
		s.RemoveMember("WAWebChatModel", "msgs")
		s.BreakMember("WAWebStreamModel", "Stream", BreakPoison)
		s.RemoveMember("Debug", "VERSION")
		s.RemoveMember("WAWebMsgKey", "fromString")
		s.BreakMember("WAWebCollections", "Chat", BreakOddShape)
	}}.run(t, &got)

	if b := got.Before; b["member"] != "messages status" || b["kept"] != "messages status" || b["listed"] != "true true true" || b["active"] != "undefined" ||
		b["module"] != "true" || b["accountLid"] != elenaLID || b["phone"] != ChatElena || b["msgs"] != "1" || b["stream"] != "MAIN" || b["collections"] != "true" {
		t.Fatalf("before: %v", b)
	}
	poisoned := "TypeError: Cannot read properties of undefined (reading 'get')"
	fields := map[string]string{}
	later := func(more ...string) map[string]string {
		for i := 0; i+1 < len(more); i += 2 {
			fields[more[i]] = more[i+1]
		}
		all := map[string]string{}
		for name, value := range fields {
			all[name] = value
		}
		return all
	}
	want := []map[string]string{
		{"member": notThere, "listed": "false false false", "kept": failed},
		{"member": failed, "kept": failed},
		{"member": "unexpected", "kept": "unexpected"},
		{"member": poisoned, "kept": poisoned},
		{"member": "no answer", "kept": "no answer"},
		{},
		{"active": "TypeError: ChatCollection.getActive is not a function", "keptActive": failed},
		{},
		{"module": `Error: Requiring unknown module "WAWebApiContact".`, "mapped": "false"},
		{},
		later("accountLid", "undefined"),
		later("phone", "undefined"),
		later("row", "undefined"),
		later("msgs", failed),
		later("stream", poisoned),
		later("debug", "undefined"),
		later("fromString", `TypeError: require(...).fromString is not a function`),
		later("collections", "false"),
	}
	for i, one := range want {
		if i >= len(got.After) || !reflect.DeepEqual(got.After[i], one) {
			t.Errorf("after %d: %v, want %v", i, got.After[min(i, len(got.After)-1)], one)
		}
	}
	if len(got.Violations)+len(got.Uncaught) > 0 {
		t.Errorf("violations %v, uncaught %v", got.Violations, got.Uncaught)
	}
}

func TestBreakagesMeetPagesLoadedLater(t *testing.T) {
	t.Parallel()
	s := New(Options{Empty: true})
	s.RemoveMember("WAWebDBMessageFindLocal", "msgFindBefore")
	s.BreakMember("WAWebDBMessageFindLocal", "msgFindBefore", BreakThrows)
	s.RemoveMember("WAWebApiContact", "")
	s.RestoreMember("WAWebApiContact", "")
	p, _ := load(t, s)
	if want := []broken{{"WAWebDBMessageFindLocal.msgFindBefore", BreakThrows}}; !reflect.DeepEqual(p.Snapshot.Broken, want) {
		t.Errorf("a new page is told %v, want %v", p.Snapshot.Broken, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown way to break is accepted")
		}
	}()
	s.BreakMember("WAWebApiContact", "", "sideways")
}
