package store_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

const (
	account  = "999888777666555@lid"
	phoneJID = "14155550132@c.us"
	lidJID   = "111222333444555@lid"
)

func open(t *testing.T) (*store.Store, *store.Memory, *store.Memory) {
	t.Helper()
	local, session := store.NewMemory(), store.NewMemory()
	s, err := store.Open(t.Context(), local, session)
	if err != nil {
		t.Fatal(err)
	}
	return s, local, session
}

func set(t *testing.T, area *store.Memory, key, value string) {
	t.Helper()
	if err := area.Set(t.Context(), map[string]json.RawMessage{key: json.RawMessage(value)}); err != nil {
		t.Fatal(err)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		schema string
		want   error
		fails  bool
	}{
		"fresh":     {"", nil, false},
		"this":      {"1", nil, false},
		"newer":     {"2", store.ErrNewerData, true},
		"never was": {"0", nil, true},
		"damaged":   {`"one"`, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			local := store.NewMemory()
			if tt.schema != "" {
				set(t, local, "schema", tt.schema)
				local.OnSet = func(map[string]json.RawMessage) error { t.Error("something was written"); return nil }
			}
			_, err := store.Open(t.Context(), local, store.NewMemory())
			if (err != nil) != tt.fails || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("error %v", err)
			}
			if keys := local.Keys(); !slices.Equal(keys, []string{"schema"}) {
				t.Errorf("keys %v", keys)
			}
		})
	}
}

