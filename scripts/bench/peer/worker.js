// Boots the peer as the extension boots its core, and answers with what it says.
import "./wasm_exec.js";

let booted;
function boot() {
  return new Promise((resolve, reject) => {
    globalThis.registerPeer = resolve;
    const go = new Go();
    WebAssembly.instantiateStreaming(fetch(chrome.runtime.getURL("peer.wasm")), go.importObject)
      .then(({ instance }) => go.run(instance))
      .catch(reject);
  });
}

chrome.runtime.onMessage.addListener((_message, _sender, reply) => {
  booted ??= boot();
  void booted.then((answer) => reply(JSON.parse(answer())));
  return true;
});
