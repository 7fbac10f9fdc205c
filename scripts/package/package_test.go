package main

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
	"testing/fstest"
	"time"
)

func TestPackIsDeterministic(t *testing.T) {
	t.Parallel()
	files := func(at time.Time) fstest.MapFS {
		return fstest.MapFS{
			"panel/panel.js": {Data: []byte("b"), ModTime: at, Mode: 0o600},
			"manifest.json":  {Data: []byte("a"), ModTime: at},
			"z.wasm":         {Data: bytes.Repeat([]byte("c"), 100_000), ModTime: at, Mode: 0o755},
		}
	}
	first, err := pack(files(time.Unix(1, 0)))
	if err != nil {
		t.Fatal(err)
	}
	second, err := pack(files(time.Unix(2_000_000_000, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("times or modes of files change the archive")
	}
	archive, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name string
		size int
	}{{"manifest.json", 1}, {"panel/panel.js", 1}, {"z.wasm", 100_000}}
	if len(archive.File) != len(want) {
		t.Fatalf("the archive holds %d files, want %d", len(archive.File), len(want))
	}
	for i, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil || file.Name != want[i].name || len(content) != want[i].size || file.Mode() != 0o644 {
			t.Errorf("entry %d is %s, %d bytes, %v, %v; want %+v", i, file.Name, len(content), file.Mode(), err, want[i])
		}
	}
}
