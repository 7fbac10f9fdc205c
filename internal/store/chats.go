package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// Chat is what is remembered of one chat under one WhatsApp account.
type Chat struct {
	// Account and Key are canonical and never change once given, even when
	// WhatsApp moves the chat from its phone id to a LID.
	Account string `json:"account"`
	Key     string `json:"key"`
	// IDs are all JIDs this chat has been known by; the first is the newest.
	IDs   []string `json:"ids"`
	Title string   `json:"title"`
	// Name is the best name for a CRM, empty when WhatsApp knows none.
	Name string `json:"name,omitempty"`
	// Number is the number as it was read once, nil when it is hidden.
	Number *phone.Number `json:"number,omitempty"`
	Link   *Link         `json:"link,omitempty"`
	Lookup *Lookup       `json:"lookup,omitempty"`
	Create *CreateIntent `json:"create,omitempty"`
	// Former is the link the user has taken away. While it is set, no record is
	// linked without a click.
	Former *Link `json:"former,omitempty"`
	// Declined are the records the user has said are not this person.
	Declined []Ref `json:"declined,omitempty"`
	// Excluded is true when the user never wants this chat to be linked.
	Excluded bool `json:"excluded,omitempty"`
	// Problem is the last thing that went wrong with this chat alone.
	Problem *contract.Problem `json:"problem,omitempty"`
	// HistoryEnd says what lies before the oldest message WhatsApp Web holds.
	HistoryEnd contract.HistoryEnd `json:"historyEnd,omitempty"`
	// Tally counts what Zoho has confirmed and what waits.
	Tally Tally `json:"tally"`
}

// Tally counts the messages of one chat.
type Tally struct {
	Saved   int `json:"saved"`
	Waiting int `json:"waiting"`
	Skipped int `json:"skipped"`
	// Unread could not be understood, Encrypted are not decrypted on this
	// computer yet.
	Unread    int `json:"unread,omitempty"`
	Encrypted int `json:"encrypted,omitempty"`
	// Attached counts the files that are attached to the record, FilesWaiting those
	// that are to be, and Unattached those that are not, for good or while no larger
	// ones are allowed.
	Attached     int `json:"attached,omitempty"`
	FilesWaiting int `json:"filesWaiting,omitempty"`
	Unattached   int `json:"unattached,omitempty"`
	// Oldest is the time of the oldest message read, Unix seconds, 0 for none.
	Oldest int64 `json:"oldest,omitempty"`
	// OlderFrom is how far back older messages were ordered, Unix seconds; nil
	// when none were.
	OlderFrom *int64 `json:"olderFrom,omitempty"`
	// ReadingOlder is true while older messages are being read, OlderPaused while the
	// user has stopped that for this chat alone, and Older is how many that has
	// brought.
	ReadingOlder bool `json:"readingOlder,omitempty"`
	OlderPaused  bool `json:"olderPaused,omitempty"`
	Older        int  `json:"older,omitempty"`
}

// Link is the remembered pair chat → record.
type Link struct {
	Module   contract.Module     `json:"module"`
	RecordID string              `json:"recordId"`
	Name     string              `json:"name"`
	Origin   contract.LinkOrigin `json:"origin"`
	LinkedAt int64               `json:"linkedAt"`
	// Held is the number by which the record was found, nil when it was not found by
	// one.
	Held *contract.HeldNumber `json:"held,omitempty"`
	// Since is where the first backup begins, Unix seconds.
	Since  int64 `json:"since"`
	Paused bool  `json:"paused,omitempty"`
	// Unsure is true until a look after the record was created has shown how
	// many there are, and Twice when there are two.
	Unsure bool `json:"unsure,omitempty"`
	Twice  bool `json:"twice,omitempty"`
	// Gone is true when Zoho no longer has the record; nothing is written then.
	Gone bool `json:"gone,omitempty"`
	// Fresh is true until the journal's notes were bound to this record.
	Fresh bool `json:"fresh,omitempty"`
	// Moved is true while the notes are still to follow the record, which was merged
	// into this one or became it.
	Moved bool `json:"moved,omitempty"`
	// Fill are the empty phone fields of a record that does not hold the chat's
	// number.
	Fill []contract.FieldChoice `json:"fill,omitempty"`
}

