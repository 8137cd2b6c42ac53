// The console: on a narrow screen the menu is folded, so that the task comes first.
const wide = matchMedia("(min-width: 56em)")
const menus = document.querySelectorAll("details[data-fold-narrow]")
const fold = () => menus.forEach((menu) => { menu.open = wide.matches })
fold()
wide.addEventListener("change", fold)
