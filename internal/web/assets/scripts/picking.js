// The list whose texts are chosen to be grouped together: says how many are ticked, ticks those of the page at once.
class Picking {
  constructor (form) {
    this.form = form
    this.boxes = [...form.querySelectorAll('input[name="choisi"]')]
    this.whole = form.querySelector('input[name="portee"]')
    this.words = form.querySelector('[data-picked]')
    this.all = form.querySelector('[data-pick-all]')
    this.all.hidden = false
    this.all.addEventListener('click', () => this.tick(!this.full()))
    form.addEventListener('change', () => this.say())
    window.addEventListener('pageshow', () => this.say()) // boxes come back ticked with the back button
    this.say()
  }

  picked () { return this.boxes.filter(box => box.checked).length }
  full () { return this.picked() === this.boxes.length }

  tick (on) {
    for (const box of this.boxes) box.checked = on
    this.say()
  }

  say () {
    const count = this.picked()
    const { none, one, many } = this.words.dataset
    this.all.textContent = this.full() ? this.all.dataset.off : this.all.dataset.on
    if (this.whole.checked) this.words.textContent = ''
    else this.words.textContent = count === 0 ? none : count === 1 ? one : many.replace('{}', count)
  }
}

const form = document.querySelector('form[data-picking]')
if (form) new Picking(form)
