import {printable} from './display-width.js'

/**
 * Foreign text as code in Markdown, table cells included. Nothing in it is obeyed: no link, no HTML, no mention, no end of
 * the cell. Where a code span cannot hold it, `<code>` does, every sign in it written as a number.
 */
export function code(text: string): string {
  const shown = printable(text)
  if (shown === '') return ''
  if (!/[`|\\]|^\s|\s$/.test(shown)) return `\`${shown}\``
  return `<code>${shown.replace(/[^A-Za-z0-9]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`
}

/** Lines in a block that shows them as they are, however many backticks they hold. */
export function fenced(language: 'diff' | 'text', lines: readonly string[]): string {
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${lines.map((line) => `${line}\n`).join('')}${fence}`
}

/** What is folded until somebody opens it. `title` is Markdown. */
export function details(title: string, body: string): string {
  return `<details><summary>${htmlOf(title)}</summary>\n\n${body}\n\n</details>`
}

/** In UTF-8, which is how the places that Markdown goes to count. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** A summary line is HTML: code spans become elements. */
function htmlOf(title: string): string {
  const toHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return title
    .split(/(<code>.*?<\/code>|`[^`]*`)/)
    .map((part) => {
      if (part.startsWith('<code>')) return part
      return part.startsWith('`') ? `<code>${toHtml(part.slice(1, -1))}</code>` : toHtml(part)
    })
    .join('')
}
