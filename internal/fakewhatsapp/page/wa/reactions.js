// The models behind WAWebReactionsCollection (WAWebReactionsModels, client revision 1044822804): one Reactions
// per message, in it a collection with one entry per emoji, in each a collection with one entry per sender.
// A sender's ids are texts, except for its own id, which is a MsgKey.
__d('StandInReactionModels', ['StandInModel', 'StandInCollection', 'StandInEvents', 'StandInDatabase', 'WAWebMsgKey', 'WAWebUserPrefsMeUser'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { defineModel, write } = importNamespace('StandInModel');
  const { BaseCollection, insert, take, sort } = importNamespace('StandInCollection');
  const { fire } = importNamespace('StandInEvents');
  const { rawOf } = importNamespace('StandInGuard');
  const { createWid } = importNamespace('WAWebWidFactory');
  const { isMeAccount } = importNamespace('WAWebUserPrefsMeUser');
  const MsgKey = importDefault('WAWebMsgKey');
  const listOf = new WeakMap();

  // A collection that belongs to a model and is made with it.
  function inner(model, label) {
    const raw = rawOf(model);
    if (!listOf.has(raw)) listOf.set(raw, new BaseCollection(label));
    return listOf.get(raw);
  }

  const Sender = defineModel('WAWebReactionsSenders', {}, {
    prop: ['id', 'msgKey', 'parentMsgKey', 'reactionText', 'timestamp', 'senderUserJid', 'read', 'orphan', 'ack'],
    session: ['senderObj', 'isSendFailure'], defaults: { orphan: 0, read: true },
  });
  const Aggregate = defineModel('WAWebAggReactions', {
    get senders() { return inner(this, 'WAWebReactionsSendersCollection'); },
    serialize() {
      return { id: this.id, aggregateEmoji: this.aggregateEmoji, hasReactionByMe: this.hasReactionByMe, senders: this.senders.serialize() };
    },
  }, { prop: ['id', 'aggregateEmoji', 'hasReactionByMe'], session: [], defaults: {} });
  const Reactions = defineModel('WAWebReactions', {
    get reactions() { return inner(this, 'WAWebAggReactionsCollection'); },
    serialize() { return { id: this.id, reactionByMe: this.reactionByMe, reactions: this.reactions.serialize() }; },
  }, { prop: ['id', 'reactionByMe'], session: [], defaults: {} });

  const isMine = (entry) => isMeAccount(createWid(String(entry.senderUserJid)));

  function senderOf(entry) {
    return new Sender({
      id: MsgKey.from(entry.msgKey), msgKey: String(entry.msgKey), parentMsgKey: String(entry.parentMsgKey),
      reactionText: entry.reactionText, timestamp: entry.timestamp, senderUserJid: String(entry.senderUserJid), ack: 3,
    });
  }

  // Own reactions first, then the emoji of most people.
  const byWeight = (a, b) => Number(b.hasReactionByMe) - Number(a.hasReactionByMe) || b.senders.length - a.senders.length;

  function add(model, entry) {
    const mine = isMine(entry);
    let aggregate = model.reactions.get(entry.reactionText);
    if (!aggregate) {
      aggregate = new Aggregate({ id: entry.reactionText, aggregateEmoji: entry.reactionText, hasReactionByMe: mine });
      insert(aggregate.senders, senderOf(entry));
      insert(model.reactions, aggregate);
    } else {
      if (mine) write(aggregate, { hasReactionByMe: true });
      insert(aggregate.senders, senderOf(entry));
      fire(aggregate, 'change:senders');
    }
    if (mine) write(model, { reactionByMe: { ...entry } });
    sort(model.reactions, byWeight);
  }

  function remove(model, jid) {
    for (const aggregate of model.reactions.toArray()) {
      const sender = aggregate.senders.findFirst((one) => one.senderUserJid === jid);
      if (!sender) continue;
      if (isMine(sender)) {
        write(model, { reactionByMe: null });
        write(aggregate, { hasReactionByMe: false });
      }
      take(aggregate.senders, sender);
      if (aggregate.senders.length === 0) take(model.reactions, aggregate);
      fire(aggregate, 'change:senders');
      fire(sender, 'revoked');
    }
  }

  exports.modelOf = (key, entries) => {
    const model = new Reactions({ id: MsgKey.from(key), reactionByMe: null });
    for (const entry of entries) add(model, entry);
    return model;
  };
  exports.add = add;
  exports.remove = remove;
}, 98);

