// A key-value database in memory for a program of WebAssembly, as benchDatabase.
// It lies outside of the program's own memory, as the browser's does. Keys are
// ASCII and in order, values are strings; one transaction runs at a time.
"use strict";

const stores = new Map();
// What the transaction has changed, for undoing it: [store, key, value before].
let undo = [];

function open(name) {
	if (!stores.has(name)) stores.set(name, { values: new Map(), keys: [] });
	return stores.get(name);
}

// place returns where a key stands in the order, or would stand.
function place(keys, key) {
	let low = 0, high = keys.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (keys[middle] < key) low = middle + 1; else high = middle;
	}
	return low;
}

function set(name, key, value) {
	const { values, keys } = open(name);
	const before = values.get(key);
	if (value === undefined && before === undefined) return;
	if (value === undefined) {
		keys.splice(place(keys, key), 1);
		values.delete(key);
	} else {
		if (before === undefined) keys.splice(place(keys, key), 0, key);
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
		const { keys } = open(name);
		// Keys are ASCII, so U+FFFF stands behind every key with this prefix.
		return keys.slice(place(keys, prefix), place(keys, `${prefix}\uffff`));
	},
};
