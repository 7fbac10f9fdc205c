package journal

import (
	"context"
	"fmt"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// listAttachments lists the files of all messages that have their words; layouts
// before the third did not.
func listAttachments(ctx context.Context, kv KV) error {
	wanted := map[string]Attachment{}
	if err := kv.View(ctx, func(tx Tx) error {
		clear(wanted)
		return tx.Range(storeMessages, "", func(key string, value []byte) error {
			var e Entry
			if err := decode(storeMessages, value, &e); err != nil {
				return err
			}
			parts := strings.Split(key, separator)
			if len(parts) != 4 {
				return fmt.Errorf("damaged key of %d parts", len(parts))
			}
			if e.Message.HasFile() {
				wanted[key] = Attachment{Chat: Chat{Account: parts[0], Key: parts[1]}, Date: parts[2], ID: parts[3]}
			}
			return nil
		})
	}); err != nil {
		return err
	}
	return inSteps(ctx, kv, wanted, func(tx Tx, _ string, a Attachment) error {
		_, due, err := a.keys()
		if err != nil {
			return err
		}
		return putDue(tx, due, a)
	})
}

// relistLarge lists the files anew that were given up because they were too large
// for the user, of messages that have their words; layouts before the fourth did not
// keep how large they are. One that was sent was too large for Zoho, and stays lost.
func relistLarge(ctx context.Context, kv KV) error {
	large := map[string]Attachment{}
	if err := kv.View(ctx, func(tx Tx) error {
		clear(large)
		return tx.Range(storeAttachments, "", func(key string, value []byte) error {
			var a Attachment
			if err := decode(storeAttachments, value, &a); err != nil {
				return err
			}
			if a.State != AttachLost || a.Cause != contract.GapFileTooLarge || a.Digest != "" {
				return nil
			}
			f, err := toAttach(tx, a)
			if err != nil || !f.Found || !f.Entry.Message.HasFile() {
				return err
			}
			if a.State = AttachLarge; f.Entry.Message.Media != nil {
				a.Size = int(f.Entry.Message.Media.Size)
			}
			large[key] = a
			return nil
		})
	}); err != nil {
		return err
	}
	return inSteps(ctx, kv, large, func(tx Tx, key string, a Attachment) error {
		_, due, err := a.keys()
		if err != nil {
			return err
		}
		lost := a
		lost.State = AttachLost
		if err := recountAttached(tx, lost, a); err != nil {
			return err
		}
		if err := putDue(tx, due, a); err != nil {
			return err
		}
		return put(tx, storeAttachments, key, a)
	})
}
