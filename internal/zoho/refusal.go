package zoho

import (
	"strings"

	"github.com/tidwall/gjson"
)

const (
	// maxSupported bounds how many values of a picklist are taken from a refusal.
	maxSupported = 500
	// maxSupportedValue bounds each of them, in bytes.
	maxSupportedValue = 500
)

// SupportedValues returns, for a value that a picklist does not have, those that it has, as far as Zoho lists them; newer
// replies do. They are texts of the organisation's own: for a person to see, not for a log.
// See https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html.
func (e *APIError) SupportedValues() []string {
	var values []string
	for _, v := range gjson.GetBytes(e.Details, "supported_values").Array() {
		if v.Type == gjson.String && v.Str != "" && len(v.Str) <= maxSupportedValue && len(values) < maxSupported {
			values = append(values, strings.Clone(v.Str))
		}
	}
	return values
}

// Refusals returns the single errors of a record that was refused: each is about one field, which [APIError.APIName]
// names if Zoho did. Usually it is the error itself.
func (e *APIError) Refusals() []*APIError {
	if len(e.Causes) == 0 {
		return []*APIError{e}
	}
	return e.Causes
}
