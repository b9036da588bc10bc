import {describe, expect, it} from 'vitest'
import {InputError, parsePlayArguments} from './arguments.js'

describe('parsePlayArguments', () => {
  it('takes every flag many times', () => {
    const args = ['--manifests', 'a', '--zone=example.com', '--manifests=b', '--private-zone', 'example.com=r.json']
    expect(parsePlayArguments(args)).toEqual({
      help: false,
      manifests: ['a', 'b'],
      zones: [
        {text: 'example.com', name: 'example.com', file: undefined, isPrivate: false},
        {text: 'example.com=r.json', name: 'example.com', file: 'r.json', isPrivate: true},
      ],
    })
  })

  it.each([
    ['example.com', 'example.com', undefined],
    ['records.json', undefined, 'records.json'],
    ['./zone', undefined, './zone'],
    ['./a=b.json', undefined, './a=b.json'],
    ['example.com=a=b.json', 'example.com', 'a=b.json'],
  ])('reads --zone %s as the zone %s with the file %s', (text, name, file) => {
    expect(parsePlayArguments(['--zone', text]).zones).toEqual([{text, name, file, isPrivate: false}])
  })

  it.each([
    [['--zonn', 'x'], 'there is no flag --zonn; see npm run emulators -- --help'],
    [['--zone'], '--zone needs a value; see npm run emulators -- --help'],
    [['--zone='], '--zone needs a value; see npm run emulators -- --help'],
    [['--manifests', '--zone', 'x'], '--manifests needs a value; see npm run emulators -- --help'],
    [['--help=yes'], '--help takes no value'],
    [
      ['folder'],
      'folder is not a flag; npm passes flags on only behind two hyphens: npm run emulators -- --manifests DIR',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => parsePlayArguments(args)).toThrow(new InputError(message))
  })
})