// Ref names a record.
type Ref struct {
	Module contract.Module `json:"module"`
	ID     string          `json:"id"`
}

// Ref returns the record of a link.
func (l *Link) Ref() Ref { return Ref{l.Module, l.RecordID} }

// Active says that the chat is to be backed up.
func (l *Link) Active() bool { return l != nil && !l.Paused && !l.Gone }

// Lookup is what Zoho said when it was last asked about this number.
type Lookup struct {
	// At is when, Unix milliseconds.
	At         int64                `json:"at"`
	Candidates []contract.Candidate `json:"candidates,omitempty"`
	// Why says why the answer was not one certain record.
	Why contract.Why `json:"why,omitempty"`
	// Aside are records that hold the number, or almost, and are not offered.
	Aside []contract.SetAside `json:"aside,omitempty"`
	// Indexed is true when the whole directory was asked, so that the answer
	// holds until a change touches it.
	Indexed bool `json:"indexed,omitempty"`
	// Failed is true when the answer was a refusal that concerns this number
	// alone, so that nothing is known.
	Failed bool `json:"failed,omitempty"`
}

// CreateIntent is the user's order to create a record. It is written before
// the first call and removed with the same write that stores the link, so a
// stopped worker knows how far it came.
type CreateIntent struct {
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	// Module is where the record is created; empty, in what an earlier version
	// stored, is Contacts.
	Module contract.Module `json:"module,omitempty"`
	// LayoutID is the layout it is created in, empty when Zoho shall choose.
	LayoutID string `json:"layoutId,omitempty"`
	// PhoneFields are the API names of the fields that take the number, the one
	// the user has chosen first; none means the preferred one.
	PhoneFields []string `json:"phoneFields,omitempty"`
	// Values are the other fields by API name, each in the JSON type in which
	// Zoho takes it.
	Values map[string]json.RawMessage `json:"values,omitempty"`
	// OrderedAt is when the user clicked, Unix milliseconds.
	OrderedAt int64 `json:"orderedAt"`
	// SentAt is when the record was last sent to Zoho with no answer kept,
	// Unix milliseconds; 0 when it was not sent yet.
	SentAt int64 `json:"sentAt,omitempty"`
}

// Account is a WhatsApp account seen in this browser, together with the Zoho
// organisation its chats are kept in. Chats, links, journal and sync times hang
// on this pair: who connects another organisation begins anew there, and finds
// everything in its place when they come back.
type Account struct {
	// Key is canonical and never changes once given.
	Key string `json:"key"`
	// WhatsApp is the account's canonical JID, the same under every organisation.
	WhatsApp string `json:"whatsapp"`
	// Org is Zoho's id of the organisation, empty before the first sign-in.
	Org string `json:"org"`
	// IDs are its JIDs: phone, LID or both.
	IDs  []string `json:"ids"`
	Name string   `json:"name"`
	// Numbers are the account's own, as they were read once.
	Numbers []phone.Number `json:"numbers,omitempty"`
}

// ResolveAccount returns the account under org that one of ids belongs to, or
// makes it, with jid as its canonical JID if none of ids has been seen before.
// Ids learned later join the account that knows the other one.
func (s *Store) ResolveAccount(ctx context.Context, org, jid string, ids []string, name string) (Account, error) {
	var known []Account
	if _, err := s.get(ctx, s.local, keyAccounts, &known); err != nil {
		return Account{}, err
	}
	for i := range known {
		if !overlap(known[i].IDs, ids) {
			continue
		}
		jid = known[i].WhatsApp
		if known[i].Org != org {
			continue
		}
		merged := union(ids, known[i].IDs)
		if slices.Equal(merged, known[i].IDs) && (name == "" || name == known[i].Name) {
			return known[i], nil
		}
		known[i].IDs = merged
		if name != "" {
			known[i].Name = name
		}
		return known[i], s.put(ctx, s.local, keyAccounts, known)
	}
	made := Account{Key: jid + accountOrg + org, WhatsApp: jid, Org: org, IDs: ids, Name: name}
	return made, s.put(ctx, s.local, keyAccounts, append(known, made))
}

