// Carrying out that a module, a member or a model's field is missing or broken. A path is
// "WAWebDBMessageFindLocal" (the module), "WAWebDBMessageFindLocal.msgFindBefore" (a member),
// "WAWebChatCollection.ChatCollection.getActive" (a member of an exported object), "WAWebChatModel.accountLid"
// (a field of every chat) or "Debug.VERSION".
__d('StandInBreaking', ['StandInBreakages', 'StandInPublishing', 'StandInModel', 'WAWebCollections'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { breakMember, setAbsent, setMissingField } = importNamespace('StandInBreakages');
  const { has, split, publish, unpublish } = importNamespace('StandInPublishing');
  const { write } = importNamespace('StandInModel');
  const debug = importNamespace('StandInDebug');

  const membersOf = {
    WAWebChatModel: () => importNamespace('WAWebChatCollection').ChatCollection.toArray(),
    WAWebContactModel: () => importNamespace('WAWebContactCollection').ContactCollection.toArray(),
    WAWebMsgModel: () => importNamespace('WAWebMsgCollection').MsgCollection.toArray(),
  };

  // The field is emptied in what is there, with the events of a change, and left out from then on.
  function breakField(label, field, how) {
    if (how !== '') {
      for (const model of membersOf[label]()) if (field !== 'msgs') write(model, { [field]: undefined });
    }
    setMissingField(label, field, how);
  }

  exports.breakPath = (path, how) => {
    const dot = path.indexOf('.');
    const head = dot < 0 ? path : path.slice(0, dot);
    if (Object.hasOwn(membersOf, head) && dot > 0) {
      breakField(head, path.slice(dot + 1), how);
      return;
    }
    if (head === 'Debug' && dot > 0) {
      breakMember(debug, path.slice(dot + 1), how);
      return;
    }
    if (has(path)) {
      setAbsent(path, how);
      if (how === '') publish(path);
      else unpublish(path);
      return;
    }
    const { id, member } = split(path);
    breakMember(importNamespace(id), member, how);
  };
}, 98);
