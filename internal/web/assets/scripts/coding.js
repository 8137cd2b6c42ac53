// The keyboard of the grouping workbench. Everything here presses the buttons and links of the page: without it, the
// same page works as plain forms.
const off = 'concertation.coding.keys' // where the choice of having no keys is remembered, on this machine only

class Workbench {
  constructor (form) {
    this.form = form
    this.address = form.getAttribute('action') // form.action is its field of that name
    this.said = document.querySelector('[data-said]')
    this.saved = Promise.resolve() // acts are sent one after the other, in the order they were made
    form.addEventListener('submit', event => this.submit(event))
    document.addEventListener('keydown', event => this.key(event))
    window.addEventListener('pagehide', () => this.leave())
    window.addEventListener('pageshow', event => { if (event.persisted && (this.left || this.leaving)) window.location.reload() })
    this.legend()
  }

  /** Sends a press without leaving the page; the button shows at once what was asked. What leaves waits for what was sent. */
  submit (event) {
    const button = event.submitter
    if (!button || !window.fetch) return
    if (button.matches('.toggle, .workbench__undo')) {
      event.preventDefault()
      const act = this.act(button)
      act.delete('intitule') // still being typed: it stays in its field
      act.delete('action')
      if (button.matches('.toggle')) this.flip(button)
      this.saved = this.saved.then(() => this.send(act)).catch(() => this.plainly(act))
    } else if (button.closest('[data-margins]') || button.name === 'marge') {
      event.preventDefault()
      const act = this.act(button)
      this.saved = this.saved.then(() => this.sendMargin(act, button)).catch(() => this.plainly(act))
    } else if (!this.leaving) {
      event.preventDefault()
      this.saved.finally(() => setTimeout(() => { // a form that is being submitted cannot be submitted
        this.leaving = true
        this.form.requestSubmit(button)
      }))
    }
  }

  act (button) {
    const act = new URLSearchParams(new FormData(this.form))
    act.set(button.name, button.value)
    return act
  }

  /** Sends an act the plain way, for when the network refused the quick one: the page says why. */
  plainly (act) {
    this.leaving = true
    this.withAct(act).submit()
  }

  /** Says whether something typed beside the text is not kept yet. */
  typed () {
    const { note, note_lue: read, intitule, action } = this.form.elements
    if (!note) return false
    return note.value.trim() !== read.value.trim() || intitule.value.trim() !== '' || Boolean(action?.value)
  }

  /** Keeps what is typed when the page is left by a link or the back button, as its own buttons do. */
  leave () {
    if (this.leaving || !this.typed()) return
    const act = new URLSearchParams(new FormData(this.form))
    const proposes = this.form.elements.intitule.value.trim() !== '' || this.form.elements.action?.value
    act.set('marge', proposes ? 'propose' : 'note')
    this.left = true
    window.fetch(this.address, { method: 'POST', body: act, keepalive: true, redirect: 'manual' }).catch(() => {})
  }

  flip (button) {
    const on = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', String(on))
    button.classList.toggle('toggle--on', on)
    button.name = on ? 'retirer' : 'donner'
    this.said.textContent = on ? button.dataset.given : button.dataset.removed
  }

