import {describe, expect, it} from 'vitest'
import {CliError} from '../../src/errors/cli-error.js'

const parts = {
  code: 'ROUTE53_THROTTLED',
  doing: 'change zone shop.io (Z1)',
  happened: 'Route 53 throttled the call (Rate exceeded, see v1.2).',
  fix: ['run the same command again'],
  changed: 'Batch 1 is in.',
  flags: ['aws-qps'],
  advisesRerun: true,
  cause: new Error('Rate exceeded'),
} as const

describe('an error', () => {
  it('can be a part of another sentence', () => {
    expect(new CliError(parts).phrase).toBe('Route 53 throttled the call (Rate exceeded, see v1.2)')
    expect(new CliError({...parts, happened: 'It ended'}).phrase).toBe('It ended')
  })

  it('is the same but for what is told otherwise', () => {
    const error = new CliError(parts).with({doing: 'use the settings'})
    expect(error).toMatchObject({...parts, doing: 'use the settings'})
    expect(error.message).toBe(`cannot use the settings: ${parts.happened}`)
  })

  it('is about no flag, changed nothing and does not say what to do unless told so', () => {
    const {code, doing, happened} = parts
    expect(new CliError({code, doing, happened, fix: []})).toMatchObject({
      changed: 'Nothing was changed.',
      flags: [],
      advisesRerun: false,
    })
  })
})