// Account returns an account by its key.
func (s *Store) Account(ctx context.Context, key string) (Account, bool, error) {
	var known []Account
	if _, err := s.get(ctx, s.local, keyAccounts, &known); err != nil {
		return Account{}, false, err
	}
	i := slices.IndexFunc(known, func(a Account) bool { return a.Key == key })
	if i < 0 {
		return Account{}, false, nil
	}
	return known[i], true, nil
}

// SaveNumbers stores the numbers of an account as they were read.
func (s *Store) SaveNumbers(ctx context.Context, key string, numbers []phone.Number) error {
	var known []Account
	if _, err := s.get(ctx, s.local, keyAccounts, &known); err != nil {
		return err
	}
	for i := range known {
		if known[i].Key == key {
			known[i].Numbers = numbers
		}
	}
	return s.put(ctx, s.local, keyAccounts, known)
}

// Decided is what was last decided of the chats of an account that are not stored.
type Decided struct {
	// Basis is what that rests on: a text that is another one when another decision
	// may follow.
	Basis string `json:"basis"`
	// Nobody holds the keys of the chats whose number no record holds. They are many,
	// and nothing else need be remembered of them.
	Nobody []string `json:"nobody,omitempty"`
}

// Decided returns what was last decided of the chats of an account.
func (s *Store) Decided(ctx context.Context, account string) (Decided, error) {
	var d Decided
	_, err := s.get(ctx, s.local, prefixDecided+account, &d)
	return d, err
}

// SaveDecided stores what was decided of all chats of an account.
func (s *Store) SaveDecided(ctx context.Context, account string, d Decided) error {
	return s.put(ctx, s.local, prefixDecided+account, d)
}

// ResolveChat returns the chat that one of ids belongs to under account, or a
// new one with the given key that is not stored yet. Ids learned later are
// added to it. Of two chats that turn out to be one, the linked one counts: its
// notes are in Zoho under its key.
func (s *Store) ResolveChat(ctx context.Context, account, key string, ids []string) (Chat, error) {
	aliases, err := s.aliases(ctx, account, ids)
	if err != nil {
		return Chat{}, err
	}
	return resolve(Chat{Account: account, Key: key}, ids, aliases, func(known string) (Chat, bool, error) {
		return s.Chat(ctx, account, known)
	})
}

// aliases returns the keys of the chats that ids belong to, by id.
func (s *Store) aliases(ctx context.Context, account string, ids []string) (map[string]string, error) {
	if known, ok := s.cachedAliases(account, ids); ok {
		return known, nil
	}
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = aliasKey(account, id)
	}
	values, err := s.local.Get(ctx, keys...)
	if err != nil {
		return nil, fmt.Errorf("store: read alias: %w", err)
	}
	return decodeAliases(account, values)
}

func decodeAliases(account string, values map[string]json.RawMessage) (map[string]string, error) {
	aliases := make(map[string]string, len(values))
	prefix := aliasKey(account, "")
	for key, raw := range values {
		var known string
		if err := json.Unmarshal(raw, &known); err != nil {
			return nil, fmt.Errorf("store: read alias: damaged: %w", err)
		}
		aliases[strings.TrimPrefix(key, prefix)] = known
	}
	return aliases, nil
}

