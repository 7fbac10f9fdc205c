package main

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// playToBackup plays the story on a stage until the chat with
// [fakewhatsapp.ChatMaya] is linked and saved for the first time. WhatsApp Web
// is then in front, with the sidebar beside it.
func playToBackup(ctx context.Context, stage *e2e.Stage) (*e2e.Story, error) {
	story := &e2e.Story{Stage: stage}
	for _, step := range e2e.Steps() {
		if err := step.Do(ctx, story); err != nil {
			return nil, err
		}
		card, err := stage.Card(fakewhatsapp.ChatMaya)
		if err != nil {
			return nil, err
		}
		if card.Sync != nil && card.Sync.SyncedAt > 0 {
			break
		}
	}
	return story, nil
}
