// Each entry breaks one rule; the answer pairs it with what was recorded for it alone.
await connected();
const { ChatCollection } = require('WAWebChatCollection');
const { MsgCollection } = require('WAWebMsgCollection');
const { ContactCollection } = require('WAWebContactCollection');
const { Socket } = require('WAWebSocketModel');
const chat = ChatCollection.get('14155550132@c.us');
const msg = chat.msgs.last();
const MsgKey = require('WAWebMsgKey');
const Reactions = await require('WAWebCollections').Reactions.find(__given.reacted);
const quiet = (call) => () => { try { call(); } catch { /* Only the record counts here. */ } };

const deeds = {
  'set a field': () => { chat.unreadCount = 0; },
  'set a raw field': () => { chat.__x_unreadCount = 3; },
  'add a property': () => { chat.mine = true; },
  'define a property': () => { Object.defineProperty(msg, 'mine', { value: 1, configurable: true }); },
  'delete a property': () => { delete msg.__x_body; },
  'freeze a model': quiet(() => Object.preventExtensions(ContactCollection.get('14155550132@c.us'))),
  'change a prototype': () => { Object.setPrototypeOf(Socket, Object.getPrototypeOf(Socket)); },
  'patch a method': () => { Object.getPrototypeOf(chat).markUnread = () => {}; },
  'wrap a collection': () => { MsgCollection.processMultipleMessages = () => {}; },
  'wrap a module': () => { require('WAWebDBMessageFindLocal').msgFindBefore = () => {}; },
  'wrap a method of a collection': () => { MsgCollection.getMessagesById = () => {}; },
  'add to a key': () => { MsgKey.fromString('true_14155550132@c.us_3EB0').count = 50; },
  'patch a static': () => { require('WAWebMsgKey').fromString = () => {}; },
  'define on a function': () => { Object.defineProperty(require('WAWebDBMessageFindLocal').msgFindBefore, 'mine', { value: 1, configurable: true }); },
  'define on a module': () => { Object.defineProperty(require('WAWebApiContact'), 'mine', { value: 1, configurable: true }); },
  'delete from a module': () => { delete require('WAWebApiContact').mine; },
  'write the version': () => { Debug.VERSION = 'x'; },
  'shorten reactions': () => { Reactions.reactions.getModelsArray().pop(); },
  'load by the interface': () => { require('WAWebChatLoadMessages').loadEarlierMsgs({ chat }); },
  'load recent by the interface': () => { require('WAWebChatLoadMessages').loadRecentMsgs({ chat }); },
  'replace a collection': () => { require('WAWebCollections').Label = null; },
  'write a wid': () => { chat.id.user = '1'; },
  'add to a wid': () => { chat.id.mine = true; },
  'write a key': () => { msg.id.id = 'x'; },
  'patch the key class': () => { require('WAWebMsgKey').prototype.toString = () => ''; },
  'sort the list': () => { ChatCollection.getModelsArray().reverse(); },
  'change the load state': () => { chat.msgs.msgLoadState.noEarlierMsgs = true; },
  'add to a collection': () => { MsgCollection.add(msg); },
  'call set': () => { chat.set({ archive: true }); },
  'fire an event': () => { ChatCollection.trigger('change:active', chat); },
  'write the number cache': () => { require('WAWebApiContact').lidPnCache.mine = 1; },
  'patch the module map': () => { require('__debug').modulesMap = {}; },
  'send seen': () => { chat.sendSeen(); },
  'send seen by module': () => { require('WAWebUpdateUnreadChatAction').sendSeen({ chat }); },
  'open a chat': () => { require('WAWebCmd').Cmd.openChatBottom({ chat }); },
  'query the server': () => { require('WAWebQueryExistsJob').queryWidExists(chat.id); },
  'find by server': () => { ContactCollection.find(chat.id); },
  'subscribe presence': () => { require('WAWebCollections').Presence.find(chat.id); },
  'ask the phone': () => { require('WAWebSendNonMessageDataRequest').sendPeerDataOperationRequest(3, {}); },
  'download': () => { msg.downloadMedia({}); },
  'download by module': () => { require('WAWebDownloadManager').downloadManager.downloadAndMaybeDecrypt({}); },
  'download whatever it costs': () => { msg.forceDownloadMediaEvenIfExpensive(); },
  'download to save': () => { require('WAWebFileSaverDownloadData').getMsgDownloadData(msg); },
  'download by address': () => { require('WAWebMediaMmsV4Download').downloadMedia({}); },
  'put into the media cache': () => { require('WAWebMediaInMemoryBlobCache').InMemoryMediaBlobCache.put('x', new Blob([])); },
  'address held media': () => { MsgCollection.get(__given.picture).mediaData.mediaBlob.url(); },
  'write mediaData': () => { MsgCollection.get(__given.picture).mediaData.mediaBlob = null; },
  'quote': () => { require('WAWebQuotedMsgModelUtils').getQuotedMsgObj(msg); },
  'run a foreign module': () => { require('WAWebSurface042.react'); },
  'run a failing module': quiet(() => require('WAWebEmojiPanelContentEmojiSearchEmpty.react')),
};

await settle();
const recorded = {};
for (const [name, deed] of Object.entries(deeds)) {
  posted.length = 0;
  deed();
  await settle();
  recorded[name] = posted.filter((entry) => entry.violation).map(({ violation }) => `${violation.kind} ${violation.what}`);
}
answer({ recorded, cacheThrows: [
  attempt(() => require('WAWebApiContact').getPhoneNumber('198237465500147@lid')).throws,
  attempt(() => require('WAWebApiContact').getPhoneNumber(ChatCollection.get('14155550132@c.us').id)).throws,
] });
