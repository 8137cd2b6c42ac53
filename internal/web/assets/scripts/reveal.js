// Shows what a choice reveals when it is taken («autre (préciser)»), and hides it otherwise. The server has written the
// page as it should stand; only changes are followed here. No aria-expanded: radio buttons do not take it, and the text
// comes right after its choice.
document.addEventListener('change', event => {
  const taken = event.target
  if (taken.type === 'checkbox' || taken.type === 'radio') showRevealed(taken.form ?? document, taken.name)
})

/** Shows or hides what each choice of a question reveals. */
export function showRevealed (root, name) {
  for (const choice of root.querySelectorAll(`input[data-reveals][name="${CSS.escape(name)}"]`)) {
    const kind = choice.type === 'radio' ? 'radios' : 'checkboxes'
    document.getElementById(choice.dataset.reveals)?.classList.toggle(`govuk-${kind}__conditional--hidden`, !choice.checked)
  }
}

// The link of a mistake opens what folds its field: the error summary moves the focus itself, so the browser does not,
// and a field that is not shown takes no focus. Capture: this comes before the move.
document.addEventListener('click', event => {
  const link = event.target.closest?.('.govuk-error-summary a[href^="#"]')
  for (let part = link && document.getElementById(link.hash.slice(1)); part; part = part.parentElement) {
    if (part.tagName === 'DETAILS') part.open = true
  }
}, true)
