// A key-value database in memory for a program of WebAssembly, as benchDatabase.
// It lies outside of the program's own memory, as the browser's does. Keys are
// ASCII and in order, values are strings; one transaction runs at a time.
"use strict";

// How many keys a block has at the most.
const blockSize = 512;

const stores = new Map();
// What the transaction has changed, for undoing it: [store, key, value before].
let undo = [];

// open returns a store: its values by key, and the keys in order, in blocks of which
// none but the only one is empty, so that a new key moves few others.
function open(name) {
	if (!stores.has(name)) stores.set(name, { values: new Map(), blocks: [[]] });
	return stores.get(name);
}

// first returns the first index for which a list's item is not before; the items
// before come first.
function first(list, before) {
	let low = 0, high = list.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (before(list[middle])) low = middle + 1; else high = middle;
	}
	return low;
}

// place returns the block and the index in it where a key stands, or would stand.
function place(blocks, key) {
	const at = Math.min(first(blocks, (block) => block.at(-1) < key), blocks.length - 1);
	return [at, first(blocks[at], (other) => other < key)];
}

function insert(blocks, key) {
	const [at, index] = place(blocks, key), block = blocks[at];
	block.splice(index, 0, key);
	if (block.length > blockSize) blocks.splice(at + 1, 0, block.splice(blockSize / 2));
}

function remove(blocks, key) {
	const [at, index] = place(blocks, key);
	blocks[at].splice(index, 1);
	if (blocks[at].length === 0 && blocks.length > 1) blocks.splice(at, 1);
}

function set(name, key, value) {
	const { values, blocks } = open(name);
	const before = values.get(key);
	if (value === undefined && before === undefined) return;
	if (value === undefined) {
		remove(blocks, key);
		values.delete(key);
	} else {
		if (before === undefined) insert(blocks, key);
		values.set(key, value);
	}
	undo.push([name, key, before]);
}

globalThis.benchDatabase = {
	begin() { undo = []; },
	rollback() {
		for (const [name, key, before] of undo.toReversed()) set(name, key, before);
	},
	get: (name, key) => open(name).values.get(key),
	put: (name, key, value) => set(name, key, value),
	delete: (name, key) => set(name, key, undefined),
	keys(name, prefix) {
		const { blocks } = open(name), found = [];
		let [at, index] = place(blocks, prefix);
		for (; at < blocks.length; at++, index = 0) {
			for (; index < blocks[at].length; index++) {
				if (!blocks[at][index].startsWith(prefix)) return found;
				found.push(blocks[at][index]);
			}
		}
		return found;
	},
};
