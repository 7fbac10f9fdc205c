package whatsapp

import (
	"github.com/chatkeep/chatkeep/internal/contract"
)

// maxRows is the highest number of rows of one chat that is believed.
const maxRows = 10_000_000

// DecodeHistoryCount checks how many messages of a chat WhatsApp's database holds,
// against what was asked. Numbers that contradict each other or the question are
// refused as a whole; now is in Unix seconds.
func DecodeHistoryCount(data []byte, asked contract.HistoryQuestion, now int64) (contract.HistoryCount, error) {
	if err := checkAnswer(data); err != nil {
		return contract.HistoryCount{}, err
	}
	var count contract.HistoryCount
	if err := strict(data, &count); err != nil {
		return contract.HistoryCount{}, err
	}
	if count.V != contract.Version {
		return contract.HistoryCount{}, ErrVersion
	}
	if !knownDatabase(count.State) || !plausibleCount(count, asked, now) {
		return contract.HistoryCount{}, ErrMalformed
	}
	return count, nil
}

func plausibleCount(c contract.HistoryCount, asked contract.HistoryQuestion, now int64) bool {
	if c.State != contract.DatabaseOK {
		return c == contract.HistoryCount{V: c.V, State: c.State}
	}
	for _, n := range []int{c.Messages, c.Days, c.Notes, c.Rest} {
		if n < 0 || n > maxRows {
			return false
		}
	}
	if c.Days == 0 {
		return c.Messages == 0 && c.Notes == 0 && c.Oldest == 0 && c.Newest == 0
	}
	return c.Days <= c.Notes && c.Oldest <= c.Newest && c.Oldest >= asked.From && (asked.Until == 0 || c.Newest < asked.Until) &&
		plausible(c.Oldest, now) && plausible(c.Newest, now)
}
