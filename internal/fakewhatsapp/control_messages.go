package fakewhatsapp

import (
	"cmp"
	"fmt"
	"maps"
	"time"
)

// Deliver lets a message arrive in a chat now and returns the string form of its key. It counts as unread
// unless it is a system line or FromMe is set.
func (s *Server) Deliver(chatID string, m Msg) (string, error) {
	keys, err := s.arrive(chatID, []Msg{m}, true)
	if err != nil {
		return "", fmt.Errorf("fakewhatsapp: deliver: %w", err)
	}
	return keys[0], nil
}

// Send adds an own message, as one written on the phone or on another device arrives.
func (s *Server) Send(chatID string, m Msg) (string, error) {
	m.FromMe = true
	keys, err := s.arrive(chatID, []Msg{m}, true)
	if err != nil {
		return "", fmt.Errorf("fakewhatsapp: send: %w", err)
	}
	return keys[0], nil
}

// Backfill adds history that the phone sends later. It lands in the database of the page without an event.
func (s *Server) Backfill(chatID string, messages []Msg) ([]string, error) {
	keys, err := s.arrive(chatID, messages, false)
	if err != nil {
		return nil, fmt.Errorf("fakewhatsapp: backfill: %w", err)
	}
	return keys, nil
}

func (s *Server) arrive(chatID string, messages []Msg, live bool) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	chat, err := w.chat(chatID)
	if err != nil {
		return nil, err
	}
	rows, err := w.insertAll(chat, messages, s.now())
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, row := range rows {
		if live && !row.Key.FromMe && !systemTypes[row.message().Type] {
			unread, _ := chat.Fields["unreadCount"].(int)
			chat.Fields["unreadCount"] = unread + 1
		}
		keys = append(keys, row.Key.String())
	}
	w.touch(chat)
	s.publish("messages", chatMessages{Chat: chatID, Messages: rows, Live: live, Fields: w.activity(chat)})
	return keys, nil
}

// change carries new fields into a message and tells the pages. A nil value clears a field.
func (s *Server) change(keyText string, fields func(*chatRecord, *messageRecord) map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	chat, record, err := s.world.message(keyText)
	if err != nil {
		return err
	}
	changed := fields(chat, record)
	maps.Copy(record.Fields, changed)
	s.publish("update", map[string]any{"key": keyText, "fields": changed})
	return nil
}

// Edit replaces the text of a message: the body, or the caption of media. The old text is not kept.
func (s *Server) Edit(keyText, text string) error {
	err := s.change(keyText, func(_ *chatRecord, record *messageRecord) map[string]any {
		field := "body"
		if record.Fields["type"] != "chat" {
			field = "caption"
		}
		s.world.made++
		edit := record.Key
		edit.ID = messageID(s.world.made, edit.FromMe, false)
		return map[string]any{
			field: text, "latestEditMsgKey": edit, "latestEditSenderTimestampMs": s.now().UnixMilli(),
		}
	})
	if err != nil {
		return fmt.Errorf("fakewhatsapp: edit: %w", err)
	}
	return nil
}

// Revoke deletes a message for everyone. The sender does it, or an admin whose JID is given.
func (s *Server) Revoke(keyText, admin string) error {
	if err := checkJIDs(admin); err != nil {
		return fmt.Errorf("fakewhatsapp: revoke: %w", err)
	}
	err := s.change(keyText, func(chat *chatRecord, record *messageRecord) map[string]any {
		subtype, by := "sender", record.Key.Participant
		switch {
		case admin != "":
			subtype, by = "admin", admin
		case by == "" && record.Key.FromMe:
			by = s.world.ownID(chat)
		case by == "":
			by = record.Key.Remote
		}
		return map[string]any{
			"type": "revoked", "subtype": subtype, "revokeSender": by, "revokeTimestamp": s.now().Unix(),
			"body": nil, "caption": nil,
		}
	})
	if err != nil {
		return fmt.Errorf("fakewhatsapp: revoke: %w", err)
	}
	return nil
}

// Decrypt turns a message of type "ciphertext" into what it says. Only type, subtype, texts and Fields of m
// count.
func (s *Server) Decrypt(keyText string, m Msg) error {
	err := s.change(keyText, func(*chatRecord, *messageRecord) map[string]any {
		fields := map[string]any{"type": "chat", "subtype": nil, "body": m.Body}
		if m.Type != "" {
			fields["type"] = m.Type
		}
		if m.Subtype != "" {
			fields["subtype"] = m.Subtype
		}
		if m.Caption != "" {
			fields["caption"] = m.Caption
		}
		maps.Copy(fields, m.Fields)
		return fields
	})
	if err != nil {
		return fmt.Errorf("fakewhatsapp: decrypt: %w", err)
	}
	return nil
}

// Ack sets how far a message has come: -1 failed, 0 waiting, 1 sent, 2 received, 3 read, 4 played.
func (s *Server) Ack(keyText string, ack int) error {
	err := s.change(keyText, func(*chatRecord, *messageRecord) map[string]any { return map[string]any{"ack": ack} })
	if err != nil {
		return fmt.Errorf("fakewhatsapp: ack: %w", err)
	}
	return nil
}

// React sets what a sender thinks of a message; an empty emoji takes the reaction away.
func (s *Server) React(keyText, sender, emoji string) error {
	if err := checkJIDs(sender); err != nil || sender == "" {
		return fmt.Errorf("fakewhatsapp: react: %w", cmp.Or(err, ErrBadJID))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	_, record, err := w.message(keyText)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: react: %w", err)
	}
	w.made++
	own := key{FromMe: w.isMe(sender), Remote: record.Key.Remote, ID: messageID(w.made, w.isMe(sender), false)}
	if record.Key.Participant != "" {
		own.Participant = sender
	}
	reaction := reactionRecord{Parent: keyText, Sender: sender, Text: emoji, Timestamp: s.now().UnixMilli(), Key: own}
	kept := []reactionRecord{}
	has := emoji != ""
	for _, other := range w.reactions {
		if other.Parent == keyText && other.Sender == sender {
			continue
		}
		has = has || other.Parent == keyText
		kept = append(kept, other)
	}
	if emoji != "" {
		kept = append(kept, reaction)
	}
	w.reactions = kept
	record.Fields["hasReaction"] = has
	s.publish("reaction", reaction)
	return nil
}

// Delete removes a message from this device only.
func (s *Server) Delete(keyText string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	chat, record, err := w.message(keyText)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: delete: %w", err)
	}
	w.remove(chat.ID, record)
	w.touch(chat)
	s.publish("remove", map[string]any{"chat": chat.ID, "key": keyText, "fields": w.activity(chat)})
	return nil
}

// Messages gives all messages of a chat, oldest first.
func (s *Server) Messages(chatID string) ([]Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.world.chat(chatID); err != nil {
		return nil, fmt.Errorf("fakewhatsapp: messages: %w", err)
	}
	messages := []Message{}
	for _, record := range s.world.rows[chatID] {
		messages = append(messages, record.message())
	}
	return messages, nil
}

// now is the world's clock.
func (s *Server) now() time.Time { return s.opts.Now() }
