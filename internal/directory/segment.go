package directory

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// A segment is a piece of the index as it is stored and as it is used: some
// records, sorted by module and id, and their keys, sorted, with the record each
// belongs to. Nothing is unpacked but what is asked for.
//
//	0      4  "CKD" and the version of the layout
//	4      4  records, R
//	8      4  keys, K
//	12     4  records none of whose texts can be a number
//	16     4  bytes of the records, B
//	20    4K  keys, ascending
//	…     2K  for each key, which record
//	…     4R  for each record, where among the records' bytes it begins
//	…      B  the records
//	…      4  CRC-32 (IEEE) of everything before
//
// Numbers are little-endian. A record is a byte of flags and then, as varints
// and as texts with their length before them: id, owner's id, time of change in
// Unix seconds, name, and for each field that is not empty its place among the
// source's fields and its text.
const (
	segmentMagic   = "CKD"
	segmentVersion = 1
	headerSize     = 20
	checksumSize   = 4
	// maxSegment is how many records one segment holds at most, because a key
	// names its record by two bytes.
	maxSegment = 1 << 16
)

// The flags of a record.
const (
	flagLead byte = 1 << iota
	flagGone
	flagUnreadable
)

// ErrDamaged says that a stored piece is not what was written.
var ErrDamaged = errors.New("directory: damaged")

// ErrNewer says that a newer version of Chatkeep has stored a piece.
var ErrNewer = errors.New("directory: data of a newer version")

// filed is a key, and in its last 16 bits the place of the record it belongs to.
type filed uint64

func newFiled(key phone.Key, record int) filed { return filed(key)<<16 | filed(record) }

func (f filed) key() uint32    { return uint32(f >> 16) }
func (f filed) record() uint16 { return uint16(f) }

// encode returns the segment of some records, and how many of them hold nothing
// that can be a number. Of several entries of one record the last one counts.
func encode(entries []entry) (data []byte, unreadable int, err error) {
	entries = lastOfEach(entries)
	if len(entries) > maxSegment {
		return nil, 0, fmt.Errorf("directory: encode: %d records", len(entries))
	}
	var (
		keys    = make([]filed, 0, 2*len(entries))
		offsets = make([]uint32, 0, len(entries))
		blob    = make([]byte, 0, 80*len(entries))
		scratch []phone.Key
	)
	for i, e := range entries {
		scratch = e.keys(scratch[:0])
		for _, key := range scratch {
			keys = append(keys, newFiled(key, i))
		}
		flags := byte(0)
		if e.module == moduleLeads {
			flags |= flagLead
		}
		switch {
		case e.gone:
			flags |= flagGone
		case len(scratch) == 0:
			flags |= flagUnreadable
			unreadable++
		}
		offsets = append(offsets, uint32(len(blob)))
		blob = appendRecord(blob, flags, e)
	}
	slices.Sort(keys)

	data = make([]byte, 0, headerSize+6*len(keys)+4*len(offsets)+len(blob)+checksumSize)
	data = append(append(data, segmentMagic...), segmentVersion)
	for _, n := range []uint32{uint32(len(entries)), uint32(len(keys)), uint32(unreadable), uint32(len(blob))} {
		data = binary.LittleEndian.AppendUint32(data, n)
	}
	for _, k := range keys {
		data = binary.LittleEndian.AppendUint32(data, k.key())
	}
	for _, k := range keys {
		data = binary.LittleEndian.AppendUint16(data, k.record())
	}
	for _, offset := range offsets {
		data = binary.LittleEndian.AppendUint32(data, offset)
	}
	data = append(data, blob...)
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data)), unreadable, nil
}

// lastOfEach sorts entries by module and id and keeps the last one of each. The
// pages of a build are so already.
func lastOfEach(entries []entry) []entry {
	order := func(a, b entry) int {
		if a.module != b.module {
			return int(a.module) - int(b.module)
		}
		return compareIDs(a.row.ID, b.row.ID)
	}
	sorted := true
	for i := 1; i < len(entries) && sorted; i++ {
		sorted = order(entries[i-1], entries[i]) < 0
	}
	if sorted {
		return entries
	}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, order)
	kept := entries[:0]
	for i, e := range entries {
		if i+1 == len(entries) || order(e, entries[i+1]) != 0 {
			kept = append(kept, e)
		}
	}
	return kept
}

func appendRecord(blob []byte, flags byte, e entry) []byte {
	text := func(s string) {
		blob = binary.AppendUvarint(blob, uint64(len(s)))
		blob = append(blob, s...)
	}
	blob = append(blob, flags)
	text(e.row.ID)
	text(e.row.OwnerID)
	blob = binary.AppendUvarint(blob, uint64(max(0, e.row.Modified.Unix())))
	text(e.row.Name)
	count := 0
	for _, stored := range e.row.Phones {
		if stored != "" {
			count++
		}
	}
	blob = binary.AppendUvarint(blob, uint64(count))
	for i, stored := range e.row.Phones {
		if stored != "" {
			blob = append(blob, byte(i))
			text(stored)
		}
	}
	return blob
}
