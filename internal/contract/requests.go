package contract

import "strings"

// Kind names a request: sender/topic.verb.
type Kind string

// The kinds. Each is described with its payload in [Requests].
const (
	KindPanelRefresh       Kind = "panel/view.refresh"
	KindPanelCreateContact Kind = "panel/contact.create"
	KindPanelLookAgain     Kind = "panel/chat.lookAgain"
	KindPanelLink          Kind = "panel/chat.link"
	KindPanelLinkAll       Kind = "panel/chats.link"
	KindPanelUnlink        Kind = "panel/chat.unlink"
	KindPanelRelink        Kind = "panel/chat.relink"
	KindPanelExclude       Kind = "panel/chat.exclude"
	KindPanelSearch        Kind = "panel/records.search"
	KindPanelForm          Kind = "panel/form.read"
	KindPanelFill          Kind = "panel/number.fill"
	KindPanelPause         Kind = "panel/chat.pause"
	KindPanelSyncNow       Kind = "panel/backup.syncNow"
	KindPanelHistory       Kind = "panel/history.read"
	KindPanelHistoryOff    Kind = "panel/history.pause"
	KindPanelEstimate      Kind = "panel/history.estimate"
	KindPanelProofVerify   Kind = "panel/proof.verify"
	KindPanelProofRepair   Kind = "panel/proof.repair"
	KindPanelProofExport   Kind = "panel/proof.export"
	KindOptionsHealth      Kind = "options/health.check"
	KindOptionsEstimate    Kind = "options/history.estimate"
	KindOptionsReadAll     Kind = "options/history.readAll"
	KindOptionsHistoryOff  Kind = "options/history.pause"
	KindOptionsProofExport Kind = "options/proof.export"
	KindPopupRefresh       Kind = "popup/view.refresh"
	KindPopupSyncNow       Kind = "popup/backup.syncNow"
	KindOptionsRefresh     Kind = "options/view.refresh"
	KindOptionsBegin       Kind = "options/zoho.begin"
	KindOptionsFinish      Kind = "options/zoho.finish"
	KindOptionsSelfClient  Kind = "options/zoho.selfClient"
	KindOptionsDisconnect  Kind = "options/zoho.disconnect"
	KindOptionsSettings    Kind = "options/settings.save"
	KindOptionsCheck       Kind = "options/zoho.check"
	KindOptionsDirectory   Kind = "options/directory.rebuild"
	KindBridgeHint         Kind = "bridge/page.hint"
	KindAlarmTick          Kind = "alarm/backup.tick"
	KindWorkerStarted      Kind = "worker/core.started"
)

// Sender returns the only context allowed to send k, the part before the slash.
func (k Kind) Sender() Sender {
	before, _, _ := strings.Cut(string(k), "/")
	return Sender(before)
}

// RequestType ties a kind to its payload and its answer.
type RequestType struct {
	Kind  Kind
	Data  any
	Reply any
}

