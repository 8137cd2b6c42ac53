import { enhance } from './questions.js'

export function shownField(form) { return form.querySelector('input[name="shown"]') }

// placeQuestions puts the server's list of questions in place of the page's. A question that stays the same keeps its
// elements, so that neither focus nor a word being typed is lost.
export function placeQuestions(form, html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('#questions')
  const current = form.querySelector('#questions')
  if (!fresh || !current) return
  shownField(form).value = fresh.querySelector('input[name="shown"]').value

  const wanted = [...fresh.querySelectorAll(':scope > .question')]
  const names = new Set(wanted.map(question => question.id))
  for (const old of current.querySelectorAll(':scope > .question')) {
    if (!names.has(old.id)) old.remove()
  }
  let next = current.querySelector(':scope > .question')
  for (const question of wanted) {
    if (next && next.id === question.id) {
      const old = next
      next = nextQuestion(next)
      if (signature(old) !== signature(question)) swap(old, question)
      continue
    }
    const added = document.importNode(question, true)
    current.insertBefore(added, next)
    enhance(added)
  }
}

function nextQuestion(question) {
  const next = question.nextElementSibling
  return next?.classList.contains('question') ? next : null
}

// signature says which controls a question offers, whatever they hold.
function signature(question) {
  return [...question.querySelectorAll('input[name], select[name] option, textarea[name]')]
    .map(control => `${control.name ?? ''}=${control.type === 'text' || control.tagName === 'TEXTAREA' ? '' : control.value}`)
    .join('&')
}

// swap replaces a question whose own choices or rows changed, and gives the focus back.
function swap(old, question) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : ''
  const added = document.importNode(question, true)
  old.replaceWith(added)
  enhance(added)
  if (focused) document.getElementById(focused)?.focus()
}
