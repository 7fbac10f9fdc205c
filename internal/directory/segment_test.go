package directory

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// newSegment returns a segment of three records and its bytes.
func newSegment(t testing.TB) (*segment, []byte) {
	t.Helper()
	source := sources()[0]
	data, unreadable, err := encodeRows(source, []Row{
		{ID: "30", Name: "Cy", Modified: time.Unix(1_800_000_000, 0), Phones: []string{"ask Ada", "", ""}},
		{ID: "4", Name: "Ada Example", OwnerID: "7", Modified: time.Unix(1_700_000_000, 5), Phones: []string{"+1 415 555 0100", "", "x"}},
		{ID: "100", Name: strings.Repeat("ä", 300), Phones: []string{"", strings.Repeat("1", 251), "(415) 555-0100 / 020 7946 0018"}},
		{ID: "5", Phones: []string{"", "", ""}},
	})
	if err != nil || unreadable != 1 {
		t.Fatalf("%d unreadable, error %v", unreadable, err)
	}
	s, err := openSegment(data)
	if err != nil {
		t.Fatal(err)
	}
	return s, data
}

func TestSegmentGivesBackWhatItTook(t *testing.T) {
	t.Parallel()
	s, _ := newSegment(t)
	var got []Record
	for i := range s.records() {
		e, err := s.entry(i)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.record(sources()[0].Fields))
	}
	want := []Record{
		{Ref: Ref{contacts, "4"}, Name: "Ada Example", OwnerID: "7", Modified: time.Unix(1_700_000_000, 0).UTC(),
			Phones: []Phone{{"Phone", "+1 415 555 0100"}, {"Second_Phone__c", "x"}}},
		{Ref: Ref{contacts, "30"}, Name: "Cy", Modified: time.Unix(1_800_000_000, 0).UTC(), Phones: []Phone{{"Phone", "ask Ada"}}},
		{Ref: Ref{contacts, "100"}, Name: strings.Repeat("ä", 240), Modified: time.Unix(0, 0).UTC(),
			Phones: []Phone{{"Mobile", ""}, {"Second_Phone__c", "(415) 555-0100 / 020 7946 0018"}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if s.live != 3 || s.unreadable != 1 {
		t.Errorf("%d live, %d unreadable; want 3 and 1", s.live, s.unreadable)
	}
	for id, want := range map[string]int{"4": 0, "30": 1, "100": 2} {
		if at, found := s.find(moduleContacts, []byte(id)); !found || at != want {
			t.Errorf("record %s found %v at %d", id, found, at)
		}
	}
	for _, id := range []string{"", "3", "5", "99", "101", "1000"} {
		if at, found := s.find(moduleContacts, []byte(id)); found {
			t.Errorf("record %q found at %d", id, at)
		}
	}
	if _, found := s.find(moduleLeads, []byte("4")); found {
		t.Error("a lead is found among contacts")
	}
}

func TestSegmentFindsBySpan(t *testing.T) {
	t.Parallel()
	s, _ := newSegment(t)
	find := func(spans []phone.Span) (found []int) {
		s.lookup(spans, func(at int) bool {
			found = append(found, at)
			return true
		})
		slices.Sort(found)
		return slices.Compact(found)
	}
	if got := find(number("4155550100").Spans()); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("records %v hold the number, want 0 and 2", got)
	}
	if got := find(phone.SpansEnding("9460018")); !slices.Equal(got, []int{2}) {
		t.Errorf("records %v end in the digits, want 2", got)
	}
	s.kill(2)
	s.kill(2)
	if got := find(phone.SpansEnding("9460018")); got != nil || s.live != 2 {
		t.Errorf("a killed record is found at %v, %d are live", got, s.live)
	}
	s.kill(1)
	if s.unreadable != 0 || s.live != 1 {
		t.Errorf("%d unreadable, %d live; want none and 1", s.unreadable, s.live)
	}
}

func TestDamagedSegmentIsRefused(t *testing.T) {
	t.Parallel()
	_, data := newSegment(t)
	for at := range data {
		damaged := slices.Clone(data)
		damaged[at] ^= 0x20
		if _, err := openSegment(damaged); !errors.Is(err, ErrDamaged) && (at != 3 || !errors.Is(err, ErrNewer)) {
			t.Fatalf("byte %d changed: %v", at, err)
		}
		if _, err := openSegment(data[:at]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut after %d bytes: %v", at, err)
		}
	}
	newer := slices.Clone(data)
	newer[3] = segmentVersion + 1
	if _, err := openSegment(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer layout gave %v", err)
	}
}

// FuzzSegment holds that no bytes make a segment panic, even with a checksum
// that fits.
func FuzzSegment(f *testing.F) {
	_, data := newSegment(f)
	f.Add(data[:len(data)-checksumSize], "4")
	f.Add([]byte("CKD\x01"), "")
	f.Fuzz(func(_ *testing.T, data []byte, id string) {
		data = binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
		s, err := openSegment(data)
		if err != nil {
			return
		}
		s.find(moduleContacts, []byte(id))
		s.overlaps(s)
		s.lookup(phone.SpansEnding("0100"), func(at int) bool {
			_, _ = s.entry(at)
			s.kill(at)
			return true
		})
		for i := range s.records() {
			_, _ = s.entry(i)
		}
	})
}
