// The desk: how far an upload is, when work is done, and keys for the review.
//
// The pages are complete without this file: forms post, and a page that waits asks again by itself. Words come
// from the page (`data-` attributes), never from here.
'use strict';

(() => {
  /** Between two questions whether work is done, in milliseconds. */
  const PAUSE = 700;
  /** Where the browser keeps whether the keys are on. */
  const KEYS = 'birlik-desk-keys';

  document.querySelectorAll('form[data-upload]').forEach(upload);
  document.querySelectorAll('[data-state]').forEach(wait);
  document.querySelectorAll('[data-verdicts]').forEach(review);

  /** Sends a list and shows how much of it has gone. */
  function upload(form) {
    const sending = form.querySelector('.sending');
    const bar = sending.querySelector('progress');
    const trouble = form.querySelector('[role=alert]');
    const status = form.querySelector('[role=status]');
    const button = form.querySelector('button');
    const file = form.querySelector('input[type=file]');

    form.addEventListener('submit', (event) => {
      if (!window.XMLHttpRequest || !window.FormData) return;
      event.preventDefault();
      fail('');
      if (file.files[0] && file.files[0].size > Number(form.dataset.most)) {
        fail(form.dataset.tooLarge);
        file.focus();
        return;
      }
      const request = new XMLHttpRequest();
      request.open('POST', form.action);
      request.responseType = 'document';
      request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
        if (lengthComputable) bar.value = Math.round((loaded / total) * 100);
      });
      request.upload.addEventListener('load', () => {
        // What takes time now is the reading, of which nobody knows how far it is.
        bar.removeAttribute('value');
        say(form.dataset.reading);
      });
      request.addEventListener('load', () => {
        if (request.status < 300 && request.responseURL) {
          window.location.assign(request.responseURL);
          return;
        }
        const said = request.response && request.response.querySelector('#wrong');
        fail(said ? said.textContent : form.dataset.failed);
      });
      request.addEventListener('error', () => fail(form.dataset.failed));
      request.send(new FormData(form));
      sending.hidden = false;
      bar.value = 0;
      button.disabled = true;
      say(form.dataset.sending);
    });
    // A page that comes back from the browser's memory is ready again.
    window.addEventListener('pageshow', ready);

    function ready() {
      sending.hidden = true;
      button.disabled = false;
    }

    function fail(text) {
      ready();
      trouble.textContent = text;
      trouble.hidden = !text;
      status.textContent = '';
    }

    function say(text) {
      sending.querySelector('label').textContent = text;
      status.textContent = text;
    }
  }

  /** Asks whether the work is done; then the page is asked for again, which leads on. */
  function wait(place) {
    const status = place.querySelector('[role=status]');
    const ask = async () => {
      try {
        const response = await fetch(place.dataset.state, { credentials: 'same-origin' });
        const { done, text } = await response.json();
        if (done) {
          window.location.reload();
          return;
        }
        if (text && text !== status.textContent) status.textContent = text;
      } catch {
        // No network for a moment, or the session has ended: the page itself will say so.
        window.location.reload();
        return;
      }
      setTimeout(ask, PAUSE);
    };
    setTimeout(ask, PAUSE);
  }

  /** Keys by their place on the keyboard, whatever letters it writes. */
  function review(form) {
    const toggle = document.querySelector('[data-keys]');
    const buttons = { KeyS: 'same', KeyD: 'different', KeyL: 'later', KeyU: 'undo' };
    let sent = false;

    toggle.closest('[hidden]').hidden = false;
    toggle.checked = remembered() !== 'off';
    toggle.addEventListener('change', () => remember(toggle.checked ? 'on' : 'off'));
    document.addEventListener('keydown', (event) => {
      if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!toggle.checked || sent || event.target.closest('input:not([type=checkbox]), select, textarea')) return;
      const verdict = buttons[event.code];
      const button = verdict && document.querySelector(`button[name=verdict][value=${verdict}]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    });
    document.querySelectorAll('main form').forEach((one) => {
      // One answer a page: whoever presses twice means this pair, not the next.
      one.addEventListener('submit', (event) => {
        if (sent) event.preventDefault();
        sent = true;
      });
    });
    window.addEventListener('pageshow', () => { sent = false; });

    // What was decided is said aloud once the page is there, and reading begins with the question.
    const say = document.querySelector('[data-say]');
    const text = say.textContent;
    say.textContent = '';
    document.querySelector('h1').focus({ preventScroll: true });
    setTimeout(() => { say.textContent = text; }, 150);
  }

  function remembered() {
    try {
      return window.localStorage.getItem(KEYS);
    } catch {
      return null;
    }
  }

  function remember(value) {
    try {
      window.localStorage.setItem(KEYS, value);
    } catch {
      // Without a memory the choice lasts as long as the page.
    }
  }
})();
