import {describe, expect, it} from 'vitest'
import {ownershipPhrases} from '../../src/plan/ownership-phrases.js'
import {objectProblem, WEB} from './builders.js'

describe('a record that is kept for an object that cannot be read', () => {
  const kept = (host: string | undefined, isUntold: boolean) =>
    ownershipPhrases.heldByUnreadable({...objectProblem(WEB, host), isUntold}, 'record').detail

  it('names the object alone where its problem is told by itself', () => {
    expect(kept('web', false)).toBe('Service shop/web cannot be read; record kept')
  })

  it('tells the problem too where nothing else tells it, with the host that it is about', () => {
    expect(kept('web', true)).toBe('Service shop/web cannot be read (web.shop.io: the template fails); record kept')
    expect(kept(undefined, true)).toBe('Service shop/web cannot be read (the template fails); record kept')
  })
})

it.each([
  [ownershipPhrases.keptByPolicy('upsert-only'), 'policy', 'policy upsert-only keeps it', 'external-dns-ts prune'],
  [ownershipPhrases.tooYoung('24h'), 'policy', 'written within 24h', undefined],
  [
    ownershipPhrases.ageUnknown(),
    'policy',
    'neither history nor receipt says its age',
    'external-dns-ts prune without --min-age',
  ],
] as const)(
  'what nobody asks for any more stays for a reason, and goes another way: %#',
  (phrase, reason, why, fix) => {
    expect([phrase.reason, phrase.detail.replace('no object asks for it any more; ', ''), phrase.fix]).toEqual([
      reason,
      why,
      fix,
    ])
  },
)
