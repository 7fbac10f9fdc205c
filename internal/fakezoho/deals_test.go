package fakezoho

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

func TestDealsOfAContact(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	deal := func(name string, contact string) string {
		r.clock.advance(time.Minute)
		return must(r.s.AddDeal(r.w.Org.ID, Fields{"Deal_Name": name, "Stage": "Qualification", "Amount": 1500.5, "Closing_Date": "2026-12-31", "Contact_Name": contact}))
	}
	first, second2 := deal("first", r.ada()), deal("second", r.ada())
	deal("of another", r.w.Contacts["Ben Sample"])
	list := r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Deals?fields=Deal_Name,Amount,Closing_Date&sort_by=Modified_Time&sort_order=desc&per_page=5", nil)
	expect(t, list, 200, "")
	if !slices.Equal(list.ids(), []string{second2, first}) || list.items()[0]["Amount"] != 1500.5 || list.items()[0]["Stage"] != nil {
		t.Errorf("deals %s", list.raw)
	}
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Deals", nil), 400, "REQUIRED_PARAM_MISSING")
	expect(t, r.api(http.MethodGet, "/Contacts/1/Deals?fields=id", nil), 400, "INVALID_DATA")
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/"+r.w.Contacts["Ella Nonumber"]+"/Deals?fields=id", nil))
	rows := r.coql("select Deal_Name, Contact_Name from Deals where (Contact_Name = '" + r.ada() + "' and Amount > 1000) order by Modified_Time desc limit 5")
	if !slices.Equal(rows.ids(), []string{second2, first}) {
		t.Errorf("query %s", rows.raw)
	}
	expectEmpty(t, r.coql("select id from Deals where Amount > 1500.5"))
	expect(t, r.api(http.MethodGet, "/Deals/"+first, nil), 200, "")
	if page := r.api(http.MethodGet, usCRM+"/crm/org"+r.w.Org.ZGID+"/tab/Potentials/"+first, nil); page.status != 200 {
		t.Errorf("page: %d", page.status)
	}
	if deals := r.s.Snapshot().Deals; len(deals) != 3 || deals[0].Name != "first" || deals[0].Fields["Contact_Name"] != r.ada() {
		t.Errorf("snapshot %+v", deals)
	}
	for _, f := range []Fields{{}, {"Deal_Name": "x", "Contact_Name": "1"}, {"Deal_Name": "x", "Amount": "much"}} {
		if _, err := r.s.AddDeal(r.w.Org.ID, f); err == nil && f["Amount"] == nil {
			t.Errorf("%v was accepted", f)
		}
	}
}