// Requests lists every kind the core answers, with the types of its payload
// and answer. The TypeScript types and the tests are made from this list.
func Requests() []RequestType {
	return []RequestType{
		{KindPanelRefresh, Nothing{}, Nothing{}},
		{KindPanelCreateContact, CreateContact{}, Nothing{}},
		{KindPanelLookAgain, ChatRef{}, Nothing{}},
		{KindPanelLink, LinkChat{}, Nothing{}},
		{KindPanelLinkAll, LinkChats{}, LinkedChats{}},
		{KindPanelUnlink, UnlinkChat{}, Nothing{}},
		{KindPanelRelink, ChatRef{}, Nothing{}},
		{KindPanelExclude, ExcludeChat{}, Nothing{}},
		{KindPanelSearch, SearchRecords{}, FoundRecords{}},
		{KindPanelForm, FormRef{}, Nothing{}},
		{KindPanelFill, FillNumber{}, Nothing{}},
		{KindPanelPause, PauseChat{}, Nothing{}},
		{KindPanelSyncNow, Nothing{}, Nothing{}},
		{KindPanelHistory, ReadHistory{}, Nothing{}},
		{KindPanelHistoryOff, PauseChatHistory{}, Nothing{}},
		{KindPanelEstimate, ReadHistory{}, HistoryEstimate{}},
		{KindPanelProofVerify, ChatRef{}, ChatProof{}},
		{KindPanelProofRepair, RepairChat{}, RepairedChat{}},
		{KindPanelProofExport, ProofExport{}, Proofs{}},
		{KindPopupRefresh, Nothing{}, Nothing{}},
		{KindPopupSyncNow, Nothing{}, Nothing{}},
		{KindOptionsRefresh, Nothing{}, Nothing{}},
		{KindOptionsBegin, BeginSignIn{}, SignInStarted{}},
		{KindOptionsFinish, FinishSignIn{}, Nothing{}},
		{KindOptionsSelfClient, SelfClientSignIn{}, Nothing{}},
		{KindOptionsDisconnect, Nothing{}, Nothing{}},
		{KindOptionsSettings, Settings{}, Nothing{}},
		{KindOptionsCheck, Nothing{}, Nothing{}},
		{KindOptionsDirectory, Nothing{}, Nothing{}},
		{KindOptionsHealth, Nothing{}, Nothing{}},
		{KindOptionsEstimate, AllHistory{}, HistoryEstimate{}},
		{KindOptionsReadAll, AllHistory{}, Nothing{}},
		{KindOptionsHistoryOff, PauseHistory{}, Nothing{}},
		{KindOptionsProofExport, ProofExport{}, Proofs{}},
		{KindBridgeHint, PageHint{}, Nothing{}},
		{KindAlarmTick, Nothing{}, Nothing{}},
		{KindWorkerStarted, WorkerStarted{}, Nothing{}},
	}
}

// Nothing is an empty payload or answer.
type Nothing struct{}

// ChatRef names a chat of the account that is signed in to WhatsApp Web.
type ChatRef struct {
	// Chat is the chat's JID as WhatsApp writes it, for example
	// "14155550132@c.us" or "111222333444555@lid".
	Chat string `json:"chat"`
}

// LinkChat ties a chat to a record that was offered, or found by hand.
type LinkChat struct {
	Chat     string `json:"chat"`
	Module   Module `json:"module"`
	RecordID string `json:"recordId"`
}

// PauseChat stops or resumes the backup of one linked chat.
type PauseChat struct {
	Chat   string `json:"chat"`
	Paused bool   `json:"paused"`
}

// ReadHistory asks about, or for, the older messages of a linked chat.
type ReadHistory struct {
	Chat string `json:"chat"`
	// From is how far back, Unix seconds; 0 is the chat's first message.
	From int64 `json:"from"`
}

// ClientType is how the user registered the OAuth client at Zoho.
type ClientType string

// The client types that can sign in by the web flow.
const (
	ClientServer ClientType = "server"
	ClientMobile ClientType = "mobile"
)

// BeginSignIn starts the web sign-in with the user's own OAuth client.
type BeginSignIn struct {
	// DataCentre is a code of [DataCentres], for example "us".
	DataCentre   string     `json:"dataCentre"`
	ClientType   ClientType `json:"clientType"`
	ClientID     string     `json:"clientId"`
	ClientSecret string     `json:"clientSecret"`
	// Environment is the kind of organisation the user is going to choose.
	Environment Environment `json:"environment"`
	// RedirectURL is the extension's own redirect address, as
	// chrome.identity.getRedirectURL gives it.
	RedirectURL string `json:"redirectUrl"`
	// Linking is the user's choice for chats whose number certainly matches.
	Linking Linking `json:"linking"`
}

// SignInStarted is the answer to [BeginSignIn].
type SignInStarted struct {
	// AuthURL is Zoho's consent page, to be opened by launchWebAuthFlow.
	AuthURL string `json:"authUrl"`
}

// FinishSignIn hands the address back to which Zoho's consent page redirected.
type FinishSignIn struct {
	RedirectedTo string `json:"redirectedTo"`
}

// SelfClientSignIn signs in with a code made by hand in Zoho's API console.
type SelfClientSignIn struct {
	DataCentre   string  `json:"dataCentre"`
	ClientID     string  `json:"clientId"`
	ClientSecret string  `json:"clientSecret"`
	Code         string  `json:"code"`
	Linking      Linking `json:"linking"`
	// Environment is the kind of organisation the code was made for.
	Environment Environment `json:"environment"`
}

