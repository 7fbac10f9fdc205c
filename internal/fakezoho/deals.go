package fakezoho

import (
	"errors"
	"slices"
)

// listRelatedDeals serves GET /Contacts/{id}/Deals (get-related-records page):
// the deals whose Contact_Name is the contact, and those it belongs to by a
// contact role.
func listRelatedDeals(c *apiCall) reply {
	contact := c.org.find(c.module, c.id)
	if contact == nil {
		return errRelatedID().reply()
	}
	deals := slices.DeleteFunc(c.org.ofModule("Deals"), func(d *record) bool {
		ref, _ := d.values["Contact_Name"].(lookup)
		byRole := !c.s.sw.RoleDealsHidden && slices.Contains(d.roles, contact.id)
		return ref.id != contact.id && !byRole
	})
	return c.list(listing{
		name: "Deals", parentID: contact.id, records: deals,
		render: func(d *record, fields []string) object { return d.object(fields, c.user) },
	})
}

// AddContactRole gives a contact a role in a deal, as a person does in the CRM.
func (s *Server) AddContactRole(dealID, contactID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	deal, contact := s.recordByID(dealID), s.recordByID(contactID)
	if deal == nil || contact == nil || deal.org != contact.org || deal.module.name != "Deals" || contact.module.name != "Contacts" {
		return errors.New("fakezoho: contact role: not a deal and a contact of one organisation")
	}
	if !slices.Contains(deal.roles, contactID) {
		deal.roles = append(deal.roles, contactID)
	}
	return nil
}

// moveRoles gives the roles of a contact to another.
func (o *org) moveRoles(from, to *record) {
	for _, deal := range o.ofModule("Deals") {
		if at := slices.Index(deal.roles, from.id); at >= 0 {
			deal.roles[at] = to.id
		}
	}
}
