// What a guest sees of attachments: what is held, and what is not.
await connected();
const { MsgCollection } = importNamespace('WAWebMsgCollection').default || importNamespace('WAWebMsgCollection');
const { msgFindBefore } = require('WAWebDBMessageFindLocal');
const { InMemoryMediaBlobCache } = require('WAWebMediaInMemoryBlobCache');
const { isMsgMediaAvailableLocally } = require('WAWebFileSaverDownloadData');
const { ChatCollection } = require('WAWebChatCollection');
const bytesOf = async (blob) => Buffer.from(await blob.arrayBuffer()).toString('base64');

async function seen(key) {
  const model = MsgCollection.get(key);
  const { mediaBlob, filehash, mediaStage } = model.mediaData;
  const blob = attempt(() => mediaBlob.forceToBlob());
  const cached = InMemoryMediaBlobCache.get(filehash);
  return {
    hint: isMsgMediaAvailableLocally(model), stage: mediaStage, hashes: filehash === model.filehash, size: model.size,
    opaque: blob.value instanceof Blob ? [await bytesOf(blob.value), blob.value.type] : String(blob.throws),
    cached: cached ? [await bytesOf(cached), cached.type] : null, same: mediaBlob && mediaBlob.forceToBlob() === mediaBlob.forceToBlob(),
    json: 'mediaData' in model.toJSON(),
  };
}

const looks = {};
for (const [name, key] of Object.entries(__given.keys)) looks[name] = await seen(key);
const kept = MsgCollection.get(__given.keys.opaque).mediaData.mediaBlob;
// The changes that the test has made after the page: let go of both, and load what nobody had.
for (const change of __changes) emit(change);
await settle();
const later = {};
for (const [name, key] of Object.entries(__given.keys)) later[name] = await seen(key);

const odd = {};
for (const [trick, key] of Object.entries(__given.tricks)) {
  const given = attempt(() => MsgCollection.get(key).mediaData.mediaBlob.forceToBlob());
  if (given.throws) { odd[trick] = given.throws; continue; }
  const real = attempt(() => Object.getOwnPropertyDescriptor(Blob.prototype, 'size').get.call(given.value));
  odd[trick] = [Object.prototype.toString.call(given.value), given.value instanceof Blob, given.value.size ?? null, real.value ?? null];
}
const { messages } = await msgFindBefore({ anchor: { remote: ChatCollection.get(__given.chat).id }, count: 200 });
answer({
  looks, later, odd, released: attempt(() => kept.forceToBlob()).throws, rows: messages.some((row) => 'mediaData' in row),
  texts: [...new Set(MsgCollection.getModelsArray().filter((msg) => msg.type === 'chat').map((msg) => String(msg.mediaData)))],
  violations: violations(), uncaught: posted.filter((entry) => entry.uncaught),
  reads: posted.filter((entry) => entry.read).map((entry) => entry.read.call),
});
