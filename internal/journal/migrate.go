package journal

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// migrations[n] brings layout n+1 to layout n+2. Each is done in transactions of
// a bounded size, may be stopped between any two of them, and does no harm when
// it is done again: the version is written after the last one.
var migrations = []func(context.Context, KV) error{
	// Layout 2 keeps totals of each chat and knows which days hold words.
	addTotals,
	// Layout 3 knows which messages have a file.
	listAttachments,
	// Layout 4 knows how large the files are that were too large for the user.
	relistLarge,
}

// migrate brings a database to the present layout. Data of a newer version is
// left alone.
func migrate(ctx context.Context, kv KV) error {
	version, err := readVersion(ctx, kv)
	if err != nil {
		return err
	}
	for ; version < Schema; version++ {
		if err := migrations[version-1](ctx, kv); err != nil {
			return fmt.Errorf("layout %d: %w", version+1, err)
		}
		if err := kv.Update(ctx, func(tx Tx) error { return putVersion(tx, version+1) }); err != nil {
			return err
		}
	}
	return nil
}

// readVersion returns the version of a layout, and writes the present one into an
// empty database.
func readVersion(ctx context.Context, kv KV) (version int, err error) {
	var raw []byte
	if err := kv.View(ctx, func(tx Tx) error {
		raw, err = tx.Get(storeMeta, metaSchema)
		return err
	}); err != nil {
		return 0, err
	}
	if raw == nil {
		return Schema, kv.Update(ctx, func(tx Tx) error { return putVersion(tx, Schema) })
	}
	version, err = strconv.Atoi(string(raw))
	switch {
	case err != nil:
		return 0, fmt.Errorf("layout version is damaged: %w", err)
	case version < 1:
		return 0, fmt.Errorf("layout %d was never written by Chatkeep", version)
	case version > Schema:
		return 0, fmt.Errorf("layout %d, this version knows %d: %w", version, Schema, ErrNewerData)
	}
	return version, nil
}

// metaSchema is the key of the layout's version.
const metaSchema = "schema"

func putVersion(tx Tx, version int) error {
	return tx.Put(storeMeta, metaSchema, []byte(strconv.Itoa(version)))
}

// migrationStep bounds how many keys one transaction of a migration writes.
const migrationStep = 500

// addTotals counts the notes of each chat, and lists the days whose messages have
// their words: in layout 1 all.
func addTotals(ctx context.Context, kv KV) error {
	totals := map[string]Totals{}
	days := map[string]bool{}
	if err := kv.View(ctx, func(tx Tx) error {
		clear(totals)
		if err := tx.Range(storeNotes, "", func(_ string, value []byte) error {
			var n Note
			if err := decode(storeNotes, value, &n); err != nil {
				return err
			}
			key, err := newKey(n.Account, n.Key)
			if err != nil {
				return err
			}
			totals[key] = totals[key].with(n, 1)
			return nil
		}); err != nil {
			return err
		}
		keys, err := tx.Keys(storeMessages, "")
		if err != nil {
			return err
		}
		for _, key := range keys {
			parts := strings.Split(key, separator)
			if len(parts) != 4 {
				return fmt.Errorf("damaged key of %d parts", len(parts))
			}
			days[strings.Join([]string{parts[0], parts[2], parts[1]}, separator)] = true
		}
		return nil
	}); err != nil {
		return err
	}
	if err := inSteps(ctx, kv, totals, func(tx Tx, key string, t Totals) error { return put(tx, storeTotals, key, t) }); err != nil {
		return err
	}
	return inSteps(ctx, kv, days, func(tx Tx, key string, _ bool) error { return tx.Put(storeWords, key, present()) })
}

// inSteps calls fn for each of items, some of them in one transaction.
func inSteps[V any](ctx context.Context, kv KV, items map[string]V, fn func(Tx, string, V) error) error {
	keys := make([]string, 0, len(items))
	for key := range items {
		keys = append(keys, key)
	}
	for len(keys) > 0 {
		step := keys[:min(migrationStep, len(keys))]
		keys = keys[len(step):]
		if err := kv.Update(ctx, func(tx Tx) error {
			for _, key := range step {
				if err := fn(tx, key, items[key]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
