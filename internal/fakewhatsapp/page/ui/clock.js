// Times as WAWebClock prints them (client revision 1044822804): by the language and region of the phone,
// not by that of the page, and to the minute only. How each of them does it is data.
__d('StandInClock', ['StandInData', 'StandInPhone'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { locales } = importNamespace('StandInData');
  const { phone } = importNamespace('StandInPhone');
  const TOKENS = /YYYY|MM|DD|HH|mm|M|D|H|h|A/g;
  const persian = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', { year: 'numeric', month: 'numeric', day: 'numeric' });
  const at = (t) => new Date(t * 1000);
  const two = (number) => String(number).padStart(2, '0');
  const region = () => locales[phone().locale];

  const CALENDARS = {
    gregorian: (when) => ({ year: when.getFullYear(), month: when.getMonth() + 1, day: when.getDate() }),
    buddhist: (when) => ({ year: when.getFullYear() + 543, month: when.getMonth() + 1, day: when.getDate() }),
    persian: (when) => Object.fromEntries(persian.formatToParts(when).map(({ type, value }) => [type, Number(value)])),
  };

  // Older engines confuse midnight: 24 where a region of twelve hours is told to use twenty-four, 0 where it
  // is the other way round.
  function hours(hour) {
    const { oldEngine } = phone();
    const { cycle } = region();
    return {
      twelve: oldEngine && cycle === 'h23' ? hour % 12 : hour % 12 || 12,
      twentyFour: oldEngine && cycle === 'h12' && hour === 0 ? 24 : hour,
    };
  }

  function print(pattern, when) {
    const { calendar, meridiem, zero } = region();
    const { year, month, day } = CALENDARS[calendar || 'gregorian'](when);
    const { twelve, twentyFour } = hours(when.getHours());
    const values = {
      YYYY: year, MM: two(month), M: month, DD: two(day), D: day, HH: two(twentyFour), H: twentyFour, h: twelve,
      mm: two(when.getMinutes()), A: meridiem.findLast(([from]) => when.getHours() >= from)[1],
    };
    const text = pattern.replace(TOKENS, (token) => values[token]);
    return zero ? text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero.codePointAt(0) + Number(digit))) : text;
  }

  function timeOf(t) {
    const { clock, time12, time24 } = region();
    return print((phone().clock || String(clock)) === '24' ? time24 : time12, at(t));
  }

  const dateOf = (t) => print(region().date, at(t));
  const weekdayOf = (t) => new Intl.DateTimeFormat(phone().locale, { weekday: 'long' }).format(at(t));
  const startOfDay = (when) => new Date(when.getFullYear(), when.getMonth(), when.getDate()).getTime();
  const daysAgo = (t) => Math.round((startOfDay(new Date()) - startOfDay(at(t))) / 86400000);

  exports.rightToLeft = () => Boolean(region().rightToLeft);
  exports.timeOf = timeOf;
  // The stamp in data-pre-plain-text, without brackets.
  exports.timeStr = (t) => `${timeOf(t)}${region().comma || ', '}${dateOf(t)}`;
  exports.dayOf = (t) => {
    const days = daysAgo(t);
    if (days === 0) return 'Today';
    if (days === 1) return 'Yesterday';
    return days > 1 && days < 7 ? weekdayOf(t) : dateOf(t);
  };
  exports.listTime = (t) => (daysAgo(t) === 0 ? timeOf(t) : exports.dayOf(t));
}, 98);
