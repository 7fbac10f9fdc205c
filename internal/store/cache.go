package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// cache holds the chats of each account as they are stored, so that a request
// which goes through all of them reads and decodes them once in a life of the
// worker. That is right because nobody else writes them. Whoever gets a chat gets
// a copy. The mutex is held while a chat is written, so that memory and storage
// follow one order.
type cache struct {
	mu       sync.Mutex
	accounts map[string]*cachedAccount
}

// cachedAccount is what is stored of one account.
type cachedAccount struct {
	chats map[string]Chat
	// keys are those of chats, sorted.
	keys    []string
	aliases map[string]string
}

// load returns what is stored of an account, from memory if it was read before.
// The caller holds the mutex.
func (s *Store) load(ctx context.Context, account string) (*cachedAccount, error) {
	if known := s.cache.accounts[account]; known != nil {
		return known, nil
	}
	read, err := s.readAccount(ctx, account)
	if err != nil {
		return nil, err
	}
	s.cache.accounts[account] = read
	return read, nil
}

// cachedChat returns a chat from memory; known is false when memory does not know.
func (s *Store) cachedChat(account, key string) (c Chat, found, known bool) {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	have := s.cache.accounts[account]
	if have == nil {
		return c, false, false
	}
	c, found = have.chats[key]
	return c.clone(), found, true
}

// cachedAliases returns the keys of the chats that ids belong to, by id, if memory
// knows.
func (s *Store) cachedAliases(account string, ids []string) (aliases map[string]string, known bool) {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	have := s.cache.accounts[account]
	if have == nil {
		return nil, false
	}
	aliases = map[string]string{}
	for _, id := range ids {
		if key, found := have.aliases[id]; found {
			aliases[id] = key
		}
	}
	return aliases, true
}

// readAccount reads what is stored of an account.
func (s *Store) readAccount(ctx context.Context, account string) (*cachedAccount, error) {
	chats, err := s.local.WithPrefix(ctx, chatKey(account, ""))
	if err != nil {
		return nil, fmt.Errorf("store: read chats: %w", err)
	}
	read := &cachedAccount{chats: make(map[string]Chat, len(chats))}
	for _, raw := range chats {
		var c Chat
		if err := json.Unmarshal(raw, &c); err != nil {
			return nil, fmt.Errorf("store: read chats: damaged: %w", err)
		}
		read.chats[c.Key] = c
	}
	read.keys = slices.Sorted(maps.Keys(read.chats))
	aliases, err := s.local.WithPrefix(ctx, aliasKey(account, ""))
	if err != nil {
		return nil, fmt.Errorf("store: read aliases: %w", err)
	}
	read.aliases, err = decodeAliases(account, aliases)
	return read, err
}

// saveCached writes a chat with its aliases, and lets memory follow. After an error
// nobody knows what is stored, so it is read again.
func (s *Store) saveCached(ctx context.Context, c Chat, values map[string]any) error {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	known := s.cache.accounts[c.Account]
	delete(s.cache.accounts, c.Account)
	if err := s.putAll(ctx, s.local, values); err != nil {
		return err
	}
	if known == nil {
		return nil
	}
	if _, found := known.chats[c.Key]; !found {
		at, _ := slices.BinarySearch(known.keys, c.Key)
		known.keys = slices.Insert(known.keys, at, c.Key)
	}
	known.chats[c.Key] = c.clone()
	for _, id := range c.IDs {
		known.aliases[id] = c.Key
	}
	s.cache.accounts[c.Account] = known
	return nil
}

// clone returns a chat that shares nothing with c which anybody changes in place.
func (c Chat) clone() Chat {
	c.IDs, c.Declined = slices.Clone(c.IDs), slices.Clone(c.Declined)
	c.Number, c.Problem = copied(c.Number), copied(c.Problem)
	c.Link, c.Former = c.Link.clone(), c.Former.clone()
	if c.Lookup = copied(c.Lookup); c.Lookup != nil {
		c.Lookup.Candidates, c.Lookup.Aside = slices.Clone(c.Lookup.Candidates), slices.Clone(c.Lookup.Aside)
	}
	if c.Create = copied(c.Create); c.Create != nil {
		c.Create.PhoneFields, c.Create.Values = slices.Clone(c.Create.PhoneFields), maps.Clone(c.Create.Values)
	}
	c.Tally.OlderFrom = copied(c.Tally.OlderFrom)
	return c
}

func (l *Link) clone() *Link {
	if l = copied(l); l != nil {
		l.Fill = slices.Clone(l.Fill)
	}
	return l
}

func copied[V any](v *V) *V {
	if v == nil {
		return nil
	}
	w := *v
	return &w
}
