// Behaviour of the pages. Everything works without it: it saves steps, it never adds a rule.
import { Button, Checkboxes, ErrorSummary, Radios, SkipLink, createAll } from 'govuk-frontend'
import htmx from 'htmx.org'
import { countCharacters } from './count.js'
import './reveal.js'
import './respond.js'
import './console.js'
import './coding.js'
import './picking.js'

// Styles that hide what a choice reveals apply only once the script that shows it again is there.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

htmx.config.allowEval = false
htmx.config.includeIndicatorStyles = false
htmx.config.historyCacheSize = 0

/** Sets up the parts found under root: the page, or what htmx has just put into it. */
function setUp (root) {
  for (const part of [Button, Checkboxes, ErrorSummary, Radios, SkipLink]) {
    createAll(part, undefined, { scope: root, onError: () => {} })
  }
  countCharacters(root)
}

setUp(document)
document.addEventListener('htmx:load', event => {
  if (event.detail.elt !== document.body) setUp(event.detail.elt)
})
