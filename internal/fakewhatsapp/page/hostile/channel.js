// Attacks an extension's way between its worlds: listens for it, hands over a bus of its own, and forges
// messages in every way a page can. Hearing something of an extension, or getting an answer, is recorded.
(function (global) {
  'use strict';
  const standIn = global.__standIn;
  const { handshake, toPage, toBridge, messages, floodUnits } = standIn.payload.hostile;
  const names = [handshake, toPage, toBridge];
  const mine = new WeakSet();
  const bus = document.createElement('div');
  const ROUND = 250;

  const record = (what) => standIn.violation('channel', what);
  for (const [target, label] of [[global, 'window'], [document, 'document']]) {
    for (const name of names) {
      target.addEventListener(name, (event) => { if (!mine.has(event)) record(`${name} heard on ${label}`); }, true);
    }
  }
  for (const name of names) {
    bus.addEventListener(name, (event) => { if (!mine.has(event)) record(`${name} on the forged bus`); });
  }
  // A message of its own carries this mark, which no clone of it can lose.
  const MARK = 'hostile page script';
  global.addEventListener('message', (event) => {
    if (event.source === global && !(event.data && event.data.mark === MARK)) record('a message heard on window');
  }, true);

  function dispatch(target, event) {
    mine.add(event);
    target.dispatchEvent(event);
  }

  function say(detail) {
    for (const target of [global, document, document.documentElement, bus]) {
      for (const name of [toPage, toBridge]) dispatch(target, new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }
  }

  const oddities = () => [
    ...messages, '', 'null', '[]', '{', '7', '"text"', '{"kind":"here"}', '{"__proto__":{"polluted":true},"kind":"snapshot"}',
    '{"constructor":{"prototype":{"polluted":true}}}', '<img src=x onerror="document.title=1">',
    null, undefined, 7, { kind: 'here' }, JSON.parse('{"__proto__":{"polluted":true}}'), () => {}, document.createElement('p'),
  ];

  function attack(round) {
    for (const target of [global, document]) {
      dispatch(target, new MouseEvent(handshake, { relatedTarget: bus, bubbles: true }));
      dispatch(target, new CustomEvent(handshake, { detail: 'forged' }));
    }
    for (const oddity of oddities()) {
      say(oddity);
      if (typeof oddity === 'string') global.postMessage({ mark: MARK, data: oddity }, '*');
    }
    if (round < 2 && floodUnits > 0) {
      const flood = 'x'.repeat(floodUnits);
      say(flood);
      global.postMessage({ mark: MARK, data: flood }, '*');
    }
  }

  standIn.inspections.push(() => { if ({}.polluted !== undefined) record('Object.prototype polluted'); });
  attack(0);
  let round = 1;
  setInterval(() => attack(round++), ROUND);
})(window);
