package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// Whatever is asked of a core that finds data of a newer version, it refuses
// and tells the faces why. It writes nothing but the view.
func TestNewerDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	raw := []json.RawMessage{nil, json.RawMessage("{"), json.RawMessage(`{"v":99}`)}
	for _, r := range contract.Requests() {
		data, err := json.Marshal(contract.Request{V: contract.Version, Kind: r.Kind})
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, data)
	}
	for _, cause := range []error{store.ErrNewerData, journal.ErrNewerData} {
		for _, request := range raw {
			session := store.NewMemory()
			// What an earlier core left says nothing any more.
			if err := session.Set(t.Context(), map[string]json.RawMessage{contract.ViewKey: json.RawMessage(`{"v":1,"zoho":{"state":"connected","org":"Old"}}`)}); err != nil {
				t.Fatal(err)
			}
			c := &clock{t: time.UnixMilli(1_700_000_000_000)}
			wantNewer(t, app.NewerData(session, c, fmt.Errorf("open: %w", cause)), request)
			if keys := session.Keys(); !slices.Equal(keys, []string{contract.ViewKey}) {
				t.Errorf("%s left the keys %q", request, keys)
			}
			values, err := session.Get(t.Context(), contract.ViewKey)
			if err != nil {
				t.Fatal(err)
			}
			var view contract.View
			if err := json.Unmarshal(values[contract.ViewKey], &view); err != nil {
				t.Fatal(err)
			}
			if p := view.Backup.Problem; p == nil || p.Code != contract.ProblemNewerData || view.Backup.State != contract.BackupWaiting {
				t.Errorf("%s: backup %+v", request, view.Backup)
			}
			if view.V != contract.Version || view.At != 1_700_000_000_000 || view.Zoho.Org != "" || view.Zoho.State == "" || view.WhatsApp.State == "" || view.Settings.Linking == "" {
				t.Errorf("%s: view %+v", request, view)
			}
		}
	}
}

// The refusal is the same when the view cannot be written.
func TestNewerDataIsToldWithoutAView(t *testing.T) {
	t.Parallel()
	session := store.NewMemory()
	session.OnSet = func(map[string]json.RawMessage) error { return store.ErrFull }
	wantNewer(t, app.NewerData(session, &clock{}, store.ErrNewerData), json.RawMessage("{}"))
}

// A core that can read its data again does not repeat what an earlier one said.
func TestNewerDataIsForgottenOnceItCanBeRead(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	wantNewer(t, app.NewerData(s.session, s.clock, store.ErrNewerData), json.RawMessage("{}"))
	s.do(contract.KindPanelRefresh, contract.Nothing{})
	if view := s.view(); view.Backup.Problem != nil || view.Zoho.State != contract.ZohoConnected || view.Backup.Linked != 1 {
		t.Errorf("view %+v, problem %+v", view, view.Backup.Problem)
	}
}

func wantNewer(t *testing.T, dispatch func(context.Context, json.RawMessage) (json.RawMessage, error), request json.RawMessage) {
	t.Helper()
	raw, err := dispatch(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	var reply contract.Reply
	if err := json.Unmarshal(raw, &reply); err != nil {
		t.Fatal(err)
	}
	if reply.OK != nil || reply.Error == nil || reply.Error.Code != contract.CodeConflict || reply.Error.Problem != contract.ProblemNewerData {
		t.Errorf("%s was answered with %s", request, raw)
	}
}
