package whatsapp

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// asked is a question for up to six bytes from the fourth on, of a file of up to
// a hundred.
var asked = contract.MediaQuestion{
	Chat: "14155550132@c.us", Key: "false_14155550132@c.us_3EB0AA", Offset: 4, Count: 6, Most: 100,
}

func TestDecodeMediaPiece(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer string
		want         MediaPiece
	}{
		{
			"a piece in the middle", `{"v":1,"state":"here","size":20,"mime":"image/jpeg","data":"ZWZnaGlq"}`,
			MediaPiece{contract.MediaHere, 20, "image/jpeg", []byte("efghij")},
		},
		{"the last piece", `{"v":1,"state":"here","size":9,"data":"ZWZnaGk="}`, MediaPiece{contract.MediaHere, 9, "", []byte("efghi")}},
		{"a piece behind the end", `{"v":1,"state":"here","size":4,"data":""}`, MediaPiece{contract.MediaHere, 4, "", nil}},
		{"a file without bytes", `{"v":1,"state":"here"}`, MediaPiece{contract.MediaHere, 0, "", nil}},
		{"too large by one", `{"v":1,"state":"too_large","size":101}`, MediaPiece{contract.MediaTooLarge, 101, "", nil}},
		{"absent", `{"v":1,"state":"absent"}`, MediaPiece{State: contract.MediaAbsent}},
		{"barred", `{"v":1,"state":"barred"}`, MediaPiece{State: contract.MediaBarred}},
		{"gone", `{"v":1,"state":"gone"}`, MediaPiece{State: contract.MediaGone}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := DecodeMediaPiece(json.RawMessage(test.answer), asked)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, error %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestDecodeMediaPieceRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer string
		want         error
	}{
		{"no JSON", `{`, ErrMalformed},
		{"a list", `[]`, ErrMalformed},
		{"nothing", `null`, ErrVersion},
		{"another version", `{"v":2,"state":"gone"}`, ErrVersion},
		{"a field nobody named", `{"v":1,"state":"gone","mediaKey":"x"}`, ErrMalformed},
		{"a second value", `{"v":1,"state":"gone"}{}`, ErrMalformed},
		{"no state", `{"v":1}`, ErrMalformed},
		{"an unknown state", `{"v":1,"state":"HERE"}`, ErrMalformed},
		{"a byte too many", `{"v":1,"state":"here","size":9,"data":"ZWZnaGlq"}`, ErrMalformed},
		{"a byte too few", `{"v":1,"state":"here","size":20,"data":"ZWZnaGk="}`, ErrMalformed},
		{"no bytes", `{"v":1,"state":"here","size":20}`, ErrMalformed},
		{"bytes behind the end", `{"v":1,"state":"here","size":4,"data":"ZWZn"}`, ErrMalformed},
		{"a line feed among the bytes", `{"v":1,"state":"here","size":20,"data":"ZWZn\n\n\n\n"}`, ErrMalformed},
		{"letters of another Base64", `{"v":1,"state":"here","size":20,"data":"ZWZn-_lq"}`, ErrMalformed},
		{"bits behind the end", `{"v":1,"state":"here","size":9,"data":"ZWZnaGl="}`, ErrMalformed},
		{"a size below 0", `{"v":1,"state":"here","size":-1}`, ErrMalformed},
		{"no whole size", `{"v":1,"state":"here","size":9.5,"data":"ZWZnaGk="}`, ErrMalformed},
		{"here though too large", `{"v":1,"state":"here","size":101,"data":"ZWZnaGlq"}`, ErrMalformed},
		{"too large though it fits", `{"v":1,"state":"too_large","size":100}`, ErrMalformed},
		{"too large without a size", `{"v":1,"state":"too_large"}`, ErrMalformed},
		{"too large with bytes", `{"v":1,"state":"too_large","size":101,"data":"ZWZn"}`, ErrMalformed},
		{"barred with bytes", `{"v":1,"state":"barred","data":"ZWZn"}`, ErrMalformed},
		{"barred with a type", `{"v":1,"state":"barred","mime":"image/png"}`, ErrMalformed},
		{"gone with a size", `{"v":1,"state":"gone","size":1}`, ErrMalformed},
		{"too deep", `{"v":1,"state":"gone","size":` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + `}`, ErrSize},
		{"too long", `{"v":1,"state":"gone","mime":"` + strings.Repeat("x", maxBytes) + `"}`, ErrSize},
		{"no UTF-8", "{\"v\":1,\"state\":\"gone\",\"mime\":\"\xff\"}", ErrMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := DecodeMediaPiece(json.RawMessage(test.answer), asked)
			if !errors.Is(err, test.want) || !reflect.DeepEqual(got, MediaPiece{}) {
				t.Errorf("got %+v, error %v, want %v", got, err, test.want)
			}
		})
	}
}

