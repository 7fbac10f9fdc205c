package fakewhatsapp

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed data/*.json
var dataFiles embed.FS

// dataScript defines the module that hands the page its tables and locales.
//
// tables-1044822804.json holds the object stores of the database "model-storage" as the WAWebSchema modules of
// client revision 1044822804 declare them, columns and indexes they have removed again left out. locales.json
// holds how WAWebClock of that revision prints a time in a language and region of the phone.
func dataScript() []byte {
	read := func(name string) []byte {
		body, err := dataFiles.ReadFile("data/" + name + ".json")
		if err != nil {
			panic(err) // The file is part of this package.
		}
		return body
	}
	return fmt.Appendf(nil, "__d('StandInData', [], function (global, require, importDefault, importNamespace, requireLazy, module) {\n"+
		"module.exports = { schema: %s, locales: %s };\n}, 98);\n", read("tables-1044822804"), read("locales"))
}

// schemaNames are the tables of model-storage and their indexes, "table" and "table/index".
func schemaNames() map[string]bool {
	var schema struct {
		Tables map[string]struct {
			Indexes []struct {
				Path json.RawMessage `json:"path"`
			} `json:"indexes"`
		} `json:"tables"`
	}
	body, err := dataFiles.ReadFile("data/tables-1044822804.json")
	if err == nil {
		err = json.Unmarshal(body, &schema)
	}
	if err != nil {
		panic(fmt.Errorf("fakewhatsapp: read tables: %w", err)) // The file is part of this package.
	}
	names := map[string]bool{}
	for table, shape := range schema.Tables {
		names[table] = true
		for _, index := range shape.Indexes {
			names[table+"/"+indexName(index.Path)] = true
		}
	}
	return names
}

// indexName is the name Dexie gives to an index: its path, or "[a+b]" for several.
func indexName(path json.RawMessage) string {
	var one string
	if json.Unmarshal(path, &one) == nil {
		return one
	}
	var several []string
	if err := json.Unmarshal(path, &several); err != nil {
		panic(fmt.Errorf("fakewhatsapp: read path of an index: %w", err)) // The file is part of this package.
	}
	return "[" + strings.Join(several, "+") + "]"
}
