package fakezoho

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

const pageStylePath = "/static/crm.css"

// pagePolicy allows the page's own stylesheet and nothing else.
const pagePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// servePages answers as the CRM's web page: a list of records at /, and a record
// with its notes and
// attachments at /crm/org{zgid}/tab/{module}/{id} or /crm/tab/{module}/{id},
// as in the address bar of the real one.
func (s *Server) servePages(w http.ResponseWriter, r *http.Request, c *centre) {
	x := &exchange{op: OpPage, centre: c, unlogged: true}
	x.do = func(*exchange) reply {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			return textReply(http.StatusMethodNotAllowed, "method not allowed")
		}
		switch r.URL.Path {
		case pageStylePath:
			return stylesheet("crm.css")
		case "/":
			return s.listPage(r, c)
		}
		if rec := s.pageRecord(c, r.URL.Path); rec != nil {
			return s.recordPage(r, rec)
		}
		return page("missing.html", http.StatusNotFound, pagePolicy, map[string]any{"Style": link(r, pageStylePath), "Home": link(r, "/")})
	}
	s.run(w, r, x)
}

// pageRecord finds the record an address names, or nil.
func (s *Server) pageRecord(c *centre, path string) *record {
	parts := strings.Split(strings.TrimPrefix(path, "/crm/"), "/")
	if !strings.HasPrefix(path, "/crm/") {
		return nil
	}
	zgid := ""
	if len(parts) == 4 {
		var ok bool
		if zgid, ok = strings.CutPrefix(parts[0], "org"); !ok || zgid == "" {
			return nil
		}
		parts = parts[1:]
	}
	if len(parts) != 3 || parts[0] != "tab" {
		return nil
	}
	module := parts[1]
	if module == "Potentials" {
		// The web application kept the old name of deals.
		module = "Deals"
	} else if !oneOf(module, recordModules()...) {
		return nil
	}
	for _, o := range s.orgs {
		if o.centre != c || zgid != "" && o.zgid != zgid {
			continue
		}
		if rec := o.find(module, parts[2]); rec != nil {
			return rec
		}
	}
	return nil
}

// pageRow is a line of the list.
type pageRow struct{ Path, Name, Phone, Module, Company string }

func (s *Server) listPage(req *http.Request, c *centre) reply {
	var rows []pageRow
	for _, o := range s.orgs {
		if o.centre != c {
			continue
		}
		for _, name := range recordModules() {
			for _, r := range o.ofModule(name) {
				phone := r.text("Phone")
				if phone == "" {
					phone = r.text("Mobile")
				}
				rows = append(rows, pageRow{link(req, recordPath(r)), r.fullName(), phone, strings.TrimSuffix(name, "s"), o.company})
			}
		}
	}
	return page("list.html", http.StatusOK, pagePolicy, map[string]any{"Style": link(req, pageStylePath), "Home": link(req, "/"), "Rows": rows})
}

func recordPath(r *record) string {
	return "/crm/org" + r.org.zgid + "/tab/" + r.module.name + "/" + r.id
}

// pageFact is a labelled value of a record.
type pageFact struct{ Label, Value string }

// pageNote is a note as the page shows it.
type pageNote struct{ ID, Title, Content, Created, Modified, Owner string }

// pageFile is an attachment as the page shows it.
type pageFile struct {
	ID, Name, Created, Owner string
	Bytes                    int
}

func (s *Server) recordPage(req *http.Request, r *record) reply {
	facts := []pageFact{{"Owner", r.owner.name()}}
	for _, f := range r.module.fields {
		if v, ok := r.values[f.Name].(string); ok && v != "" && f.Name != "First_Name" && f.Name != "Last_Name" {
			facts = append(facts, pageFact{f.label(), v})
		}
	}
	facts = append(facts, pageFact{"Created", pageTime(r.created, r.owner)}, pageFact{"Modified", pageTime(r.modified, r.owner)})

	sorted := r.org.notesOf(r)
	listOrder{"Created_Time", "desc"}.sort(sorted)
	notes := make([]pageNote, 0, len(sorted))
	for _, n := range sorted {
		notes = append(notes, pageNote{
			ID: n.id, Title: n.text("Note_Title"), Content: n.text("Note_Content"), Owner: n.owner.name(),
			Created: pageTime(n.created, r.owner), Modified: pageTime(n.modified, r.owner),
		})
	}
	files := make([]pageFile, 0, len(r.files))
	for _, f := range slices.Backward(r.files) {
		files = append(files, pageFile{ID: f.id, Name: f.file.name, Bytes: f.file.size, Created: pageTime(f.created, r.owner), Owner: f.owner.name()})
	}
	return page("record.html", http.StatusOK, pagePolicy, map[string]any{
		"Style": link(req, pageStylePath), "Home": link(req, "/"), "Name": r.fullName(), "Module": strings.TrimSuffix(r.module.name, "s"),
		"Company": r.org.company, "ID": r.id, "Facts": facts, "Notes": notes, "Files": files,
	})
}

// pageTime writes a time in the zone of the record's owner.
func pageTime(t time.Time, owner *user) string {
	return t.In(owner.loc).Format("2 Jan 2006, 15:04:05 MST")
}
