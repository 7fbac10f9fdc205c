package fakewhatsapp

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// The tests in this file run builds that read messages in other ways than the current one, under Node.

// keysOf lists the keys of a chat in the world, oldest first.
func keysOf(t *testing.T, s *Server, chat string) []string {
	t.Helper()
	var keys []string
	for _, m := range must(s.Messages(chat))(t) {
		keys = append(keys, m.Key)
	}
	return keys
}

func TestEveryProfileIsWhole(t *testing.T) {
	t.Parallel()
	entries, err := profileFiles.ReadDir("profiles")
	noError(t, err)
	versions := map[string]string{}
	for _, entry := range entries {
		name, _ := strings.CutSuffix(entry.Name(), ".json")
		if strings.HasPrefix(name, "fields-") {
			continue
		}
		p, fields, err := loadProfile(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Name != name || p.Version == "" || p.ClientRevision == 0 || p.MsgKeyProperty == "" || len(fields) == 0 || p.BundleDelayMs[1] < p.BundleDelayMs[0] {
			t.Errorf("%s is incomplete: %+v", name, p)
		}
		for what, value := range map[string][]string{
			p.History.Find: {"direction", "query", "none"}, p.History.Load: {"options", "chat", "none"},
			p.MeGetters: {"separate", "single"}, p.Layout: {Layout2025, Layout2026},
		} {
			if !slices.Contains(value, what) {
				t.Errorf("%s: %q is none of %v", name, what, value)
			}
		}
		if other, taken := versions[p.Version]; taken {
			t.Errorf("%s and %s have one version", name, other)
		}
		versions[p.Version] = name
	}
	if len(versions) < 7 {
		t.Errorf("only %d profiles", len(versions))
	}
}

func TestHistoryByQuery(t *testing.T) {
	t.Parallel()
	var got struct {
		All, After, Members, Me []string
		AfterChat               []any
		First, OtherChat        int
		End                     bool
		Gone, Unknown, Layout   string
		Absent                  []string
		Violations              []string
	}
	s := New(Options{Profile: ProfileJanuary2026, Now: clock})
	keys := keysOf(t, s, ChatElena)
	scenario{server: s, script: "query.js", given: map[string]string{"chat": ChatElena}}.run(t, &got)
	if !reflect.DeepEqual(got.All, keys) || got.First != 50 || !got.End {
		t.Errorf("%d of %d messages, %d in the first page, an end %v", len(got.All), len(keys), got.First, got.End)
	}
	if got.Gone != `{"status":404}` || !reflect.DeepEqual(got.After, keys[11:14]) || len(got.AfterChat) != 0 || got.OtherChat != 0 {
		t.Errorf("anchor gone %s, after %v, after the chat %v, other chat %d", got.Gone, got.After, got.AfterChat, got.OtherChat)
	}
	if got.Unknown != "Message query type sideways not implemented." || !reflect.DeepEqual(got.Members, []string{"msgFindQuery"}) {
		t.Errorf("unknown query %q, members %v", got.Unknown, got.Members)
	}
	if !reflect.DeepEqual(got.Me, []string{ChatSelf, ChatSelf, "undefined", "undefined"}) || got.Layout != Layout2025 {
		t.Errorf("me %v, layout %s", got.Me, got.Layout)
	}
	if !reflect.DeepEqual(got.Absent, []string{`Requiring unknown module "WAWebLidMigrationUtils".`, "undefined"}) || len(got.Violations) > 0 {
		t.Errorf("absent %v, violations %v", got.Absent, got.Violations)
	}
}

func TestListsGrowPageByPage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{ProfileBareOptions, ProfileBareChat, ProfileJanuary2026, ProfileCurrent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got struct {
				Members, Keys, Reads, Violations []string
				Before, Adds                     int
				Shared, News                     bool
				Steps, FullSteps                 []any
				Ends                             map[string][2]any
				WrongCall, NoChat                string
				Recent                           any
			}
			s := New(Options{Profile: name, Now: clock})
			for kind := range 6 {
				noError(t, s.AddChat(Chat{ID: fmt.Sprintf("4900000000%d@c.us", kind), Fields: map[string]any{"endOfHistoryTransferType": kind},
					Messages: []Msg{text(clock().Add(-time.Hour), "older"), text(clock(), "newer")}}))
			}
			var hundred []Msg
			for i := range 51 {
				hundred = append(hundred, text(clock().Add(time.Duration(i-200)*time.Minute), "one of many"))
			}
			noError(t, s.AddChat(Chat{ID: "49000000051@c.us", Messages: hundred}))
			keys := keysOf(t, s, ChatElena)
			scenario{server: s, script: "load.js", given: map[string]string{"chat": ChatElena}}.run(t, &got)

			// The newest message is there from the start. A page that is not full tells that it is the last one.
			rest := float64(len(keys) - 101)
			if got.Before != 1 || !reflect.DeepEqual(got.Steps, []any{50.0, 50.0, rest, "undefined", "undefined"}) || !reflect.DeepEqual(got.Keys, keys) {
				t.Errorf("from %d by %v to %d of %d messages", got.Before, got.Steps, len(got.Keys), len(keys))
			}
			// After a full page only an empty one tells it.
			if !reflect.DeepEqual(got.FullSteps, []any{50.0, 0.0, "undefined"}) || !got.Shared || got.News || got.Adds < len(keys)-1 {
				t.Errorf("full page %v, one page for two calls %v, %d adds, new ones %v", got.FullSteps, got.Shared, got.Adds, got.News)
			}
			open, closed := [2]any{"1 0 0", false}, [2]any{"1 undefined undefined", true}
			ends := map[string][2]any{"0": open, "1": closed, "2": open, "3": closed, "4": closed, "5": closed}
			wrong := "TypeError: Cannot read properties of undefined (reading 'waitForChatLoading')"
			if s.profile.History.Load == "chat" {
				wrong = "TypeError: i.waitForChatLoading is not a function"
			}
			if !s.profile.History.OnDemand {
				ends["0"] = closed
			}
			if !reflect.DeepEqual(got.Ends, ends) {
				t.Errorf("ends %v, want %v", got.Ends, ends)
			}
			if got.WrongCall != wrong || !strings.HasSuffix(got.NoChat, "(reading 'waitForChatLoading')") || got.Recent != "undefined" {
				t.Errorf("wrong call %q, no chat %q, recent %v", got.WrongCall, got.NoChat, got.Recent)
			}
			searchable := s.profile.History.Find != "none"
			if (len(got.Members) > 0) != searchable || (len(got.Violations) > 0) != searchable {
				t.Errorf("members %v, violations %v", got.Members, got.Violations)
			}
			if searchable && got.Violations[0] != "WAWebChatLoadMessages.loadEarlierMsgs although the database can be asked" {
				t.Errorf("violations %v", got.Violations)
			}
			if !slices.Contains(got.Reads, "loadEarlierMsgs") || slices.Contains(got.Reads, "msgFindBefore") {
				t.Errorf("reads %v", got.Reads)
			}
		})
	}
}

