package e2e

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// createRequest waits for the n-th request for a new record, counted from 1, and
// returns it.
func createRequest(t *testing.T, panel *Tab, n int) contract.CreateContact {
	t.Helper()
	untilTrue(t, panel, "a request for a new record", fmt.Sprintf(`asked.filter(({ request }) => request.kind === %q).length === %d`, contract.KindPanelCreateContact, n))
	asked := requests(t, panel)
	return payload[contract.CreateContact](t, asked[len(asked)-1], contract.KindPanelCreateContact)
}

// sameOrder says whether two requests for a new record are the same.
func sameOrder(a, b contract.CreateContact) bool {
	values := maps.Equal(a.Values, b.Values)
	a.Values, b.Values = nil, nil
	return values && fmt.Sprint(a) == fmt.Sprint(b)
}

// TestFormIsRead: the core is asked once for the forms, when a form is seen for
// the first time; until they are there the names can be filled in, and the button
// rests, as it would move away under a hand.
func TestFormIsRead(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	chosen := func(c *contract.Card) { c.Why, c.Create = contract.WhySimilar, suggested() }
	s.leaveCard(t, nil, cardIn(contract.ChatChoose, chosen))
	panel := s.face(t, "panel/panel.html")
	untilShown(t, panel, "#none-of-these > summary")
	if asked := requests(t, panel); len(asked) > 0 {
		t.Fatalf("a form that nobody sees asked for %s", asked[0].Kind)
	}
	must(t, panel.Click("#none-of-these > summary"))
	untilTrue(t, panel, "the forms to be read", "asked.length === 1")
	if got := payload[contract.FormRef](t, requests(t, panel)[0], contract.KindPanelForm); got.Module != contract.ModuleContacts {
		t.Errorf("the forms of %s were asked for", got.Module)
	}
	wantTexts(t, panel, map[string]string{"#create-contact": "Reading your form…"})
	must(t, panel.ClickBusy("#create-contact"))
	if n := len(requests(t, panel)); n != 1 {
		t.Errorf("a button that rests has led to %d requests", n-1)
	}
	answer(t, panel, "{ ok: {} }")
	wantTexts(t, panel, map[string]string{"#create-contact": "Create Zoho contact"})

	s.leaveChat(t, cardIn(contract.ChatNotInZoho, chosen))
	// It is another form, and what is typed into the one before goes with it.
	untilShown(t, panel, fmt.Sprintf("[data-chat]:has([data-state=%q]) #create-form", contract.ChatNotInZoho))
	must(t, panel.Type("#last-name", "Okafor-Lindqvist"))
	must(t, panel.Click("#create-contact"))
	want := contract.CreateContact{Chat: linkChat, Module: contract.ModuleContacts, FirstName: "Maya", LastName: "Okafor-Lindqvist"}
	if got := createRequest(t, panel, 1); !sameOrder(got, want) {
		t.Errorf("%+v was asked for, want %+v", got, want)
	}
	answer(t, panel, `{ error: { code: "busy", message: "create: under way" } }`)
	untilShown(t, panel, `#create-form [data-error="busy"]`)

	s.leave(t, map[string]any{contract.FormsKey: wholeForms()})
	untilShown(t, panel, "#module-Leads")
	untilTrue(t, panel, "what was typed to be kept", `document.querySelector("#last-name").value === "Okafor-Lindqvist"`)
	if n := len(requests(t, panel)); n != 2 {
		t.Errorf("%d requests were sent, want 2", n)
	}
}