// WAWebDBGetReactions: the reactions to a message from the local database, as plain rows grouped by emoji. It
// takes the text of the message's key and touches nothing in memory.
__d('WAWebDBGetReactions', ['StandInDatabase', 'StandInReads', 'WAWebMsgKey'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const database = importNamespace('StandInDatabase');
  const MsgKey = importDefault('WAWebMsgKey');

  const rowOf = (entry) => ({
    parentMsgKey: String(entry.parentMsgKey), senderUserJid: String(entry.senderUserJid), msgKey: String(entry.msgKey),
    reactionText: entry.reactionText, timestamp: entry.timestamp, read: true, orphan: 0, ack: 3,
  });

  exports.REVOKED_REACTION_TEXT = '';
  exports.getReactions = async (key) => {
    const place = database.place(key);
    if (place) importNamespace('StandInReads').noteRead('getReactions', place.chat);
    await null;
    const groups = new Map();
    let reactionByMe = null;
    for (const row of database.reactionsTo(key).map(rowOf)) {
      if (!groups.has(row.reactionText)) groups.set(row.reactionText, []);
      groups.get(row.reactionText).push(row);
      if (MsgKey.fromString(row.msgKey).fromMe) reactionByMe = row;
    }
    const mine = reactionByMe && reactionByMe.reactionText;
    const reactions = Array.from(groups, ([aggregateEmoji, senders]) => ({ aggregateEmoji, senders, hasReactionByMe: aggregateEmoji === mine }));
    return { reactions, reactionByMe };
  };
}, 98);

// WAWebReactionsCollection: find gives a promise of the model, from memory or from the database. The message
// itself is taken into memory on the way; for an unknown message there is nothing.
__d('WAWebReactionsCollection', ['StandInReactionModels', 'StandInCollection', 'StandInDatabase', 'StandInReads', 'WAWebMsgCollection', 'WAWebLidMigrationUtils'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { BaseCollection, insert } = importNamespace('StandInCollection');
  const models = importNamespace('StandInReactionModels');
  const database = importNamespace('StandInDatabase');
  const MsgKey = importDefault('WAWebMsgKey');

  class ReactionsCollection extends BaseCollection {
    async find(key) {
      if (!key) throw new Error('called find without an id');
      const place = database.place(String(key));
      if (place) importNamespace('StandInReads').noteRead('Reactions.find', place.chat);
      const known = this.get(key);
      if (known) return known;
      try {
        const [message] = await importNamespace('WAWebMsgCollection').MsgCollection.hydrateOrGetMessages([key]);
        return insert(this, models.modelOf(message.id, database.reactionsTo(String(message.id))));
      } catch (error) {
        if (error.name === 'CollectionSilentQueryError') return undefined;
        throw error;
      }
    }

    async findAddressingModeInsensitive(key) {
      const found = await this.find(key);
      const other = found ? undefined : importNamespace('WAWebLidMigrationUtils').getAlternateMsgKey(MsgKey.from(key));
      return found || (other && this.find(other));
    }
  }

  exports.ReactionsCollection = new ReactionsCollection('WAWebReactionsCollection');
}, 98);

// The inner door: what has changed in the database reaches the models in memory.
__d('StandInReactions', ['WAWebReactionsCollection'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { take } = importNamespace('StandInCollection');
  const { write } = importNamespace('StandInModel');
  const models = importNamespace('StandInReactionModels');
  const { ReactionsCollection } = importNamespace('WAWebReactionsCollection');

  // entry is what the sender thinks now, undefined when the reaction was taken back.
  exports.changed = (parent, sender, entry) => {
    const model = ReactionsCollection.get(parent);
    if (!model) return;
    models.remove(model, sender);
    if (entry) models.add(model, entry);
  };
  exports.renamed = (before, after) => {
    const model = ReactionsCollection.get(before);
    if (model) write(model, { id: after });
  };
  exports.dropped = (key) => {
    const model = ReactionsCollection.get(key);
    if (model) take(ReactionsCollection, model);
  };
}, 98);
