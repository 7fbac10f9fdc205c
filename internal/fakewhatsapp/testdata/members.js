// Where the members of moved modules sit in this build.
await connected();
const where = (id, member) => {
  const namespace = importNamespace(id);
  return { namespace: member in namespace, default: Boolean(namespace.default) && member in namespace.default, required: member in require(id) };
};
answer({ chat: where('WAWebChatCollection', 'ChatCollection'), message: where('WAWebMsgCollection', 'MsgCollection'), violations: violations() });
