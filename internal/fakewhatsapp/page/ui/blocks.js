// Block quotes and lists inside a text. Each has its own data-pre-plain-text, which puts the mark back when the
// text is copied.
__d('StandInBlocks', ['StandInElement'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const KINDS = [
    { kind: 'quote', pattern: /^> (.*)$/, mark: () => '> ' },
    { kind: 'list', pattern: /^[*-] (.*)$/, mark: () => '• ' },
    { kind: 'numbers', pattern: /^(\d{1,3})\. (.*)$/, mark: (match) => `${match[1]}. ` },
  ];
  const TAGS = { quote: 'div', list: 'ul', numbers: 'ol' };

  function lineOf(text) {
    for (const { kind, pattern, mark } of KINDS) {
      const match = pattern.exec(text);
      if (match) return { kind, mark: mark(match), text: match.at(-1) };
    }
    return { kind: '', text };
  }

  // Lines of one kind that follow each other.
  function groupsOf(text) {
    const groups = [];
    for (const line of text.split('\n').map(lineOf)) {
      if (groups.length > 0 && groups.at(-1)[0].kind === line.kind) groups.at(-1).push(line);
      else groups.push([line]);
    }
    return groups;
  }

  function block(lines, inline) {
    const tag = lines[0].kind === 'quote' ? 'blockquote' : 'li';
    return element(TAGS[lines[0].kind], { class: 'block' }, ...lines.map((line) => element(tag, {
      class: 'copyable-text', 'data-pre-plain-text': line.mark,
    }, element('span', { class: 'selectable-text copyable-text', dir: 'auto' }, ...inline(line.text)))));
  }

  // blocksOf gives the nodes of a text, its inner parts made by inline.
  exports.blocksOf = (text, inline) => groupsOf(text).flatMap((lines) => (
    lines[0].kind === '' ? inline(lines.map((line) => line.text).join('\n')) : [block(lines, inline)]));
}, 98);
