package journal

import (
	"context"
	"slices"
	"sync"
)

// readCache holds how far the chats of each account have been read, so that a
// cycle which asks for all of them reads and decodes them once in a life of the
// worker. That is right because nobody else writes them. Whatever a transaction
// may have changed is read again.
type readCache struct {
	mu       sync.Mutex
	accounts map[string]map[string]Read
	// changes counts the changes, so that what was read before one is not kept
	// after it.
	changes int
	// whole are the accounts whose marks were all read once; of those a mark that is
	// missing was changed since.
	whole map[string]bool
}

// get returns the mark of a chat; false when memory does not know.
func (c *readCache) get(chat Chat) (Read, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, found := c.accounts[chat.Account][chat.Key]
	return r.clone(), found
}

// moment returns what put needs to know of the time before a read.
func (c *readCache) moment() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changes
}

// put keeps marks that were read after moment.
func (c *readCache) put(moment int, account string, reads map[string]Read) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes != moment {
		return
	}
	if c.accounts == nil {
		c.accounts = map[string]map[string]Read{}
	}
	if c.accounts[account] == nil {
		c.accounts[account] = make(map[string]Read, len(reads))
	}
	for key, r := range reads {
		c.accounts[account][key] = r.clone()
	}
}

// knows says whether all marks of an account were read once.
func (c *readCache) knows(account string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.whole[account]
}

// learned says that all marks of an account were read after moment.
func (c *readCache) learned(moment int, account string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes != moment {
		return
	}
	if c.whole == nil {
		c.whole = map[string]bool{}
	}
	c.whole[account] = true
}

// forget drops the mark of a chat that is about to change, or has changed.
func (c *readCache) forget(chat Chat) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	delete(c.accounts[chat.Account], chat.Key)
}

// updateChat is a transaction that may change how far a chat has been read.
func (j *Journal) updateChat(ctx context.Context, c Chat, fn func(Tx) error) error {
	j.reads.forget(c)
	defer j.reads.forget(c)
	return j.kv.Update(ctx, fn)
}

// clone returns a mark that shares nothing with r.
func (r Read) clone() Read {
	r.Cursor, r.Partial, r.Unread = copied(r.Cursor), copied(r.Partial), slices.Clone(r.Unread)
	r.Gap, r.Older = copied(r.Gap), copied(r.Older)
	return r
}

func copied[V any](v *V) *V {
	if v == nil {
		return nil
	}
	w := *v
	return &w
}
