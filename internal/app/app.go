package app

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// Config holds what the app needs from outside.
type Config struct {
	Store   *store.Store
	Journal *journal.Journal
	Pages   Pages
	Numbers phone.Reader
	Zoho    Zoho
	Zone    transcript.Zone
	// Words reads the words of a note; it is called before the first note is laid out.
	Words func() (transcript.Words, error)
	Clock Clock
}

// App is the core's set of use cases. It is safe for concurrent use.
type App struct {
	store   *store.Store
	journal *journal.Journal
	pages   Pages
	numbers phone.Reader
	shelf   directory.Shelf
	zoho    Zoho
	zone    transcript.Zone
	words   func() (transcript.Words, error)
	clock   Clock
	gate    *gate

	// cycling is the cyclePhase of the backup cycle that runs. It holds the lock
	// cycleTurn.
	cycling atomic.Int32
	// wished says that the user has asked for a cycle that writes everything, and
	// none has done so since.
	wished atomic.Bool
	// wishes counts what the user has asked for in this way, and granted is that count
	// when the last cycle began.
	wishes, granted atomic.Int64
	// deeds counts what was begun or left undone that may be worth another try by the
	// next cycle although nothing was stored of it.
	deeds atomic.Int64
	// chatMu guards the read-change-write of a stored chat; it is never held
	// across a call to Zoho or to the page.
	chatMu sync.Mutex
	// undrawn are the chats that have changed since the cycle last drew the cards, by
	// their sync keys; chatMu guards it.
	undrawn map[string]bool
	// connMu guards the read-change-write of the stored connection; it is never
	// held across a call to Zoho.
	connMu sync.Mutex
	// cardMu lets one card be drawn at a time; it guards what is shown of chats.
	cardMu sync.Mutex
	// viewMu guards the read-change-write of the view, and viewed.
	viewMu sync.Mutex
	// readings counts the readings of the page; viewed is the one that the view tells of.
	readings atomic.Int64
	viewed   int64
	// tokenMu lets one refresh run at a time.
	tokenMu  sync.Mutex
	standing standing
	// dirMu guards dir, the directory that is open, and the scope it was opened for.
	dirMu    sync.Mutex
	dir      *directory.Directory
	dirScope string
	// changesApart is until when the changes in each module are asked for by
	// themselves, Unix milliseconds. Nothing is lost with it but a credit.
	changesApart atomic.Int64
	// stepMu lets the directory be asked for one step at a time.
	stepMu sync.Mutex
	// wokeMu lets one at a time note that the computer has slept.
	wokeMu sync.Mutex
	// asking keeps the questions for messages apart.
	asking questionPace
	// busy holds the chats for which something is being asked or created, and the
	// turn to cycle.
	busy keyed
}

// New returns the app.
func New(c Config) *App {
	a := &App{
		store: c.Store, journal: c.Journal, numbers: c.Numbers, shelf: c.Journal.Shelf(), zoho: c.Zoho,
		zone: c.Zone, words: sync.OnceValues(c.Words), clock: c.Clock, gate: newGate(c),
		busy: keyed{held: map[string]chan struct{}{}}, undrawn: map[string]bool{},
	}
	a.pages = watchedPages{c.Pages, a}
	return a
}

func (a *App) now() time.Time { return a.clock.Now() }

// nowMS is the time in Unix milliseconds, as the faces want it.
func (a *App) nowMS() int64 { return a.clock.Now().UnixMilli() }

// updateChat changes one stored chat. fn gets the chat as it is stored now, or
// a new one, and returns whether to store it; what has not changed is not
// written again.
func (a *App) updateChat(ctx context.Context, like store.Chat, fn func(*store.Chat) bool) (store.Chat, error) {
	a.chatMu.Lock()
	defer a.chatMu.Unlock()
	chat, err := a.store.ResolveChat(ctx, like.Account, like.Key, like.IDs)
	if err != nil {
		return store.Chat{}, err
	}
	before, found, err := a.store.Chat(ctx, chat.Account, chat.Key)
	if err != nil {
		return store.Chat{}, err
	}
	if !fn(&chat) || found && reflect.DeepEqual(before, chat) {
		return chat, nil
	}
	a.undrawn[syncKey(chat)] = true
	return chat, a.store.SaveChat(ctx, chat)
}

// updateConnection changes the stored connection, if there still is one. fn
// returns whether to store it.
func (a *App) updateConnection(ctx context.Context, fn func(*store.Connection) bool) error {
	a.connMu.Lock()
	defer a.connMu.Unlock()
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found || !fn(&conn) {
		return err
	}
	return a.store.SaveConnection(ctx, conn)
}

// keyed is a set of locks by name.
type keyed struct {
	mu sync.Mutex
	// held has a channel for each lock that is held; its release closes it.
	held map[string]chan struct{}
}

// try takes the lock called name and returns its release. When somebody holds
// it, release is nil, and freed is closed when they let go.
func (k *keyed) try(name string) (release func(), freed <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if holder, held := k.held[name]; held {
		return nil, holder
	}
	own := make(chan struct{})
	k.held[name] = own
	return func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.held, name)
		close(own)
	}, nil
}

// hold waits until nobody holds the lock called name, takes it and returns its
// release.
func (k *keyed) hold(ctx context.Context, name string) (release func(), err error) {
	for {
		release, freed := k.try(name)
		if release != nil {
			return release, nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, fmt.Errorf("app: wait for %s: %w", name, ctx.Err())
		}
	}
}

// chatRef names a chat for the journal.
func chatRef(c store.Chat) journal.Chat { return journal.Chat{Account: c.Account, Key: c.Key} }

// syncKey names a chat in contract.SyncTimes.
func syncKey(c store.Chat) string { return c.Account + "/" + c.Key }

var errNotConnected = fail(contract.CodeUnauthenticated, contract.ProblemSignedOut, "Zoho is not connected")