// TestErrorsCarryNoIDs: neither damaged values nor refused writes bring a number
// into an error's text.
func TestErrorsCarryNoIDs(t *testing.T) {
	t.Parallel()
	s, local, _ := open(t)
	ctx := t.Context()
	chat := store.Chat{Account: account, Key: phoneJID, IDs: []string{phoneJID}, Title: "Ada"}
	if err := s.SaveChat(ctx, chat); err != nil {
		t.Fatal(err)
	}
	set(t, local, "chat/"+account+"/"+phoneJID, `{"title":14155550132}`)
	_, _, chatErr := s.Chat(ctx, account, phoneJID)
	_, chatsErr := s.Chats(ctx, account)
	_, resolveErr := s.ResolveChat(ctx, account, phoneJID, []string{phoneJID})
	set(t, local, "alias/"+account+"/"+phoneJID, `14155550132`)
	_, aliasErr := s.ResolveChat(ctx, account, phoneJID, []string{phoneJID})
	local.OnSet = func(map[string]json.RawMessage) error { return store.ErrFull }
	saveErr := s.SaveChat(ctx, chat)
	if !errors.Is(saveErr, store.ErrFull) {
		t.Errorf("full: %v", saveErr)
	}
	for i, err := range []error{chatErr, chatsErr, resolveErr, aliasErr, saveErr} {
		if err == nil {
			t.Errorf("%d: no error", i)
		} else if strings.Contains(err.Error(), "5550132") || strings.Contains(err.Error(), "999888") || strings.Contains(err.Error(), "Ada") {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func TestChatThatMovesToItsLIDStaysOne(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	ctx := t.Context()
	chat := must[store.Chat](t)(s.ResolveChat(ctx, account, phoneJID, []string{phoneJID}))
	chat.Link = &store.Link{Module: contract.ModuleContacts, RecordID: "1"}
	if err := s.SaveChat(ctx, chat); err != nil {
		t.Fatal(err)
	}
	// WhatsApp tells the LID as well, and later it is the only id.
	chat = must[store.Chat](t)(s.ResolveChat(ctx, account, lidJID, []string{lidJID, phoneJID}))
	if chat.Key != phoneJID || !slices.Equal(chat.IDs, []string{lidJID, phoneJID}) || chat.Link == nil {
		t.Fatalf("chat %+v", chat)
	}
	if err := s.SaveChat(ctx, chat); err != nil {
		t.Fatal(err)
	}
	chat = must[store.Chat](t)(s.ResolveChat(ctx, account, lidJID, []string{lidJID}))
	if chat.Key != phoneJID || chat.Link == nil {
		t.Errorf("chat %+v", chat)
	}
	if chats := must[[]store.Chat](t)(s.Chats(ctx, account)); len(chats) != 1 {
		t.Errorf("%d chats", len(chats))
	}
	// Another account does not know it.
	if chat := must[store.Chat](t)(s.ResolveChat(ctx, "other", lidJID, []string{lidJID})); chat.Key != lidJID || chat.Link != nil {
		t.Errorf("under another account: %+v", chat)
	}
}

// TestTwoChatsThatTurnOutToBeOne: the LID was met alone, before WhatsApp told
// whose it is.
func TestTwoChatsThatTurnOutToBeOne(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	ctx := t.Context()
	linked := store.Chat{Account: account, Key: phoneJID, IDs: []string{phoneJID}, Link: &store.Link{RecordID: "1"}}
	lone := store.Chat{Account: account, Key: lidJID, IDs: []string{lidJID}}
	for _, c := range []store.Chat{linked, lone} {
		if err := s.SaveChat(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	chat := must[store.Chat](t)(s.ResolveChat(ctx, account, lidJID, []string{lidJID, phoneJID}))
	if chat.Key != phoneJID || chat.Link == nil {
		t.Fatalf("chat %+v", chat)
	}
	if err := s.SaveChat(ctx, chat); err != nil {
		t.Fatal(err)
	}
	if chat = must[store.Chat](t)(s.ResolveChat(ctx, account, lidJID, []string{lidJID})); chat.Key != phoneJID {
		t.Errorf("chat %+v", chat)
	}
}

// TestNumberPassesOn: somebody else has the number of a person now. Both are known by
// it, and are told apart by their LIDs.
func TestNumberPassesOn(t *testing.T) {
	t.Parallel()
	const other = "999888777666555@lid"
	s, _, _ := open(t)
	ctx := t.Context()
	first := store.Chat{Account: account, Key: lidJID, IDs: []string{lidJID, phoneJID}, Link: &store.Link{RecordID: "1"}}
	if err := s.SaveChat(ctx, first); err != nil {
		t.Fatal(err)
	}
	resolve := func(key string, ids ...string) store.Chat {
		t.Helper()
		chat := must[store.Chat](t)(s.ResolveChat(ctx, account, key, ids))
		if held := must[*store.Book](t)(s.Book(ctx, account)).Resolve(key, ids); held.Key != chat.Key {
			t.Errorf("%v is %s in the book and %s in the store", ids, held.Key, chat.Key)
		}
		return chat
	}
	second := resolve(other, other, phoneJID)
	if second.Key != other || second.Link != nil {
		t.Fatalf("another person is %+v", second)
	}
	if err := s.SaveChat(ctx, second); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if chat := resolve(lidJID, lidJID); chat.Key != lidJID || chat.Link == nil {
			t.Errorf("the first person is %+v", chat)
		}
		if chat := resolve(other, phoneJID, other); chat.Key != other || chat.Link != nil {
			t.Errorf("the second person is %+v", chat)
		}
		// Whoever is stored last.
		if err := s.SaveChat(ctx, first); err != nil {
			t.Fatal(err)
		}
	}
	if chat := resolve(phoneJID, phoneJID); chat.Key == phoneJID {
		t.Errorf("the number alone leads to a third person %+v", chat)
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	s, local, _ := open(t)
	ctx := t.Context()
	resolve := func(name string, ids ...string) store.Account {
		t.Helper()
		return must[store.Account](t)(s.ResolveAccount(ctx, "700", ids[0], ids, name))
	}
	resolve("Olive", "15550009999@c.us")
	later := resolve("", account, "15550009999@c.us")
	if later.Key != "15550009999@c.us~700" || later.WhatsApp != "15550009999@c.us" || later.Name != "Olive" || len(later.IDs) != 2 {
		t.Errorf("account %+v", later)
	}
	if again := resolve("Olive B", account); again.Key != later.Key || again.Name != "Olive B" {
		t.Errorf("account %+v", again)
	}
	resolve("Otto", "15550008888@c.us")
	if all := must[[]store.Account](t)(s.Accounts(ctx, "700")); len(all) != 2 {
		t.Errorf("%d accounts", len(all))
	}
	// What is known already is not written again.
	local.OnSet = func(map[string]json.RawMessage) error { t.Error("something was written"); return nil }
	resolve("Otto", "15550008888@c.us")
}

func TestAnotherOrganisationBeginsAnew(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	ctx := t.Context()
	ids := []string{account, "15550009999@c.us"}
	here := must[store.Account](t)(s.ResolveAccount(ctx, "700", ids[0], ids, "Olive"))
	there := must[store.Account](t)(s.ResolveAccount(ctx, "800", ids[1], ids[1:], "Olive"))
	if there.Key == here.Key || there.WhatsApp != here.WhatsApp {
		t.Errorf("accounts %+v and %+v", here, there)
	}
	if err := s.SaveChat(ctx, store.Chat{Account: here.Key, Key: phoneJID, IDs: []string{phoneJID}}); err != nil {
		t.Fatal(err)
	}
	if _, found, err := s.Chat(ctx, there.Key, phoneJID); found || err != nil {
		t.Errorf("the chat is known in the other organisation too: %v, %v", found, err)
	}
	back := must[store.Account](t)(s.ResolveAccount(ctx, "700", ids[0], ids, "Olive"))
	if _, found, err := s.Chat(ctx, back.Key, phoneJID); !found || err != nil {
		t.Errorf("the chat is lost: %v, %v", found, err)
	}
}

func TestConnectAndDisconnect(t *testing.T) {
	t.Parallel()
	s, local, session := open(t)
	ctx := t.Context()
	for _, err := range []error{
		s.SavePendingSignIn(ctx, store.PendingSignIn{State: "s", StartedAt: time.Unix(1, 0)}),
		s.SaveChat(ctx, store.Chat{Account: account, Key: phoneJID, IDs: []string{phoneJID}}),
		s.SaveAccess(ctx, store.AccessToken{Token: "t"}),
		s.SaveRefresh(ctx, store.RefreshTry{At: time.Unix(1, 0)}),
		s.Connect(ctx, store.Connection{ClientID: "c"}, store.Secrets{RefreshToken: "r"}, store.DefaultSettings()),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, waits, err := s.PendingSignIn(ctx); err != nil || waits {
		t.Errorf("pending %v, %v", waits, err)
	}
	if conn, found, err := s.Connection(ctx); err != nil || !found || conn.ClientID != "c" {
		t.Errorf("connection %+v, %v", conn, err)
	}
	if err := s.Disconnect(ctx); err != nil {
		t.Fatal(err)
	}
	want := []string{"alias/" + account + "/" + phoneJID, "chat/" + account + "/" + phoneJID, "revision", "schema", "settings"}
	if keys := local.Keys(); !slices.Equal(keys, want) {
		t.Errorf("kept %v", keys)
	}
	if keys := session.Keys(); len(keys) != 0 {
		t.Errorf("kept in the session %v", keys)
	}
}

func TestOpenChatOfTheWorkerIsNotOverwritten(t *testing.T) {
	t.Parallel()
	s, _, session := open(t)
	set(t, session, contract.OpenChatKey, `{"v":1,"chat":"`+lidJID+`","title":"Later","at":2000}`)
	if err := s.SaveOpenChat(t.Context(), contract.OpenChat{V: 1, Chat: phoneJID, At: 1000}); err != nil {
		t.Fatal(err)
	}
	values := must[map[string]json.RawMessage](t)(session.Get(t.Context(), contract.OpenChatKey))
	if !strings.Contains(string(values[contract.OpenChatKey]), "Later") {
		t.Errorf("open chat %s", values[contract.OpenChatKey])
	}
}

func TestTouchedChats(t *testing.T) {
	t.Parallel()
	s, _, session := open(t)
	set(t, session, contract.TouchKeyPrefix+phoneJID, "1790000000")
	// What is no time still is a mark.
	set(t, session, contract.TouchKeyPrefix+lidJID, "true")
	touched := must[map[string]int64](t)(s.Touched(t.Context()))
	if !maps.Equal(touched, map[string]int64{phoneJID: 1790000000, lidJID: 0}) {
		t.Fatalf("touched %v", touched)
	}
	if err := s.ForgetTouched(t.Context(), []string{lidJID}); err != nil {
		t.Fatal(err)
	}
	if touched = must[map[string]int64](t)(s.Touched(t.Context())); len(touched) != 1 || touched[phoneJID] == 0 {
		t.Errorf("touched %v", touched)
	}
}

func TestInstallTagStays(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	tag := must[string](t)(s.InstallTag(t.Context()))
	if again := must[string](t)(s.InstallTag(t.Context())); again != tag || len(tag) != 6 {
		t.Errorf("tags %q and %q", tag, again)
	}
}

func TestSessionBeginsOnce(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	if must[bool](t)(s.SessionBegun(t.Context())) {
		t.Error("a new session has begun already")
	}
	if err := s.BeginSession(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !must[bool](t)(s.SessionBegun(t.Context())) {
		t.Error("the session has not begun")
	}
}
