package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// TestWordsWaitForTheFirstNote: a life of the worker that writes no note does
// not read the words of one, and one that writes several reads them once.
func TestWordsWaitForTheFirstNote(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	s.wordsRead = 0
	s.wake()
	s.do(contract.KindPopupRefresh, contract.Nothing{})
	if s.wordsRead != 0 {
		t.Errorf("words read %d times without a note", s.wordsRead)
	}
	for _, text := range []string{"once more", "and again"} {
		s.whatsApp.say(adaJID, s.now(0), false, text)
		s.nextTick()
		s.wantNote(text)
	}
	if s.wordsRead != 1 {
		t.Errorf("words read %d times for two notes", s.wordsRead)
	}
}

// TestFirstViewIsWhole: the first request of a browser session has to wait for Zoho. The
// faces, which draw the view that is there meanwhile, find all in it that is stored.
func TestFirstViewIsWhole(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.onDemand()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.whatsApp.open(newJID)
	before := s.view()
	g := &gate{next: s.http, arrived: make(chan struct{}), opened: make(chan struct{})}
	s.http, s.session = g, store.NewMemory()
	s.wake()
	worker := s.app
	var hint sync.WaitGroup
	hint.Go(func() {
		request := fmt.Sprintf(`{"v":1,"kind":%q,"data":{"reason":"active","chat":%q}}`, contract.KindBridgeHint, newJID)
		if out, err := worker.Dispatch(context.Background(), json.RawMessage(request)); err != nil || strings.Contains(string(out), `"error"`) {
			t.Errorf("%s, %v", out, err)
		}
	})
	<-g.arrived
	now := s.view()
	close(g.opened)
	hint.Wait()
	if now.Zoho.State != contract.ZohoConnected || now.Zoho.Org != before.Zoho.Org || now.Settings != before.Settings ||
		now.Directory.State != before.Directory.State || now.WhatsApp.State != contract.TabReady ||
		now.Backup.State != contract.BackupIdle || now.Backup.Linked != 1 || now.Backup.LastSyncAt == 0 {
		t.Errorf("the view was %+v, before the browser was closed %+v", now, before)
	}
}