// TestWholeForm: every type of field has its control and its default, and what
// is filled in is sent as the core takes it.
func TestWholeForm(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	forms := wholeForms()
	s.leaveCard(t, &forms, cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Why, c.Create = contract.WhyNobody, suggested() }))
	panel := s.face(t, "panel/panel.html")
	untilShown(t, panel, "#create-form")
	untilGone(t, panel, "#field-Email")

	// What is required and empty is told at its field, which has the focus.
	must(t, panel.Click("#create-contact"))
	untilTrue(t, panel, "the empty field to be told", `document.activeElement.id === "field-Segment" && document.activeElement.getAttribute("aria-invalid") === "true"
		&& document.querySelector("#field-Segment-error").innerText.length > 5 && document.querySelectorAll(".error").length === 1`)
	choose(t, panel, "#field-Segment", "silver")
	untilGone(t, panel, "#field-Segment-error")

	must(t, panel.Click("#more-fields > summary"))
	untilShown(t, panel, "#field-Description")
	types := value(Eval[map[string]string](panel, `Object.fromEntries([...document.querySelectorAll("#create-form [id^=field-]")].map((e) => [e.id.slice(6), e.localName + " " + (e.getAttribute("type") ?? "")]))`))(t)
	for name, want := range map[string]string{
		"Segment": "select ", "Email": "input email", "Website": "input url", "Age": "input text", "Date_of_Birth": "input date", "Email_Opt_Out": "input checkbox",
		"Source": "select ", "Interests": "fieldset ", "Interests-1": "input checkbox", "Description": "textarea ",
	} {
		if types[name] != want {
			t.Errorf("%s is filled in by %q, want %q", name, types[name], want)
		}
	}
	untilTrue(t, panel, "the defaults", `document.querySelector("#field-Source").value === "fair" && document.querySelector("#field-Email_Opt_Out").checked`)
	required := value(Eval[[]string](panel, `[...document.querySelectorAll("#create-form [required]")].map((e) => e.id)`))(t)
	if strings.Join(required, " ") != "last-name field-Segment" {
		t.Errorf("%q are required", required)
	}

	// Lengths count characters: twenty of these are forty UTF-16 units.
	must(t, panel.Type("#field-Description", strings.Repeat("𝄞", 21)))
	must(t, panel.Type("#field-Email", "maya"))
	must(t, panel.Type("#field-Age", "forty"))
	must(t, panel.Click("#create-contact"))
	for _, field := range []string{"Description", "Email", "Age"} {
		untilShown(t, panel, "#field-"+field+"-error")
	}
	untilTrue(t, panel, "the focus at the first fault", `document.activeElement.id === "field-Email"`)
	must(t, panel.Type("#field-Description", strings.Repeat("𝄞", 20)))
	must(t, panel.Type("#field-Email", " maya@example.com "))
	must(t, panel.Type("#field-Age", "41,5"))
	untilGone(t, panel, "#create-form .error")

	run(t, panel, `(() => {
		const field = document.querySelector("#field-Date_of_Birth");
		field.value = "1985-02-28";
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	})()`)
	must(t, panel.Click("#field-Email_Opt_Out"))
	must(t, panel.Click("#field-Interests-2"))
	must(t, panel.Click("#field-Interests-0"))
	choose(t, panel, "#phone-field", "WhatsApp")
	must(t, panel.Click("#create-contact"))
	want := contract.CreateContact{
		Chat: linkChat, Module: contract.ModuleContacts, FirstName: "Maya", LastName: "Okafor", PhoneField: "WhatsApp",
		Values: map[string]string{
			"Segment": "silver", "Email": "maya@example.com", "Age": "41,5", "Date_of_Birth": "1985-02-28", "Email_Opt_Out": "false", "Source": "fair",
			"Interests": "boats;ropes", "Description": strings.Repeat("𝄞", 20),
		},
	}
	if got := createRequest(t, panel, 1); !sameOrder(got, want) {
		t.Errorf("%+v was asked for, want %+v", got, want)
	}
	must(t, panel.ClickBusy("#create-contact"))
	if n := len(requests(t, panel)); n != 2 {
		t.Errorf("two clicks sent %d requests, want one for the forms and one for the record", n)
	}

	// The form is the same one, with its focus, while the record is created and when that fails.
	s.leaveChat(t, cardIn(contract.ChatCreating, nil))
	untilShown(t, panel, `#chat-state[data-state="creating"]`)
	answer(t, panel, `{ error: { code: "offline", problem: "unreachable", message: "create: no network" } }`)
	s.leaveChat(t, cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Create = suggested() }))
	untilShown(t, panel, `#create-form [data-problem="unreachable"]`)
	untilTrue(t, panel, "what was typed, and the focus", `document.querySelector("#field-Email").value.trim() === "maya@example.com" && document.activeElement.id === "create-contact"`)
}

// TestContactOrLead: what was typed survives the choice of the other module and a
// look at another chat; each module has its own fields.
func TestContactOrLead(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	forms := wholeForms()
	card := cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Why, c.Create = contract.WhyNobody, suggested() })
	s.leaveCard(t, &forms, card)
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Type("#first-name", "Amaya"))
	must(t, panel.Click("#module-Leads"))
	untilShown(t, panel, "#field-Company")
	untilGone(t, panel, "#field-Segment")
	untilGone(t, panel, "#phone-field")
	wantTexts(t, panel, map[string]string{"#create-contact": "Create Zoho lead"})
	must(t, panel.Type("#field-Company", "Harbour & Co"))

	other := cardIn(contract.ChatNotInZoho, func(c *contract.Card) {
		c.Chat, c.Title, c.Create = "14155550199@c.us", "Tomás", &contract.CreateForm{LastName: "Tomás", Phone: "+14155550199"}
	})
	s.leaveChat(t, other)
	untilTrue(t, panel, "an untouched form", `document.querySelector("#last-name")?.value === "Tomás" && document.querySelector("#module-Contacts").checked`)
	s.leaveChat(t, card)
	untilTrue(t, panel, "what was typed", `document.querySelector("#first-name")?.value === "Amaya" && document.querySelector("#field-Company")?.value === "Harbour & Co"`)
	must(t, panel.Click("#create-contact"))
	want := contract.CreateContact{
		Chat: linkChat, Module: contract.ModuleLeads, FirstName: "Amaya", LastName: "Okafor", PhoneField: "Phone", Values: map[string]string{"Company": "Harbour & Co"},
	}
	if got := createRequest(t, panel, 1); !sameOrder(got, want) {
		t.Errorf("%+v was asked for, want %+v", got, want)
	}
}

