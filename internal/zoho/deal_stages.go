package zoho

import (
	"context"
	"net/url"
	"strings"

	"github.com/tidwall/gjson"
)

// DealStages are the stages of a deal that an organisation has, and which of them close it.
type DealStages struct {
	// Known is false if the field Stage is hidden from the user, so that nothing can be told.
	Known bool `json:"known"`
	// Closed tells by label and by value of each stage whether a deal in it is won or lost.
	Closed map[string]bool `json:"closed,omitempty"`
}

// Open reports whether a deal in a stage is neither won nor lost. One whose stage is not told is not taken for open.
func (s DealStages) Open(stage string) bool {
	if !s.Known || stage == "" {
		return false
	}
	if closed, listed := s.Closed[stage]; listed {
		return !closed
	}
	return !closedByName(stage)
}

// Stages returns the stages of a deal. Which of them close it is the forecast type of a picklist value: "Open", "Closed
// Won" or "Closed Lost", as the get-pipelines page shows them. Zoho's SDKs, version 8.0, have it among the metadata of a
// field too, which the documentation of that call does not. Where it is not told, stages count by their names: closed are
// those that Zoho's own pipeline begins with, "Closed Won", "Closed Lost" and "Closed-Lost to Competition".
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html and
// https://www.zoho.com/crm/developer/docs/api/v8/get-pipelines.html
// Scopes: ZohoCRM.settings.fields.READ. Cost: 1 credit.
func (s *DealsService) Stages(ctx context.Context) (DealStages, error) {
	return run(ctx, s.c, reading[DealStages]{
		call: call{op: OpListFields, method: methodGet, path: "/crm/v8/settings/fields", query: url.Values{"module": {"Deals"}}},
		read: readStages,
	})
}

func readStages(body gjson.Result) (DealStages, error) {
	fields := body.Get("fields")
	if body.IsObject() && !fields.IsArray() {
		return DealStages{}, badReply(OpListFields, statusOK)
	}
	for _, field := range fields.Array() {
		if field.Get("api_name").String() != "Stage" {
			continue
		}
		stages := DealStages{Known: true, Closed: map[string]bool{}}
		o := object{Result: field}
		for _, value := range o.list("pick_list_values") {
			v := object{Result: value}
			closed, told := closedByType(v.text("forecast_type"))
			for _, name := range []string{v.text("display_value"), v.text("actual_value")} {
				if name == "" || v.bad {
					continue
				}
				if !told {
					closed = closedByName(name)
				}
				stages.Closed[name] = closed
			}
		}
		if o.bad {
			return DealStages{}, badReply(OpListFields, statusOK)
		}
		return stages, nil
	}
	return DealStages{}, nil
}

// closedByType reads a forecast type; told is false for one that is not documented.
func closedByType(forecast string) (closed, told bool) {
	switch forecast {
	case "Open":
		return false, true
	case "Closed Won", "Closed Lost":
		return true, true
	}
	return false, false
}

// closedByName reports whether a stage has the name of one of Zoho's own closed stages, however it is punctuated.
func closedByName(stage string) bool {
	name := strings.ToLower(strings.Join(strings.FieldsFunc(stage, func(r rune) bool { return r == ' ' || r == '-' }), " "))
	return name == "closed won" || name == "closed lost" || name == "closed lost to competition"
}
