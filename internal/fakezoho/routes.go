package fakezoho

import (
	"net/http"
	"strings"
)

// route is one operation of the API. The segments of its pattern are literal,
// or {module}, or {id}, which matches digits only.
type route struct {
	method  string
	pattern []string
	op      Op // for {module} routes the part after the module's name
	// modules lists what {module} may be.
	modules []string
	scopes  func(*apiCall) []string
	// permissions are the rights of the profile it needs besides API access.
	permissions func(*apiCall) []string
	credits     func(*apiCall) int
	// settled is the price once the answer is known, at most that of credits; the
	// same if nil.
	settled func(*apiCall, reply) int
	// weight is what the call counts for among those in flight; one if nil.
	weight func(*apiCall) weight
	handle func(*apiCall) reply
}

// recordModules are the modules of people.
func recordModules() []string { return []string{"Contacts", "Leads"} }

// writeModules are those whose records the API makes and changes.
func writeModules() []string { return append(recordModules(), "Accounts") }

// readModules are those whose records it reads; notes have routes of their own.
func readModules() []string { return append(writeModules(), "Deals") }

// apiRoutes returns the operations under /crm/v8. Adding a resource means adding
// its lines here and a file with its handlers.
func apiRoutes() []route {
	const (
		get  = http.MethodGet
		post = http.MethodPost
		put  = http.MethodPut
	)
	fixed := func(scopes ...string) func(*apiCall) []string {
		return func(*apiCall) []string { return scopes }
	}
	onModule := func(operation string, more ...string) func(*apiCall) []string {
		return func(c *apiCall) []string { return append([]string{moduleScope(c.module, operation)}, more...) }
	}
	may := func(permission string, more ...string) func(*apiCall) []string {
		return func(c *apiCall) []string {
			if c.module == "" {
				return more
			}
			return append([]string{permission + c.module}, more...)
		}
	}
	const viewNotes, createNote, editNotes = permissionView + "Notes", permissionCreate + "Notes", permissionEdit + "Notes"
	return []route{
		{method: get, pattern: segments("users"), op: OpUsersCurrent, scopes: fixed("ZohoCRM.users.READ"), handle: getUsers},
		{method: get, pattern: segments("org"), op: OpOrgGet, scopes: fixed("ZohoCRM.org.READ"), handle: getOrg},
		{method: get, pattern: segments("settings/modules"), op: OpSettingsModules, scopes: fixed("ZohoCRM.settings.modules.READ"), handle: getModules},
		{method: get, pattern: segments("settings/fields"), op: OpSettingsFields, scopes: fixed("ZohoCRM.settings.fields.READ"), handle: getFields},
		{method: get, pattern: segments("settings/layouts"), op: OpSettingsLayouts, scopes: fixed("ZohoCRM.settings.layouts.READ"), handle: getLayouts},

		{method: post, pattern: segments("coql"), op: OpCOQL, scopes: coqlScopes, permissions: coqlPermissions, credits: coqlCredits, weight: heavy, handle: queryCOQL},
		{method: post, pattern: segments("__composite_requests"), op: OpComposite, scopes: fixed("ZohoCRM.composite_requests.CUSTOM"), credits: compositeCredits, settled: compositeSettled, weight: compositeWeight, handle: serveComposite},
		{method: get, pattern: segments("{module}/search"), op: OpSearch, modules: append(readModules(), "Notes"), scopes: onModule("READ", "ZohoSearch.securesearch.READ"), permissions: may(permissionView), handle: searchRecords},

		{method: get, pattern: segments("{module}/{id}"), op: "get", modules: readModules(), scopes: onModule("READ"), permissions: may(permissionView), handle: getRecord},
		{method: get, pattern: segments("{module}"), op: "list", modules: readModules(), scopes: onModule("READ"), permissions: may(permissionView), weight: heavyIfSorted, handle: listRecords},
		{method: post, pattern: segments("{module}"), op: "create", modules: writeModules(), scopes: onModule("CREATE"), permissions: may(permissionCreate), credits: perTen, weight: heavyOverTen, handle: createRecords},
		{method: put, pattern: segments("{module}"), op: "update", modules: writeModules(), scopes: onModule("UPDATE"), permissions: may(permissionEdit), credits: perTen, weight: heavyOverTen, handle: updateRecords},
		{method: put, pattern: segments("{module}/{id}"), op: "update", modules: writeModules(), scopes: onModule("UPDATE"), permissions: may(permissionEdit), credits: perTen, weight: heavyOverTen, handle: updateRecords},
		{method: get, pattern: segments("{module}/{id}/Deals"), op: OpDealsRelated, modules: []string{"Contacts"}, scopes: onModule("READ", moduleScope("Deals", "READ")), permissions: may(permissionView, permissionView+"Deals"), handle: listRelatedDeals},

		{method: post, pattern: segments("Notes"), op: OpNotesCreate, scopes: fixed(moduleScope("Notes", "CREATE")), permissions: may("", createNote), credits: noteCredits, weight: heavyOverTen, handle: createNotes},
		{method: put, pattern: segments("Notes"), op: OpNotesUpdate, scopes: fixed(moduleScope("Notes", "UPDATE")), permissions: may("", editNotes), credits: noteCredits, weight: heavyOverTen, handle: updateNotes},
		{method: get, pattern: segments("Notes"), op: OpNotesList, scopes: fixed(moduleScope("Notes", "READ")), permissions: may("", viewNotes), handle: listNotes},
		{method: get, pattern: segments("Notes/{id}"), op: OpNotesGet, scopes: fixed(moduleScope("Notes", "READ")), permissions: may("", viewNotes), handle: getNote},
		{method: put, pattern: segments("Notes/{id}"), op: OpNotesUpdate, scopes: fixed(moduleScope("Notes", "UPDATE")), permissions: may("", editNotes), credits: noteCredits, weight: heavyOverTen, handle: updateNotes},
		{method: get, pattern: segments("{module}/{id}/Notes"), op: OpNotesRelated, modules: readModules(), scopes: onModule("READ", moduleScope("Notes", "READ")), permissions: may(permissionView, viewNotes), handle: listRelatedNotes},
		{method: post, pattern: segments("{module}/{id}/Notes"), op: OpNotesRelatedCreate, modules: readModules(), scopes: onModule("READ", moduleScope("Notes", "CREATE")), permissions: may(permissionView, createNote), credits: noteCredits, weight: heavyOverTen, handle: createNotes},
		{method: put, pattern: segments("{module}/{id}/Notes"), op: OpNotesRelatedUpdate, modules: readModules(), scopes: onModule("READ", moduleScope("Notes", "UPDATE")), permissions: may(permissionView, editNotes), credits: noteCredits, weight: heavyOverTen, handle: updateNotes},
		{method: get, pattern: segments("{module}/{id}/Attachments"), op: OpAttachmentsList, modules: recordModules(), scopes: onModule("READ", moduleScope("Attachments", "READ")), permissions: may(permissionView, permissionView+"Attachments"), handle: listAttachments},
		{method: post, pattern: segments("{module}/{id}/Attachments"), op: OpAttachmentsUpload, modules: recordModules(), scopes: uploadScopes, permissions: may(permissionView, permissionCreate+"Attachments"), credits: uploadCredits, handle: uploadAttachment},
	}
}

