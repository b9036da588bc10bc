import {describe, expect, it} from 'vitest'
import {newestFirst, principalText, type RecordedChange, timeText} from '../../src/dns/recorded-change.js'

const SSO = 'AWSReservedSSO_AdministratorAccess_0123456789abcdef'

describe('principalText', () => {
  it.each([
    [undefined, '-'],
    ['arn:aws:sts::111122223333:assumed-role/ci/run-17', 'ci/run-17'],
    ['arn:aws-cn:sts::111122223333:assumed-role/ci/run-17', 'ci/run-17'],
    [`arn:aws:sts::111122223333:assumed-role/${SSO}/alice@example.com`, 'AdministratorAccess/alice@example.com'],
    [
      'arn:aws:sts::111122223333:assumed-role/dns/eks-prod-external-d-3f2a1b7c-0c55-4a4b-9d51-1f0a2b3c4d5e',
      'dns/eks-prod-external-d-3...',
    ],
    ['arn:aws:iam::111122223333:user/ops/alice', 'alice'],
    ['arn:aws:sts::111122223333:federated-user/bob', 'bob'],
    ['arn:aws:iam::111122223333:root', 'root'],
    ['servicediscovery.amazonaws.com', 'servicediscovery.amazonaws.com'],
  ])('%s is %s', (arn, text) => {
    expect(principalText(arn)).toBe(text)
  })
})

describe('newestFirst', () => {
  it('sorts by time and keeps the order within a batch', () => {
    const at = (changeId: string, submittedAt: number) => ({changeId, submittedAt}) as RecordedChange
    const sorted = newestFirst([at('C1', 1), at('C2', 3), at('C2 again', 3), at('C3', 2)])
    expect(sorted.map(({changeId}) => changeId)).toEqual(['C2', 'C2 again', 'C3', 'C1'])
  })
})

it('writes a time in UTC, without fractions', () => {
  expect(timeText(Date.parse('2026-11-30T17:48:58.123+01:00'))).toBe('2026-11-30 16:48:58Z')
})
