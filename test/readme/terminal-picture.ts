/** Draws terminal output as an SVG that needs no font of its own, with the colours of chalk at level 1. */

const CELL = {width: 7.8, height: 17} as const
const MARGIN = 16
const COLOURS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  35: '#d2a8ff',
  36: '#79c0ff',
}

interface Look {
  readonly colour: string | undefined
  readonly isBold: boolean
  readonly isDim: boolean
}

const PLAIN: Look = {colour: undefined, isBold: false, isDim: false}
/** The start of a colour code, which ends with `m`. */
const START = '\u001b['

export function toPicture(output: string, columns: number): string {
  const lines = output.trimEnd().split('\n')
  const [width, height] = [columns * CELL.width + 2 * MARGIN, lines.length * CELL.height + 2 * MARGIN]
  let look = PLAIN
  const texts = lines.map((line, index) => {
    const spans: string[] = []
    for (const [position, part] of line.split(START).entries()) {
      const end = position === 0 ? 0 : part.indexOf('m') + 1
      if (end > 0) look = changed(look, part.slice(0, end - 1))
      const text = part.slice(end)
      if (text !== '') spans.push(`<tspan${attributes(look)}>${toXml(text)}</tspan>`)
    }
    return `<text x="${MARGIN}" y="${(MARGIN + (index + 0.8) * CELL.height).toFixed(1)}">${spans.join('')}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height.toFixed(0)}" role="img" aria-label="external-dns-ts plan">`,
    '<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#e6edf3;white-space:pre}.b{font-weight:700}.d{opacity:.6}</style>',
    '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
    ...texts,
    '</svg>\n',
  ].join('\n')
}

function changed(before: Look, codes: string): Look {
  let look = before
  for (const code of codes.split(';').map(Number)) look = changedBy(look, code)
  return look
}

function changedBy(look: Look, code: number): Look {
  if (code === 0) return PLAIN
  if (code === 1) return {...look, isBold: true}
  if (code === 2) return {...look, isDim: true}
  if (code === 22) return {...look, isBold: false, isDim: false}
  if (code === 39) return {...look, colour: undefined}
  const colour = COLOURS[code]
  if (colour === undefined) throw new Error(`the picture does not know the code ${code}`)
  return {...look, colour}
}

function attributes({colour, isBold, isDim}: Look): string {
  const classes = [...(isBold ? ['b'] : []), ...(isDim ? ['d'] : [])]
  return `${classes.length === 0 ? '' : ` class="${classes.join(' ')}"`}${colour === undefined ? '' : ` fill="${colour}"`}`
}

function toXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
