package fakewhatsapp

import (
	"fmt"
	"maps"
	"strings"
	"time"
)

// mediaAlbum is the associationType of a picture or video in an album (MessageAssociation.AssociationType of
// WhatsApp's protocol).
const mediaAlbum = 1

// record turns a described message into what the database of the page holds.
func (w *world) record(chat *chatRecord, m Msg, now time.Time) (*messageRecord, error) {
	if err := checkJIDs(append([]string{m.Author, m.Remote}, m.Mentions...)...); err != nil {
		return nil, err
	}
	if m.Type == "" {
		m.Type = "chat"
	}
	if m.Time.IsZero() {
		m.Time = now
	}
	if m.ID == "" {
		w.made++
		m.ID = messageID(w.made, m.FromMe, systemTypes[m.Type])
	}
	k := w.keyFor(chat, m)
	fields := map[string]any{"type": m.Type, "t": m.Time.Unix()}
	for name, value := range map[string]string{
		"subtype": m.Subtype, "body": m.Body, "caption": m.Caption, "notifyName": m.NotifyName, "author": k.Participant,
	} {
		if value != "" {
			fields[name] = value
		}
	}
	fields["from"], fields["to"] = k.Remote, w.ownID(chat)
	if m.FromMe {
		fields["from"], fields["to"] = w.ownID(chat), k.Remote
		fields["ack"] = 2
	}
	if m.Parent != "" {
		_, album, err := w.message(m.Parent)
		if err != nil {
			return nil, fmt.Errorf("fakewhatsapp: album: %w", err)
		}
		fields["parentMsgKey"], fields["associationType"] = album.Key, mediaAlbum
	}
	if len(m.Mentions) > 0 {
		fields["mentionedJidList"] = m.Mentions
	}
	if m.Quote != "" {
		if err := w.quote(fields, m.Quote); err != nil {
			return nil, err
		}
	}
	for name, value := range fields {
		if value == "" {
			delete(fields, name)
		}
	}
	maps.Copy(fields, m.Fields)
	return &messageRecord{Key: k, Fields: fields, Media: m.Media.record()}, nil
}

// keyFor names the message: groups, lists and status carry the author, the chat with oneself a direction.
func (w *world) keyFor(chat *chatRecord, m Msg) key {
	k := key{FromMe: m.FromMe, Remote: chat.ID, ID: m.ID}
	if m.Remote != "" {
		k.Remote = m.Remote
	}
	if strings.HasSuffix(chat.ID, "@g.us") || strings.HasSuffix(chat.ID, "@broadcast") {
		k.Participant = m.Author
		if m.FromMe && k.Participant == "" {
			k.Participant = w.ownID(chat)
		}
	}
	if w.isMe(k.Remote) {
		k.Self = "in"
		if m.FromMe {
			k.Self = "out"
		}
	}
	return k
}

// ownID is the own JID in the addressing of a chat.
func (w *world) ownID(chat *chatRecord) string {
	lid := strings.HasSuffix(chat.ID, "@lid")
	if chat.Group != nil {
		lid, _ = chat.Group.Fields["isLidAddressingMode"].(bool)
	}
	if (lid || w.account.PN == "") && w.account.LID != "" {
		return w.account.LID
	}
	return w.account.PN
}

// quote adds the fields of a reply (WAWebMsgModel, client revision 1044822804).
func (w *world) quote(fields map[string]any, keyText string) error {
	chat, quoted, err := w.message(keyText)
	if err != nil {
		return fmt.Errorf("fakewhatsapp: quote: %w", err)
	}
	sender := quoted.Key.Participant
	if sender == "" {
		sender = quoted.Key.Remote
		if quoted.Key.FromMe {
			sender = w.ownID(chat)
		}
	}
	inside := map[string]any{"type": quoted.Fields["type"]}
	for _, name := range []string{"body", "caption", "filename", "vcardFormattedName", "pollName", "eventName", "mentionedJidList"} {
		if value, ok := quoted.Fields[name]; ok {
			inside[name] = value
		}
	}
	fields["quotedMsg"] = inside
	fields["quotedStanzaID"] = quoted.Key.ID
	fields["quotedParticipant"] = sender
	return nil
}

// message is the record as tests see it.
func (r *messageRecord) message() Message {
	text := func(name string) string { value, _ := r.Fields[name].(string); return value }
	return Message{
		Key: r.Key.String(), ID: r.Key.ID, FromMe: r.Key.FromMe, Author: text("author"),
		Time: time.Unix(timeOf(r), 0), Type: text("type"), Subtype: text("subtype"),
		Body: text("body"), Caption: text("caption"), Edited: r.Fields["latestEditMsgKey"] != nil,
		Fields: maps.Clone(r.Fields),
	}
}
