//go:build js && wasm && transportserver

package fetch_test

import (
	"os"
	"testing"

	"github.com/chatkeep/chatkeep/internal/browser/fetch"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/transporttest"
)

// TestConformance is run by TestConformanceUnderNode, which serves what it calls.
func TestConformance(t *testing.T) {
	t.Parallel()
	transporttest.Run(t, fetch.Transport{}, os.Getenv("CHATKEEP_TRANSPORT_SERVER"))
}
