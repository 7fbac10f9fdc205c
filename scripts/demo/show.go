package main

import (
	"context"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/e2e"
)

// show opens the browser to play with and waits until it is closed or the
// program is interrupted.
func show(ctx context.Context, stage *e2e.Stage) error {
	if _, err := stage.NewTab("https://web.whatsapp.com/"); err != nil {
		return err
	}
	// The extension opens its settings page by itself when it is installed.
	settings, err := stage.Find(ctx, stage.ExtensionURL("options/options.html"))
	if err != nil {
		return err
	}
	if err := stage.FillSignIn(settings); err != nil {
		return err
	}
	fmt.Println(`Chatkeep runs in the browser that has just opened. Nothing in it is real: WhatsApp
Web and Zoho are stand-ins on this machine, and their people do not exist.

 1. On Chatkeep's settings page the sign-in form is filled in. Press Connect, allow the
    hosts when the browser asks, and accept on the stand-in's consent page.
 2. Go to the WhatsApp tab and open a chat. Click Chatkeep's icon in the toolbar (behind
    the puzzle piece at first), then Open sidebar.
 3. Maya Okafor is not in the CRM: create her with one click. Elena Marsh is there with
    her number written as (415) 555-0132, and is recognised by herself.
 4. Press Sync now, or wait for the alarm that rings every 3 minutes. Open in Zoho shows
    the record with its notes. Write something in WhatsApp's chat, and sync again.

Close the browser, or press Ctrl+C here, to end.`)
	return stage.WaitClosed(ctx)
}
