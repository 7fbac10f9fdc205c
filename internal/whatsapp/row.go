package whatsapp

import (
	"encoding/json"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// decodeRows checks the rows of a chat list. A row that is wrong is left out and
// named.
func decodeRows(records []json.RawMessage, me Account, now int64) (rows []contract.ChatRow, rejected []Rejected) {
	rows = make([]contract.ChatRow, 0, len(records))
	for i, data := range records {
		row, id, reason := decodeRow(data, me, now)
		if reason != "" {
			rejected = append(rejected, Rejected{Index: i, ID: id, Reason: reason})
			continue
		}
		rows = append(rows, row)
	}
	keepPersonsApart(rows)
	return rows, rejected
}

// decodeRow checks one row; reason is empty when it is good.
func decodeRow(data []byte, me Account, now int64) (row contract.ChatRow, id string, reason Reason) {
	row, plain := plainRow(data)
	if !plain {
		row = contract.ChatRow{}
		if err := strict(data, &row); err != nil {
			return row, "", ReasonMalformed
		}
	}
	identity, err := IdentityOf(row, me)
	if err != nil {
		return row, "", ReasonID
	}
	row.Chat = identity.Chat.String()
	row.Phone, row.LID = identity.Phone.String(), identity.LID.String()
	row.Self = identity.Kind == KindSelf
	row.Former = nil
	for _, jid := range identity.Former {
		row.Former = append(row.Former, jid.String())
	}
	if row.T != 0 && !plausible(row.T, now) {
		return row, row.Chat, ReasonTime
	}
	if row.EndOfHistory < -1 || row.EndOfHistory > 100 {
		row.EndOfHistory = -1
	}
	clean := readerOf(identity, me, now, "").name
	if identity.Chat.IsGroup() {
		// A group may be called anything, also a number.
		clean = func(text string) string { return cleanLine(text, maxNameLength) }
	}
	row.Title, row.Name = clean(row.Title), clean(row.Name)
	return row, row.Chat, ""
}

// keepPersonsApart takes the former ids out of rows that would make one
// conversation of two: those that belong to another person's row now, or that
// two persons claim.
func keepPersonsApart(rows []contract.ChatRow) {
	if !slices.ContainsFunc(rows, func(row contract.ChatRow) bool { return len(row.Former) > 0 }) {
		return
	}
	claims := map[string][]int{}
	for i, row := range rows {
		for _, id := range append(presentIDs(row), row.Former...) {
			if !slices.Contains(claims[id], i) {
				claims[id] = append(claims[id], i)
			}
		}
	}
	for i := range rows {
		mine := presentIDs(rows[i])
		rows[i].Former = slices.DeleteFunc(rows[i].Former, func(former string) bool {
			return slices.ContainsFunc(claims[former], func(other int) bool {
				return other != i && !slices.ContainsFunc(presentIDs(rows[other]), func(id string) bool { return slices.Contains(mine, id) })
			})
		})
		if len(rows[i].Former) == 0 {
			rows[i].Former = nil
		}
	}
}

// presentIDs returns the ids by which a row's chat is known now.
func presentIDs(row contract.ChatRow) []string {
	return slices.DeleteFunc([]string{row.Chat, row.Phone, row.LID}, func(id string) bool { return id == "" })
}
