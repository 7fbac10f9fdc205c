package fakezoho

import (
	"errors"
	"slices"
	"strings"
)

// errScopeList is returned for a scope parameter Zoho Accounts refuses.
var errScopeList = errors.New("the scope list is empty, malformed or names an unknown scope")

// knownScopes lists, per group, the operations a scope may name (scopes page).
// Only the module part is compared without regard to case, because the pages
// themselves spell it both ways.
func knownScopes() map[string][]string {
	crud := []string{"ALL", "READ", "CREATE", "UPDATE", "DELETE"}
	meta := []string{"ALL", "READ"}
	known := map[string][]string{
		"ZohoCRM.modules":            crud,
		"ZohoCRM.coql":               {"READ"},
		"ZohoCRM.users":              crud,
		"ZohoCRM.org":                crud,
		"ZohoCRM.settings":           {"ALL"},
		"ZohoCRM.settings.fields":    meta,
		"ZohoCRM.settings.layouts":   meta,
		"ZohoCRM.settings.modules":   meta,
		"ZohoCRM.composite_requests": {"CUSTOM"},
		"ZohoSearch.securesearch":    {"READ"},
	}
	for _, m := range []string{"contacts", "leads", "accounts", "deals", "notes", "tasks", "events", "calls", "custom", "attachments"} {
		known["ZohoCRM.modules."+m] = crud
	}
	return known
}

// splitScope cuts a scope into its group and operation, with the module part of
// the group in lower case.
func splitScope(scope string) (group, operation string) {
	i := strings.LastIndexByte(scope, '.')
	if i < 0 {
		return scope, ""
	}
	group, operation = scope[:i], scope[i+1:]
	if module, ok := strings.CutPrefix(group, "ZohoCRM.modules."); ok {
		group = "ZohoCRM.modules." + strings.ToLower(module)
	}
	return group, operation
}

// parseScopes splits a scope parameter at its commas. A list joined by spaces is
// one unknown scope.
func parseScopes(raw string) ([]string, error) {
	known := knownScopes()
	scopes := strings.Split(raw, ",")
	for _, scope := range scopes {
		group, operation := splitScope(scope)
		if !slices.Contains(known[group], operation) {
			return nil, errScopeList
		}
	}
	return scopes, nil
}

// granted reports whether the scopes of a token cover the one needed, either by
// name or by an ALL above it.
func granted(have []string, need string) bool {
	group, operation := splitScope(need)
	for _, scope := range have {
		g, o := splitScope(scope)
		if o != operation && o != "ALL" {
			continue
		}
		if g == group {
			return true
		}
		if (g == "ZohoCRM.modules" || g == "ZohoCRM.settings") && strings.HasPrefix(group, g+".") {
			return true
		}
	}
	return false
}

// moduleScope names the scope of an operation on a module's records.
func moduleScope(module, operation string) string {
	return "ZohoCRM.modules." + strings.ToLower(module) + "." + operation
}
