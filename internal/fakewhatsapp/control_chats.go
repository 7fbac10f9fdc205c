package fakewhatsapp

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// AddChat adds a conversation with its contact, its history and what is known about its number.
func (s *Server) AddChat(c Chat) error {
	if err := checkJIDs(c.ID, c.AccountLID, c.Phone); err != nil || c.ID == "" {
		return fmt.Errorf("fakewhatsapp: add chat: %w", cmp.Or(err, ErrBadJID))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	if _, there := w.chats[c.ID]; there {
		return fmt.Errorf("%w: chat %q", ErrDuplicate, c.ID)
	}
	record := &chatRecord{ID: c.ID, Fields: map[string]any{"unreadCount": c.Unread, "endOfHistoryTransferType": 1}}
	if c.AccountLID != "" {
		record.Fields["accountLid"] = c.AccountLID
	}
	if c.Name != "" {
		record.Fields["name"] = c.Name
	}
	if c.Group != nil {
		record.Group = groupOf(*c.Group)
		record.Fields["name"] = c.Group.Subject
	}
	maps.Copy(record.Fields, c.Fields)
	w.chats[c.ID] = record

	if _, err := w.insertAll(record, c.Messages, s.now()); err != nil {
		delete(w.chats, c.ID)
		return fmt.Errorf("fakewhatsapp: add chat: %w", err)
	}
	w.touch(record)
	s.addPeople(c)
	s.publish("chat", record)
	s.publish("messages", chatMessages{Chat: c.ID, Messages: w.rowsOf(c.ID), Fields: w.activity(record)})
	return nil
}

// addPeople makes the contacts of a chat and teaches the pair of number and LID. A person known under both
// has a contact record for each.
func (s *Server) addPeople(c Chat) {
	fields := map[string]any{}
	if c.Name != "" && !strings.HasSuffix(c.ID, "@g.us") {
		fields["name"] = c.Name
	}
	if c.Pushname != "" {
		fields["pushname"] = c.Pushname
	}
	maps.Copy(fields, c.ContactFields)
	s.publish("contact", s.world.putContact(c.ID, fields))
	switch {
	case c.AccountLID != "":
		other := map[string]any{}
		if c.Pushname != "" {
			other["pushname"] = c.Pushname
		}
		s.publish("contact", s.world.putContact(c.AccountLID, other))
		s.learn(c.AccountLID, c.ID)
	case c.Phone != "":
		s.publish("contact", s.world.putContact(c.Phone, maps.Clone(fields)))
		s.learn(c.ID, c.Phone)
	}
}

func groupOf(g Group) *groupRecord {
	fields := map[string]any{
		"subject": g.Subject, "isLidAddressingMode": g.LIDAddressing, "size": len(g.Participants),
	}
	maps.Copy(fields, g.Fields)
	return &groupRecord{Fields: fields, Participants: slices.Clone(g.Participants)}
}

// AddContact adds or changes one contact record.
func (s *Server) AddContact(c Contact) error {
	if err := checkJIDs(c.ID); err != nil || c.ID == "" {
		return fmt.Errorf("fakewhatsapp: add contact: %w", cmp.Or(err, ErrBadJID))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.publish("contact", s.world.putContact(c.ID, c.Fields))
	return nil
}

// LearnNumber teaches the page which phone JID belongs to a LID, as happens when a contact shares it.
func (s *Server) LearnNumber(lid, phone string) error {
	if err := checkJIDs(lid, phone); err != nil {
		return fmt.Errorf("fakewhatsapp: learn number: %w", err)
	}
	if !strings.HasSuffix(lid, "@lid") || !strings.HasSuffix(phone, "@c.us") {
		return fmt.Errorf("fakewhatsapp: learn number: %w: want a LID and a phone JID", ErrBadJID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learn(lid, phone)
	return nil
}

// learn keeps the pair, and the number on the LID's contact where there is one.
func (s *Server) learn(lid, phone string) {
	w := s.world
	record := numberRecord{LID: lid, PN: phone, CreatedAt: s.now().Unix()}
	w.numbers = append(w.numbers, record)
	if contact, known := w.contacts[lid]; known {
		contact.Fields["phoneNumber"] = phone
	}
	s.publish("number", record)
}

// SetChatFields changes fields of WAWebChatModel by WhatsApp's own names; JIDs are strings.
func (s *Server) SetChatFields(chatID string, fields map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	record, err := s.world.chat(chatID)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: set chat fields: %w", err)
	}
	s.changeChat(record, fields)
	return nil
}

func (s *Server) changeChat(record *chatRecord, fields map[string]any) {
	maps.Copy(record.Fields, fields)
	s.publish("chatFields", map[string]any{"chat": record.ID, "fields": fields})
}

// MigrateToLID turns a chat kept under a phone number into one kept under its LID, as WhatsApp does while
// the page is open: the chat gets the LID as its id and keeps the former one as historyChatId, no chat is
// there under the number any more, and every message key in it names the LID from then on, that of reactions
// as well.
func (s *Server) MigrateToLID(chatID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	record, err := w.chat(chatID)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: migrate to LID: %w", err)
	}
	lid, _ := record.Fields["accountLid"].(string)
	if !strings.HasSuffix(chatID, "@c.us") || lid == "" || w.chats[lid] != nil {
		return fmt.Errorf("fakewhatsapp: migrate to LID: %w", ErrNotAllowed)
	}

	type move struct {
		Before string         `json:"before"`
		Record *messageRecord `json:"record"`
	}
	moves := []move{}
	for _, row := range w.rows[chatID] {
		before := row.Key.String()
		delete(w.chatOfKey, before)
		row.Key.Remote = lid
		w.chatOfKey[row.Key.String()] = lid
		w.renameReactions(before, row.Key.String())
		moves = append(moves, move{before, row})
	}
	w.rows[lid], w.chats[lid] = w.rows[chatID], record
	delete(w.rows, chatID)
	delete(w.chats, chatID)
	record.ID = lid
	fields := map[string]any{"originalLid": lid, "historyChatId": chatID}
	maps.Copy(fields, w.activity(record))
	maps.Copy(record.Fields, fields)
	s.publish("migrate", map[string]any{"from": chatID, "to": lid, "fields": fields, "rows": moves})
	return nil
}

// JumpTo is what happens when the user jumps to an old message, from a search or a quotation: the messages
// around it come into the list of the interface, those between it and the newest ones do not. The list then
// has a gap that nothing tells.
func (s *Server) JumpTo(keyText string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, _, err := s.world.message(keyText)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: jump: %w", err)
	}
	s.publish("jump", map[string]string{"chat": chat.ID, "key": keyText})
	return nil
}

func (w *world) renameReactions(before, after string) {
	for i := range w.reactions {
		if w.reactions[i].Parent == before {
			w.reactions[i].Parent = after
		}
	}
}

// rowsOf never gives nil, which would be null to the page.
func (w *world) rowsOf(chat string) []*messageRecord {
	if rows := w.rows[chat]; rows != nil {
		return rows
	}
	return []*messageRecord{}
}

// activity gives the chat fields that follow from its messages.
func (w *world) activity(chat *chatRecord) map[string]any {
	fields := map[string]any{"unreadCount": chat.Fields["unreadCount"]}
	rows := w.rows[chat.ID]
	if len(rows) > 0 {
		fields["t"] = timeOf(rows[len(rows)-1])
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if !rows[i].Key.FromMe && !systemTypes[rows[i].message().Type] {
			fields["lastReceivedKey"] = rows[i].Key
			break
		}
	}
	return fields
}

func (w *world) touch(chat *chatRecord) { maps.Copy(chat.Fields, w.activity(chat)) }
