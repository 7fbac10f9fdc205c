package zoho

import (
	"context"

	"github.com/tidwall/gjson"
)

// ModulesService reads which modules there are.
type ModulesService struct{ c *Client }

// Module is a kind of record, as the signed-in user's profile sees it.
type Module struct {
	APIName string
	// Label is the module's name in the plural, in the user's language; an administrator may have renamed it.
	Label string
	// Viewable, Creatable and Editable say what the user may do with its records.
	Viewable, Creatable, Editable bool
	// API is true if the module's records can be reached through the API.
	API bool
}

// List returns the modules. Those whose API name has a form that no call of this package could use are left out.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html
// Scopes: ZohoCRM.settings.modules.READ. Cost: 1 credit.
func (s *ModulesService) List(ctx context.Context) ([]Module, error) {
	return run(ctx, s.c, reading[[]Module]{
		call: call{op: OpListModules, method: methodGet, path: "/crm/v8/settings/modules"},
		read: readModules,
	})
}

func readModules(body gjson.Result) ([]Module, error) {
	list := body.Get("modules")
	if body.IsObject() && !list.IsArray() {
		return nil, badReply(OpListModules, statusOK)
	}
	var modules []Module
	for _, item := range list.Array() {
		o := object{Result: item}
		m := Module{
			APIName:   o.text("api_name"),
			Label:     o.text("plural_label"),
			Viewable:  o.allowed("viewable"),
			Creatable: o.allowed("creatable"),
			Editable:  o.allowed("editable"),
			API:       o.allowed("api_supported"),
		}
		if o.bad || !item.IsObject() {
			return nil, badReply(OpListModules, statusOK)
		}
		if ValidAPIName(m.APIName) {
			modules = append(modules, m)
		}
	}
	return modules, nil
}
