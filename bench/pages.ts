const START = '<!-- bench -->'
const STOP = '<!-- benchstop -->'

/** Replaces what stands between the marks of the bench. @throws Error for a page without them. */
export function betweenMarks(page: string, text: string): string {
  const [start, stop] = [page.indexOf(START), page.indexOf(STOP)]
  if (start < 0 || stop < start) throw new Error(`The page lacks its marks ${START} and ${STOP}.`)
  return `${page.slice(0, start)}${START}\n${text}\n${page.slice(stop)}`
}
