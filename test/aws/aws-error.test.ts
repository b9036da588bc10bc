import {describe, expect, it} from 'vitest'
import {readAwsError, StrangeAnswer, strangeAnswerText} from '../../src/aws/aws-error.js'

describe('what is told of an answer that cannot be read', () => {
  it('is the status where it was nested too deeply for the SDK', () => {
    const error = Object.assign(new RangeError('Maximum call stack size exceeded'), {$metadata: {httpStatusCode: 429}})
    expect(readAwsError(error).message).toBe('HTTP 429')
  })

  it.each(["Cannot read properties of undefined (reading '#text')", 'errorIdentifier.includes is not a function'])(
    'is the status where the SDK stumbled over it: %s',
    (words) => {
      const error = Object.assign(new TypeError(words), {$metadata: {httpStatusCode: 429}})
      expect(readAwsError(error).message).toBe('HTTP 429')
    },
  )

  it.each([
    ['in a list', {name: 'InvalidChangeBatch', messages: ['', ' ']}],
    ['under a root of its own', {name: 'Unknown', Messages: {Message: ''}}],
    ['as its message', {name: 'InvalidChangeBatch', message: ' '}],
  ])('is the status of a refusal that gives no reason: none %s', (_where, fields) => {
    const refused = readAwsError({...fields, $metadata: {httpStatusCode: 400}})
    expect([refused.name, refused.message, refused.messages]).toEqual(['InvalidChangeBatch', 'HTTP 400', []])
  })

  it('is what JavaScript says where there was no answer', () => {
    expect(readAwsError(new TypeError('Invalid URL')).message).toBe('Invalid URL')
  })

  it.each([
    ['is not well-formed XML: undefined entity.', 'The answer (HTTP 200) is not well-formed XML: undefined entity.'],
    ['is empty', 'The answer (HTTP 200) is empty.'],
  ])('ends in one full stop: %s', (detail, text) => {
    expect(strangeAnswerText(readAwsError(new StrangeAnswer(detail, 200)), 'Route 53')).toBe(text)
  })
})
