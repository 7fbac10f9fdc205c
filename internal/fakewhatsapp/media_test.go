package fakewhatsapp

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// heldMedia adds attachments of every place and trick to a chat, each the newest message of a chat of its own,
// so that pages have it in memory.
func heldMedia(t *testing.T, s *Server) (keys, tricks map[string]string) {
	t.Helper()
	keys, tricks = map[string]string{}, map[string]string{}
	made := 0
	add := func(media Media) string {
		made++
		chat := "1202555" + string(rune('0'+made/10)) + string(rune('0'+made%10)) + "00@c.us"
		media.Bytes = []byte{0xff, 0, byte(made)}
		noError(t, s.AddChat(Chat{ID: chat, Name: chat, Messages: []Msg{WithMedia(Image(""), media)}}))
		return must(s.Messages(chat))(t)[0].Key
	}
	keys["opaque"] = add(Media{Held: true})
	keys["text"] = add(Media{Held: true, Place: MediaOpaqueText})
	keys["cached"] = add(Media{Held: true, Place: MediaCached})
	keys["absent"] = add(Media{})
	for _, trick := range []MediaTrick{TrickThrows, TrickNever, TrickFake, TrickInherits, TrickLies, TrickHuge} {
		tricks[string(trick)] = add(Media{Held: true, Trick: trick})
	}
	return keys, tricks
}

func TestHeldMedia(t *testing.T) {
	t.Parallel()
	type look struct {
		Hint, Hashes, JSON bool
		Stage              string
		Size               int
		Opaque, Cached     any
		Same               any
	}
	var got struct {
		Looks, Later         map[string]look
		Odd                  map[string]any
		Released             string
		Rows                 bool
		Texts, Reads         []string
		Violations, Uncaught []any
	}
	s := New(Options{})
	keys, tricks := heldMedia(t, s)
	seq := len(s.log)
	scenario{server: s, script: "media.js", given: map[string]any{"keys": keys, "tricks": tricks, "chat": ChatElena}, change: func(s *Server) {
		s.log = s.log[seq:]
		noError(t, s.LetGoOfMedia(keys["opaque"]), s.LetGoOfMedia(keys["cached"]), s.LoadMedia(keys["absent"]))
	}}.run(t, &got)

	held := func(base64 string) []any { return []any{base64, "image/jpeg"} }
	const none = "Cannot read properties of undefined (reading 'forceToBlob')"
	first := map[string]look{
		"opaque": {Hint: true, Hashes: true, Stage: "RESOLVED", Size: 3, Opaque: held("/wAB"), Same: true},
		"text":   {Hint: true, Hashes: true, Stage: "RESOLVED", Size: 3, Opaque: held("/wAC"), Same: true},
		"cached": {Hint: true, Hashes: true, Stage: "NEED_POKE", Size: 3, Opaque: none, Cached: held("/wAD")},
		"absent": {Hashes: true, Stage: "NEED_POKE", Size: 3, Opaque: none},
	}
	later := map[string]look{
		"opaque": {Hashes: true, Stage: "NEED_POKE", Size: 3, Opaque: none},
		"text":   first["text"],
		"cached": {Hashes: true, Stage: "NEED_POKE", Size: 3, Opaque: none},
		"absent": {Hint: true, Hashes: true, Stage: "RESOLVED", Size: 3, Opaque: held("/wAE"), Same: true},
	}
	if !reflect.DeepEqual(got.Looks, first) || !reflect.DeepEqual(got.Later, later) {
		t.Errorf("first %+v\nlater %+v", got.Looks, got.Later)
	}
	odd := map[string]any{
		"throws": "OpaqueData:forceToBlob no b64 or blob", "never": []any{"[object Promise]", false, nil, nil},
		"fake": []any{"[object Object]", false, 7.0, nil}, "lies": []any{"[object Blob]", true, 7.0, 3.0},
		"huge": []any{"[object Blob]", true, 104857600.0, 104857600.0},
	}
	// Node takes what inherits from a Blob for one; a browser does not.
	delete(got.Odd, string(TrickInherits))
	if !reflect.DeepEqual(got.Odd, odd) {
		t.Errorf("tricks: %v", got.Odd)
	}
	if !strings.Contains(got.Released, "released") || got.Rows || !reflect.DeepEqual(got.Texts, []string{"undefined"}) {
		t.Errorf("released %q, rows with mediaData %v, texts with %v", got.Released, got.Rows, got.Texts)
	}
	if len(got.Violations)+len(got.Uncaught) > 0 || !slices.Contains(got.Reads, "forceToBlob") || !slices.Contains(got.Reads, "InMemoryMediaBlobCache.get") {
		t.Errorf("violations %v, uncaught %v, reads %v", got.Violations, got.Uncaught, got.Reads)
	}
}

func TestMediaIsRefused(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	key := must(s.Deliver(ChatMaya, Image("")))(t)
	for _, err := range []error{s.LoadMedia(key), s.LetGoOfMedia(key)} {
		if !errors.Is(err, ErrNoMedia) {
			t.Errorf("got %v", err)
		}
	}
	if err := s.LoadMedia("true_" + ChatMaya + "_NONE"); !errors.Is(err, ErrUnknownMessage) {
		t.Errorf("got %v", err)
	}
	noError(t, s.SetFields(key, map[string]any{"size": 7}))
	if got := must(s.Messages(ChatMaya))(t); got[len(got)-1].Fields["size"] != 7 {
		t.Errorf("fields %v", got[len(got)-1].Fields)
	}
}