// uploadScopes are those of the record's module and of attachments; see
// [Switches.UploadScope].
func uploadScopes(c *apiCall) []string {
	return []string{moduleScope(c.module, c.s.sw.UploadScope), moduleScope("Attachments", "CREATE")}
}

// uploadCredits is the price of an upload, which the api-limits page does not name.
func uploadCredits(c *apiCall) int { return c.s.sw.UploadCredits }

func segments(path string) []string { return strings.Split(path, "/") }

// match is the result of looking up a path.
type match struct {
	route      *route
	module, id string
	// err is set if no operation fits, or the module is none of the route's.
	err *apiError
}

// lookup finds the operation of a request under /crm/v8/. Patterns with literal
// segments win over those with placeholders, so that Notes is not a {module}.
func (s *Server) lookup(method, path string) match {
	rest, ok := strings.CutPrefix(path, "/crm/v8/")
	if !ok {
		return match{err: errURL()}
	}
	parts := strings.Split(rest, "/")
	best := match{err: errURL()}
	bestWild := 99
	for i := range s.routes {
		r := &s.routes[i]
		m, wild, ok := r.fits(parts)
		if !ok || wild > bestWild {
			continue
		}
		if wild < bestWild {
			best, bestWild = match{err: errMethod()}, wild
		}
		if r.method == method {
			best = m
		}
	}
	if best.route != nil && best.module != "" && !oneOf(best.module, best.route.modules...) {
		return match{err: errModule(object{"resource_path_index": 0})}
	}
	return best
}

func (r *route) fits(parts []string) (m match, wild int, ok bool) {
	if len(parts) != len(r.pattern) {
		return match{}, 0, false
	}
	m.route = r
	for i, want := range r.pattern {
		switch want {
		case "{module}":
			if !isName(parts[i]) {
				return match{}, 0, false
			}
			m.module, wild = parts[i], wild+1
		case "{id}":
			if !isID(parts[i]) {
				return match{}, 0, false
			}
			m.id, wild = parts[i], wild+1
		default:
			if parts[i] != want {
				return match{}, 0, false
			}
		}
	}
	return m, wild, true
}

// weight returns what a call counts for among those in flight.
func (m match) weight(c *apiCall) weight {
	if m.route == nil || m.route.weight == nil {
		return weight{calls: 1}
	}
	return m.route.weight(c)
}

// op returns the full name of the matched operation.
func (m match) op() Op {
	switch {
	case m.route == nil:
		return OpUnknown
	case oneOf(m.route.op, "get", "list", "create", "update"):
		return Op(strings.ToLower(m.module)) + "." + m.route.op
	default:
		return m.route.op
	}
}

// isName reports whether s has the form of an API name.
func isName(s string) bool {
	if s == "" || !isAlphanumeric(s[0]) || isDigit(s[0]) {
		return false
	}
	for i := range len(s) {
		if !isAlphanumeric(s[i]) && s[i] != '_' {
			return false
		}
	}
	return true
}

// isID reports whether s has the form of a record id: digits, no more than an
// unsigned 64-bit number needs.
func isID(s string) bool {
	if s == "" || len(s) > 20 {
		return false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
