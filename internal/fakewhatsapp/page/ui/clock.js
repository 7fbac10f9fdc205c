// Times as WAWebClock prints them (client revision 1044822804): by the language and region of the phone,
// not by that of the page, and to the minute only.
__d('StandInClock', ['StandInBoot'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { locale, is24h } = importNamespace('StandInBoot').payload;
  const time = new Intl.DateTimeFormat(locale, { hour12: !is24h, hour: 'numeric', minute: 'numeric' });
  const date = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
  const at = (t) => new Date(t * 1000);
  const startOfDay = (when) => new Date(when.getFullYear(), when.getMonth(), when.getDate()).getTime();
  const daysAgo = (t) => Math.round((startOfDay(new Date()) - startOfDay(at(t))) / 86400000);

  exports.timeOf = (t) => time.format(at(t));
  // The stamp in data-pre-plain-text, without brackets.
  exports.timeStr = (t) => `${time.format(at(t))}, ${date.format(at(t))}`;
  exports.dayOf = (t) => {
    const days = daysAgo(t);
    if (days === 0) return 'Today';
    if (days === 1) return 'Yesterday';
    return days > 1 && days < 7 ? weekday.format(at(t)) : date.format(at(t));
  };
  exports.listTime = (t) => (daysAgo(t) === 0 ? time.format(at(t)) : exports.dayOf(t));
}, 98);
