// As much of a document as the content scripts use, seen from several worlds. As in a browser, every
// world has its own wrapper objects and prototypes over the same nodes and events, and a CustomEvent's
// detail crosses worlds as a copy.

class Node {
  listeners = [];

  dispatch(event) {
    const heard = this.listeners.slice().sort((a, b) => Number(b.capture) - Number(a.capture));
    for (const listener of heard) {
      if (event.stopped) return;
      if (listener.type !== event.type || !this.listeners.includes(listener)) continue;
      const { world } = listener;
      try {
        listener.callback.call(world.wrap(this), world.wrapEvent(event));
      } catch (error) {
        world.errors.push(error);
      }
    }
  }
}

/** Makes a document; world() gives a further world's globals over it. */
export function createDocument() {
  const windowNode = new Node();
  return { world: () => createWorld(windowNode) };
}

function createWorld(windowNode) {
  const nodes = new WeakMap();
  const wrappers = new WeakMap();
  const events = new WeakMap();
  const world = { errors: [], wrap, wrapEvent };

  class EventTarget {
    addEventListener(type, callback, capture = false) {
      nodeOf(this).listeners.push({ type, callback, capture: capture === true, world });
    }
    removeEventListener(type, callback, capture = false) {
      const { listeners } = nodeOf(this);
      const at = listeners.findIndex((l) => l.type === type && l.callback === callback && l.capture === capture);
      if (at >= 0) listeners.splice(at, 1);
    }
    dispatchEvent(event) {
      nodeOf(this).dispatch(events.get(event));
      return true;
    }
  }
  class Element extends EventTarget {}
  class Event {
    constructor(type, init, fields = {}) {
      events.set(this, { type, stopped: false, ...fields });
    }
    get type() { return events.get(this).type; }
    stopImmediatePropagation() { events.get(this).stopped = true; }
  }
  class CustomEvent extends Event {
    constructor(type, init = {}) {
      super(type, init, { kind: 'CustomEvent', detail: init.detail ?? null });
    }
    get detail() {
      const { detail } = events.get(this);
      try {
        return structuredClone(detail);
      } catch {
        return null;
      }
    }
  }
  class MouseEvent extends Event {
    constructor(type, init = {}) {
      super(type, init, { kind: 'MouseEvent', relatedTarget: init.relatedTarget ? nodeOf(init.relatedTarget) : null });
    }
    get relatedTarget() {
      const { relatedTarget } = events.get(this);
      return relatedTarget && wrap(relatedTarget);
    }
  }

  function nodeOf(wrapper) {
    const node = nodes.get(wrapper);
    if (!node) throw new TypeError('Illegal invocation');
    return node;
  }
  function adopt(wrapper, node) {
    nodes.set(wrapper, node);
    wrappers.set(node, wrapper);
    return wrapper;
  }
  function wrap(node) {
    return wrappers.get(node) || adopt(new Element(), node);
  }
  function wrapEvent(event) {
    const classes = { CustomEvent, MouseEvent };
    const wrapper = Object.create((classes[event.kind] || Event).prototype);
    events.set(wrapper, event);
    return wrapper;
  }

  return {
    errors: world.errors,
    EventTarget,
    Event,
    CustomEvent,
    MouseEvent,
    document: { createElement: () => adopt(new Element(), new Node()) },
    /** Makes an object this world's window. */
    adoptWindow: (object) => {
      for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
        Object.defineProperty(object, name, { value: EventTarget.prototype[name], configurable: true, writable: true });
      }
      adopt(object, windowNode);
    },
  };
}
