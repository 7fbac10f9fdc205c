package fakewhatsapp

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"
)

// world is everything the phone would know. Its records have the shape the page reads.
type world struct {
	account             Account
	session             Session
	historySyncComplete bool
	chats               map[string]*chatRecord
	contacts            map[string]*contactRecord
	numbers             []numberRecord
	reactions           []reactionRecord
	rows                map[string][]*messageRecord
	chatOfKey           map[string]string
	phone               PhoneLocale
	header              headerState
	database            databaseState
	broken              []broken
	lies                []Lie
	made                int
	// stored counts the rows that the database of the page has ever got.
	stored int
}

type chatRecord struct {
	ID     string         `json:"id"`
	Fields map[string]any `json:"fields"`
	Group  *groupRecord   `json:"group,omitempty"`
}

type groupRecord struct {
	Fields       map[string]any `json:"fields"`
	Participants []Participant  `json:"participants"`
}

type contactRecord struct {
	ID     string         `json:"id"`
	Fields map[string]any `json:"fields"`
}

type numberRecord struct {
	LID       string `json:"lid"`
	PN        string `json:"pn"`
	CreatedAt int64  `json:"createdAt"`
}

type messageRecord struct {
	Key    key            `json:"key"`
	Fields map[string]any `json:"fields"`
	Media  *mediaRecord   `json:"media,omitempty"`
}

type reactionRecord struct {
	Parent    string `json:"parent"`
	Sender    string `json:"sender"`
	Text      string `json:"text"`
	Timestamp int64  `json:"timestamp"`
	Key       key    `json:"key"`
}

// chatMessages are messages of one chat; Fields are what changes about the chat with them.
type chatMessages struct {
	Chat     string           `json:"chat"`
	Messages []*messageRecord `json:"messages"`
	Live     bool             `json:"live,omitempty"`
	Fields   map[string]any   `json:"fields,omitempty"`
}

// snapshot is the state a page starts with. Syncing is the session it shows before a ready one.
type snapshot struct {
	Account             Account          `json:"account"`
	Session             sessionState     `json:"session"`
	Syncing             sessionState     `json:"syncing"`
	HistorySyncComplete bool             `json:"historySyncComplete"`
	Chats               []*chatRecord    `json:"chats"`
	Contacts            []*contactRecord `json:"contacts"`
	Numbers             []numberRecord   `json:"numbers"`
	Rows                []chatMessages   `json:"rows"`
	Reactions           []reactionRecord `json:"reactions"`
	Phone               PhoneLocale      `json:"phone"`
	Header              headerState      `json:"header"`
	Database            databaseState    `json:"database"`
	Broken              []broken         `json:"broken"`
	Lies                []Lie            `json:"lies"`
}

func newWorld(account Account, session Session) *world {
	w := &world{account: account, session: session, historySyncComplete: true}
	w.clear()
	return w
}

func (w *world) clear() {
	w.chats = map[string]*chatRecord{}
	w.contacts = map[string]*contactRecord{}
	w.rows = map[string][]*messageRecord{}
	w.chatOfKey = map[string]string{}
	w.numbers, w.reactions = []numberRecord{}, []reactionRecord{}
	w.database.Numbers = []storedNumber{}
}

// snapshot lists records in the order of their ids, so that a page is the same each time.
func (w *world) snapshot() snapshot {
	snap := snapshot{
		Account: w.account, Session: w.session.state(), Syncing: SessionSyncing.state(),
		HistorySyncComplete: w.historySyncComplete,
		Chats:               []*chatRecord{}, Contacts: []*contactRecord{},
		Numbers: w.numbers, Reactions: w.reactions, Rows: []chatMessages{},
		Phone: w.phone, Header: w.header, Database: w.database, Broken: append([]broken{}, w.broken...), Lies: append([]Lie{}, w.lies...),
	}
	for _, id := range slices.Sorted(maps.Keys(w.chats)) {
		snap.Chats = append(snap.Chats, w.chats[id])
		snap.Rows = append(snap.Rows, chatMessages{Chat: id, Messages: w.rows[id]})
	}
	for _, id := range slices.Sorted(maps.Keys(w.contacts)) {
		snap.Contacts = append(snap.Contacts, w.contacts[id])
	}
	return snap
}

func (w *world) chat(id string) (*chatRecord, error) {
	if record, ok := w.chats[id]; ok {
		return record, nil
	}
	return nil, fmt.Errorf("%w: %q", ErrUnknownChat, id)
}

func (w *world) message(keyText string) (*chatRecord, *messageRecord, error) {
	id, ok := w.chatOfKey[keyText]
	if !ok {
		return nil, nil, fmt.Errorf("%w: %q", ErrUnknownMessage, keyText)
	}
	for _, record := range w.rows[id] {
		if record.Key.String() == keyText {
			return w.chats[id], record, nil
		}
	}
	return nil, nil, fmt.Errorf("%w: %q", ErrUnknownMessage, keyText)
}

// insert puts a message in its place: by time, and by arrival within a second.
func (w *world) insert(chat string, record *messageRecord) error {
	keyText := record.Key.String()
	if _, there := w.chatOfKey[keyText]; there {
		return fmt.Errorf("%w: message %q", ErrDuplicate, keyText)
	}
	w.stored++
	if _, given := record.Fields["rowId"]; !given {
		record.Fields["rowId"] = w.stored
	}
	rows := w.rows[chat]
	place := sort.Search(len(rows), func(i int) bool { return timeOf(rows[i]) > timeOf(record) })
	w.rows[chat] = slices.Insert(rows, place, record)
	w.chatOfKey[keyText] = chat
	return nil
}

// insertAll adds messages in their order, so that a later one may quote an earlier one. It adds all or none.
func (w *world) insertAll(chat *chatRecord, messages []Msg, now time.Time) ([]*messageRecord, error) {
	rows := []*messageRecord{}
	for _, m := range messages {
		row, err := w.record(chat, m, now)
		if err == nil {
			err = w.insert(chat.ID, row)
		}
		if err != nil {
			for _, added := range rows {
				w.remove(chat.ID, added)
			}
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// remove takes a message and the reactions to it away.
func (w *world) remove(chat string, record *messageRecord) {
	keyText := record.Key.String()
	w.rows[chat] = slices.DeleteFunc(w.rows[chat], func(row *messageRecord) bool { return row == record })
	w.reactions = slices.DeleteFunc(w.reactions, func(r reactionRecord) bool { return r.Parent == keyText })
	delete(w.chatOfKey, keyText)
}

// timeOf is the time of a message in Unix seconds.
func timeOf(record *messageRecord) int64 {
	switch t := record.Fields["t"].(type) {
	case int64:
		return t
	case int:
		return int64(t)
	case float64:
		return int64(t)
	}
	return 0
}

// putContact adds or changes a contact and returns the record to publish.
func (w *world) putContact(id string, fields map[string]any) *contactRecord {
	record, known := w.contacts[id]
	if !known {
		record = &contactRecord{ID: id, Fields: map[string]any{}}
		w.contacts[id] = record
	}
	maps.Copy(record.Fields, fields)
	return record
}

// isMe tells whether a JID is the own account under either of its ids.
func (w *world) isMe(jid string) bool {
	return jid != "" && (jid == w.account.PN || jid == w.account.LID)
}
