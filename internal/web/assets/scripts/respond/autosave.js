import { placeQuestions, shownField } from './refresh.js'

// How long after the last change the page is saved: at once after a choice, at a pause while typing.
const AFTER_CHOICE = 150
const AFTER_TYPING = 1500
const AFTER_FAILURE = 8000
// How long a full post waits for an autosave on its way: it then carries the right version.
const LONGEST_WAIT = 3000
// Browsers refuse larger bodies once the page is left.
const LEAVING_BODY = 60000

// Autosave saves a page as it is filled in: one request at a time, each with the draft's version. When the draft moved
// on elsewhere it stops and says so; the full post then shows both texts.
export class Autosave {
  constructor(form) {
    this.form = form
    this.status = form.querySelector('[data-saved]')
    this.version = form.querySelector('input[name="version"]')
    this.saved = this.values()
    this.stopped = form.querySelector('input[name="force"]') !== null
    this.failed = false
    this.submitting = false
    this.running = null
    this.timer = 0
  }

  start() {
    this.form.addEventListener('input', () => this.schedule(AFTER_TYPING))
    this.form.addEventListener('change', () => this.schedule(AFTER_CHOICE))
    this.form.addEventListener('submit', event => this.submit(event))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.save()
    })
    window.addEventListener('pageshow', event => {
      this.submitting = false
      // A page taken out of the browser's memory is older than what its own post saved.
      if (event.persisted) window.location.reload()
    })
    window.addEventListener('beforeunload', event => {
      // Only when leaving would lose something: what is on its way is on its way.
      if (!this.submitting && this.changed() && (this.failed || this.stopped || this.values().length > LEAVING_BODY)) {
        event.preventDefault()
      }
    })
  }

  // values gives what a post would say of the questions, without the page's own fields.
  values() {
    const data = new FormData(this.form)
    for (const own of ['version', 'force', 'action']) data.delete(own)
    return new URLSearchParams(data).toString()
  }

  changed() { return this.values() !== this.saved }

  schedule(delay) {
    if (this.stopped) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), delay)
  }

  save() {
    clearTimeout(this.timer)
    if (this.stopped || this.submitting || this.running || !this.changed()) return this.running
    this.running = this.send().finally(() => {
      this.running = null
      if (this.changed()) this.schedule(this.failed ? AFTER_FAILURE : AFTER_TYPING)
    })
    return this.running
  }

  async send() {
    const values = this.values()
    const body = new URLSearchParams(values)
    body.set('version', this.version.value)
    let response
    try {
      response = await fetch(this.form.dataset.save, {
        method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: values.length < LEAVING_BODY,
      })
    } catch {
      return this.fail()
    }
    if (response.status === 409) return this.stop(this.form.dataset.stale)
    if (response.status === 403) return this.stop(this.form.dataset.closed)
    if (!response.ok) return this.fail()

    const answer = await response.json()
    this.failed = false
    this.saved = values
    this.version.value = answer.version
    this.say(answer.saved)
    if (answer.shown !== shownField(this.form).value) await this.refresh()
  }

  // refresh asks the server for the questions that the answers call for, and puts them in place.
  async refresh() {
    const response = await fetch(this.form.dataset.refresh, { method: 'POST', body: new URLSearchParams(this.values()) }).catch(() => null)
    if (!response?.ok || this.submitting) return
    placeQuestions(this.form, await response.text())
    this.say(this.form.dataset.added)
  }

  // submit lets one post go, once the autosave on its way is done.
  submit(event) {
    clearTimeout(this.timer)
    if (this.submitting) {
      event.preventDefault()
      return
    }
    this.submitting = true
    if (!this.running) return
    event.preventDefault()
    const button = event.submitter
    const waited = new Promise(resolve => setTimeout(resolve, LONGEST_WAIT))
    Promise.race([this.running, waited]).then(() => {
      this.running = null // one that never ends does not hold the page
      this.submitting = false
      this.form.requestSubmit(button)
    })
  }

  fail() {
    this.failed = true
    this.say(this.form.dataset.offline)
  }

  stop(words) {
    this.stopped = true
    this.say(words)
    this.status?.classList.add('respond-saved--stopped')
  }

  say(words) {
    if (this.status && words) this.status.textContent = words
  }
}
