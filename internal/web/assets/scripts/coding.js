// The keyboard of the grouping workbench. Everything here presses the buttons and links of the page: without it, the
// same page works as plain forms.
const off = 'concertation.coding.keys' // where the choice of having no keys is remembered, on this machine only

class Workbench {
  constructor (form) {
    this.form = form
    this.said = document.querySelector('[data-said]')
    this.saved = Promise.resolve() // acts are sent one after the other, in the order they were made
    form.addEventListener('submit', event => this.submit(event))
    document.addEventListener('keydown', event => this.key(event))
    this.legend()
  }

  /** Sends a press without leaving the page; the button shows at once what was asked. */
  submit (event) {
    const button = event.submitter
    if (!button || !window.fetch) return
    event.preventDefault()
    const act = new URLSearchParams(new FormData(this.form))
    act.set(button.name, button.value)
    if (button.matches('.toggle')) this.flip(button)
    this.saved = this.saved.then(() => this.send(act)).catch(() => this.form.submit.call(this.withAct(act)))
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
      const answer = await fetch(this.form.action, { method: 'POST', body: act, keepalive: true, headers: { Accept: 'text/html' } })
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

  /** Gives a form that sends the act the plain way, for when the network refused the quick one. */
  withAct (act) {
    for (const [name, value] of act) {
      if (this.form.querySelector(`input[name="${name}"]`)) continue
      const field = document.createElement('input')
      field.type = 'hidden'
      field.name = name
      field.value = value
      this.form.append(field)
    }
    return this.form
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

/** Notes, quotes and actions are saved in place: only their part of the page changes. */
async function keepMargin (event) {
  const form = event.target
  const button = event.submitter
  if (!button) return
  event.preventDefault()
  const act = new URLSearchParams(new FormData(form))
  act.set(button.name, button.value)
  const focused = document.activeElement?.id
  try {
    const answer = await fetch(form.action, { method: 'POST', body: act, keepalive: true, headers: { Accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const part = page.getElementById('coding-margins')
    if (!answer.ok || !part) throw new Error(String(answer.status))
    document.getElementById('coding-margins').replaceWith(part)
    document.getElementById(focused)?.focus({ preventScroll: true })
    document.querySelector('[data-said]').textContent = button.textContent.trim() + ' ✓'
  } catch { // the plain way: the page says why
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: button.name, value: button.value })
    form.append(field)
    form.submit()
  }
}

/** Turns what is selected into the bytes of the text that it spans. */
function followSelection (form) {
  const text = document.querySelector('[data-body]')
  const button = form.querySelector('.splitting__selected')
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
  document.querySelector('form[data-margins]')?.addEventListener('submit', keepMargin)
  const split = document.querySelector('form[data-split]')
  if (split) followSelection(split)
}
