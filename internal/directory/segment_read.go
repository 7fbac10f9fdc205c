package directory

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sort"
	"time"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// segment is a stored piece of the index, ready for use.
type segment struct {
	keys, owners, offsets, blob []byte
	// unreadable counts the live records none of whose texts can be a number.
	unreadable int
	// live counts the records that are neither gone nor dead.
	live int
	// dead has a bit for every record that a newer segment hides; nil for none.
	dead []uint64
	size int
}

// openSegment checks a stored piece. The error matches [ErrDamaged] or [ErrNewer].
func openSegment(data []byte) (*segment, error) {
	if len(data) < headerSize+checksumSize || string(data[:3]) != segmentMagic {
		return nil, fmt.Errorf("%w: no segment", ErrDamaged)
	}
	if data[3] > segmentVersion {
		return nil, fmt.Errorf("%w: layout %d", ErrNewer, data[3])
	}
	end := len(data) - checksumSize
	if crc32.ChecksumIEEE(data[:end]) != binary.LittleEndian.Uint32(data[end:]) {
		return nil, fmt.Errorf("%w: checksum", ErrDamaged)
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint32(data[at:])) }
	records, keys, unreadable, blob := number(4), number(8), number(12), number(16)
	if int64(headerSize)+6*int64(keys)+4*int64(records)+int64(blob) != int64(end) || unreadable > records || records > maxSegment {
		return nil, fmt.Errorf("%w: sizes", ErrDamaged)
	}
	s := &segment{unreadable: unreadable, size: len(data)}
	rest := data[headerSize:end]
	s.keys, rest = rest[:4*keys:4*keys], rest[4*keys:]
	s.owners, rest = rest[:2*keys:2*keys], rest[2*keys:]
	s.offsets, s.blob = rest[:4*records:4*records], rest[4*records:]
	for i := range records {
		switch flags, ok := s.flags(i); {
		case !ok:
			return nil, fmt.Errorf("%w: record outside", ErrDamaged)
		case flags&flagGone == 0:
			s.live++
		}
	}
	return s, nil
}

func (s *segment) records() int { return len(s.offsets) / 4 }

// offset returns where a record begins.
func (s *segment) offset(record int) int {
	return int(binary.LittleEndian.Uint32(s.offsets[4*record:]))
}

func (s *segment) flags(record int) (byte, bool) {
	at := s.offset(record)
	if at >= len(s.blob) {
		return 0, false
	}
	return s.blob[at], true
}

// id returns the module and id of a record.
func (s *segment) id(record int) (byte, []byte) {
	r := reading{rest: s.blob[s.offset(record):]}
	flags := r.byte()
	return flags & flagLead, r.bytes()
}

// overlaps reports whether the records of two segments lie in the same range of
// ids; otherwise they hold no record both.
func (s *segment) overlaps(other *segment) bool {
	return s.records() > 0 && other.records() > 0 && s.compare(0, other, other.records()-1) <= 0 && other.compare(0, s, s.records()-1) <= 0
}

// compare orders a record of s and one of another segment.
func (s *segment) compare(at int, other *segment, otherAt int) int {
	module, id := s.id(at)
	otherModule, otherID := other.id(otherAt)
	if module != otherModule {
		return int(module) - int(otherModule)
	}
	return compareIDs(id, otherID)
}

// find returns the place of a record, and false when the segment has none.
func (s *segment) find(module byte, id []byte) (int, bool) {
	from, to := 0, s.records()
	for from < to {
		at := (from + to) / 2
		m, other := s.id(at)
		order := int(module) - int(m)
		if order == 0 {
			order = compareIDs(id, other)
		}
		switch {
		case order == 0:
			return at, true
		case order < 0:
			to = at
		default:
			from = at + 1
		}
	}
	return 0, false
}

// entry unpacks a record. Its texts are put in the place of their fields.
func (s *segment) entry(record int) (entry, error) {
	r := reading{rest: s.blob[s.offset(record):]}
	flags := r.byte()
	e := entry{module: flags & flagLead, gone: flags&flagGone != 0}
	e.row.ID, e.row.OwnerID = string(r.bytes()), string(r.bytes())
	e.row.Modified = time.Unix(int64(r.number()), 0).UTC()
	e.row.Name = string(r.bytes())
	for range r.number() {
		if r.bad {
			break
		}
		field, text := int(r.byte()), string(r.bytes())
		for field < maxFields && len(e.row.Phones) <= field {
			e.row.Phones = append(e.row.Phones, "")
		}
		if field < maxFields {
			e.row.Phones[field] = text
		}
	}
	if r.bad {
		return entry{}, fmt.Errorf("%w: record", ErrDamaged)
	}
	return e, nil
}

// lookup calls found with the place of every live record that has a key in one
// of spans, until it returns false. A record may come up more than once.
func (s *segment) lookup(spans []phone.Span, found func(record int) bool) bool {
	for _, span := range spans {
		count := len(s.keys) / 4
		at := sort.Search(count, func(i int) bool { return s.key(i) >= span.From })
		for ; at < count && s.key(at) < span.To; at++ {
			record := int(binary.LittleEndian.Uint16(s.owners[2*at:]))
			if record < s.records() && !s.isDead(record) && !found(record) {
				return false
			}
		}
	}
	return true
}

func (s *segment) key(i int) phone.Key {
	return phone.Key(binary.LittleEndian.Uint32(s.keys[4*i:]))
}

func (s *segment) isDead(record int) bool {
	return s.dead != nil && s.dead[record/64]&(1<<(record%64)) != 0
}

// kill hides a record, which a newer segment holds.
func (s *segment) kill(record int) {
	if s.isDead(record) {
		return
	}
	if s.dead == nil {
		s.dead = make([]uint64, (s.records()+63)/64)
	}
	s.dead[record/64] |= 1 << (record % 64)
	switch flags, _ := s.flags(record); {
	case flags&flagGone != 0:
	case flags&flagUnreadable != 0:
		s.unreadable--
		s.live--
	default:
		s.live--
	}
}

// reading takes values off the front of a record's bytes. After bytes that
// cannot be, bad is true and every further value is empty.
type reading struct {
	rest []byte
	bad  bool
}

func (r *reading) byte() byte {
	if len(r.rest) == 0 {
		r.bad = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reading) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reading) bytes() []byte {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}
