package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// ask makes the query of a step.
func (d *people) ask(ctx context.Context, step directory.Step) (directory.Page, error) {
	m, known := d.module(step.Source.Module)
	if !known {
		return directory.Page{}, fmt.Errorf("app: the directory asks for module %s", step.Source.Module)
	}
	q, err := stepQuery(step)
	if err != nil {
		return directory.Page{}, err
	}
	got, err := queryPeople(ctx, d.crm, m, q)
	return pageOfRows(step.Source, got), err
}

// module returns what is known of a module of people.
func (d *people) module(name contract.Module) (store.PeopleModule, bool) {
	i := slices.IndexFunc(d.conn.Modules, func(m store.PeopleModule) bool { return m.Module == name })
	if i < 0 {
		return store.PeopleModule{}, false
	}
	return d.conn.Modules[i], true
}

// queryPeople makes a query that also tells which leads were converted, as far as
// the organisation's fields do. Some list a field that queries do not know.
func queryPeople(ctx context.Context, crm *zoho.Client, m store.PeopleModule, q zoho.Query) (zoho.Page[zoho.Row], error) {
	marks := zoho.Conversion{Mark: m.Converted, Contact: m.ConvertedTo}
	for {
		asked, err := q.WithConversion(marks)
		if err != nil {
			return zoho.Page[zoho.Row]{}, err
		}
		page, err := crm.COQL.Query(ctx, asked)
		var refused *zoho.APIError
		if err == nil || !errors.Is(err, zoho.ErrField) || !errors.As(err, &refused) {
			return page, err
		}
		fewer, was := marks.Without(refused.APIName())
		if !was {
			return page, err
		}
		marks = fewer
	}
}

// stepQuery is the query of a step.
func stepQuery(step directory.Step) (zoho.Query, error) {
	module, fields := string(step.Source.Module), step.Source.Fields
	var q zoho.Query
	var err error
	switch step.Kind {
	case directory.StepPage:
		if q, err = zoho.WithPhoneQuery(module, fields, nameFields, step.Limit); err == nil && step.After != "" {
			q, err = q.After(step.After)
		}
	case directory.StepChanges:
		if q, err = zoho.ModifiedSinceQuery(module, fields, nameFields, step.Since, step.Limit); err == nil && step.Skip > 0 {
			q, err = q.Offset(step.Skip)
		}
	case directory.StepCheck:
		q, err = zoho.IDsQuery(module, fields, nameFields, step.IDs)
	default:
		err = fmt.Errorf("app: unknown step %q of the directory", step.Kind)
	}
	return q, err
}

// pageOfRows is Zoho's answer as the directory takes it.
func pageOfRows(source directory.Source, got zoho.Page[zoho.Row]) directory.Page {
	page := directory.Page{More: got.More}
	for _, r := range got.Items {
		row := directory.Row{
			ID: r.ID, Name: r.Fields[fullNameField], OwnerID: r.OwnerID, Modified: r.ModifiedTime,
			Converted: r.Converted, ConvertedTo: r.ConvertedTo,
		}
		for _, field := range source.Fields {
			row.Phones = append(row.Phones, r.Fields[field])
		}
		page.Rows = append(page.Rows, row)
	}
	return page
}
