package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// model is what the generator needs to know of a Go package.
type model struct {
	types  []typeDecl
	consts []constDecl
}

// typeDecl is an exported type: a struct, or a string type with constants.
type typeDecl struct {
	name   string
	doc    string
	fields []field // nil for a string type
	text   bool    // true for a string type
}

// field is a struct's field as encoding/json sees it.
type field struct {
	goName   string
	name     string // the JSON name
	doc      string
	expr     ast.Expr
	optional bool
}

// constDecl is an exported constant. typ is empty when it has none.
type constDecl struct {
	name  string
	typ   string
	doc   string
	value constant.Value
}

// readPackage parses the Go files of dir, tests left out, in name order.
func readPackage(dir string) (*model, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	m := &model{}
	fset := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
		if err := m.addFile(file); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if len(m.types) == 0 {
		return nil, fmt.Errorf("%s: holds no exported types", dir)
	}
	return m, nil
}

// addFile adds the exported types and constants of one file.
func (m *model) addFile(file *ast.File) error {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			var err error
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				err = m.addType(spec, gen)
			case *ast.ValueSpec:
				if gen.Tok == token.CONST {
					err = m.addConst(spec, gen)
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *model) addType(spec *ast.TypeSpec, gen *ast.GenDecl) error {
	if !spec.Name.IsExported() {
		return nil
	}
	t := typeDecl{name: spec.Name.Name, doc: docOf(spec.Doc, gen)}
	switch def := spec.Type.(type) {
	case *ast.StructType:
		fields, err := readFields(def)
		if err != nil {
			return fmt.Errorf("type %s: %w", t.name, err)
		}
		t.fields = fields
	case *ast.Ident:
		if def.Name != "string" {
			return fmt.Errorf("type %s: only structs and string types can cross", t.name)
		}
		t.text = true
	default:
		return fmt.Errorf("type %s: only structs and string types can cross", t.name)
	}
	// RequestType is the list's own row type and holds interfaces; it never
	// crosses a border.
	if t.name != "RequestType" {
		m.types = append(m.types, t)
	}
	return nil
}

// docOf returns the comment of a spec, or of its declaration when the spec
// stands alone in it.
func docOf(own *ast.CommentGroup, gen *ast.GenDecl) string {
	if own == nil && !gen.Lparen.IsValid() {
		own = gen.Doc
	}
	return strings.TrimSpace(own.Text())
}

// readFields reads the fields of a struct and their json tags.
func readFields(def *ast.StructType) ([]field, error) {
	fields := []field{}
	for _, f := range def.Fields.List {
		if len(f.Names) != 1 {
			return nil, fmt.Errorf("a field needs a line and a name of its own")
		}
		name := f.Names[0].Name
		if f.Tag == nil {
			// A row type such as RequestType has no tags; whatever crosses has.
			fields = append(fields, field{goName: name, expr: f.Type})
			continue
		}
		raw, err := strconv.Unquote(f.Tag.Value)
		if err != nil {
			return nil, fmt.Errorf("field %s: tag: %w", name, err)
		}
		jsonName, options, _ := strings.Cut(reflect.StructTag(raw).Get("json"), ",")
		optional := options == "omitempty" || options == "omitzero"
		if _, pointer := f.Type.(*ast.StarExpr); pointer && !optional {
			return nil, fmt.Errorf("field %s: a pointer without omitempty would cross as null", name)
		}
		fields = append(fields, field{
			goName:   name,
			name:     jsonName,
			doc:      strings.TrimSpace(f.Doc.Text()),
			expr:     f.Type,
			optional: optional,
		})
	}
	return fields, nil
}

func (m *model) addConst(spec *ast.ValueSpec, gen *ast.GenDecl) error {
	for i, name := range spec.Names {
		if !name.IsExported() {
			continue
		}
		if i >= len(spec.Values) {
			return fmt.Errorf("constant %s: needs its value beside it", name.Name)
		}
		lit, ok := spec.Values[i].(*ast.BasicLit)
		if !ok {
			return fmt.Errorf("constant %s: only literals can be generated", name.Name)
		}
		typ := ""
		if id, ok := spec.Type.(*ast.Ident); ok {
			typ = id.Name
		}
		m.consts = append(m.consts, constDecl{
			name:  name.Name,
			typ:   typ,
			doc:   docOf(spec.Doc, gen),
			value: constant.MakeFromLiteral(lit.Value, lit.Kind, 0),
		})
	}
	return nil
}
