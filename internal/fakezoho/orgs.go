package fakezoho

import "net/http"

// getOrg serves GET /org (get-org-data page). country_code is the country;
// iso_code is the code of the organisation's currency.
func getOrg(c *apiCall) reply {
	o := c.org
	return jsonReply(http.StatusOK, object{"org": []any{object{
		"id": o.id, "zgid": o.zgid, "company_name": o.company, "domain_name": "org" + o.zgid,
		"country": o.country, "country_code": o.country, "iso_code": o.isoCurrency, "currency": o.currency,
		"time_zone": o.zone, "type": "production", "primary_email": o.users[0].email, "primary_zuid": o.users[0].zuid,
		"license_details": object{
			"paid": o.edition.Name != "free", "paid_type": o.edition.Name, "paid_expiry": nil,
			"trial_type": nil, "trial_expiry": nil, "users_license_purchased": len(o.users),
		},
	}}})
}
