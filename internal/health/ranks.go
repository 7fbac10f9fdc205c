package health

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// effect is what a way of answering does to the verdict.
type effect int

const (
	// fine: nothing is missing, late or less sure because of it.
	fine effect = iota
	// degrades: something may be missing, late or less sure.
	degrades
	// prevents: without it no message can be read.
	prevents
)

// way is one way in which the reader's page script or bridge answers.
type way struct {
	variant string
	rank    int
	effect  effect
}

// capability is something the reader must be able to do, with its ways, best
// first.
type capability struct {
	name contract.Capability
	ways []way
	// none is the effect when no way answered.
	none effect
	// idle says that there was nothing to do for the capability, so that no way
	// answering means nothing; nil when there always is something.
	idle func(contract.HealthCounts) bool
}

// otherWay stands for a way that is not listed. The page's own word for it is
// not passed on.
const otherWay = "other"

// noWay is the bridge's word for a channel that was not made.
const noWay = "none"

// manyHidden is how many persons must have a number that WhatsApp does not
// tell before that is taken for a fault of the reader. People who came through
// an advertisement, or use a user name, have no number by nature.
const manyHidden = 5

// capabilities lists what the reader must be able to do, the most important
// first, and in which ways it does (modules and members of WhatsApp Web, client
// revision 1044822804, and of the builds before it).
//
//	capability  rank, way, effect on the verdict when it is not fine      none
//	session     0 Stream.Socket · 1 Socket degrades: a takeover by        prevents
//	            another window shows late; without Socket the app lock
//	            would not show, so nothing is read
//	me          0 getMaybeMePnUser, getMaybeMeLidUser · 1 Conn.wid        prevents
//	            degrades: one id only · 2 getMaybeMeUser degrades: as
//	            before
//	chats       0 WAWebChatCollection · 1 WAWebCollections.Chat ·         prevents
//	            2 modulesMap degrades: found by its looks
//	key         0 toString, text · 1 _serialized · 2 property degrades:   degrades, if
//	            found by its looks · 3 parts degrades: as before          there are chats
//	history     0 msgFindBefore · 1 msgFindByDirection ·                  prevents
//	            2 msgFindQuery · 3 loadEarlierMsgs.options ·
//	            4 loadEarlierMsgs.chat · 5 chat.msgs; from 3 on degrades:
//	            messages may be left out
//	lid         0 me · 1 isMeAccount · 2 getPhoneNumber ·                 degrades, if
//	            3 contact.phoneNumber · 4 getPnForLid · 5 accountLid ·    many numbers
//	            6 database · 7 lidPnCache · 8 toPn                        stay hidden
//	active      0 getActive · 1 chat.active                               degrades
//	events      0 all · 1 some degrades: an edit may be noticed late      degrades
//	reactions   0 Reactions · 1 database                                  degrades
//	database    0 ok · 1 busy, 2 missing, 3 unknown degrade: nothing to   degrades
//	            compare with
//	channel     0 early · 1 late                                          degrades
//	version     0 Debug.VERSION · 1 WAWebBuildConstants ·                 degrades
//	            2 SiteData degrades: not the whole version
//
// A way that is not listed has the rank after the last one and degrades. A
// missing channel does not prevent, because what is judged has come through it.
var capabilities = []capability{
	{name: contract.CapabilitySession, none: prevents, ways: []way{
		{"Stream.Socket", 0, fine}, {"Socket", 1, degrades},
	}},
	{name: contract.CapabilityMe, none: prevents, ways: []way{
		{"getMaybeMePnUser", 0, fine}, {"getMaybeMeLidUser", 0, fine}, {"Conn.wid", 1, degrades}, {"getMaybeMeUser", 2, degrades},
	}},
	{name: contract.CapabilityChats, none: prevents, ways: []way{
		{"WAWebChatCollection", 0, fine}, {"WAWebCollections.Chat", 1, fine}, {"modulesMap", 2, degrades},
	}},
	{name: contract.CapabilityKey, none: degrades, idle: noChats, ways: []way{
		{"toString", 0, fine}, {"text", 0, fine}, {"_serialized", 1, fine}, {"property", 2, degrades}, {"parts", 3, degrades},
	}},
	{name: contract.CapabilityHistory, none: prevents, ways: []way{
		{"msgFindBefore", 0, fine}, {"msgFindByDirection", 1, fine}, {"msgFindQuery", 2, fine},
		{"loadEarlierMsgs.options", 3, degrades}, {"loadEarlierMsgs.chat", 4, degrades}, {"chat.msgs", 5, degrades},
	}},
	{name: contract.CapabilityLID, none: degrades, idle: fewHidden, ways: []way{
		{"me", 0, fine}, {"isMeAccount", 1, fine}, {"getPhoneNumber", 2, fine}, {"contact.phoneNumber", 3, fine},
		{"getPnForLid", 4, fine}, {"accountLid", 5, fine}, {"database", 6, fine},
		{"lidPnCache", 7, fine}, {"toPn", 8, fine},
	}},
	{name: contract.CapabilityActive, none: degrades, ways: []way{{"getActive", 0, fine}, {"chat.active", 1, fine}}},
	{name: contract.CapabilityEvents, none: degrades, ways: []way{{"all", 0, fine}, {"some", 1, degrades}}},
	{name: contract.CapabilityReactions, none: degrades, ways: []way{{"Reactions", 0, fine}, {"database", 1, fine}}},
	{name: contract.CapabilityDatabase, none: degrades, ways: []way{
		{string(contract.DatabaseOK), 0, fine}, {string(contract.DatabaseBusy), 1, degrades},
		{string(contract.DatabaseMissing), 2, degrades}, {string(contract.DatabaseUnknown), 3, degrades},
	}},
	{name: contract.CapabilityChannel, none: degrades, ways: []way{{"early", 0, fine}, {"late", 1, fine}}},
	{name: contract.CapabilityVersion, none: degrades, ways: []way{
		{"Debug.VERSION", 0, fine}, {"WAWebBuildConstants", 1, fine}, {"SiteData", 2, degrades},
	}},
}