// Linking says what happens to a chat whose number certainly matches one record.
type Linking string

// The ways of linking.
const (
	// LinkCertain links and backs up certain matches without a click.
	LinkCertain Linking = "certain"
	// LinkAsk offers them and waits for a click.
	LinkAsk Linking = "ask"
)

// Settings are the user's choices.
type Settings struct {
	Linking Linking `json:"linking"`
	// Region is the ISO 3166 code in which numbers without a country code are
	// read; empty means the organisation's country.
	Region string `json:"region"`
	// FirstBackupDays is how far back the first backup of a chat reaches, in days.
	FirstBackupDays int `json:"firstBackupDays"`
	// KeepAwake asks the browser not to discard the WhatsApp Web tab.
	KeepAwake bool `json:"keepAwake"`
	// DailyCredits is how many Zoho API credits Chatkeep may spend in a calendar
	// day, 0 for no limit of its own.
	DailyCredits int `json:"dailyCredits"`
	// RespectEdits leaves a note that a person has changed in Zoho as it is, and
	// writes what it lacks to another one. A note is read once, for one credit, before
	// it is written after an hour without a write.
	RespectEdits bool `json:"respectEdits"`
	// Directory says whether a local index of the CRM's phone numbers is kept;
	// empty is DirectoryAuto.
	Directory DirectoryMode `json:"directory"`
	// DeletedText says what becomes of the words of deleted messages; empty is
	// DeletedKeep.
	DeletedText DeletedText `json:"deletedText"`
	// QuietFrom and QuietTo are minutes of the local day, 0 to 1439, between which
	// no note is written by itself; the stretch may pass midnight. There is none
	// when they are the same.
	QuietFrom int `json:"quietFrom"`
	QuietTo   int `json:"quietTo"`
	// WriteEveryMinutes is how often notes are written at most, in minutes: 3, 15
	// or 60; 0 is 3. The open chat, first backups and the user's wish do not wait.
	WriteEveryMinutes int `json:"writeEveryMinutes"`
	// Deals says which deals of a linked contact get a note that leads to it; empty
	// is DealsOff.
	Deals DealsMode `json:"deals"`
	// AttachMedia uploads the pictures, voice messages and files of backed-up chats
	// to their records. Zoho asks for a scope of its own for it, at the next sign-in.
	AttachMedia bool `json:"attachMedia"`
	// AttachMostMB is how large an attachment may be to be uploaded, in megabytes of
	// 1,048,576 bytes, 1 to 15; 0 is 5.
	AttachMostMB int `json:"attachMostMB"`
}

// HintReason says what the page noticed.
type HintReason string

// The reasons of a hint.
const (
	// HintReady: the store reader can answer, or can no longer.
	HintReady HintReason = "ready"
	// HintActive: another chat is open, or none.
	HintActive HintReason = "active"
	// HintMessages: messages of a chat were added or changed.
	HintMessages HintReason = "messages"
	// HintBurst: several messages have come in the open chat since it was last read,
	// and it has grown quiet.
	HintBurst HintReason = "burst"
	// HintSession: WhatsApp's session state or account changed.
	HintSession HintReason = "session"
)

// PageHint is a report of the bridge. It hurries a read and decides nothing:
// whatever is done next is done from a fresh read of the page.
type PageHint struct {
	Reason HintReason `json:"reason"`
	// Chat is the JID of the chat concerned, if there is one. HintMessages and
	// HintBurst always name it.
	Chat string `json:"chat,omitempty"`
	// Title is the chat's display name, sent with HintActive only.
	Title string `json:"title,omitempty"`
	// T is the time of the message that changed, Unix seconds, sent with
	// HintMessages only; 0 when it is not known.
	T int64 `json:"t,omitempty"`
}

// StartKind says why the worker runs.
type StartKind string

// The kinds of start.
const (
	StartInstalled StartKind = "installed"
	StartUpdated   StartKind = "updated"
	StartBrowser   StartKind = "browser"
)

// WorkerStarted tells the core what kind of start this is.
type WorkerStarted struct {
	Start StartKind `json:"start"`
}
