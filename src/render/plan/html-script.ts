/**
 * Search and filters for the HTML page of a plan. The script only removes and reinserts list items and creates no
 * elements, so text of the plan is never parsed as HTML. At most 300 items are in the page at a time, because a browser
 * takes seconds to lay out thousands. Without the script the page shows the whole list.
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
    output.textContent = found === 0 && total > 0 ? 'nothing matches' : found + ' of ' + total
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

/** The style sheet for the HTML page of a plan: light and dark, for phones and wide screens. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--label:5.2rem;--back:#fff;--fore:#1b1f24;--dim:#59636e;--line:#d4d9df;--card:#f6f8fa;
--create:#1a7f37;--update:#8a6100;--delete:#c11c28;--replace:#8250df;--adopt:#0a6c8c;--blocked:#8a6100}
@media (prefers-color-scheme:dark){:root{--back:#0f1318;--fore:#e3e8ee;--dim:#98a4b1;--line:#2e3741;--card:#171d24;
--create:#4cc365;--update:#dba72a;--delete:#ff7b72;--replace:#c297ff;--adopt:#58c4e6;--blocked:#dba72a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1rem;background:var(--back);color:var(--fore);font:15px/1.45 system-ui,sans-serif}
h1{font-size:1.35rem;margin:.2rem 0}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
h2 small,.about{color:var(--dim);font-weight:normal}
.refusal{overflow-wrap:anywhere;border:2px solid var(--delete);border-radius:6px;padding:.6rem .8rem;margin:.8rem 0}
form:not([hidden]){position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem;padding:.6rem 0;background:var(--back);
border-bottom:1px solid var(--line)}
input,select{font:inherit;padding:.3rem .5rem;border:1px solid var(--line);border-radius:6px;background:var(--card);
color:inherit;min-width:0;max-width:100%}
input[name=search]{flex:2 1 14rem}input[name=object]{flex:1 1 10rem}
output{align-self:center;color:var(--dim)}
ul{list-style:none;margin:0;padding:0}
li{border:1px solid var(--line);border-left:4px solid var(--hue);border-radius:6px;background:var(--card);
padding:.45rem .7rem;margin:.4rem 0}
[hidden],.busy main{display:none}
button{font:inherit;padding:.4rem .8rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:inherit}
.create{--hue:var(--create)}.update{--hue:var(--update)}.delete{--hue:var(--delete)}
.replace{--hue:var(--replace)}.move,.adopt,.release,.transfer{--hue:var(--adopt)}.repair{--hue:var(--update)}
.blocked,.note{--hue:var(--blocked)}.problem{--hue:var(--delete)}
h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
h3 b{display:inline-block;min-width:2.6rem;color:var(--hue);font-family:ui-monospace,monospace}
ins,del{text-decoration:none}ins{color:var(--create)}del{color:var(--delete)}li small{font-size:inherit;color:var(--dim)}
details{font-size:.85rem;color:var(--dim)}summary{cursor:pointer}
h3 i{font-style:normal;font-weight:normal;color:var(--hue);font-size:.85rem;margin-left:.5rem}
p{margin:.15rem 0}li p{overflow-wrap:anywhere}
.row{padding-left:var(--label);text-indent:calc(-1*var(--label));font:13px/1.45 ui-monospace,monospace;
overflow-wrap:anywhere;white-space:pre-wrap}
.row>b{display:inline-block;min-width:var(--label);padding-right:.6em;text-indent:0;font-weight:normal;color:var(--dim)}
@media (max-width:40rem){body{padding:.6rem}:root{--label:4.4rem}select{flex:1 1 8rem}form:not([hidden]){position:static}}
@media print{form:not([hidden]){display:none}li{break-inside:avoid}}
`
