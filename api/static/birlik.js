// Suggestions while typing in the search box: an editable combobox with a list, as WAI-ARIA describes it.
//
// The page is complete without this file: the box is a form that asks for the list. Whatever fails here
// fails silently, and the form stays. Words come from the page (`data-` attributes of the form), never from
// here; what the API answers is put in as text, never as markup.
'use strict';

(() => {
  /** From how many letters on something is asked. */
  const LEAST = 2;
  /** Most suggestions asked for. */
  const MOST = 8;
  /** Pause in typing after which something is asked, in milliseconds. */
  const PAUSE = 120;
  /** How many answers are kept, so that taking letters back asks nothing again. */
  const KEPT = 50;

  document.querySelectorAll('form[data-suggest]').forEach((form, at) => {
    const input = form.querySelector('input[name=q]');
    if (input && window.fetch && window.AbortController) suggest(form, input, `suggestions-${at}`);
  });

  function suggest(form, input, id) {
    const language = document.documentElement.lang;
    const records = new URL(form.action).pathname;
    const answers = new Map();
    let options = [];
    let active = -1;
    let timer = 0;
    let request = null;

    const list = element('div', { id, role: 'listbox', class: 'suggestions', 'aria-label': form.dataset.label });
    const status = element('div', { role: 'status', class: 'hidden' });
    list.hidden = true;
    input.after(list);
    form.append(status);
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': id,
    })) input.setAttribute(name, value);

    input.addEventListener('input', (event) => {
      activate(-1);
      if (event.isComposing) return;
      forget();
      if (typed().length < LEAST) close();
      else timer = setTimeout(ask, answers.has(typed()) ? 0 : PAUSE);
    });
    input.addEventListener('compositionend', () => input.dispatchEvent(new Event('input')));
    input.addEventListener('keydown', (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (press(event.key, event.altKey)) event.preventDefault();
    });
    input.addEventListener('blur', leave);
    form.addEventListener('submit', leave);
    // A page that comes back from the browser's memory comes back with its list closed.
    window.addEventListener('pagehide', leave);
    // The focus stays in the box, and the keyboard of a phone on the screen.
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (!option) return;
      if (event.ctrlKey || event.metaKey) window.open(option.dataset.href, '_blank', 'noopener');
      else window.location.assign(option.dataset.href);
    });

    /** What is in the box, without what surrounds it. */
    function typed() {
      return input.value.trim().replace(/\s+/g, ' ');
    }

    /** Does what a key means; true where the browser should do nothing more. */
    function press(key, alt) {
      const open = !list.hidden;
      switch (key) {
        case 'ArrowDown':
        case 'ArrowUp': {
          const step = key === 'ArrowDown' ? 1 : -1;
          if (alt) {
            if (step > 0) show();
            else close();
          } else if (open || show()) move(step);
          else return false;
          return true;
        }
        case 'Enter':
          if (!open || active < 0) return false;
          window.location.assign(options[active].dataset.href);
          return true;
        case 'Escape':
          if (open) leave();
          return open;
        case 'Tab':
          leave();
          return false;
        case 'Home':
        case 'End':
        case 'ArrowLeft':
        case 'ArrowRight':
          // Back to the letters, where the browser moves the cursor.
          activate(-1);
          return false;
        default:
          return false;
      }
    }

    /** From one option to the next; behind the last comes the first. */
    function move(step) {
      const from = active < 0 && step < 0 ? options.length : active;
      activate((from + step + options.length) % options.length);
    }

    function activate(next) {
      if (options[active]) options[active].setAttribute('aria-selected', 'false');
      active = next;
      const option = options[active];
      if (!option) {
        input.removeAttribute('aria-activedescendant');
        return;
      }
      option.setAttribute('aria-selected', 'true');
      input.setAttribute('aria-activedescendant', option.id);
      // The heading above the first option is part of what must be seen.
      if (active === 0) list.scrollTop = 0;
      else option.scrollIntoView({ block: 'nearest' });
    }

    /** Opens the list of what is in the box; false where there is nothing to show. */
    function show() {
      const items = answers.get(typed());
      if (!items) {
        if (typed().length >= LEAST && !request) ask();
        return false;
      }
      if (items.length === 0 || document.activeElement !== input) {
        close();
        return false;
      }
      if (list.dataset.typed !== typed()) fill(items);
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      status.textContent = form.dataset.count.replace('#', items.length);
      return true;
    }

    function close() {
      activate(-1);
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      status.textContent = '';
    }

    function leave() {
      forget();
      close();
    }

    /** Drops what is about to be asked, and the answer that is still on its way. */
    function forget() {
      clearTimeout(timer);
      if (request) request.abort();
      request = null;
    }

    async function ask() {
      const words = typed();
      if (answers.has(words)) {
        show();
        return;
      }
      const asked = new AbortController();
      request = asked;
      try {
        const query = new URLSearchParams({ q: words, lang: language, limit: MOST });
        const response = await fetch(`${form.dataset.suggest}?${query}`, { signal: asked.signal });
        if (!response.ok) throw new Error(response.statusText);
        const { items } = await response.json();
        if (answers.size >= KEPT) answers.clear();
        answers.set(words, items);
      } catch {
        // No network, or an answer that nobody waits for any more: the form works as it is.
        if (request === asked) close();
      }
      if (request !== asked) return;
      request = null;
      if (answers.has(words) && words === typed()) show();
    }

    /** Puts suggestions into the list, in a group for each sort of them. */
    function fill(items) {
      const groups = new Map();
      options = items.map((item, at) => {
        const option = element('div', { role: 'option', id: `${id}-${at}`, 'aria-selected': 'false' });
        option.dataset.href = address(item);
        option.append(element('span', { lang: item.lang, class: item.field }, item.text));
        if (item.place) option.append(element('span', { class: 'place' }, item.place));
        if (!groups.has(item.field)) groups.set(item.field, []);
        groups.get(item.field).push(option);
        return option;
      });
      list.replaceChildren(...[...groups].map(([field, members]) => {
        const title = element('div', { role: 'presentation', id: `${id}-${field}` });
        title.textContent = form.getAttribute(`data-group-${field}`);
        const group = element('div', { role: 'group', 'aria-labelledby': title.id });
        group.append(title, ...members);
        return group;
      }));
      // In the order in which they stand, which is that of the arrows.
      options = [...list.querySelectorAll('[role=option]')];
      list.dataset.typed = typed();
      list.scrollTop = 0;
    }

    /** A record has a page; everything else is the list with that filter. */
    function address({ field, value }) {
      if (field === 'organization') return `${records}/${encodeURIComponent(value)}`;
      return `${records}?${new URLSearchParams({ [field]: value })}`;
    }
  }

  function element(name, attributes, text = '') {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.textContent = text;
    return made;
  }
})();
