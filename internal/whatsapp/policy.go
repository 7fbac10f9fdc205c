package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// Policy says what may be done with a chat. It follows the exporter inside
// WhatsApp Web (WAWebExportChatAction, client revision 1044822804), which
// refuses chats under advanced chat privacy, channels and announcements.
type Policy struct {
	// Match is true when the chat has a number to look for in the CRM.
	Match bool
	// BackUp is true when messages may be read once the chat is linked.
	BackUp bool
	// ByHand is true when nothing but a person's choice of a record, made in this
	// chat alone, can link it: of a hidden number, because nothing tells whose it
	// is; of a group, because it is several people's.
	ByHand bool
	// State is the state of the chat that follows from its kind alone, empty
	// when nothing stands in the way.
	State contract.ChatState
}

// PolicyOf decides by kind, by whether the number is known, and by the chat's own
// privacy setting.
func PolicyOf(id Identity, row contract.ChatRow) Policy {
	switch id.Kind {
	case KindPhone, KindLID, KindNumberHidden, KindUsername, KindHosted:
	case KindGroup, KindCommunity:
		return policyOfGroup(row)
	case KindSelf:
		return Policy{State: contract.ChatSelf}
	default:
		return Policy{State: contract.ChatUnsupported}
	}
	_, known := id.PhoneDigits()
	switch {
	case row.LimitSharing:
		return Policy{Match: known, State: contract.ChatProtected}
	case !known:
		return Policy{BackUp: true, ByHand: true, State: contract.ChatNumberHidden}
	}
	return Policy{Match: true, BackUp: true}
}

// policyOfGroup decides for a group. A community is no conversation, and what is
// announced in it is a broadcast.
func policyOfGroup(row contract.ChatRow) Policy {
	switch {
	case row.Announcement:
		return Policy{State: contract.ChatCommunity}
	case row.LimitSharing:
		return Policy{State: contract.ChatProtected}
	}
	return Policy{BackUp: true, ByHand: true, State: contract.ChatGroup}
}
