package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// Poll is a poll with what is known of its votes.
type Poll struct {
	Question string   `json:"question"`
	Options  []string `json:"options,omitempty"`
	// Multiple is true when more than one option may be chosen.
	Multiple bool `json:"multiple,omitempty"`
	// Votes counts the votes of each of Options, nil when they are not known.
	Votes []int64 `json:"votes,omitempty"`
}

func (r reader) poll(record *contract.PollRecord) *Poll {
	if record == nil {
		return nil
	}
	poll := &Poll{Question: r.line(record.Question, maxQuoteLength), Multiple: record.Multiple}
	counted := countable(record)
	for i, option := range record.Options {
		if len(poll.Options) == maxOptions {
			break
		}
		if option = r.line(option, maxQuoteLength); option == "" {
			continue
		}
		poll.Options = append(poll.Options, option)
		if counted {
			poll.Votes = append(poll.Votes, record.Votes[i])
		}
	}
	return poll
}

// countable reports whether the votes of a poll are one possible count for each
// option.
func countable(record *contract.PollRecord) bool {
	if len(record.Votes) != len(record.Options) {
		return false
	}
	for _, votes := range record.Votes {
		if votes < 0 || votes > maxCount {
			return false
		}
	}
	return true
}
