import { showRevealed } from '../reveal.js'
import { rankings } from './rank.js'
import { sums, sliders, lengths } from './numbers.js'

// enhance eases the questions under root; it is called again for those that are added.
export function enhance(root) {
  clearing(root)
  rankings(root)
  sums(root)
  sliders(root)
  lengths(root)
}

// followChoices reacts to choices, those of questions added later too.
export function followChoices(form) {
  form.addEventListener('change', event => {
    const control = event.target
    if (control.type === 'checkbox' && control.checked) exclude(form, control)
  })
}

// exclude unticks what a choice excludes: «aucune» every other, every other «aucune» (R4.5).
function exclude(form, ticked) {
  const exclusive = ticked.dataset.behaviour === 'exclusive'
  for (const other of form.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(ticked.name)}"]`)) {
    if (other !== ticked && (exclusive || other.dataset.behaviour === 'exclusive')) other.checked = false
  }
  showRevealed(form, ticked.name)
}

// clearing lets a single choice that may stay blank be taken back: radio buttons alone cannot.
function clearing(root) {
  const words = document.querySelector('form[data-respond]')?.dataset.clear
  for (const group of root.querySelectorAll('.govuk-radios')) {
    const radios = [...group.querySelectorAll('input[type="radio"]')]
    if (!words || radios.length === 0 || radios[0].required || group.querySelector('.respond-clear')) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'link-button respond-clear'
    button.textContent = words
    const follow = () => { button.hidden = !radios.some(radio => radio.checked) }
    button.addEventListener('click', () => {
      const taken = radios.find(radio => radio.checked)
      if (!taken) return
      taken.checked = false
      follow()
      radios[0].focus()
      taken.dispatchEvent(new Event('change', { bubbles: true }))
    })
    group.addEventListener('change', follow)
    group.append(button)
    follow()
  }
}
