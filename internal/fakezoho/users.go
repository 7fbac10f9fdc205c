package fakezoho

import "net/http"

// getUsers serves GET /users?type=CurrentUser (get-users page). Other types are
// not emulated and are refused as an invalid parameter.
func getUsers(c *apiCall) reply {
	switch c.query.Get("type") {
	case "CurrentUser":
	case "":
		return errParamMissing("type").reply()
	default:
		return errParam("type").reply()
	}
	u := c.user
	return jsonReply(http.StatusOK, object{"users": []any{object{
		"id": u.id, "zuid": u.zuid, "full_name": u.name(), "first_name": u.first, "last_name": u.last,
		"email": u.email, "country": u.country, "country_locale": u.locale, "locale": u.locale,
		"language": u.locale, "time_zone": u.zone, "status": u.status(), "confirm": true,
		"profile": object{"name": u.profile.Name, "id": u.profile.ID},
		"role":    object{"name": "CEO", "id": c.org.roleID},
	}}})
}

// status is a user's status in the words of the get-users page.
func (u *user) status() string {
	if u.inactive {
		return "inactive"
	}
	return "active"
}
