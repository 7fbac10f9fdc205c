package whatsapp

import (
	"encoding/json"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// witness is a [contract.Witness] whose rows are decoded one by one.
type witness struct {
	contract.Witness
	Database struct {
		contract.DatabaseWitness
		Newest []json.RawMessage `json:"newest"`
		Found  []json.RawMessage `json:"found"`
	} `json:"database"`
	Screen struct {
		contract.ScreenWitness
		Rows []json.RawMessage `json:"rows"`
	} `json:"screen"`
}

// DecodeWitness checks what WhatsApp's database and screen say of a chat. Keys
// in the result are those of [ParseKey] in their normal form, with the id and
// the direction that stand beside them. A row that is wrong is left out and does
// not spoil the others. Whether times and chats are the right ones is for those
// to judge who compare.
func DecodeWitness(data []byte) (contract.Witness, error) {
	if err := checkAnswer(data); err != nil {
		return contract.Witness{}, err
	}
	var raw witness
	if err := strict(data, &raw); err != nil {
		return contract.Witness{}, err
	}
	if raw.V != contract.Version {
		return contract.Witness{}, ErrVersion
	}
	if len(raw.Database.Newest) > maxMessages || len(raw.Database.Found) > maxMessages || len(raw.Screen.Rows) > maxScreenRows {
		return contract.Witness{}, ErrSize
	}
	if !knownDatabase(raw.Database.State) || !knownLayout(raw.Screen.Layout) {
		return contract.Witness{}, ErrMalformed
	}
	return contract.Witness{
		V: raw.V,
		Database: contract.DatabaseWitness{
			State: raw.Database.State, Newest: accepted(raw.Database.Newest, decodeWitnessRow), Found: accepted(raw.Database.Found, decodeWitnessRow),
		},
		Screen: contract.ScreenWitness{
			Layout: raw.Screen.Layout, Title: screenTitle(raw.Screen.Title), Rows: accepted(raw.Screen.Rows, decodeScreenRow),
		},
	}, nil
}

// accepted returns the rows that decode lets through.
func accepted[Row any](records []json.RawMessage, decode func([]byte) (Row, bool)) []Row {
	rows := make([]Row, 0, len(records))
	for _, data := range records {
		if row, ok := decode(data); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

func decodeWitnessRow(data []byte) (row contract.WitnessRow, ok bool) {
	if err := strict(data, &row); err != nil {
		return row, false
	}
	key, err := ParseKey(row.Key)
	if err != nil || key.ID != row.ID || key.FromMe != row.FromMe {
		return row, false
	}
	row.Key = key.String()
	return row, row.T >= 0 && row.T <= latestTime && row.Type != "" && word(row.Type)
}

func decodeScreenRow(data []byte) (row contract.ScreenRow, ok bool) {
	if err := strict(data, &row); err != nil {
		return row, false
	}
	switch row.Direction {
	case contract.ScreenIn, contract.ScreenOut, contract.ScreenUnknown:
		return row, validID(row.ID)
	}
	return row, false
}

func knownDatabase(state contract.DatabaseState) bool {
	switch state {
	case contract.DatabaseOK, contract.DatabaseMissing, contract.DatabaseBusy, contract.DatabaseUnknown:
		return true
	}
	return false
}

func knownLayout(layout contract.ScreenLayout) bool {
	switch layout {
	case contract.ScreenNone, contract.Screen2025, contract.Screen2026:
		return true
	}
	return false
}

// screenTitle returns the name over a chat, "" for one that is the digits of a
// LID.
func screenTitle(text string) string { return reader{}.name(text) }
