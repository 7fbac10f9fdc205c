package repo

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
)

// Text is a text file of the repository.
type Text struct {
	// Name is slash-separated and relative to the root.
	Name string
	// Content is the whole file.
	Content string
}

// Texts returns the text files under root that belong to the project: neither
// installed nor built, and without a NUL byte.
func Texts(root string) ([]Text, error) {
	var texts []Text
	files := os.DirFS(root)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch name {
			case ".git", "build", "dist", "extension/node_modules":
				return fs.SkipDir
			}
			return nil
		}
		// In a worktree .git is a file that names a folder of this machine.
		if !entry.Type().IsRegular() || name == ".git" {
			return nil
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if !bytes.ContainsRune(content, 0) {
			texts = append(texts, Text{name, string(content)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the repository: %w", err)
	}
	return texts, nil
}
