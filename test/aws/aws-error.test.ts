import {describe, expect, it} from 'vitest'
import {readAwsError, StrangeAnswer, strangeAnswerText} from '../../src/aws/aws-error.js'

describe('what is told of an answer that cannot be read', () => {
  it('is the status where it was nested too deeply for the SDK', () => {
    const error = Object.assign(new RangeError('Maximum call stack size exceeded'), {$metadata: {httpStatusCode: 429}})
    expect(readAwsError(error).message).toBe('HTTP 429')
  })

  it('is the status where the SDK stumbled over it', () => {
    const stumbled = new TypeError("Cannot read properties of undefined (reading '#text')")
    const error = Object.assign(stumbled, {$metadata: {httpStatusCode: 429}})
    expect(readAwsError(error).message).toBe('HTTP 429')
  })

  it.each([
    ['is not well-formed XML: undefined entity.', 'The answer (HTTP 200) is not well-formed XML: undefined entity.'],
    ['is empty', 'The answer (HTTP 200) is empty.'],
  ])('ends in one full stop: %s', (detail, text) => {
    expect(strangeAnswerText(readAwsError(new StrangeAnswer(detail, 200)), 'Route 53')).toBe(text)
  })
})
