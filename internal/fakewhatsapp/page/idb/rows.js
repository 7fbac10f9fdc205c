// The rows the database ought to have, made from what the page holds in memory. While nobody is signed in
// there are none.
__d('StandInRows', ['StandInSchema', 'StandInDatabase', 'StandInNumbers', 'StandInSession', 'StandInMessageRow'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { columns } = importNamespace('StandInSchema');
  const { opaque } = importNamespace('StandInOpaque');
  const { plain } = importNamespace('StandInPlain');
  const { messageRow } = importNamespace('StandInMessageRow');
  const { signedIn } = importNamespace('StandInSession');
  const { byLid } = importNamespace('StandInNumbers');
  const database = importNamespace('StandInDatabase');
  const { storedNumbers, takenBack } = importNamespace('StandInStored');

  const pick = (table, fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => columns[table].has(name)));
  const stored = (table, lid) => storedNumbers.findLast((entry) => entry.table === table && entry.lid === lid);

  function message(key) {
    const place = database.place(key);
    return place && messageRow(place.rows[place.place]);
  }

  function chat(id) {
    const record = database.chats.get(id);
    return record && plain({ ...pick('chat', record.fields), id, chatRowOpaqueData: opaque(JSON.stringify(record.fields)) });
  }

  function contact(id) {
    const record = database.contacts.get(id);
    const learned = byLid.get(id);
    const kept = stored('contact', id);
    if (!record && !learned && !kept) return undefined;
    const number = kept ? { phoneNumber: kept.pn, phoneNumberCreatedAt: kept.createdAt }
      : learned ? { phoneNumber: String(learned.phoneNumber), phoneNumberCreatedAt: learned.phoneNumberCreatedAt } : {};
    const fields = (record && record.fields) || {};
    return plain({ ...pick('contact', fields), isAddressBookContact: fields.name ? 1 : 0, ...number, id });
  }

  function numberPair(lid) {
    const learned = byLid.get(lid);
    const kept = stored('lid-pn-mapping', lid);
    if (kept) return { id: lid, phoneNumber: kept.pn, createdAtTimestamp: kept.createdAt };
    return learned && { id: lid, phoneNumber: String(learned.phoneNumber), createdAtTimestamp: learned.phoneNumberCreatedAt };
  }

  function displayName(lid) {
    const { fields } = database.contacts.get(lid) || {};
    return fields && fields.displayNameLID ? { id: lid, displayName: fields.displayNameLID } : undefined;
  }

  function group(id) {
    const record = database.chats.get(id);
    return record && record.group && plain({ ...pick('group-metadata', record.group.fields), id });
  }

  function participants(id) {
    const { group: members } = database.chats.get(id) || {};
    if (!members) return undefined;
    const jids = (wanted) => members.participants.filter(wanted).map((one) => one.jid);
    return {
      groupId: id, participants: jids(() => true), admins: jids((one) => one.isAdmin), superAdmins: jids((one) => one.isSuperAdmin),
      pastParticipants: [], deviceSyncComplete: 1,
    };
  }

  // One that was taken back stays as a row with an empty text.
  function reactionsTo(parent) {
    if (!database.place(parent)) return [];
    const entries = [...database.reactionsTo(parent), ...(takenBack.get(parent) || [])];
    return entries.map(({ senderUserJid, msgKey, reactionText, timestamp }) => ({
      parentMsgKey: parent, senderUserJid: String(senderUserJid), msgKey: String(msgKey), reactionText, timestamp, orphan: 0,
    }));
  }

  const keyOfTable = { message, chat, contact, 'lid-pn-mapping': numberPair, 'lid-display-name-mapping': displayName,
    'group-metadata': group, participant: participants };
  const lids = (table) => [...byLid.keys(), ...storedNumbers.filter((entry) => entry.table === table).map((entry) => entry.lid)];
  const idsOfTable = {
    message: () => Array.from(database.chats.keys()).flatMap((id) => database.rowsOf(id).map((row) => String(row.id))),
    chat: () => database.chats.keys(),
    contact: () => [...database.contacts.keys(), ...lids('contact')],
    'lid-pn-mapping': () => lids('lid-pn-mapping'),
    'lid-display-name-mapping': () => database.contacts.keys(),
    'group-metadata': () => database.chats.keys(),
    participant: () => database.chats.keys(),
  };

  exports.kept = [...Object.keys(idsOfTable), 'reactions'];
  exports.rowOf = (table, id) => (signedIn() ? keyOfTable[table](id) : undefined);
  exports.reactionsTo = (parent) => (signedIn() ? reactionsTo(parent) : []);
  exports.all = (table) => {
    if (!signedIn()) return [];
    if (table === 'reactions') return idsOfTable.message().flatMap(reactionsTo);
    return Array.from(new Set(idsOfTable[table]())).map(keyOfTable[table]).filter(Boolean);
  };
}, 98);
