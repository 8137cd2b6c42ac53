// Says how long a text is beside the advice on its length. It never stops typing (R4.2), and is read aloud only when
// typing pauses.
const pause = 1000

export function countCharacters (root) {
  for (const area of root.querySelectorAll('textarea[data-count]')) {
    const advice = document.getElementById(area.id + '-count')
    if (!advice || area.dataset.counting) continue
    area.dataset.counting = 'yes'
    const shown = document.createElement('span')
    shown.className = 'count__now'
    shown.setAttribute('aria-hidden', 'true')
    const heard = document.createElement('span')
    heard.className = 'govuk-visually-hidden'
    heard.setAttribute('aria-live', 'polite')
    advice.append(' ', shown)
    advice.after(heard)
    let timer
    const write = () => {
      const words = area.dataset.countWords.replace('{}', [...area.value].length.toLocaleString('fr-FR'))
      shown.textContent = words
      clearTimeout(timer)
      timer = setTimeout(() => { heard.textContent = words }, pause)
    }
    area.addEventListener('input', write)
  }
}
