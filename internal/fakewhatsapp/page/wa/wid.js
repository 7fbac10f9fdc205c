// WAWebWid and WAWebWidFactory as of client revision 1044822804: the identity of a user, group, list,
// channel or bot. A Wid is a string to JSON and a plain object to structured clone.
__d('WAWebWid', ['StandInGuard'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { guardPrototype, guardValues } = importNamespace('StandInGuard');

  const SERVER_ONLY = new Set(['s.whatsapp.net', 'c.us', 'g.us', 'lid', 'broadcast', 'newsletter', 'call', 'bot']);
  const SHAPES = {
    'c.us': /^\d{1,20}$/,
    lid: /^\d{1,20}$/,
    'g.us': /^\d{1,20}(-\d{1,20})?$/,
    broadcast: /^(\d{1,20}|status|location)$/,
    newsletter: /^\d{1,20}$/,
    bot: /^\d{1,20}$/,
    hosted: /^\d{1,20}$/,
    'hosted.lid': /^\d{1,20}$/,
    call: /^[0-9A-F]{32}$/,
  };
  const WITH_DEVICE = new Set(['c.us', 'lid', 'bot', 'hosted', 'hosted.lid']);
  const DEVICE_REQUIRED = new Set(['hosted', 'hosted.lid']);
  const BOT_NUMBER = /^(1313555\d{4}|131655500\d{2})$/;

  function parse(text) {
    if (SERVER_ONLY.has(text)) throw new Error('wid error: wid represents server and should not be used');
    const match = /^([^@:]+)(?::(\d{1,3}))?@([a-z.]+)$/.exec(text);
    if (!match) throw new Error('wid error: invalid wid');
    const server = match[3] === 's.whatsapp.net' ? 'c.us' : match[3];
    const shape = Object.hasOwn(SHAPES, server) ? SHAPES[server] : null;
    const device = match[2] === undefined ? undefined : Number(match[2]);
    if (!shape || !shape.test(match[1])) throw new Error('wid error: invalid wid');
    if (device !== undefined && !WITH_DEVICE.has(server)) throw new Error('wid error: invalid wid');
    if (device === undefined && DEVICE_REQUIRED.has(server)) throw new Error('wid error: invalid wid');
    return { server, user: match[1], device };
  }

  function Wid(text) {
    const { server, user, device } = parse(text);
    const values = { server, user };
    if (device !== undefined) values.device = device;
    values._serialized = `${user}${device === undefined ? '' : `:${device}`}@${server}`;
    guardValues(this, 'WAWebWid', values);
  }

  guardPrototype(Wid, 'WAWebWid.prototype', {
    toString() { return this._serialized; },
    toJSON() { return this._serialized; },
    toJid() { return this.server === 'c.us' ? this._serialized.replace(/@c\.us$/, '@s.whatsapp.net') : this._serialized; },
    equals(other) { return other instanceof Wid && other._serialized === this._serialized; },
    isUser() { return ['c.us', 'lid', 'bot', 'hosted', 'hosted.lid'].includes(this.server); },
    isLid() { return this.server === 'lid'; },
    isGroup() { return this.server === 'g.us'; },
    isBroadcast() { return this.server === 'broadcast'; },
    isStatus() { return this._serialized === 'status@broadcast'; },
    isNewsletter() { return this.server === 'newsletter'; },
    isBot() { return this.server === 'bot' || (this.server === 'c.us' && BOT_NUMBER.test(this.user)); },
    isPSA() { return this.server === 'c.us' && this.user === '0'; },
    isHosted() { return this.server === 'hosted' || this.server === 'hosted.lid'; },
    isRegularUser() { return this.isUser() && !this.isBot() && !this.isPSA(); },
    isCompanion() { return this.device !== undefined && this.device !== 0; },
  });

  exports.default = Wid;
}, 98);

__d('WAWebWidFactory', ['WAWebWid'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const Wid = importDefault('WAWebWid');

  function createWid(input) {
    if (input instanceof Wid) return input;
    return new Wid(typeof input === 'string' ? input : input._serialized);
  }

  function asUserWidOrThrow(wid) {
    if (!wid.isUser()) throw new Error('wid error: not a user wid');
    return wid;
  }

  function asUserLidOrThrow(wid) {
    if (!wid.isUser() || !wid.isLid()) throw new Error('wid error: not a user lid');
    return wid;
  }

  exports.createWid = createWid;
  exports.createWidFromWidLike = (like) => createWid(like);
  exports.asUserWidOrThrow = asUserWidOrThrow;
  exports.asUserLidOrThrow = asUserLidOrThrow;
  exports.createUserWidOrThrow = (input, server) => asUserWidOrThrow(
    createWid(typeof input === 'string' && !input.includes('@') ? `${input}@${server || 'c.us'}` : input),
  );
  exports.createUserLidOrThrow = (input) => asUserLidOrThrow(
    createWid(typeof input === 'string' && !input.includes('@') ? `${input}@lid` : input),
  );
  exports.isWidlike = (input) => Boolean(input && typeof input === 'object' && typeof input._serialized === 'string');
}, 98);
