package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// maxRequest bounds one request, in bytes of JSON. Requests carry commands and
// hints, never messages.
const maxRequest = 64 << 10

// handler answers one kind of request.
type handler func(a *App, ctx context.Context, data json.RawMessage) (any, error)

// handlers is the core's table of contents.
var handlers = map[contract.Kind]handler{
	contract.KindPanelRefresh:       nothing((*App).refresh),
	contract.KindPopupRefresh:       nothing((*App).refresh),
	contract.KindOptionsRefresh:     nothing((*App).refresh),
	contract.KindPanelSyncNow:       nothing((*App).syncNow),
	contract.KindPopupSyncNow:       nothing((*App).syncNow),
	contract.KindPanelCreateContact: command((*App).createContact),
	contract.KindPanelLookAgain:     command((*App).lookAgain),
	contract.KindPanelLink:          command((*App).linkByChoice),
	contract.KindPanelLinkAll:       query((*App).linkMany),
	contract.KindPanelUnlink:        command((*App).unlink),
	contract.KindPanelRelink:        command((*App).relink),
	contract.KindPanelExclude:       command((*App).exclude),
	contract.KindPanelSearch:        query((*App).searchRecords),
	contract.KindPanelForm:          command((*App).readForm),
	contract.KindPanelFill:          command((*App).fillNumber),
	contract.KindPanelPause:         command((*App).pause),
	contract.KindPanelHistory:       command((*App).readHistory),
	contract.KindPanelHistoryOff:    command((*App).pauseChatHistory),
	contract.KindPanelEstimate:      query((*App).estimateChat),
	contract.KindPanelProofVerify:   query((*App).verifyChat),
	contract.KindPanelProofRepair:   query((*App).repairChat),
	contract.KindPanelProofExport:   query((*App).exportProof),
	contract.KindOptionsCheck:       nothing((*App).checkZoho),
	contract.KindOptionsDirectory:   nothing((*App).rebuildDirectory),
	contract.KindOptionsHealth:      nothing((*App).checkHealth),
	contract.KindOptionsEstimate:    query((*App).estimateHistory),
	contract.KindOptionsReadAll:     command((*App).readAllHistory),
	contract.KindOptionsHistoryOff:  command((*App).pauseHistory),
	contract.KindOptionsProofExport: query((*App).exportProof),
	contract.KindOptionsBegin:       query((*App).beginSignIn),
	contract.KindOptionsFinish:      command((*App).finishSignIn),
	contract.KindOptionsSelfClient:  command((*App).selfClientSignIn),
	contract.KindOptionsDisconnect:  nothing((*App).disconnect),
	contract.KindOptionsSettings:    command((*App).saveSettings),
	contract.KindBridgeHint:         command((*App).hint),
	contract.KindAlarmTick:          nothing((*App).tick),
	contract.KindWorkerStarted:      command((*App).started),
}

// Dispatch answers one request, JSON in and JSON out. The sender policy is the
// worker's: it lets a kind pass only from the context that its name begins
// with. Dispatch returns an error only when the reply cannot be written.
func (a *App) Dispatch(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
	ok, err := a.answer(ctx, raw)
	if viewErr := a.publish(ctx); err == nil {
		err = viewErr
	}
	reply := contract.Reply{OK: ok}
	if err != nil {
		e := a.contractError(err)
		reply = contract.Reply{Error: &e}
	}
	out, err := json.Marshal(reply)
	if err != nil {
		return nil, fmt.Errorf("app: write reply: %w", err)
	}
	return out, nil
}

func (a *App) answer(ctx context.Context, raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) > maxRequest {
		return nil, fail(contract.CodeInvalid, "", "request of %d bytes is too large", len(raw))
	}
	var request contract.Request
	if err := strict(raw, &request); err != nil {
		return nil, fail(contract.CodeInvalid, "", "request is malformed")
	}
	if request.V != contract.Version {
		return nil, fail(contract.CodeInvalid, "", "request of version %d, this core speaks %d", request.V, contract.Version)
	}
	handle, known := handlers[request.Kind]
	if !known {
		return nil, fail(contract.CodeInvalid, "", "unknown kind")
	}
	ok, err := handle(a, ctx, request.Data)
	if err != nil {
		return nil, err
	}
	return json.Marshal(ok)
}

// strict decodes JSON and refuses members that the type does not name.
func strict(raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		raw = json.RawMessage("{}")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func nothing(do func(*App, context.Context) error) handler {
	return func(a *App, ctx context.Context, _ json.RawMessage) (any, error) {
		return contract.Nothing{}, do(a, ctx)
	}
}

func command[T any](do func(*App, context.Context, T) error) handler {
	return func(a *App, ctx context.Context, data json.RawMessage) (any, error) {
		var in T
		if err := strict(data, &in); err != nil {
			return nil, fail(contract.CodeInvalid, "", "payload is malformed")
		}
		return contract.Nothing{}, do(a, ctx, in)
	}
}

func query[T, R any](do func(*App, context.Context, T) (R, error)) handler {
	return func(a *App, ctx context.Context, data json.RawMessage) (any, error) {
		var in T
		if err := strict(data, &in); err != nil {
			return nil, fail(contract.CodeInvalid, "", "payload is malformed")
		}
		return do(a, ctx, in)
	}
}
