// Answering a questionnaire. Everything here only eases what the pages already do without scripts: the server decides
// which questions are shown, what is valid and what is kept.
import { Autosave } from './respond/autosave.js'
import { enhance, followChoices } from './respond/questions.js'
import { copyButtons, printButtons } from './respond/keep.js'

const form = document.querySelector('form[data-respond]')
if (form) {
  enhance(form)
  followChoices(form)
  new Autosave(form).start()
}
copyButtons(document)
printButtons(document)
