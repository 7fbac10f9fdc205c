import { LIMITS } from "./limits";
import { cutText, type CutText } from "./text";
import { BLOCK_PREFIX, PLAIN_TEXT, READ_MORE, TEMPLATE, TEMPLATE_TEXT } from "./screen-layouts";

/** How many nodes of one text are looked at, and how deep they may lie. */
const MAX_NODES = 2 * LIMITS.text;
const MAX_DEPTH = 100;

/** UTF-16 units of a template or of a block's prefix. */
const MAX_MARKUP = 16;

const BLOCKS = ["BLOCKQUOTE", "DIV", "LI", "OL", "P", "PRE", "UL"];
const UNREAD = ["BUTTON", "INPUT", "SCRIPT", "STYLE", "SVG", "TEXTAREA"];

/**
 * The text in an element as it was written: emoji are pictures whose alt text is the emoji, emphasis is
 * an element whose template has the marks around it, a mention says in an attribute how it reads, and
 * the lines of block quotes and lists begin with the mark they were written with. Nothing is parsed as
 * HTML. cut is true when the text is longer than max UTF-16 units, or its elements too many or too deep.
 */
export function textOf(root: Element, max: number = LIMITS.text): CutText {
  let text = "";
  let breakDue = false;
  let nodes = 0;
  let cut = false;

  function add(piece: string): void {
    if (piece === "" || text.length > max) {
      return;
    }
    text += breakDue && text !== "" ? `\n${piece}` : piece;
    breakDue = false;
  }

  function readAll(element: Element, depth: number): void {
    for (let child = element.firstChild; child !== null; child = child.nextSibling) {
      if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
        cut = true;
        return;
      }
      if (child instanceof Element) {
        read(child, depth + 1);
      } else if (child instanceof Text) {
        add(child.data);
      }
    }
  }

  function read(element: Element, depth: number): void {
    const tag = element.tagName.toUpperCase();
    const plain = element.getAttribute(PLAIN_TEXT) ?? (tag === "IMG" ? element.getAttribute("alt") : null);
    if (plain !== null) {
      add(plain.slice(0, LIMITS.name));
    } else if (tag === "BR") {
      add("\n");
    } else if (UNREAD.includes(tag) || element.matches(READ_MORE)) {
      return;
    } else if (BLOCKS.includes(tag)) {
      breakDue = true;
      add(markup(element, BLOCK_PREFIX));
      readAll(element, depth);
      breakDue = true;
    } else {
      const [before, after] = templateOf(element);
      add(before);
      readAll(element, depth);
      add(after);
    }
  }

  readAll(root, 0);
  const within = cutText(text, max);
  return { text: within.text, cut: cut || within.cut };
}

function templateOf(element: Element): [string, string] {
  const template = markup(element, TEMPLATE, MAX_MARKUP + TEMPLATE_TEXT.length);
  const at = template.indexOf(TEMPLATE_TEXT);
  return at < 0 ? ["", ""] : [template.slice(0, at), template.slice(at + TEMPLATE_TEXT.length)];
}

function markup(element: Element, attribute: string, max: number = MAX_MARKUP): string {
  const value = element.getAttribute(attribute) ?? "";
  return value.length <= max ? value : "";
}
