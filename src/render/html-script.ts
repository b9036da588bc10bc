/**
 * Search and filters of the page of a plan. It takes list items out of the page and puts them back, and makes no element,
 * so that no text of the plan is ever read as anything but text. No more than 300 items stand in the page at a time: a
 * browser lays out thousands for seconds. Without the script the page is the whole list.
 */
export const HTML_SCRIPT = `
const ROOM = 300
document.documentElement.classList.add('busy')
addEventListener('DOMContentLoaded', () => {
  const form = document.querySelector('form')
  const output = document.querySelector('output')
  const more = document.querySelector('button')
  const sections = [...document.querySelectorAll('section')].map((element) => {
    const list = element.querySelector('ul')
    const items = [...list.children].map((item) => ({item, text: item.textContent.toLowerCase(), ...item.dataset}))
    return {element, list, items}
  })
  const total = sections.reduce((sum, {items}) => sum + items.length, 0)
  let room = ROOM
  const show = () => {
    const wanted = Object.fromEntries(new FormData(form))
    const words = wanted.search.toLowerCase().split(/\\s+/).filter((word) => word !== '')
    const object = wanted.object.trim().toLowerCase()
    let found = 0
    for (const {element, list, items} of sections) {
      const fitting = items.filter(
        (one) =>
          (wanted.zone === '' || one.zone === wanted.zone) &&
          (wanted.action === '' || one.action === wanted.action) &&
          (wanted.reason === '' || one.reason === wanted.reason) &&
          (object === '' || one.object.includes(object)) &&
          words.every((word) => one.text.includes(word)),
      )
      const shown = fitting.slice(0, Math.max(0, room - found))
      list.replaceChildren(...shown.map(({item}) => item))
      element.hidden = shown.length === 0
      found += fitting.length
    }
    output.textContent = found + ' of ' + total
    more.hidden = found <= room
    more.textContent = 'Show more: ' + (found - room) + ' are left'
  }
  form.hidden = false
  form.addEventListener('input', () => {
    room = ROOM
    show()
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  more.addEventListener('click', () => {
    room += ROOM
    show()
  })
  show()
  document.documentElement.classList.remove('busy')
})
`
