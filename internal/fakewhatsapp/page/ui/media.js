// The part of a bubble above its text: picture, voice, document, place, card, poll, call.
__d('StandInMedia', ['StandInElement', 'StandInIcons', 'StandInKinds'], function (global, require, importDefault, importNamespace, requireLazy, module, exports) {
  'use strict';
  const { element } = importNamespace('StandInElement');
  const { icon } = importNamespace('StandInIcons');
  const { lineOf } = importNamespace('StandInKinds');

  const bytes = (size) => (size >= 1e6 ? `${(size / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round((size || 0) / 1000))} kB`);
  const seconds = (duration) => `${Math.floor(duration / 60)}:${String(Math.floor(duration % 60)).padStart(2, '0')}`;
  const strip = (testid, iconName, ...lines) => element('div', { class: 'strip', 'data-testid': testid },
    icon(iconName), element('div', {}, ...lines.map((line, index) => element(index ? 'small' : 'div', {}, line))));

  // The body of a media message is its preview in base64.
  const preview = (msg) => element('img', { alt: '', src: `data:image/jpeg;base64,${msg.body || ''}` });
  const pages = (msg) => (msg.pageCount ? `, ${msg.pageCount} pages` : '');

  function picture(msg) {
    return element('div', { class: 'picture', 'data-testid': msg.type === 'video' ? 'video-thumb' : 'image-thumb' },
      preview(msg),
      msg.type === 'image' ? null : icon('audio-play'));
  }

  function poll(msg) {
    return element('div', { class: 'poll', 'data-testid': 'poll-bubble' },
      element('strong', {}, msg.pollName), ...(msg.pollOptions || []).map((option) => element('div', { class: 'option' }, option.name)));
  }

  // Several pictures in one row: four at most are drawn, the rest is a number.
  const DRAWN = 4;
  exports.albumOf = (msgs) => element('div', { class: 'album' }, ...msgs.slice(0, DRAWN).map(picture),
    msgs.length > DRAWN ? element('span', { class: 'more' }, `+${msgs.length - DRAWN}`) : null);
  exports.stickersOf = (msgs) => element('div', { class: 'stickers' }, ...msgs.map(mediaOf));

  const voice = (msg) => strip('audio-play', 'audio-play', lineOf(msg), seconds(Number(msg.duration || 0)));
  const kinds = {
    image: picture,
    video: picture,
    ptv: picture,
    sticker: (msg) => element('div', { class: 'sticker', 'data-testid': 'sticker' }, preview(msg)),
    audio: voice,
    ptt: voice,
    document: (msg) => strip('document-thumb', 'document', msg.filename || 'Document', bytes(msg.size) + pages(msg)),
    location: (msg) => strip('location-msg', 'location', ...String(msg.loc || 'Location').split('\n')),
    vcard: (msg) => strip('vcard-msg', 'default-contact', msg.vcardFormattedName || 'Contact'),
    multi_vcard: (msg) => strip('vcard-msg', 'default-contact', `${(msg.vcardList || []).length} contacts`),
    poll_creation: poll,
    call_log: (msg) => strip('call-log', 'call', lineOf(msg), msg.callDuration ? seconds(msg.callDuration) : 'No answer'),
  };

  function mediaOf(msg) {
    return Object.hasOwn(kinds, msg.type) && !msg.isViewOnce ? kinds[msg.type](msg) : null;
  }

  exports.mediaOf = mediaOf;
}, 98);
