// A list that mounts only the rows near the visible part, as the page's CometVirtualization does. Rows
// have the height they turn out to have; until then they count with an estimate.
__d('StandInVirtualList', ['StandInElement'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const ESTIMATE = 56;
  const OVERSCAN = 300;

  class VirtualList {
    // render turns an item {key, …} into an element. onTop is called when scrolling reaches the beginning.
    constructor(scroller, render, onTop) {
      this.scroller = scroller;
      this.render = render;
      this.onTop = onTop;
      this.items = [];
      this.heights = new Map();
      this.mounted = new Map();
      this.above = element('div', { class: 'unmounted' });
      this.rows = element('div', {});
      this.below = element('div', { class: 'unmounted' });
      scroller.replaceChildren(this.above, this.rows, this.below);
      scroller.addEventListener('scroll', () => {
        this.update();
        if (scroller.scrollTop < 40) this.onTop();
      });
      new ResizeObserver(() => this.update()).observe(scroller);
    }

    height(item) { return this.heights.get(item.key) ?? ESTIMATE; }

    atEnd() { return this.scroller.scrollTop + this.scroller.clientHeight >= this.scroller.scrollHeight - 60; }

    // What is at the end stays at the end; otherwise the first mounted row keeps its place on the screen.
    setItems(items, { toEnd } = {}) {
      const stick = toEnd || this.atEnd();
      const anchor = stick ? null : this.firstVisible();
      this.items = items;
      this.mounted.clear();
      this.update();
      if (stick) this.scrollToEnd();
      else if (anchor) this.keep(anchor);
    }

    firstVisible() {
      let top = 0;
      for (const item of this.items) {
        if (top + this.height(item) > this.scroller.scrollTop) return { key: item.key, offset: this.scroller.scrollTop - top };
        top += this.height(item);
      }
      return null;
    }

    keep({ key, offset }) {
      let top = 0;
      for (const item of this.items) {
        if (item.key === key) break;
        top += this.height(item);
      }
      this.scroller.scrollTop = top + offset;
      this.update();
    }

    // Measuring the last rows may move the end; two rounds settle it.
    scrollToEnd() {
      for (let round = 0; round < 3; round++) {
        this.scroller.scrollTop = this.scroller.scrollHeight;
        this.update();
      }
    }

    update() {
      const from = this.scroller.scrollTop - OVERSCAN;
      const to = this.scroller.scrollTop + this.scroller.clientHeight + OVERSCAN;
      let top = 0;
      let above = 0;
      let below = 0;
      const wanted = new Map();
      for (const item of this.items) {
        const height = this.height(item);
        if (top + height < from) above += height;
        else if (top > to) below += height;
        else wanted.set(item.key, this.mounted.get(item.key) || this.render(item));
        top += height;
      }
      this.mount(wanted, above, below);
    }

    mount(wanted, above, below) {
      const kept = wanted.size === this.mounted.size && Array.from(wanted.keys()).every((key) => this.mounted.has(key));
      this.mounted = wanted;
      this.above.style.height = `${above}px`;
      this.below.style.height = `${below}px`;
      if (kept && this.rows.childElementCount === wanted.size) return;
      this.rows.replaceChildren(...wanted.values());
      for (const [key, row] of wanted) this.heights.set(key, row.offsetHeight);
    }
  }

  exports.VirtualList = VirtualList;
}, 98);
