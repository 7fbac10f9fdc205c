package fakewhatsapp

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
)

// Media are the bytes of an attachment and how pages have them in memory. Without it a message's attachment
// lies on WhatsApp's servers alone.
type Media struct {
	// Bytes are the file.
	Bytes []byte
	// Held says that pages have it from the beginning, as one that WhatsApp Web has loaded by itself.
	// Otherwise [Server.LoadMedia] brings it.
	Held bool
	// Place is where pages have it; empty means MediaOpaque.
	Place MediaPlace
	// Trick is what a hostile page gives in its place; empty for the file itself.
	Trick MediaTrick
}

// MediaPlace is where WhatsApp Web keeps the bytes of an attachment (WAWebFileSaverDownloadData, client revision
// 1044822804).
type MediaPlace string

// The places.
const (
	// MediaOpaque: mediaData.mediaBlob is a WAWebMediaOpaqueData with a Blob in it. Only a message in memory
	// has one.
	MediaOpaque MediaPlace = "opaque"
	// MediaOpaqueText: the same with Base64 in it, which forceToBlob makes a Blob.
	MediaOpaqueText MediaPlace = "opaque-text"
	// MediaCached: WAWebMediaInMemoryBlobCache has the Blob by the hash of the file.
	MediaCached MediaPlace = "cached"
)

// MediaTrick is what a page may give in place of a Blob.
type MediaTrick string

// The tricks.
const (
	// TrickThrows: asking for it throws.
	TrickThrows MediaTrick = "throws"
	// TrickNever: a promise that never ends.
	TrickNever MediaTrick = "never"
	// TrickFake: an object that answers like a Blob with other bytes, and is none.
	TrickFake MediaTrick = "fake"
	// TrickInherits: an object that inherits from the Blob.
	TrickInherits MediaTrick = "inherits"
	// TrickLies: the Blob, with a size, a type and methods of its own that say something else.
	TrickLies MediaTrick = "lies"
	// TrickHuge: a Blob of a hundred mebibytes.
	TrickHuge MediaTrick = "huge"
)

// mediaRecord is [Media] as a page is told of it.
type mediaRecord struct {
	Bytes []byte     `json:"bytes"`
	Held  bool       `json:"held"`
	Place MediaPlace `json:"place"`
	Trick MediaTrick `json:"trick"`
}

// WithMedia gives an attachment its bytes. The message says their number and their hash; what it says of them
// can be changed in its Fields.
func WithMedia(m Msg, media Media) Msg {
	hash := sha256.Sum256(media.Bytes)
	m.Media = &media
	return m.with(map[string]any{"size": len(media.Bytes), "filehash": base64.StdEncoding.EncodeToString(hash[:])})
}

func (m *Media) record() *mediaRecord {
	if m == nil {
		return nil
	}
	place := m.Place
	if place == "" {
		place = MediaOpaque
	}
	return &mediaRecord{Bytes: bytes.Clone(m.Bytes), Held: m.Held, Place: place, Trick: m.Trick}
}

// LoadMedia lets pages load a message's attachment, as when the user looks at it. A message without [Media] has
// none to load.
func (s *Server) LoadMedia(keyText string) error { return s.holdMedia("load", keyText, true) }

// LetGoOfMedia lets pages drop a message's attachment from their memory, as WhatsApp Web does with what was not
// looked at for a while.
func (s *Server) LetGoOfMedia(keyText string) error { return s.holdMedia("let go of", keyText, false) }

func (s *Server) holdMedia(what, keyText string, held bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, record, err := s.world.message(keyText)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: %s media: %w", what, err)
	}
	if record.Media == nil {
		return fmt.Errorf("fakewhatsapp: %s media: %w", what, ErrNoMedia)
	}
	// The record may be with a page that is being served.
	changed := *record.Media
	changed.Held = held
	record.Media = &changed
	s.publish("media", map[string]any{"key": keyText, "held": held})
	return nil
}

// SetFields changes fields of a message by WhatsApp's own names, as a page may be told wrong ones. A nil value
// clears a field.
func (s *Server) SetFields(keyText string, fields map[string]any) error {
	err := s.change(keyText, func(*chatRecord, *messageRecord) map[string]any { return maps.Clone(fields) })
	if err != nil {
		return fmt.Errorf("fakewhatsapp: set fields: %w", err)
	}
	return nil
}
