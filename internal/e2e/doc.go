// Package e2e drives the built extension, unchanged, in a real Chromium: the
// real host names are mapped to the stand-ins of WhatsApp Web and Zoho, the
// toolbar icon opens the real popup, its button the real side panel, the real
// alarm rings, and the worker can be stopped at any moment.
//
// The tests in this package need the extension in dist/ and a Chromium. Both
// are set up by
//
//	make test
//
// and a single test is then run by
//
//	go test ./internal/e2e/ -run TestStory -v
//
// Every test ends with the same questions: did the extension break a rule of
// WhatsApp's page, did a console of any page or worker report a fault, and did a
// text of a chat, a number, a token or a secret get into one.
//
// Pictures, state and browser log of a failed test are left in build/e2e. The
// demo, scripts/demo, plays the same story with the same steps.
//
// One thing is prepared and not clicked: Chromium's own question whether the
// extension may reach Zoho's hosts belongs to the browser and not to a page, so
// no test can click it. The profile says that it was answered with yes before;
// chrome.permissions.request is then really called and really granted.
package e2e