// TestFormWithoutFirstName: a layout that has no first name takes both into the
// last one.
func TestFormWithoutFirstName(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	forms := wholeForms()
	forms.Modules = forms.Modules[1:]
	forms.Modules[0].Fields = forms.Modules[0].Fields[1:2]
	s.leaveCard(t, &forms, cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Create = suggested() }))
	panel := s.face(t, "panel/panel.html")
	untilTrue(t, panel, "the whole name", `document.querySelector("#last-name")?.value === "Maya Okafor"`)
	untilGone(t, panel, "#first-name")
	untilGone(t, panel, "#module-Leads")
	must(t, panel.Type("#last-name", "Okafor"))
	must(t, panel.Click("#create-contact"))
	want := contract.CreateContact{Chat: linkChat, Module: contract.ModuleLeads, LastName: "Okafor", PhoneField: "Phone"}
	if got := createRequest(t, panel, 1); !sameOrder(got, want) {
		t.Errorf("%+v was asked for, want %+v", got, want)
	}
}

// TestCreatedElsewhere: what only Zoho's own form can fill in is named, with the
// way there, and no button promises more.
func TestCreatedElsewhere(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	forms := elsewhereForms()
	s.leaveCard(t, &forms, cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Why, c.Create = contract.WhyNobody, suggested() }))
	panel := s.face(t, "panel/panel.html")
	wantTexts(t, panel, map[string]string{"#form-elsewhere": "Account Name and Campaign"})
	untilGone(t, panel, "#create-contact")
	untilShown(t, panel, "#look-again")
	if got := value(Eval[string](panel, `document.querySelector("#create-in-zoho").href`))(t); got != "https://crm.zoho.eu/crm/tab/Contacts/create" {
		t.Errorf("Zoho's form is at %s", got)
	}
	must(t, panel.Click("#module-Leads"))
	untilShown(t, panel, "#create-contact")
	untilGone(t, panel, "#form-elsewhere")
}

// TestRefusedField: a problem that names a field is told at that field, once, by
// its API name or its label, until the field is changed; one that names no field
// of the form stands above it.
func TestRefusedField(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	forms := wholeForms()
	refuse := func(code contract.ProblemCode, detail string) {
		t.Helper()
		s.leaveCard(t, &forms, cardIn(contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create, c.Problem = contract.WhyNobody, suggested(), &contract.Problem{Code: code, Detail: detail}
		}))
	}
	refuse(contract.ProblemFieldRefused, "Segment")
	panel := s.face(t, "panel/panel.html")
	wantOnce := func(selector, code string) {
		t.Helper()
		untilShown(t, panel, fmt.Sprintf("%s [data-problem=%q]", selector, code))
		if n := value(Eval[int](panel, `document.querySelectorAll("[data-problem]").length`))(t); n != 1 {
			t.Errorf("%s is told %d times", code, n)
		}
	}
	wantOnce("#field-Segment-note", "field_refused")
	untilTrue(t, panel, "the field to be named invalid", `document.querySelector("#field-Segment").getAttribute("aria-describedby").includes("field-Segment-note")
		&& document.querySelector("#field-Segment").getAttribute("aria-invalid") === "true"`)
	choose(t, panel, "#field-Segment", "gold")
	untilGone(t, panel, "#field-Segment-note")

	// An optional field comes to light.
	untilGone(t, panel, "#field-Source")
	refuse(contract.ProblemFieldRequired, "Lead Source")
	untilShown(t, panel, "#field-Source")
	wantOnce("#field-Source-note", "field_required")

	refuse(contract.ProblemFieldRequired, "Branch")
	untilGone(t, panel, "#create-form .note")
	wantOnce("[data-chat]", "field_required")
	wantTexts(t, panel, map[string]string{`[data-problem="field_required"]`: "Zoho names: Branch"})
}
