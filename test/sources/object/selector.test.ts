import {describe, expect, it} from 'vitest'
import {
  EVERYTHING,
  matchesLabels,
  matchesSelector,
  mentionsKey,
  parseAnnotationSelector,
  parseLabelSelector,
} from '../../../src/sources/object/selector.js'

const LABELS = {env: 'prod', tier: 'web', size: '7', empty: '', 'example.com/team': 'dns', in: 'x'}

function matches(text: string): boolean {
  const selector = parseLabelSelector(text)
  if (!selector.ok) throw new Error(selector.problem)
  return matchesSelector(selector.value, LABELS)
}

describe('a label selector', () => {
  it.each([
    ['', true],
    ['  ', true],
    ['env=prod', true],
    ['env==prod', true],
    [' env = prod , tier = web ', true],
    ['env=prod,tier=db', false],
    ['env!=prod', false],
    ['env!=stage', true],
    ['none!=x', true],
    ['none=x', false],
    ['empty=', true],
    ['empty=,env', true],
    ['env in (stage,prod)', true],
    ['env in (stage, )', false],
    ['empty in (,)', true],
    ['empty in (a,,b)', true],
    ['env notin (stage)', true],
    ['env notin (stage,prod)', false],
    ['none notin (a)', true],
    ['env', true],
    ['!env', false],
    ['! none', true],
    ['none', false],
    ['constructor', false],
    ['toString!=x', true],
    ['size>6', true],
    ['size>7', false],
    ['size < 8', true],
    ['env>1', false],
    ['none<1', false],
    ['example.com/team=dns', true],
    ['in in (x)', true],
    ['in=in', false],
  ])('"%s" is %s', (text, expected) => {
    expect(matches(text)).toBe(expected)
  })

  it.each([
    'env=prod,',
    ',env',
    'env,,tier',
    'env prod',
    'env=a b',
    'env===a',
    'env in',
    'env in ()',
    'env in a',
    'env in (a',
    'env in (a b)',
    'env in (a=b)',
    'env!',
    '!env=prod',
    '=prod',
    '!',
    'a/b/c',
    '/env',
    'A_/env',
    '-env',
    'env=-a',
    `env=${'a'.repeat(64)}`,
    `${'k'.repeat(64)}=a`,
    'size>x',
    'size>',
    'size>-5',
    'size>9999999999999999999999',
  ])('"%s" is refused', (text) => {
    expect(parseLabelSelector(text).ok).toBe(false)
  })

  it('says what it found and where', () => {
    expect(parseLabelSelector('env prod')).toEqual({
      ok: false,
      problem: 'the selector "env prod" is invalid: found "prod" where an operator should be',
    })
    expect(parseLabelSelector('env=prod,')).toEqual({
      ok: false,
      problem: 'the selector "env=prod," is invalid: found "," where a comma or the end should be',
    })
  })
})

describe('an annotation selector', () => {
  it.each(['a!=b', 'a>1', 'a<1', 'x,a!=b'])('refuses "%s", as external-dns does', (text) => {
    expect(parseAnnotationSelector(text).ok).toBe(false)
    expect(parseLabelSelector(text).ok).toBe(true)
  })

  it('lets the later of two equality terms for one key win', () => {
    const selector = parseAnnotationSelector('env=stage,env=prod')
    expect(selector.ok && matchesSelector(selector.value, LABELS)).toBe(true)
    expect(matches('env=stage,env=prod')).toBe(false)
  })

  it('keeps all other terms', () => {
    const selector = parseAnnotationSelector('env in (stage),env=prod')
    expect(selector.ok && matchesSelector(selector.value, LABELS)).toBe(false)
  })
})

it('EVERYTHING matches whatever there is', () => {
  expect(matchesSelector(EVERYTHING, {})).toBe(true)
})

it('mentionsKey finds a key in any term', () => {
  const selector = parseAnnotationSelector('kubernetes.io/ingress.class notin (a),x')
  expect(selector.ok && mentionsKey(selector.value, 'kubernetes.io/ingress.class')).toBe(true)
  expect(selector.ok && mentionsKey(selector.value, 'y')).toBe(false)
})

it('matchesLabels wants every label, and nothing of an empty selector', () => {
  expect(matchesLabels({env: 'prod', tier: 'web'}, LABELS)).toBe(true)
  expect(matchesLabels({env: 'prod', none: ''}, LABELS)).toBe(false)
  expect(matchesLabels({}, LABELS)).toBe(true)
})