func noChats(counts contract.HealthCounts) bool {
	return counts.ByPhone+counts.ByLID+counts.Groups == 0
}

func fewHidden(counts contract.HealthCounts) bool { return counts.LIDs-counts.Resolved < manyHidden }

// Capabilities ranks the ways that a page names in [contract.PageSnapshot], the
// most important capability first. Every capability is listed, those that did
// not answer with rank -1. Words of the page that are not listed here are not
// passed on.
func Capabilities(variants map[string]string) []contract.CapabilityHealth {
	ranked := make([]contract.CapabilityHealth, 0, len(capabilities))
	for _, c := range capabilities {
		ranked = append(ranked, c.rank(variants[string(c.name)]))
	}
	return ranked
}

// Partial reports whether reading messages in a way of the capability history
// may leave some out. A way that is not listed may.
func Partial(history string) bool {
	i := slices.IndexFunc(capabilities, func(c capability) bool { return c.name == contract.CapabilityHistory })
	return capabilities[i].effectOf(history, contract.HealthCounts{}) == degrades
}

// rank places the way named variant.
func (c capability) rank(variant string) contract.CapabilityHealth {
	if variant == "" || variant == noWay {
		return contract.CapabilityHealth{Name: c.name, Rank: -1}
	}
	for _, w := range c.ways {
		if w.variant == variant {
			return contract.CapabilityHealth{Name: c.name, Variant: variant, Rank: w.rank}
		}
	}
	return contract.CapabilityHealth{Name: c.name, Variant: otherWay, Rank: c.ways[len(c.ways)-1].rank + 1}
}

// effectOf returns what the way named variant does to the verdict.
func (c capability) effectOf(variant string, counts contract.HealthCounts) effect {
	if variant == "" || variant == noWay {
		if c.idle != nil && c.idle(counts) {
			return fine
		}
		return c.none
	}
	for _, w := range c.ways {
		if w.variant == variant {
			return w.effect
		}
	}
	return degrades
}

// worst returns the strongest effect of all capabilities; one that is not
// listed did not answer.
func worst(listed []contract.CapabilityHealth, counts contract.HealthCounts) effect {
	variants := map[contract.Capability]string{}
	for _, c := range listed {
		variants[c.Name] = c.Variant
	}
	found := fine
	for _, c := range capabilities {
		found = max(found, c.effectOf(variants[c.name], counts))
	}
	return found
}
