package zoho

import (
	"context"
	"net/url"

	"github.com/tidwall/gjson"
)

// UsersService reads users.
type UsersService struct{ c *Client }

// User is a user of the organisation.
type User struct {
	ID       string
	FullName string
	Email    string
	// Country is the country of the user's own settings, as the user or an administrator entered it; it may be empty.
	Country string
	// TimeZone is an IANA name, for example "Europe/Berlin".
	TimeZone string
	// ProfileID and ProfileName name the profile that holds the user's permissions.
	ProfileID, ProfileName string
	// Inactive is true if an administrator has deactivated the user.
	Inactive bool
}

// Current returns the user who signed in.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-users.html
// Scopes: ZohoCRM.users.READ. Cost: 1 credit.
func (s *UsersService) Current(ctx context.Context) (User, error) {
	return run(ctx, s.c, reading[User]{
		call: call{op: OpCurrentUser, method: methodGet, path: "/crm/v8/users", query: url.Values{"type": {"CurrentUser"}}},
		read: readUser,
	})
}

func readUser(body gjson.Result) (User, error) {
	u := object{Result: body.Get("users.0")}
	user := User{
		ID:          u.id("id"),
		FullName:    u.text("full_name"),
		Email:       u.text("email"),
		Country:     u.text("country"),
		TimeZone:    u.text("time_zone"),
		ProfileID:   u.text("profile.id"),
		ProfileName: u.text("profile.name"),
		Inactive:    inactive(u.Get("status").Str),
	}
	if u.bad {
		return User{}, badReply(OpCurrentUser, statusOK)
	}
	return user, nil
}

// inactive reads a user's status, "active" for those who may work. What Zoho does not say is no reason to doubt it.
func inactive(status string) bool { return status != "" && status != "active" }
