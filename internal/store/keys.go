package store

import "strings"

const (
	keySchema           = "schema"
	keySettings         = "settings"
	keyZoho             = "zoho"
	keySecrets          = "secrets"
	keySignIn           = "signin"
	keyAccounts         = "accounts"
	keyInstall          = "install"
	keyAccess           = "access"
	keyCredits          = "credits"
	keyRefresh          = "refresh"
	keyBegun            = "begun"
	keyForms            = "forms"
	keyHalvings         = "noteHalvings"
	keyNoteCond         = "noteCondition"
	keyCompany          = "noteCompany"
	keyHistory          = "history"
	keyRound            = "round"
	keyDeals            = "deals"
	keyRevision         = "revision"
	keyTimes            = "syncChats"
	keyRest             = "rest"
	keyCounts           = "counts"
	keyWoke             = "woke"
	keyDirectoryRefused = "directoryRefused"
	keyLinkedLook       = "linkedLook"
	prefixChat          = "chat/"
	prefixAlias         = "alias/"
	// prefixDecided stands before an account.
	prefixDecided = "decided/"
	prefixPhone   = "phoneField/"
	separatorKey  = "/"
	// accountOrg stands between JID and organisation in the key of an account;
	// it occurs in neither.
	accountOrg = "~"
)

func chatKey(account, chat string) string { return prefixChat + account + separatorKey + chat }

func aliasKey(account, jid string) string { return prefixAlias + account + separatorKey + jid }

// keyClass names the kind of a key without the ids in it, so that an error
// never carries a number.
func keyClass(key string) string {
	class, _, _ := strings.Cut(key, separatorKey)
	return class
}
