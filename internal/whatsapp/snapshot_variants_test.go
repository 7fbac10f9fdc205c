package whatsapp

import "testing"

// Every variant the reader in extension/content names must be acceptable here,
// or a page that works well counts as unreadable.
func TestVariantsOfTheReaderAreAccepted(t *testing.T) {
	t.Parallel()
	for _, variant := range []string{
		"Debug.VERSION", "Stream.Socket", "getMaybeMePnUser", "WAWebChatCollection", "msgFindBefore", "toString", "chat.msgs", "own-property", "none",
	} {
		if !validVariants(map[string]string{"capability": variant}) {
			t.Errorf("variant %q is refused", variant)
		}
	}
}
