// rankings adds «Monter» and «Descendre» to each choice to rank. The lists of places stay: they are what is posted.
export function rankings(root) {
  for (const list of root.querySelectorAll('[data-rank]')) {
    if (list.dataset.ready) continue
    list.dataset.ready = 'true'
    new Ranking(list)
  }
}

class Ranking {
  constructor(list) {
    this.list = list
    this.items = [...list.children]
    this.places = this.items[0].querySelectorAll('option').length - 1
    this.dragged = null
    this.status = list.parentElement.querySelector('[data-rank-status]')
    for (const item of this.items) {
      const select = item.querySelector('select')
      select.dataset.before = select.value
      select.addEventListener('change', () => this.choose(item))
      const label = item.querySelector('label').textContent.trim()
      const moves = document.createElement('span')
      moves.className = 'respond-rank__moves'
      moves.append(this.button(item, list.dataset.up, '↑', label, -1), this.button(item, list.dataset.down, '↓', label, 1))
      item.append(moves)
      item.prepend(this.handle(item))
    }
    list.addEventListener('dragover', event => { if (this.dragged) event.preventDefault() })
    list.addEventListener('drop', event => this.drop(event))
    this.arrange()
  }

  // handle is what a mouse takes hold of; keyboards and touch screens have the buttons and the lists.
  handle(item) {
    const handle = document.createElement('span')
    handle.className = 'respond-rank__handle'
    handle.draggable = true
    handle.setAttribute('aria-hidden', 'true')
    handle.addEventListener('dragstart', event => {
      this.dragged = item
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', '')
      event.dataTransfer.setDragImage(item, 0, 0)
    })
    handle.addEventListener('dragend', () => { this.dragged = null })
    return handle
  }

  // drop gives the dragged choice the place of the one it is dropped on; dropped on one without place, it comes last.
  drop(event) {
    const target = event.target.closest('.respond-rank__item')
    if (!this.dragged || !target || target === this.dragged) return
    event.preventDefault()
    const ranked = this.ranked().filter(item => item !== this.dragged)
    const at = this.place(target) ? this.place(target) - 1 : ranked.length
    ranked.splice(at, 0, this.dragged)
    this.give(ranked.slice(0, this.places))
    this.arrange()
    this.say(this.dragged)
    this.dragged = null
  }

  button(item, words, arrow, label, step) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'respond-rank__move'
    button.textContent = arrow
    button.setAttribute('aria-label', `${words} : ${label}`)
    button.title = words
    button.addEventListener('click', () => this.move(item, step, button))
    return button
  }

  place(item) { return Number(item.querySelector('select').value) || 0 }

  ranked() {
    return this.items.filter(item => this.place(item)).sort((a, b) => this.place(a) - this.place(b))
  }

  // move changes places with the neighbour; going up from outside takes the last place, going down from it leaves it.
  move(item, step, button) {
    const ranked = this.ranked()
    const at = ranked.indexOf(item)
    if (at < 0 && step < 0) {
      if (ranked.length >= this.places) ranked.pop()
      ranked.push(item)
    } else if (at >= 0 && step > 0 && at === ranked.length - 1) {
      ranked.pop()
    } else if (at >= 0 && ranked[at + step]) {
      [ranked[at], ranked[at + step]] = [ranked[at + step], ranked[at]]
    } else {
      return
    }
    this.give(ranked)
    this.arrange()
    button.focus()
    this.say(item)
  }

  // choose follows a place taken in a list: whoever had it takes the one left.
  choose(item) {
    const select = item.querySelector('select')
    const other = this.items.find(it => it !== item && this.place(it) && this.place(it) === this.place(item))
    if (other) this.set(other, select.dataset.before)
    select.dataset.before = select.value
  }

  give(ranked) {
    for (const item of this.items) {
      const at = ranked.indexOf(item)
      this.set(item, at < 0 ? '' : String(at + 1))
    }
    this.list.dispatchEvent(new Event('change', { bubbles: true }))
  }

  set(item, value) {
    const select = item.querySelector('select')
    select.value = value
    select.dataset.before = value
  }

  // arrange shows the ranked ones first, in their order.
  arrange() {
    const ranked = this.ranked()
    for (const item of [...ranked, ...this.items.filter(item => !ranked.includes(item))]) this.list.append(item)
  }

  say(item) {
    if (!this.status) return
    const select = item.querySelector('select')
    this.status.textContent = this.list.dataset.moved
      .replace('##', select.selectedOptions[0].textContent)
      .replace('#', item.querySelector('label').textContent.trim())
  }
}
