package fakezoho

import (
	"errors"
	"regexp"
	"strings"
)

// errScopeList is returned for a scope parameter Zoho Accounts refuses.
var errScopeList = errors.New("the scope list is empty, malformed or names an unknown scope")

// scopeForm is service.scope.OPERATION, where the scope may have several parts, as
// modules.Contacts has (scopes page).
var scopeForm = regexp.MustCompile(`^[A-Za-z]+(\.[A-Za-z][A-Za-z0-9_]*)+\.[A-Z]+$`)

// scopeServices are the services whose scopes a client of the CRM asks for. What it
// asks for of theirs is taken if it has the form: modules and settings have parts
// whose names an organisation can add to, and only operations that the stand-in has
// need any of it.
func scopeServices() []string {
	return []string{"ZohoCRM", "ZohoSearch", "ZohoFiles", "WorkDrive", "AaaServer", "ZohoBigin", "ZohoBooks", "ZohoCampaigns", "ZohoMail", "Desk"}
}

// soleOperations are scopes that take one operation only.
func soleOperations() map[string]string {
	return map[string]string{
		"ZohoCRM.coql": "READ", "ZohoCRM.composite_requests": "CUSTOM", "ZohoSearch.securesearch": "READ",
	}
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
func (w Switches) parseScopes(raw string) ([]string, error) {
	scopes := strings.Split(raw, ",")
	for _, scope := range scopes {
		if !w.knowsScope(scope) {
			return nil, errScopeList
		}
	}
	return scopes, nil
}

func (w Switches) knowsScope(scope string) bool {
	if !scopeForm.MatchString(scope) {
		return false
	}
	group, operation := splitScope(scope)
	if only, ok := soleOperations()[group]; ok {
		return operation == only
	}
	if service, _, _ := strings.Cut(group, "."); !oneOf(service, scopeServices()...) {
		return false
	}
	return oneOf(operation, "ALL", "READ", "CREATE", "UPDATE", "DELETE") || operation == "WRITE" && w.WriteScope == WriteCovers
}

// granted reports whether the scopes of a token cover the one needed: by name, by a
// WRITE that stands for the operation, or by the same above it.
func granted(have []string, need string) bool {
	group, operation := splitScope(need)
	for _, scope := range have {
		g, o := splitScope(scope)
		if o != operation && o != "ALL" && !(o == "WRITE" && oneOf(operation, "CREATE", "UPDATE", "DELETE")) {
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
