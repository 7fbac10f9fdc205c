package fakezoho

import "net/http"

// getOrg serves GET /org (get-org-data page). country_code is the country;
// iso_code is the code of the organisation's currency.
func getOrg(c *apiCall) reply {
	o := c.org
	return jsonReply(http.StatusOK, object{"org": []any{object{
		"id": o.id, "zgid": o.zgid, "company_name": o.company, "domain_name": "org" + o.zgid,
		"country": o.country, "country_code": o.country, "iso_code": o.isoCurrency, "currency": o.currency,
		"time_zone": o.zone, "type": o.environment.orgType(), "primary_email": o.users[0].email, "primary_zuid": o.users[0].zuid,
		"license_details": object{
			"paid": o.edition.Name != "free", "paid_type": o.edition.Name, "paid_expiry": o.licenceEnd(c),
			"trial_type": nil, "trial_expiry": nil, "users_license_purchased": len(o.users),
		},
	}}})
}

// licenceEnd is when the licence of a paid edition ends, as the reader sees it.
func (o *org) licenceEnd(c *apiCall) any {
	switch {
	case o.edition.Name == "free":
		return nil
	case o.expired:
		return c.user.stamp(c.now.AddDate(0, 0, -1))
	}
	return c.user.stamp(c.now.AddDate(1, 0, 0))
}
