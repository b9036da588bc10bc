import {describe, expect, it} from 'vitest'
import {decideColour} from '../../../src/cli/terminal/terminal.js'

describe('colour', () => {
  it.each([
    {flag: undefined, environment: {}, depth: 24, level: 3, why: 'a terminal has it'},
    {flag: undefined, environment: {}, depth: 8, level: 2, why: 'as many as the terminal shows'},
    {flag: undefined, environment: {}, depth: 1, level: 0, why: 'a terminal without colours has none'},
    {flag: undefined, environment: {}, depth: undefined, level: 0, why: 'a pipe has none'},
    {flag: undefined, environment: {TERM: 'dumb'}, depth: 4, level: 0, why: 'a dumb terminal has none'},
    {flag: undefined, environment: {NO_COLOR: '1'}, depth: 24, level: 0, why: 'NO_COLOR'},
    {flag: undefined, environment: {NO_COLOR: ''}, depth: 24, level: 3, why: 'an empty NO_COLOR says nothing'},
    {
      flag: undefined,
      environment: {NO_COLOR: '1', FORCE_COLOR: '3'},
      depth: 24,
      level: 0,
      why: 'NO_COLOR beats FORCE_COLOR',
    },
    {flag: undefined, environment: {FORCE_COLOR: '2'}, depth: undefined, level: 2, why: 'FORCE_COLOR names the level'},
    {flag: undefined, environment: {FORCE_COLOR: 'true'}, depth: undefined, level: 1, why: 'FORCE_COLOR in a pipe'},
    {flag: undefined, environment: {FORCE_COLOR: '0'}, depth: 24, level: 0, why: 'FORCE_COLOR=0'},
    {flag: undefined, environment: {CLICOLOR_FORCE: '1'}, depth: undefined, level: 1, why: 'CLICOLOR_FORCE in a pipe'},
    {
      flag: undefined,
      environment: {CLICOLOR_FORCE: '0'},
      depth: undefined,
      level: 0,
      why: 'CLICOLOR_FORCE=0 says nothing',
    },
    {flag: true, environment: {NO_COLOR: '1'}, depth: undefined, level: 1, why: '--color beats all'},
    {flag: false, environment: {FORCE_COLOR: '3'}, depth: 24, level: 0, why: '--no-color beats all'},
  ])('$why', ({flag, environment, depth, level}) => {
    expect(decideColour({flag, environment, depth})).toBe(level)
  })
})
