package fakezoho

import "slices"

// listRelatedDeals serves GET /Contacts/{id}/Deals (get-related-records page):
// the deals whose Contact_Name is the contact. Contact roles are not emulated.
func listRelatedDeals(c *apiCall) reply {
	contact := c.org.find(c.module, c.id)
	if contact == nil {
		return errRelatedID().reply()
	}
	deals := slices.DeleteFunc(c.org.ofModule("Deals"), func(d *record) bool {
		ref, _ := d.values["Contact_Name"].(lookup)
		return ref.id != contact.id
	})
	return c.list(listing{
		name: "Deals", parentID: contact.id, records: deals,
		render: func(d *record, fields []string) object { return d.object(fields, c.user) },
	})
}
