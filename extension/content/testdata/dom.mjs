// As much of a document as the content scripts use, seen from several worlds. As in a browser, every
// world has its own wrapper objects and prototypes over the same nodes and events, and a CustomEvent's
// detail crosses worlds as a copy.
import { h, TreeNode } from './tree.mjs';

/** The width and height of everything that is laid out. */
const WIDTH = 800;
const HEIGHT = 600;

/** Makes a document; world() gives a further world's globals over it. */
export function createDocument() {
  const windowNode = new TreeNode();
  const page = {
    node: Object.assign(new TreeNode(), { visibilityState: 'visible' }),
    body: h('body'),
    /** Whether something, such as a lock or a dialog, lies over a point of the page. */
    covered: () => false,
  };
  return {
    page,
    world: () => createWorld(windowNode, page),
    /** Covers or uncovers the page. */
    show: (state) => { page.node.visibilityState = state; },
    /** Freezes the page and lets it go on. */
    thaw: () => page.node.dispatch({ type: 'resume', stopped: false }),
    /** How many listen to an event of the document. */
    listeners: (type) => page.node.listeners.filter((listener) => listener.type === type).length,
  };
}

function createWorld(windowNode, page) {
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
  class Node extends EventTarget {
    get firstChild() { return wrap(nodeOf(this).children[0] ?? null); }
    get nextSibling() { return wrap(nodeOf(this).sibling(1)); }
    get parentElement() { return wrap(nodeOf(this).parent); }
    contains(other) { return other !== null && nodeOf(this).contains(nodeOf(other)); }
  }
  class Text extends Node {
    get data() { return nodeOf(this).data; }
  }
  class Element extends Node {
    get tagName() { return nodeOf(this).tag.toUpperCase(); }
    get nextElementSibling() {
      let at = nodeOf(this).sibling(1);
      while (at !== null && !at.isElement()) at = at.sibling(1);
      return wrap(at);
    }
    getAttribute(name) { return nodeOf(this).attributes.get(name) ?? null; }
    hasAttribute(name) { return nodeOf(this).attributes.has(name); }
    matches(selector) { return nodeOf(this).matches(selector); }
    closest(selector) { return wrap(nodeOf(this).closest(selector)); }
    querySelectorAll(selector) { return nodeOf(this).all(selector).map(wrap); }
    querySelector(selector) { return wrap(nodeOf(this).all(selector)[0] ?? null); }
    checkVisibility({ checkOpacity, checkVisibilityCSS } = {}) {
      const node = nodeOf(this);
      return !node.styled('display', 'none') && !(checkOpacity && node.styled('opacity', '0')) && !(checkVisibilityCSS && node.styled('visibility', 'hidden'));
    }
    getBoundingClientRect() { return { left: 0, top: 0, width: WIDTH, height: HEIGHT }; }
  }
  class Document extends EventTarget {
    get visibilityState() { return nodeOf(this).visibilityState; }
    createElement(tag) { return wrap(nodeOf(this) && h(tag)); }
    querySelector(selector) { return wrap(nodeOf(this) && (page.body.all(selector)[0] ?? null)); }
    /** What is uncovered shows the innermost pane. */
    elementFromPoint(x, y) {
      if (!(x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT)) return null;
      return wrap(page.covered(x, y) ? page.body : (page.body.all('#main')[0]?.children.find((child) => child.isElement()) ?? page.body));
    }
  }
  class Event {
    constructor(type, init, fields = {}) {
      events.set(this, { type, stopped: false, ...fields });
    }
    get type() { return events.get(this).type; }
    stopImmediatePropagation() { events.get(this).stopped = true; }
  }
  class CustomEvent extends Event {
    constructor(type, init = {}) {
      super(type, init, { kind: 'CustomEvent', detail: init.detail ?? null, world: CustomEvent });
    }
    get detail() {
      const { detail, world } = events.get(this);
      if (world === CustomEvent) return detail; // Only what crosses worlds is cloned.
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
    if (node === null) return null;
    const Wrapper = node === page.node ? Document : node.isElement() ? Element : Text;
    return wrappers.get(node) || adopt(new Wrapper(), node);
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
    Element,
    Text,
    Event,
    CustomEvent,
    MouseEvent,
    document: wrap(page.node),
    /** Makes an object this world's window. */
    adoptWindow: (object) => {
      for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
        Object.defineProperty(object, name, { value: EventTarget.prototype[name], configurable: true, writable: true });
      }
      adopt(object, windowNode);
    },
  };
}
