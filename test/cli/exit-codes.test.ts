import {describe, expect, it} from 'vitest'
import {applyExitCode, errorExitCode, planExitCode} from '../../src/cli/exit-codes.js'
import {CliError, type ErrorCode} from '../../src/errors/cli-error.js'

describe('the exit code of plan', () => {
  it.each([
    [{hasChanges: false, hasProblems: false, isDetailed: false}, 0],
    [{hasChanges: true, hasProblems: false, isDetailed: false}, 0],
    [{hasChanges: true, hasProblems: false, isDetailed: true}, 2],
    [{hasChanges: true, hasProblems: true, isDetailed: true}, 2],
    [{hasChanges: true, hasProblems: true, isDetailed: false}, 4],
    [{hasChanges: false, hasProblems: true, isDetailed: true}, 4],
  ])('of %j is %i', (outcome, code) => {
    expect(planExitCode(outcome)).toBe(code)
  })
})

describe('the exit code of apply', () => {
  it.each([
    [{}, 0],
    [{hasProblems: true}, 4],
    [{hasProblems: true, isRefused: true}, 3],
    [{hasProblems: true, isRefused: true, isStale: true}, 5],
    [{hasProblems: true, isRefused: true, isStale: true, hasFailed: true}, 1],
    [{hasProblems: true, isRefused: true, isStale: true, hasFailed: true, isInterrupted: true}, 130],
  ])('of %j is %i', (outcome, code) => {
    expect(applyExitCode(outcome)).toBe(code)
  })
})

describe('the exit code of an error', () => {
  it.each<[ErrorCode, number]>([
    ['USAGE', 1],
    ['KUBERNETES_FORBIDDEN', 1],
    ['LIMIT_EXCEEDED', 3],
    ['NOT_CONFIRMED', 3],
    ['NO_TERMINAL', 3],
    ['INTERRUPTED', 130],
  ])('%s is %i', (code, exit) => {
    expect(errorExitCode(new CliError({code, doing: 'x', happened: 'y', fix: []}))).toBe(exit)
  })

  it('is 1 for anything else', () => {
    expect(errorExitCode(new Error('bug: x'))).toBe(1)
  })
})