  /** Posts an act and puts what the server answers in the place of what may have changed. */
  async send (act) {
    this.sending = (this.sending ?? 0) + 1
    try {
      const answer = await fetch(this.address, { method: 'POST', body: act, keepalive: true, headers: { Accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (!answer.ok) throw new Error(String(answer.status)) // sent again the plain way, the page says why
      if (!page.getElementById('coding-state')) {
        window.location.reload() // one must log in again
        return
      }
      if (this.sending > 1) return // a later act is on its way: what it answers will be newer
      this.refresh(page)
    } finally {
      this.sending--
    }
  }

  refresh (page) {
    const focused = document.activeElement?.id
    const others = document.getElementById('coding-state').dataset.others
    for (const id of ['coding-state', 'coding-past', 'coding-queue', 'coding-explained']) {
      const part = page.getElementById(id)
      const held = document.getElementById(id)
      if (!part || !held) continue
      const open = held.querySelector('details')?.open
      const scroll = held.scrollTop
      held.replaceWith(part)
      part.scrollTop = scroll
      if (open) part.querySelector('details')?.setAttribute('open', '')
    }
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
    const state = document.getElementById('coding-state')
    if (Number(state.dataset.others) > Number(others)) this.warn(state.dataset.otherSaid)
    showWeighs()
  }

  /** Says, to eyes and ears, that somebody else is at the same text. */
  warn (words) {
    this.said.classList.remove('govuk-visually-hidden')
    this.said.classList.add('workbench__other')
    this.said.textContent = words
  }

  /** Saves notes, quotes and actions in place: only their part of the page changes, but for what is being typed. */
  async sendMargin (act, button) {
    const answer = await fetch(this.address, { method: 'POST', body: act, keepalive: true, headers: { Accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const part = page.getElementById('coding-margins')
    if (!answer.ok || !part) throw new Error(String(answer.status))
    const focused = document.activeElement?.id
    const { note, intitule } = this.form.elements
    const later = { note: note.value, intitule: intitule.value } // typed while the act was on its way
    document.getElementById('coding-margins').replaceWith(part)
    if (later.note !== act.get('note')) this.form.elements.note.value = later.note
    if (later.intitule !== act.get('intitule')) this.form.elements.intitule.value = later.intitule
    document.getElementById(focused)?.focus({ preventScroll: true })
    this.said.textContent = button.textContent.trim() + ' ✓'
  }

  /** Gives the form with what an act asks for, as fields. */
  withAct (act) {
    for (const [name, value] of act) {
      if (this.form.elements[name] && !this.form.querySelector(`button[name="${name}"]`)) continue
      const field = document.createElement('input')
      field.type = 'hidden'
      field.name = name
      field.value = value
      this.form.append(field)
    }
    return { submit: () => HTMLFormElement.prototype.submit.call(this.form) }
  }

  key (event) {
    if (event.key === 'Escape' && typing(event.target)) event.target.blur() // back to the keys
    if (event.ctrlKey || event.altKey || event.metaKey || this.muted || typing(event.target)) return
    const key = { ArrowRight: 'j', ArrowLeft: 'k' }[event.key] ?? event.key.toLowerCase()
    if (key === '?') {
      const legend = document.querySelector('[data-keys]')
      legend.open = !legend.open
      if (legend.open) legend.querySelector('summary').focus()
      return
    }
    if (!/^[a-z0-9]$/.test(key)) return
    const field = document.querySelector(`[data-coding] [data-focus-key="${key}"]`)
    const target = field ?? document.querySelector(`[data-coding] [data-key="${key}"]`)
    if (!target || target.disabled || target.hidden) return
    event.preventDefault()
    if (field) {
      field.focus()
    } else if (target.matches('a')) {
      this.saved.then(() => target.click()) // never leave before what was done is kept
    } else if (target.type === 'submit') {
      target.form.requestSubmit(target)
    } else {
      target.click()
    }
  }

  /** Single keys can be switched off (WCAG 2.1.4). */
  legend () {
    const button = document.querySelector('[data-keys-switch]')
    if (!button) return
    const show = muted => {
      this.muted = muted
      button.textContent = muted ? button.dataset.on : button.dataset.off
    }
    let remembered = false
    try { remembered = window.localStorage.getItem(off) === 'off' } catch { /* storage refused: keys stay on */ }
    show(remembered)
    button.hidden = false
    button.addEventListener('click', () => {
      show(!this.muted)
      try { window.localStorage.setItem(off, this.muted ? 'off' : 'on') } catch { /* only for this page, then */ }
    })
  }
}

function typing (element) {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches('input:not([type="hidden"]), textarea, select'))
}

/** Shows or hides which words weigh, as the reader chose last. */
const plain = 'concertation.coding.plain'
function showWeighs () {
  let hidden = false
  try { hidden = window.localStorage.getItem(plain) === 'on' } catch { /* shown, then */ }
  document.querySelector('[data-coding]').classList.toggle('coding--plain', hidden)
  const button = document.querySelector('[data-weighs]')
  if (!button) return
  button.hidden = false
  button.textContent = hidden ? button.dataset.on : button.dataset.off
}

function switchWeighs (event) {
  if (!event.target.closest('[data-weighs]')) return
  const hidden = document.querySelector('[data-coding]').classList.contains('coding--plain')
  try { window.localStorage.setItem(plain, hidden ? 'off' : 'on') } catch { return }
  showWeighs()
}

/** Turns what is selected into the bytes of the text that it spans. */
function followSelection (form) {
  const text = document.querySelector('[data-body]')
  const button = form.querySelector('.splitting__selected')
  if (!button) return
  const bytes = words => new TextEncoder().encode(words).length
  document.addEventListener('selectionchange', () => {
    const selection = document.getSelection()
    const within = selection.rangeCount > 0 && !selection.isCollapsed && text.contains(selection.anchorNode) && text.contains(selection.focusNode)
    button.hidden = !within
    if (!within) return
    const selected = selection.getRangeAt(0)
    const before = document.createRange()
    before.setStart(text, 0)
    before.setEnd(selected.startContainer, selected.startOffset)
    const start = Number(text.dataset.start) + bytes(before.toString())
    form.elements.debut.value = start
    form.elements.fin.value = start + bytes(selected.toString())
  })
}

const form = document.querySelector('form[data-workbench]')
if (form) {
  new Workbench(form)
  showWeighs()
  document.addEventListener('click', switchWeighs)
  followSelection(form)
}
