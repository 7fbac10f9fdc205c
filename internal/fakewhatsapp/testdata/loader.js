// Boot order: what exists when, and what require does with names it does not know.
const atBundle = {
  require: typeof globalThis.require,
  debug: typeof globalThis.Debug,
  late: attempt(() => require('WAWebDBMessageFindLocal')).throws,
  unknown: attempt(() => require('WAWebNoSuchModule')).throws,
  own: attempt(() => require('StandInDatabase')).throws,
  mode: require('WAWebStreamModel').Stream.mode,
  hasSynced: require('WAWebSocketModel').Socket.hasSynced,
  connected: Boolean(globalThis.stream),
};
let lazyCalled = false;
requireLazy(['WAWebDBMessageFindLocal'], (history) => { lazyCalled = typeof history.msgFindBefore === 'function'; });
const syncedEvents = [];
require('WAWebSocketModel').Socket.on('change:hasSynced', (socket, now, before) => syncedEvents.push([now, before]));
await connected();
const map = require('__debug').modulesMap;
const afterBoot = {
  late: typeof require('WAWebDBMessageFindLocal').msgFindBefore,
  lazyBefore: attempt(() => require('WAWebLidMigrationUtils')).throws,
  debug: globalThis.Debug.VERSION,
  build: require('WAWebBuildConstants').VERSION_STR,
  revision: require('SiteData').client_revision,
  mode: require('WAWebStreamModel').Stream.mode,
  lazyCalled,
  syncedEvents,
  ownNames: Object.keys(map).filter((name) => name.startsWith('StandIn')),
  names: Object.keys(map).length,
  chatOnDefault: Object.keys(map).filter((name) => map[name].defaultExport && map[name].defaultExport.Chat && map[name].defaultExport.Chat.getModelsArray),
  unexecuted: map['WAWebSurface007.react'].exports === undefined,
  namespaceHasDefault: 'default' in importNamespace('WAWebCollections'),
  requireGivesDefault: require('WAWebCollections') === importNamespace('WAWebCollections').default,
};
const loaded = await new Promise((done) => { require('Bootloader').loadModules(['WAWebLidMigrationUtils'], done, 'test'); });
answer({
  beforeBundle, atBundle, afterBoot,
  loadedOnDemand: typeof loaded.toPn === 'function' && typeof require('WAWebLidMigrationUtils').toPn === 'function',
  violations: violations(),
  uncaught: posted.filter((entry) => entry.uncaught),
});
