// A tree of elements and texts, with the selectors the content scripts use; any other is refused. Nothing
// in it can be changed, clicked or focused through the worlds of dom.mjs, so a reader that tried would fail.

/** A node that events can be dispatched on; an element has a tag, a text has data. */
export class TreeNode {
  listeners = [];
  parent = null;
  children = [];

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

  isElement = () => this.tag !== undefined;
  sibling = (step) => this.parent?.children[this.parent.children.indexOf(this) + step] ?? null;
  contains = (node) => node === this || (node?.parent != null && this.contains(node.parent));
  matches = (selector) => parse(selector).some((path) => fits(this, path));
  closest(selector) {
    for (let at = this; at?.isElement(); at = at.parent) if (at.matches(selector)) return at;
    return null;
  }
  all(selector, found = []) {
    for (const child of this.children) {
      if (!child.isElement()) continue;
      if (child.matches(selector)) found.push(child);
      child.all(selector, found);
    }
    return found;
  }
  /** Whether a style on the node or above it holds. */
  styled = (name, value) => this.style?.[name] === value || (this.parent?.styled(name, value) ?? false);
}

/** Makes an element; texts may be given as strings. style is what checkVisibility looks at. */
export function h(tag, { style, ...attributes } = {}, ...children) {
  const node = new TreeNode();
  node.tag = tag;
  node.attributes = new Map(Object.entries(attributes).filter(([, value]) => value !== undefined));
  node.style = style;
  node.append = (...more) => {
    for (const child of more.flat().filter((each) => each !== null && each !== undefined)) {
      const made = typeof child === 'string' ? Object.assign(new TreeNode(), { data: child }) : child;
      made.parent = node;
      node.children.push(made);
    }
    return node;
  };
  return node.append(...children);
}

function parse(selector) {
  if (/[>+~:*]/.test(selector.replace(/"[^"]*"/g, '""').replace(/\^=/g, '='))) throw new SyntaxError(`unknown selector ${selector}`);
  return selector.match(/(?:"[^"]*"|[^,"])+/g).map((path) => path.trim().match(/(?:\[[^\]]*\]|[^\s[])+/g).map(compound));
}

function compound(text) {
  const tests = [];
  const rest = text.replace(/\[([\w-]+)(?:(\^?)="([^"]*)")?\]|#([\w-]+)|\.([\w-]+)|^[a-z]+/g, (part, name, begins, value, id, cls) => {
    if (id) tests.push((node) => node.attributes.get('id') === id);
    else if (cls) tests.push((node) => (node.attributes.get('class') ?? '').split(/\s+/).includes(cls));
    else if (!name) tests.push((node) => node.tag === part);
    else if (value === undefined) tests.push((node) => node.attributes.has(name));
    else if (begins) tests.push((node) => value !== '' && (node.attributes.get(name) ?? '').startsWith(value));
    else tests.push((node) => node.attributes.get(name) === value);
    return '';
  });
  if (rest !== '') throw new SyntaxError(`unknown selector ${text}`);
  return (node) => tests.every((test) => test(node));
}

function fits(node, path) {
  if (!node.isElement() || !path.at(-1)(node)) return false;
  const above = path.slice(0, -1);
  for (let at = node.parent; above.length > 0 && at !== null; at = at.parent) {
    if (fits(at, above)) return true;
  }
  return above.length === 0;
}
