// Package health decides how well WhatsApp Web can be read, and whether what
// was read can be trusted enough to be written anywhere.
//
// WhatsApp Web has no interface for programs and changes without notice. The
// page's own modules, its database and its screen are three witnesses of the
// same messages; where two of them can be compared, a change that would put
// wrong words, times or directions into a note is found before anything is
// written. Nothing here reads a clock or asks a tab: the caller brings what was
// read.
//
// The parts:
//
//   - [Capabilities] ranks the ways in which the reader answered;
//   - [SelfTest] says what a reading of one chat fails to satisfy;
//   - [Agree] counts how far the three witnesses agree;
//   - [Verdict] draws the conclusion;
//   - [Report] puts everything together, without a name, an id or a word of a
//     chat.
package health
