// Package fakewhatsapp is a stand-in for WhatsApp Web, for tests and the demo.
//
// A [Server] answers for web.whatsapp.com and static.whatsapp.net. The page it serves boots the way WhatsApp
// Web's does (first stubs, then an external bundle that brings the module loader, then modules in waves),
// keeps chats in models and collections with the mechanics of client revision 1044822804, answers history
// reads from a local database, and draws a conversation. What differs between builds is data: one file
// per build under profiles/, see [Options.Profile]. What a build has can be taken from the guests of a page
// while it runs, with [Server.RemoveMember] and [Server.BreakMember], and [Server.SetLies] makes its answers wrong.
//
// The world (chats, contacts, messages, session) lives in the server. Tests change it through methods of
// [Server]; every open page follows over one event stream and acknowledges what it has applied, which
// [Server.WaitApplied] waits for.
//
// [Text], [Image] and their neighbours describe one message of every kind, [AllKinds] all of them, [OddChats]
// the chats that the default world does not have.
//
// An attachment lies on WhatsApp's servers until a page holds it: [WithMedia] gives a message its bytes,
// [Server.LoadMedia] and [Server.LetGoOfMedia] bring them and take them away.
//
// The page is a tripwire as well. Writing to one of its objects, calling something that sends, opens, marks
// or downloads, asking the hosts for anything but the page itself, writing to a database or standing in the
// way of its upgrade, and leaving an extension's tag or another trace of it in the document or among the
// globals is recorded and read with [Server.Violations]. With [Options.Hostile] the page attacks extensions,
// with [Options.Rival] it has another one beside it.
//
// A browser reaches the server with both host names mapped to it and its certificate accepted. Browsers open
// at most six HTTP/1.1 connections to a host and every page holds one, so five or more pages need HTTP/2
// ([net/http/httptest.Server.EnableHTTP2]). Call [Server.Close] before closing the HTTP server, which
// otherwise waits for the event streams.
package fakewhatsapp
