import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {argumentWord, pathWord, shellWord} from '../../src/errors/shell-word.js'

const HOSTILE = [
  ...[
    '$(touch x)',
    '`touch x`',
    'a;b',
    'a|b',
    'a&b',
    'a>b',
    "it's",
    '"',
    '\\',
    '*',
    '?',
    '[a]',
    '~',
    '#',
    '!',
    '{a,b}',
  ],
  ...['a b', 'a\nb', '=ls', '-x', '--yes', '@file', '', '$HOME', '(', 'é', "'; rm -rf /; '"],
]

describe('a word of a proposed command', () => {
  it.each(HOSTILE)('is what it was, in a shell: %j', (text) => {
    const {stdout} = spawnSync('/bin/sh', ['-c', `printf '%s' ${shellWord(text)}`], {encoding: 'utf8'})
    // Otherwise printf would read a leading hyphen as an option.
    expect(stdout).toBe(text)
  })

  it.each(['www.example.com', 'plan.json', 'arn:aws:iam::1:role/x', 'a=b,c+d%e'])('stays as it is: %s', (text) => {
    expect(shellWord(text)).toBe(text)
  })

  it('is not a flag and no file of arguments where it is one of our arguments', () => {
    expect(['*.example.com', '-a.example.com', '@a.example.com'].map(argumentWord)).toEqual([
      "'*.example.com'",
      '-- -a.example.com',
      '-- @a.example.com',
    ])
    expect(['plan.json', '-plan.json', '@plan.json', 'my plan'].map(pathWord)).toEqual([
      'plan.json',
      './-plan.json',
      './@plan.json',
      "'my plan'",
    ])
  })
})