// TestDecodeMediaPieceOfFullLength: the largest piece there is passes.
func TestDecodeMediaPieceOfFullLength(t *testing.T) {
	t.Parallel()
	data := bytes.Repeat([]byte{0, 0xff, 0x7f}, contract.MaxMediaPiece/3+1)[:contract.MaxMediaPiece]
	q := contract.MediaQuestion{Count: contract.MaxMediaPiece, Most: 1 << 24}
	got, err := DecodeMediaPiece(fmt.Appendf(nil, `{"v":1,"state":"here","size":%d,"data":%q}`, 1<<24, base64.StdEncoding.EncodeToString(data)), q)
	if err != nil || !bytes.Equal(got.Data, data) || got.Size != 1<<24 {
		t.Errorf("%d bytes of %d, error %v", len(got.Data), got.Size, err)
	}
}

func TestMIMEType(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"image/jpeg": "image/jpeg", "audio/ogg; codecs=opus": "audio/ogg", " Image/PNG ": "image/png",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"": "", "image": "", "image/": "", "/png": "", "image/png/x": "", "image/\r\nX: y": "", "bild/größe": "", "image/p ng": "", "-a/b": "",
		"a/" + strings.Repeat("b", 98): "a/" + strings.Repeat("b", 98), "a/" + strings.Repeat("b", 99): "",
	} {
		if got := mimeType(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

// FuzzDecodeMediaPiece holds that no answer makes the decoder panic, and that
// what it lets through is what was asked for.
// Run it with: go test -fuzz FuzzDecodeMediaPiece ./internal/whatsapp
func FuzzDecodeMediaPiece(f *testing.F) {
	f.Add([]byte(`{"v":1,"state":"here","size":20,"mime":"audio/ogg; codecs=opus","data":"ZWZnaGlq"}`), 4, 6, 100)
	f.Add([]byte(`{"v":1,"state":"too_large","size":101}`), 0, 1, 100)
	f.Add([]byte(`{"v":1,"state":"barred"}`), -1, 0, -1)
	f.Fuzz(func(t *testing.T, data []byte, offset, count, most int) {
		got, err := DecodeMediaPiece(data, contract.MediaQuestion{Offset: offset, Count: count, Most: most})
		if err != nil {
			checkError(t, err)
			return
		}
		switch got.State {
		case contract.MediaHere:
			if got.Size < 0 || got.Size > most || len(got.Data) > contract.MaxMediaPiece || len(got.Data) > max(0, count) || len(got.Data) != max(0, min(count, contract.MaxMediaPiece, got.Size-offset)) {
				t.Fatalf("%d bytes of %d", len(got.Data), got.Size)
			}
		case contract.MediaTooLarge:
			if got.Size <= most || got.Data != nil {
				t.Fatalf("%d bytes of %d are too large", len(got.Data), got.Size)
			}
		case contract.MediaAbsent, contract.MediaBarred, contract.MediaGone:
			if got.Size != 0 || got.MIME != "" || got.Data != nil {
				t.Fatalf("something is told of what is not read: %+v", got)
			}
		default:
			t.Fatalf("unknown state %q", got.State)
		}
		if got.MIME != mimeType(got.MIME) {
			t.Fatalf("%q is not clean", got.MIME)
		}
	})
}
