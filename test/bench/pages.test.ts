import {readFileSync} from 'node:fs'
import {expect, it} from 'vitest'
import {betweenMarks} from '../../bench/pages.js'

it('replaces what stands between the marks, and nothing else', () => {
  expect(betweenMarks('a\n<!-- bench -->\nold\n<!-- benchstop -->\nb\n', 'new')).toBe(
    'a\n<!-- bench -->\nnew\n<!-- benchstop -->\nb\n',
  )
})

it.each(['no marks', '<!-- bench -->', '<!-- benchstop --> <!-- bench -->'])('refuses a page with %j', (page) => {
  expect(() => betweenMarks(page, 'new')).toThrow('marks')
})

it.each(['README.md', 'docs/speed.md'])('finds its marks in %s', (page) => {
  const text = readFileSync(page, 'utf8')
  expect(betweenMarks(text, 'new')).toContain('\nnew\n')
})