func TestListOfTheInterfaceAlone(t *testing.T) {
	t.Parallel()
	var got struct {
		Search, Loading, Start, After, Reads, Violations []string
		Live                                             bool
		Frozen                                           int
	}
	s := New(Options{Profile: ProfileBareList, Now: clock})
	keys := keysOf(t, s, ChatElena)
	scenario{server: s, script: "list.js", given: map[string]string{"chat": ChatElena}, change: func(s *Server) {
		s.log = nil
		noError(t, s.JumpTo(keys[40]))
	}}.run(t, &got)
	if len(got.Search)+len(got.Loading) > 0 || !reflect.DeepEqual(got.Start, keys[len(keys)-1:]) {
		t.Errorf("members %v %v, list %v", got.Search, got.Loading, got.Start)
	}
	// Around the message, and the newest one; nothing tells of what is missing between.
	if want := slices.Concat(keys[15:65], keys[len(keys)-1:]); !reflect.DeepEqual(got.After, want) || !got.Live || got.Frozen != len(want) {
		t.Errorf("after the jump %d messages, want %d; live %v", len(got.After), len(want), got.Live)
	}
	if len(got.Violations) > 0 || len(got.Reads) < 3 || got.Reads[0] != "chat.msgs "+ChatElena {
		t.Errorf("reads %v, violations %v", got.Reads, got.Violations)
	}
}

func TestSmallRules(t *testing.T) {
	t.Parallel()
	var got struct {
		Throws                   map[string]string
		Clone, From, Instance    bool
		ReverseOfLid, WithDevice string
		Me                       []any
		NullListener             bool
		Violations               []string
	}
	s := New(Options{Now: clock, Account: Account{LID: DefaultAccount().LID, Pushname: "Alex"}})
	scenario{server: s, script: "details.js"}.run(t, &got)
	want := map[string]string{
		"stringRemote": "MsgKey error: something is not a wid", "stringParticipant": "MsgKey error: something is not a wid",
		"nothing": "MsgKey error: obj is null/undefined", "fromNothing": "MsgKey.fromString error: str is null or not a string",
		"cacheString": "wid.isUser is not a function", "cachePhone": "WaWebLidPnCache - Invalid get call (not lid)",
		"cacheGroup": "WaWebLidPnCache - Invalid get call (not user)", "reverseString": "wid.isLid is not a function",
		"listener": "Callback parameter passed is not a function",
	}
	if !reflect.DeepEqual(got.Throws, want) {
		t.Errorf("throws %v, want %v", got.Throws, want)
	}
	if !got.Clone || !got.From || !got.Instance || !got.NullListener || got.ReverseOfLid != ChatPriya || got.WithDevice != "undefined" {
		t.Errorf("%+v", got)
	}
	// An account of which only the LID is known: one getter gives undefined, the other would give null.
	if !reflect.DeepEqual(got.Me, []any{"undefined", DefaultAccount().LID, false, false, false, true}) || len(got.Violations) > 0 {
		t.Errorf("me %v, violations %v", got.Me, got.Violations)
	}
}
