package app

import (
	"context"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// proof is what is stored of one linked chat, put together to say what of it is
// proven to stand in Zoho.
type proof struct {
	account store.Account
	chat    store.Chat
	days    []journal.HeldDay
	read    journal.Read
	// files are what is known of the files of its messages, filesWanted that the
	// user wants them to be attached, fileLimit how large they may be, in bytes, and
	// filesBarred that the sign-in does not allow it.
	files                    []journal.Attachment
	fileLimit                int
	filesWanted, filesBarred bool
}

// exportProof tells what is known of the backup of one chat or of all linked ones,
// without a word of what was written in them. It calls nobody.
func (a *App) exportProof(ctx context.Context, in contract.ProofExport) (contract.Proofs, error) {
	out := contract.Proofs{V: contract.Version, At: a.nowMS(), Chats: []contract.ChatProof{}}
	var err error
	if out.Org, err = a.org(ctx); err != nil {
		return out, err
	}
	times, err := a.store.SyncTimes(ctx)
	if err != nil {
		return out, err
	}
	if in.Chat != "" {
		p, err := a.proofOf(ctx, in.Chat)
		if err != nil {
			return out, err
		}
		out.Chats = append(out.Chats, p.tell(times))
		return out, nil
	}
	linked, err := a.linkedChats(ctx)
	if err != nil {
		return out, err
	}
	from := min(max(in.Skip, 0), len(linked))
	upto := min(from+proofsAtOnce, len(linked))
	for _, l := range linked[from:upto] {
		p, err := a.gather(ctx, l.account, l.chat)
		if err != nil {
			return out, err
		}
		out.Chats = append(out.Chats, p.tell(times))
	}
	if upto < len(linked) {
		out.Next = upto
	}
	return out, nil
}

// proofsAtOnce is how many chats one answer tells of. A day takes some 220 bytes of
// JSON, so that also chats of ten years, each of their days with a message, stay far
// below the 64 MiB that Chrome takes as a message.
const proofsAtOnce = 25

// accountChat is a chat with its account.
type accountChat struct {
	account store.Account
	chat    store.Chat
}

// linkedChats returns the linked chats of all accounts, always in the same order.
func (a *App) linkedChats(ctx context.Context) ([]accountChat, error) {
	accounts, err := a.accounts(ctx)
	if err != nil {
		return nil, err
	}
	var linked []accountChat
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return nil, err
		}
		for _, chat := range chats {
			if chat.Link != nil {
				linked = append(linked, accountChat{account, chat})
			}
		}
	}
	return linked, nil
}

// proofOf gathers what is stored of a linked chat. It is found also while no page
// of WhatsApp can be read; of two accounts with a chat of one id, the one that is
// signed in counts.
func (a *App) proofOf(ctx context.Context, jid string) (proof, error) {
	accounts, err := a.accounts(ctx)
	if err != nil {
		return proof{}, err
	}
	if len(accounts) > 1 {
		p, err := a.readPage(ctx)
		if err != nil {
			return proof{}, err
		}
		slices.SortStableFunc(accounts, func(x, y store.Account) int {
			return signedIn(p, y) - signedIn(p, x)
		})
	}
	for _, account := range accounts {
		chat, err := a.store.ResolveChat(ctx, account.Key, jid, []string{jid})
		if err != nil {
			return proof{}, err
		}
		if chat.Link != nil {
			return a.gather(ctx, account, chat)
		}
	}
	return proof{}, fail(contract.CodeNotFound, "", "the chat is not linked")
}

// signedIn is 1 for the account of a page, 0 for any other.
func signedIn(p page, account store.Account) int {
	if p.account.Key == account.Key {
		return 1
	}
	return 0
}

func (a *App) gather(ctx context.Context, account store.Account, chat store.Chat) (proof, error) {
	p := proof{account: account, chat: chat}
	var err error
	if p.days, err = a.journal.Held(ctx, chatRef(chat)); err != nil {
		return p, err
	}
	if p.read, err = a.journal.Read(ctx, chatRef(chat)); err != nil {
		return p, err
	}
	if p.files, err = a.journal.Attachments(ctx, chatRef(chat)); err != nil {
		return p, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return p, err
	}
	conn, _, err := a.store.Connection(ctx)
	p.filesWanted, p.fileLimit, p.filesBarred = settings.AttachMedia, fileLimit(settings), attachRefused(conn)
	return p, err
}

// tell says what is known of the chat. It is a pure function.
func (p proof) tell(times contract.SyncTimes) contract.ChatProof {
	sync := times.Chats[syncKey(p.chat)]
	out := contract.ChatProof{
		Account: p.account.WhatsApp, Chat: p.chat.IDs[0], Module: p.chat.Link.Module, RecordID: p.chat.Link.RecordID,
		SavedUntil: sync.SavedUntil, SyncedAt: sync.SyncedAt, Days: []contract.ProofDay{}, Gaps: p.gaps(sync.SyncedAt > 0),
	}
	chain := journal.Chain(p.days)
	for i, d := range p.days {
		day := contract.ProofDay{Date: d.Date, Held: len(d.Messages), Confirmed: d.Confirmed(), Digest: d.Digest(), Chain: chain[i]}
		for _, m := range d.Messages {
			if m.Words {
				day.Words++
			}
		}
		out.Held, out.Confirmed = out.Held+day.Held, out.Confirmed+day.Confirmed
		out.Days = append(out.Days, day)
	}
	return out
}