// resolve returns the stored chat that one of ids belongs to, else made. Of two
// chats that turn out to be one, the linked one counts. A telephone number may have
// passed from one person to another: it does not lead to a chat whose LIDs are others.
func resolve(made Chat, ids []string, aliases map[string]string, chat func(key string) (Chat, bool, error)) (Chat, error) {
	best, any := made, false
	for _, id := range ids {
		known, ok := aliases[id]
		if !ok {
			continue
		}
		found, there, err := chat(known)
		if err != nil {
			return Chat{}, err
		}
		if there && !isLID(id) && strangers(ids, found.IDs) {
			continue
		}
		if there && (!any || best.Link == nil && found.Link != nil) {
			best, any = found, true
		}
	}
	best.IDs = union(ids, best.IDs)
	return best, nil
}

// isLID says whether a JID names a person and no number.
func isLID(jid string) bool { return strings.HasSuffix(jid, "@lid") }

// strangers says whether two sets of JIDs are those of two persons: both hold LIDs,
// and none is common.
func strangers(x, y []string) bool {
	lids := 0
	for _, id := range x {
		if isLID(id) {
			if lids++; slices.Contains(y, id) {
				return false
			}
		}
	}
	return lids > 0 && slices.ContainsFunc(y, isLID)
}

// Book is everything stored of an account's chats, for looking up many of them.
type Book struct {
	store   *Store
	account string
	held    *cachedAccount
}

// Book reads the chats of an account.
func (s *Store) Book(ctx context.Context, account string) (*Book, error) {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	held, err := s.load(ctx, account)
	return &Book{store: s, account: account, held: held}, err
}

// Chat returns one chat as it is stored, by its canonical key.
func (b *Book) Chat(key string) (Chat, bool) {
	b.store.cache.mu.Lock()
	defer b.store.cache.mu.Unlock()
	c, found := b.held.chats[key]
	return c.clone(), found
}

// Resolve is [Store.ResolveChat] on what the book holds.
func (b *Book) Resolve(key string, ids []string) Chat {
	b.store.cache.mu.Lock()
	defer b.store.cache.mu.Unlock()
	// Looking up in the book cannot fail.
	chat, _ := resolve(Chat{Account: b.account, Key: key}, ids, b.held.aliases, func(known string) (Chat, bool, error) {
		c, found := b.held.chats[known]
		return c, found, nil
	})
	return chat.clone()
}

// Chat returns one chat by its canonical key.
func (s *Store) Chat(ctx context.Context, account, key string) (Chat, bool, error) {
	if c, found, known := s.cachedChat(account, key); known {
		return c, found, nil
	}
	var c Chat
	found, err := s.get(ctx, s.local, chatKey(account, key), &c)
	return c, found, err
}

// SaveChat stores a chat and the JIDs it is known by, at once.
func (s *Store) SaveChat(ctx context.Context, c Chat) error {
	values := map[string]any{chatKey(c.Account, c.Key): c}
	for _, id := range c.IDs {
		values[aliasKey(c.Account, id)] = c.Key
	}
	return s.saveCached(ctx, c, values)
}

// Chats returns every remembered chat of an account, in the order of their keys.
func (s *Store) Chats(ctx context.Context, account string) ([]Chat, error) {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	held, err := s.load(ctx, account)
	if err != nil {
		return nil, err
	}
	out := make([]Chat, len(held.keys))
	for i, key := range held.keys {
		out[i] = held.chats[key].clone()
	}
	return out, nil
}

// EachChat calls fn for every remembered chat of an account, in the order of their
// keys. fn neither changes the chat nor keeps it or asks the store.
func (s *Store) EachChat(ctx context.Context, account string, fn func(*Chat)) error {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	held, err := s.load(ctx, account)
	if err != nil {
		return err
	}
	for _, key := range held.keys {
		c := held.chats[key]
		fn(&c)
	}
	return nil
}

// Accounts returns every account seen in this browser under an organisation.
func (s *Store) Accounts(ctx context.Context, org string) ([]Account, error) {
	var known []Account
	_, err := s.get(ctx, s.local, keyAccounts, &known)
	return slices.DeleteFunc(known, func(a Account) bool { return a.Org != org }), err
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// union returns a followed by what only b has.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
