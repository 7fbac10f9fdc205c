package zoho

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// declaredOps reads the operations from the source, so that a new one cannot be forgotten.
func declaredOps(t *testing.T) []Op {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "op.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ops []Op
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, "Op") && len(spec.Values) == 1 {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			ops = append(ops, Op(text))
		}
		return true
	})
	if len(ops) < 20 {
		t.Fatalf("only %d operations found", len(ops))
	}
	return ops
}

// TestEveryOperationHasItsTraits: what is called is what is listed, with a price and scopes; the rest costs nothing.
func TestEveryOperationHasItsTraits(t *testing.T) {
	t.Parallel()
	called := map[Op]bool{}
	for _, o := range operations(t) {
		called[o.op] = true
		if got := o.op.Credits(o.items); got != o.cost {
			t.Errorf("%s costs %d, want %d", o.op, got, o.cost)
		}
		scopes := o.op.Scopes("Contacts")
		if len(scopes) == 0 || !slices.IsSorted(scopes) {
			t.Errorf("%s: scopes %v", o.op, scopes)
		}
		for _, s := range scopes {
			if strings.ContainsAny(s, "{}") || !strings.HasPrefix(s, "Zoho") {
				t.Errorf("%s: scope %s", o.op, s)
			}
		}
	}
	for _, op := range declaredOps(t) {
		if _, known := op.traits(); known != called[op] {
			t.Errorf("%s: has traits %v, is called %v", op, known, called[op])
		}
		if !called[op] && (op.Credits(100) != 0 || len(op.Scopes("Contacts")) != 0) {
			t.Errorf("%s costs credits or needs scopes", op)
		}
	}
}

func TestCredits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		op   Op
		n    int
		want int
	}{
		{OpQuery, 1, 1}, {OpQuery, 200, 1}, {OpQuery, 201, 2}, {OpQuery, 1000, 2}, {OpQuery, 1001, 3}, {OpQuery, 2000, 3},
		{OpCreateNotes, 1, 1}, {OpCreateNotes, 10, 1}, {OpCreateNotes, 11, 2}, {OpUpdateNotes, 100, 10}, {OpCreateContacts, 0, 1},
		{OpCreateLeads, 10, 1}, {OpGetContact, 100, 1}, {OpComposite, 5, 1}, {OpRefreshToken, 1, 0}, {Op("else"), 1, 0},
	} {
		if got := tt.op.Credits(tt.n); got != tt.want {
			t.Errorf("%s of %d costs %d, want %d", tt.op, tt.n, got, tt.want)
		}
	}
}

func TestScopesOfModules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		op      Op
		modules []string
		want    []string
	}{
		{OpQuery, []string{"Leads"}, []string{"ZohoCRM.coql.READ", "ZohoCRM.modules.leads.READ"}},
		{OpQuery, nil, []string{"ZohoCRM.coql.READ"}},
		{OpSearchByPhone, []string{"Contacts", "Leads"}, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.leads.READ", "ZohoSearch.securesearch.READ"}},
		{OpListNotes, []string{"Notes"}, []string{"ZohoCRM.modules.notes.READ"}},
		{OpGetOrg, []string{"Leads"}, []string{"ZohoCRM.org.READ"}},
	} {
		if got := tt.op.Scopes(tt.modules...); !slices.Equal(got, tt.want) {
			t.Errorf("%s on %v needs %v, want %v", tt.op, tt.modules, got, tt.want)
		}
	}
}
