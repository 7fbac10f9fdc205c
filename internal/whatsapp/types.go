package whatsapp

import "strings"

// Names of WhatsApp's types that code here branches on, from WAWebMsgType,
// client revision 1044822804.
const (
	typeCiphertext = "ciphertext"
	typeRevoked    = "revoked"
)

// onlyOnPhone ends the subtypes of an encrypted message that this browser will
// never be able to read: view-once messages and some of hosted businesses.
const onlyOnPhone = "_unavailable_fanout"

// kindOfType gives the kind of every type that has one of its own. Types whose
// text is all there is to see, such as a pressed button, count as text.
var kindOfType = map[string]MessageKind{
	"chat":                       MessageText,
	"buttons_response":           MessageText,
	"template_button_reply":      MessageText,
	"list_response":              MessageText,
	"list":                       MessageText,
	"interactive":                MessageText,
	"native_flow":                MessageText,
	"comment":                    MessageText,
	"interactive_response":       MessageText,
	"hsm":                        MessageText,
	"rich_response":              MessageText,
	"automated_greeting_message": MessageText,

	"image":        MessageImage,
	"video":        MessageVideo,
	"ptv":          MessageVideo,
	"ptt":          MessageVoice,
	"audio":        MessageAudio,
	"document":     MessageDocument,
	"sticker":      MessageSticker,
	"sticker-pack": MessageSticker,

	"location":             MessageLocation,
	"vcard":                MessageContact,
	"multi_vcard":          MessageContact,
	"poll_creation":        MessagePoll,
	"poll_result_snapshot": MessagePoll,
	"call_log":             MessageCall,
	"event_creation":       MessageEvent,
	"album":                MessageAlbum,
	"product":              MessageShop,
	"order":                MessageShop,
	"payment":              MessageShop,
	typeRevoked:            MessageDeleted,
	typeCiphertext:         MessagePending,

	// The types that WAWebSystemMessageTypes lists, apart from calls. Their
	// body is not text; of e2e_notification it is often a JID.
	"broadcast_notification":    MessageSystem,
	"e2e_notification":          MessageSystem,
	"gp2":                       MessageSystem,
	"newsletter_notification":   MessageSystem,
	"notification":              MessageSystem,
	"notification_template":     MessageSystem,
	"pinned_message":            MessageSystem,
	"poll_add_option_decrypted": MessageSystem,
	"debug":                     MessageSystem,

	// The types that WhatsApp Web's own exporter leaves out.
	"protocol":     MessageControl,
	"reaction":     MessageControl,
	"reaction_enc": MessageControl,
	"poll_update":  MessageControl,
	"keep_in_chat": MessageControl,
	"pin_message":  MessageControl,
}

// kindOfMessage returns the kind of a message of a type and subtype with an
// attachment of type mime; moving is true for a video that WhatsApp plays as a
// moving picture. A type that is textual but came without text, and every type
// that is not known, is MessageOther.
func kindOfMessage(typeName, subtype, mime string, moving bool, text string) MessageKind {
	kind, known := kindOfType[typeName]
	switch {
	case !known:
		return MessageOther
	case kind == MessageText && text == "" && typeName != "chat":
		return MessageOther
	case kind == MessagePending && strings.HasSuffix(subtype, onlyOnPhone):
		return MessageWithheld
	case kind == MessageVideo && (moving || subtype == "gif" || mime == "image/gif"), kind == MessageImage && mime == "image/gif":
		return MessageGIF
	}
	return kind
}
