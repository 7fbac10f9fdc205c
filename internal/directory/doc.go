// Package directory is a local index of the telephone numbers in a CRM's
// contacts and leads, so that a number can be looked up without asking anybody.
//
// The index holds what the CRM stores: per record its id, name, owner, time of
// change and the texts of its telephone fields. It reads no numbers. A text is
// filed under the digits it may end in (see [phone.Key]), which costs a small
// part of reading it with a numbering plan and does not depend on the default
// region. A lookup brings up the few records whose texts may hold a
// number; their texts are read then, by a [phone.Reader], and package match
// decides. So no decision rests on what the index brought up.
//
// An [Index] is one state of it in memory. A [Directory] keeps it: it says which
// pages of the CRM are to be asked for next and what they cost, takes the
// answers, and stores each of them at once, so that a worker that is stopped
// goes on where it was. Changes do not tell of deletions: records that matter are
// watched, and looked at with refreshes (see [Directory.Watch]).
//
// Invariants:
//
//   - What is stored is whole: a page and the mark that it was taken are written
//     together, and a piece whose checksum fails is never used.
//   - A new build replaces the one in service only when it is complete.
//   - A record is in the index once, in the state that was taken last.
package directory
