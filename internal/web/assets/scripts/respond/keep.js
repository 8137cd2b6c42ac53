// copyButtons shows the buttons that copy a link, where the browser allows it.
export function copyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy]')) {
    const field = document.getElementById(button.dataset.copy)
    if (!field) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      field.select()
      try {
        await navigator.clipboard.writeText(field.value)
      } catch {
        document.execCommand('copy')
      }
      const status = button.closest('.respond-link')?.querySelector('[role="status"]')
      if (status) status.textContent = button.dataset.done
    })
  }
}

// printButtons shows the buttons that print the page.
export function printButtons(root) {
  for (const button of root.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
