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
    for (const id of ['coding-state', 'coding-past', 'coding-queue']) {
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
    if (event.ctrlKey || event.altKey || event.metaKey || this.muted || typing(event.target)) return
    const key = { ArrowRight: 'j', ArrowLeft: 'k' }[event.key] ?? event.key.toLowerCase()
    if (key === '?') {
      const legend = document.querySelector('[data-keys]')
      legend.open = !legend.open
      if (legend.open) legend.querySelector('summary').focus()
      return
    }
    if (!/^[a-z0-9]$/.test(key)) return
    const target = document.querySelector(`[data-coding] [data-key="${key}"]`)
    if (!target || target.disabled) return
    event.preventDefault()
    if (target.matches('a')) {
      this.saved.then(() => target.click()) // never leave before what was done is kept
    } else {
      this.form.requestSubmit(target)
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

const form = document.querySelector('form[data-workbench]')
if (form) new Workbench(form)
