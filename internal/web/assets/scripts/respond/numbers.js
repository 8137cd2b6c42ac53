// sums keeps a total up to date under the rows of a constant sum.
export function sums(root) {
  for (const group of root.querySelectorAll('[data-sum]')) {
    if (group.dataset.ready) continue
    group.dataset.ready = 'true'
    const total = group.querySelector('.respond-sum__total')
    const follow = () => {
      const sum = [...group.querySelectorAll('input')].reduce((all, input) => all + (parseInt(input.value, 10) || 0), 0)
      total.textContent = group.dataset.words.replace('#', String(sum))
      total.classList.toggle('respond-sum__total--reached', String(sum) === group.dataset.sum)
    }
    group.addEventListener('input', follow)
    follow()
  }
}

// sliders adds a slider beside the field of a range. The field stays the one that is posted and read aloud.
export function sliders(root) {
  for (const group of root.querySelectorAll('[data-slider]')) {
    const input = group.querySelector('input')
    if (group.dataset.ready || !input) continue
    group.dataset.ready = 'true'
    const slider = document.createElement('input')
    slider.type = 'range'
    slider.className = 'respond-slider'
    slider.min = group.dataset.min
    slider.max = group.dataset.max
    slider.step = group.dataset.step === '0' ? '1' : group.dataset.step
    slider.tabIndex = -1
    slider.setAttribute('aria-hidden', 'true')
    const follow = () => { slider.value = input.value.replace(',', '.') || slider.min }
    input.addEventListener('input', follow)
    slider.addEventListener('input', () => {
      input.value = slider.value.replace('.', ',')
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
    input.after(slider)
    follow()
  }
}

// lengths says how long a text is while it is typed; nothing is refused for its length.
export function lengths(root) {
  for (const area of root.querySelectorAll('textarea[data-length]')) {
    if (area.dataset.ready) continue
    area.dataset.ready = 'true'
    const count = document.createElement('p')
    count.className = 'govuk-hint respond-length'
    const follow = () => { count.textContent = area.value ? area.dataset.length.replace('#', String([...area.value].length)) : '' }
    area.addEventListener('input', follow)
    area.after(count)
    follow()
  }
}
