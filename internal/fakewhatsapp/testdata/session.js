// Walks through the changes of the session and tells what a reader would see after each.
await connected();
const { Stream } = require('WAWebStreamModel');
const { Socket } = require('WAWebSocketModel');
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const { createWid } = require('WAWebWidFactory');
const history = require('WAWebDBMessageFindLocal');
const me = require('WAWebUserPrefsMeUser');
const events = [];
Stream.on('change:mode', (stream, mode) => events.push(`mode ${mode}`));
Socket.on('change:state', (socket, state) => events.push(`state ${state}`));
ChatCollection.on('remove', () => { if (!events.includes('chats removed')) events.push('chats removed'); });

const look = async () => {
  const { messages, status } = await history.msgFindBefore({ anchor: { remote: createWid('14155550132@c.us') }, count: 5 });
  return {
    mode: Stream.mode, state: Socket.state, hasSynced: Socket.hasSynced, me: String(me.getMaybeMePnUser()),
    chats: ChatCollection.length, rows: messages.length, status, messages: MsgCollection.length > 0,
    complete: require('WAWebUserPrefsHistorySync').getInitialHistorySyncComplete(),
    meThrows: Boolean(attempt(() => me.getMeUserOrThrow()).throws),
  };
};
const looks = [await look()];
for (const change of __changes) {
  emit(change);
  looks.push(await look());
}
await settle();
answer({ looks, events, violations: violations() });
