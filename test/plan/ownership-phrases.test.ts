import {describe, expect, it} from 'vitest'
import {ownershipPhrases} from '../../src/plan/ownership-phrases.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {objectProblem, planInput, SHOP, txt, txtRegistry, WEB, web, zone} from './builders.js'

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

describe('what stands in the way of an ownership', () => {
  const set = web
  const [text] = claimRecordSets(planInput({stored: [web, txt('a-web', 'blue')]}).zones, txtRegistry()).ownershipRecords
  const zoneFlags = 'select that zone too (--zone-id-filter, --aws-zone-type, --domain-filter)'

  it.each([
    [
      ownershipPhrases.unreadableText({recordSet: txt('a-web'), owner: toOwnerId('blue')}),
      'unreadable',
      'the ownership TXT a-web.shop.io is encrypted, and no given key decrypts it',
      'give its key in --txt-encrypt-aes-key',
    ],
    [
      ownershipPhrases.ownerMismatch('a-web.shop.io', 'blue'),
      'owner-mismatch',
      'the ownership TXT a-web.shop.io names owner blue',
      undefined,
      'blue',
    ],
    [
      ownershipPhrases.rowOfOwner('web.shop.io#A', 'blue'),
      'owner-mismatch',
      'the ledger row web.shop.io#A names owner blue',
      undefined,
      'blue',
    ],
    [
      ownershipPhrases.speaksOfNotOurs({reason: 'owner-mismatch', owner: 'blue'}, text, SHOP, set),
      'owner-mismatch',
      'the ownership TXT a-web.shop.io would then belong to the A record web.shop.io in zone shop.io, which is not ours',
      undefined,
      'blue',
    ],
    [
      ownershipPhrases.nobodysUnderNoop(),
      'unowned',
      'no object asks for it, and registry noop keeps no ownership',
      '--allow-unowned-deletes',
    ],
    [
      ownershipPhrases.ownerNotChosen(),
      'owner-not-chosen',
      'no object asks for it any more, and the owner "default" was assumed, not chosen',
      '--txt-owner-id=default',
    ],
    [
      ownershipPhrases.notInManifests(undefined, true),
      'not-in-manifests',
      'no object of the manifests asks for it, and they may show only a part of the cluster',
      '--manifests-are-complete',
    ],
    [
      ownershipPhrases.notInManifests(['nodes', 'pods'], true),
      'not-in-manifests',
      'no object of the manifests asks for it, and they hold no nodes and no pods',
      '--status-from-cluster',
    ],
    [
      ownershipPhrases.textNeededUnread('a-web.shop.io', [zone('art.io', {id: 'Z9'})]),
      'not-read',
      'the ownership TXT a-web.shop.io stays: zone art.io (Z9) was not read and may need it',
      zoneFlags,
    ],
    [
      ownershipPhrases.rowNeededUnread('web.shop.io#A', [zone('art.io', {id: 'Z9', isPrivate: true}), SHOP]),
      'not-read',
      'the ledger row web.shop.io#A stays: private zone art.io (Z9) was not read and may need it',
      zoneFlags,
    ],
  ])('is told: %#', (phrase, reason, detail, fix?: string, owner?: string) => {
    expect(phrase).toEqual({reason, detail, fix, owner})
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
